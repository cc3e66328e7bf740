/* The peer in C: makes the calendar that standard input describes with libical and writes it, ROUNDS times. Prints the
   milliseconds of each round, and what it wrote in the last one to the file OUT.

   Input: records end in 0x1e, their fields in 0x1f. The first record is the calendar: uid, name, description, time zone,
   stamp; every other an event: uid, start, end (`20270105` or `20270105T063000Z`), summary, description, url, categories. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIELDS 40
typedef struct { char *field[FIELDS]; int count; } Record;

static void named(icalcomponent *owner, const char *name, const char *value) {
    icalproperty *property = icalproperty_new_x(value);
    icalproperty_set_x_name(property, name);
    icalcomponent_add_property(owner, property);
}

static void extended(icalcomponent *owner, const char *name, const char *text) {
    /* libical writes an X- property as it is given: a text has to be escaped. */
    static char escaped[1 << 14];
    if (icalvalue_encode_ical_string(text, escaped, sizeof escaped)) named(owner, name, escaped);
}

static char *written(Record *records, int count) {
    Record *top = &records[0];
    struct icaltimetype stamp = icaltime_from_string(top->field[4]);
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//runplan//runplan//EN"));
    icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(calendar, icalproperty_new_uid(top->field[0]));
    icalcomponent_add_property(calendar, icalproperty_new_name(top->field[1]));
    extended(calendar, "X-WR-CALNAME", top->field[1]);
    icalcomponent_add_property(calendar, icalproperty_new_description(top->field[2]));
    extended(calendar, "X-WR-CALDESC", top->field[2]);
    if (*top->field[3]) extended(calendar, "X-WR-TIMEZONE", top->field[3]);
    icalproperty *refresh = icalproperty_new_refreshinterval(icaldurationtype_from_string("PT6H"));
    icalproperty_add_parameter(refresh, icalparameter_new_value(ICAL_VALUE_DURATION));
    icalcomponent_add_property(calendar, refresh);
    named(calendar, "X-PUBLISHED-TTL", "PT6H");
    icalcomponent_add_property(calendar, icalproperty_new_color("seagreen"));
    icalcomponent_add_property(calendar, icalproperty_new_lastmodified(stamp));
    for (int i = 1; i < count; i++) {
        char **field = records[i].field;
        icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
        icalcomponent_add_property(event, icalproperty_new_uid(field[0]));
        icalcomponent_add_property(event, icalproperty_new_dtstamp(stamp));
        icalcomponent_add_property(event, icalproperty_new_lastmodified(stamp));
        icalcomponent_add_property(event, icalproperty_new_sequence(0));
        icalcomponent_add_property(event, icalproperty_new_dtstart(icaltime_from_string(field[1])));
        icalcomponent_add_property(event, icalproperty_new_dtend(icaltime_from_string(field[2])));
        icalcomponent_add_property(event, icalproperty_new_summary(field[3]));
        if (*field[4]) icalcomponent_add_property(event, icalproperty_new_description(field[4]));
        for (int n = 6; n < records[i].count; n++)
            icalcomponent_add_property(event, icalproperty_new_categories(field[n]));
        icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
        named(event, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
        icalcomponent_add_property(event, icalproperty_new_status(ICAL_STATUS_CONFIRMED));
        if (*field[5]) icalcomponent_add_property(event, icalproperty_new_url(field[5]));
        icalcomponent_add_component(calendar, event);
    }
    char *text = icalcomponent_as_ical_string_r(calendar);
    icalcomponent_free(calendar);
    return text;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    size_t size = 0, room = 1 << 16, got;
    char *text = malloc(room + 1);
    while ((got = fread(text + size, 1, room - size, stdin)) > 0) {
        size += got;
        if (size == room) text = realloc(text, (room *= 2) + 1);
    }
    text[size] = 0;
    int count = 0;
    for (size_t i = 0; i < size; i++) count += text[i] == 0x1e;
    Record *records = calloc(count + 1, sizeof(Record));
    char *field = text;
    int record = 0;
    for (char *c = text; *c; c++) {
        if (*c == 0x1f) {
            *c = 0;
            if (records[record].count < FIELDS) records[record].field[records[record].count++] = field;
            field = c + 1;
        } else if (*c == 0x1e) {
            record++;
            field = c + 1;
        }
    }
    char *last = NULL;
    for (int round = 0; round < atoi(argv[1]); round++) {
        struct timespec from, to;
        free(last);
        clock_gettime(CLOCK_MONOTONIC, &from);
        last = written(records, count);
        clock_gettime(CLOCK_MONOTONIC, &to);
        printf("%.4f\n", (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6);
    }
    FILE *out = fopen(argv[2], "wb");
    if (!out || !last) return 1;
    fputs(last, out);
    fclose(out);
    free(last);
    return 0;
}
