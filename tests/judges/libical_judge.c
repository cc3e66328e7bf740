/* What libical sees of a calendar on standard input. First line: parse errors, validity by icalrestriction_check, number of
   events. Then for each event, fields between unit separators, events between record separators: no text has these. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void field(const char *text) { printf("%s\x1f", text ? text : ""); }

int main(void) {
    size_t size = 0, room = 1 << 16;
    char *text = malloc(room + 1);
    size_t got;
    while ((got = fread(text + size, 1, room - size, stdin)) > 0) {
        size += got;
        if (size == room) text = realloc(text, (room *= 2) + 1);
    }
    text[size] = 0;
    icalcomponent *root = icalparser_parse_string(text);
    if (!root) {
        printf("unreadable\n");
        return 1;
    }
    int errors = icalcomponent_count_errors(root);
    int valid = icalrestriction_check(root);
    printf("%d %d %d %s\n", errors, valid, icalcomponent_count_components(root, ICAL_VEVENT_COMPONENT),
           icalcomponent_kind_to_string(icalcomponent_isa(root)));
    icalcomponent *event = icalcomponent_get_first_component(root, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(root, ICAL_VEVENT_COMPONENT)) {
        field(icalcomponent_get_uid(event));
        field(icaltime_as_ical_string(icalcomponent_get_dtstart(event)));
        field(icaltime_as_ical_string(icalcomponent_get_dtend(event)));
        field(icalcomponent_get_summary(event));
        field(icalcomponent_get_description(event));
        icalproperty *each = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY);
        for (; each; each = icalcomponent_get_next_property(event, ICAL_CATEGORIES_PROPERTY))
            field(icalproperty_get_categories(each));
        printf("\x1e");
    }
    icalcomponent_free(root);
    free(text);
    return 0;
}
