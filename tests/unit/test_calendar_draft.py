"""What `runplan import` makes of a calendar: titles as people write them, in four languages; days; and our own calendars."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from runplan.calendar.draft import Draft, draft_calendar
from runplan.calendar.draft.recognise import Hints, recognise
from runplan.cli.compile import Workplace, compile_target
from runplan.diagnostics import Diagnostic, Report
from runplan.emit.ics import write_ics
from runplan.plan import Plan, Session
from runplan.review.catalogue import RULES

ROOT = Path(__file__).parents[2]
PLANS = [*sorted((ROOT / "plans").glob("*.plan")), *sorted((ROOT / "plans" / "runners").glob("*.runner"))]
TODAY = date(2027, 1, 4)

# ---- titles ------------------------------------------------------------------------------------------------

TITLES = {
    # English
    "Easy 8 km": "easy 8 km",
    "Easy run 5-8 km": "easy 5..8 km",
    "EASY – 5 mi": "easy 5 mi",
    "🏃 Easy run 8km": "easy 8 km",
    "Easy 45 min": "easy 45 min",
    "Easy run, 1h30": "easy 90 min",
    "Easy 7 km (Z2)": "easy 7 km @ Z2",
    "Shakeout 20 min": "easy 20 min",
    "Recovery jog 30 min": "recovery 30 min",
    "Long Run - 2h": "long 2 h",
    "LR 20 mi @ 9:00-9:30/mi": "long 20 mi @ 9:00..9:30/mi",
    "Long run 1:45:00": "long 1h45",
    "Long run 20 miles, last 3 at MP": "long 20 mi with last 3 mi @ marathon",
    "Medium-long 16 km": "medium-long 16 km",
    "Tempo 20 min": "tempo 20 min",
    "Threshold run 6 km": "tempo 6 km",
    "3 x 8 min threshold, 2 min jog": "tempo 3 x (8 min, 2 min jog)",
    "Steady 8k": "steady 8 km",
    "10k tempo": "tempo 10 km",
    "5k tempo run": "tempo 5 km",
    "Easy 12 km with 3x1000m at 10k pace": "easy 12 km with 3 x 1000 m @ 10k",
    "Race half marathon": "race half marathon",
    "Progression run 10 km": "progression 10 km",
    "Cruise intervals 4 x 5 min w/ 1 min jog": "cruise 4 x (5 min, 1 min jog)",
    "Intervals 6x400m (200m jog)": "intervals 6 x (400 m, 200 m jog)",
    "Intervals: 5 x 1 km @ 10k pace, 2' jog": "intervals 5 x (1 km @ 10k, 2 min jog)",
    "Intervals 2 km WU, 6x400 w/ 90s rest, 1 km CD": "intervals 2 km easy, 6 x (400 m, 90 s rest), 1 km easy",
    "Intervals 2x6x400/200": "intervals 2 x (6 x (400 m, 200 m jog))",
    "Intervals 10 x 30/30": "intervals 10 x (30 s, 30 s jog)",
    "Hill repeats 8 x 45 s, jog down 90 s": "hills 8 x (45 s uphill, 90 s jog)",
    "Fartlek 40 min": "fartlek 40 min",
    "Easy 12 km with 4x20s strides": "easy 12 km with 4 x 20 s strides",
    "Run/walk 30 min": "run-walk 30 min",
    "Race 10k": "race 10 km",
    "Rest day": "rest",
    "OFF": "rest",
    "Strength 45 min": "strength 45 min",
    "Yoga": "mobility",
    "Bike 1h30": "cross bike 90 min",
    "Easy bike 40 min": "cross bike 40 min",
    "Swim 1500m": "cross swim 1500 m",
    "Cross-training 45 min": "cross 45 min",
    "Easy 5 km or rest": "easy 5 km or rest",
    # German
    "Dauerlauf 10 km": "easy 10 km",
    "Lockerer Dauerlauf, 8 km": "easy 8 km",
    "Langer Lauf 1:45 h": "long 1h45",
    "TDL 8 km": "tempo 8 km",
    "Tempolauf 6 km": "tempo 6 km",
    "Intervalle 5x1000m in 4:15/km, TP 2 min": "intervals 5 x (1000 m @ 4:15/km, 2 min jog)",
    "Intervalle: 10 min einlaufen, 6 x 400 m, 200 m Trabpause, 10 min auslaufen":
        "intervals 10 min easy, 6 x (400 m, 200 m jog), 10 min easy",
    "Fahrtspiel 40 Minuten": "fartlek 40 min",
    "Dauerlauf 12 km mit 3x1000m im 10-km-Tempo": "easy 12 km with 3 x 1000 m @ 10k",
    "Intervalle 5x1000m im 5-km-Tempo, Trabpause 200m": "intervals 5 x (1000 m @ 5k, 200 m jog)",
    "Intervalle 6x1000m TP400m": "intervals 6 x (1000 m, 400 m jog)",
    "10-km-Tempo": "tempo 10 km",
    "Dauerlauf 12 km mit 3x1000m im 10er-Tempo": "easy 12 km with 3 x 1000 m @ 10k",
    "Intervalle 6x400m, Pause 200m traben": "intervals 6 x (400 m, 200 m jog)",
    "Halbmarathon Wettkampf": "race half marathon",
    "Regenerationslauf 30 min": "recovery 30 min",
    "Ruhetag": "rest",
    "Krafttraining 30 min": "strength 30 min",
    "Radfahren 1,5 h": "cross bike 90 min",
    "Halbmarathon Rennen 21,1 km": "race 21.1 km",
    # French
    "Footing 45'": "easy 45 min",
    "Sortie longue 1h45": "long 1h45",
    "Fractionné 10x400m récup 1'": "intervals 10 x (400 m, 1 min jog)",
    "Seuil 3x10' récup 2'": "tempo 3 x (10 min, 2 min jog)",
    "Footing de récupération 30 min": "recovery 30 min",
    "Repos": "rest",
    "Renfo 20 min": "strength 20 min",
    "Natation 45 min": "cross swim 45 min",
    # Spanish
    "Rodaje suave 10 km": "easy 10 km",
    "Tirada larga 22 km": "long 22 km",
    "Series 6x1000 rec 2'": "intervals 6 x (1000 m, 2 min jog)",
    "Umbral 20 minutos": "tempo 20 min",
    "Descanso": "rest",
    "Gimnasio 1 hora": "strength 60 min",
    "Bici 90 min": "cross bike 90 min",
}  # fmt: skip
"""Titles that say all, and the line that each is."""

GUESSED = {
    "8 km": "run 8 km",
    "6x400m": "intervals 6 x 400 m",
    "Long run": "long 90 min",
    "30m run": "run 30 min",
    "Berlin Half Marathon": "race half marathon",
    "parkrun": "race 5 km",
    "Spring race": "race 10 km",
    "Easy 6 miles with strides": "easy 6 mi with 6 x 20 s strides",
    "Intervals 60 min": "intervals 60 min",
    "Lauf": "run 40 min",
    "Semi-marathon de Paris": "race half marathon",
    "Maratón de Sevilla": "race marathon",
}
"""Titles of which something is guessed."""

NO_TRAINING = (
    "Dentist", "Team meeting", "Long meeting", "Easy dinner", "Rest of the team meeting", "Run errands", "School run",
    "Marathon meeting with Bob", "Drive 300 km to Berlin", "Movie night", "Walk the dog", "Restaurant", "Pick up race number",
    "Zahnarzt", "Geburtstag Oma, 45 min", "Arzttermin", "Rendez-vous dentiste", "Cita médica", "Presidential race", "", "42",
    "Sprint planning", "Series finale", "Crash course", "Dry run of the demo", "Call 10:30", "5:30", "Cumpleaños de Ana",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_says_all_is_its_line(title: str) -> None:
    (session,) = recognise(title, Hints())
    assert (session.text, session.guesses, session.is_whole) == (TITLES[title], (), True)


@pytest.mark.parametrize("title", GUESSED)
def test_what_is_guessed_is_said(title: str) -> None:
    (session,) = recognise(title, Hints())
    assert session.text == GUESSED[title]
    assert session.guesses


@pytest.mark.parametrize("title", NO_TRAINING)
def test_what_is_no_training_gives_nothing(title: str) -> None:
    assert recognise(title, Hints()) == ()


def test_the_page_says_what_comes_out() -> None:
    """The table of docs/import.md: what stands in backticks on the right are the lines of a title."""
    rows = re.findall(
        r"^\| `(.+?)` \| (.+) \|$", (ROOT / "docs" / "import.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) >= 10
    for title, said in rows:
        made = [session.text for session in recognise(title, Hints())]
        assert made == [text.removeprefix("+ ") for text in re.findall("`(.+?)`", said)]


def test_two_sessions_in_one_title_are_two() -> None:
    assert [s.text for s in recognise("Easy 5 km + core 20 min", Hints())] == ["easy 5 km", "strength 20 min"]
    assert [s.text for s in recognise("Run 8 km and yoga", Hints())] == ["run 8 km", "mobility"]


@pytest.mark.parametrize(
    ("title", "text", "guesses"),
    [
        ("Long run 2:15", "long 2h15", ("2h15, `2:15` as hours and minutes",)),
        ("Long slow distance 2:15", "long 2h15", ("2h15, `2:15` as hours and minutes",)),
        ("Langer Lauf 1:45", "long 1h45", ("1h45, `1:45` as hours and minutes",)),
        ("Easy 0:45", "easy 45 min", ("45 min, `0:45` as hours and minutes",)),
        # 18:30 is no run, and 4:30 as well a pace.
        ("Easy run 18:30", "easy 40 min", ("40 min", "`18:30` was not taken, it may be a time of day or a pace")),
        ("Long run 4:30", "long 90 min", ("90 min", "`4:30` was not taken, it may be a time of day or a pace")),
        ("Long run at 2:15", "long 90 min", ("90 min, nothing says how much",)),
        ("Long run 2:15 pm", "long 90 min", ("90 min, nothing says how much",)),
        ("Long run 8", "long 90 min", ("90 min", "`8` was not taken, it has no unit")),
        ("Run 8", "run 40 min", ("40 min", "`8` was not taken, it has no unit")),
        ("Long run 8-10", "long 90 min", ("90 min", "`8-10` was not taken, it has no unit")),
        ("Long run 2:15-2:30", "long 90 min", ("90 min", "`2:15-2:30` was not taken, it may be a time of day or a pace")),
        ("Long run week 3", "long 90 min", ("90 min, nothing says how much",)),
    ],
)  # fmt: skip
def test_figures_that_are_not_clear_are_read_with_care(
    title: str, text: str, guesses: tuple[str, ...]
) -> None:
    (session,) = recognise(title, Hints())
    assert (session.text, session.guesses) == (text, guesses)


def test_a_figure_that_was_not_taken_is_told_beside_what_was() -> None:
    (below,) = recognise("Long run 8", Hints("18 km", 120))
    assert below.guesses == ("18 km, from the description", "`8` was not taken, it has no unit")
    (lasting,) = recognise("Run 8", Hints("", 60))
    assert lasting.guesses == ("60 min, as long as the event is", "`8` was not taken, it has no unit")


def test_a_time_beside_a_distance_is_not_lost() -> None:
    (session,) = recognise("Long run 18 km 2:15", Hints())
    assert (session.text, session.is_whole) == ("long 18 km", False)


def test_an_amount_that_a_set_pushes_out_is_told() -> None:
    (session,) = recognise("Tempo 12 km, 3x2 km", Hints())
    assert (session.text, session.is_whole) == ("tempo 3 x 2 km", False)
    assert session.guesses == ("`12 km` is not in it, there is a set",)


def test_a_recovery_is_known_by_its_name_behind_other_words() -> None:
    (session,) = recognise("Intervalle 3x1000m in 3:50, TP 400 m", Hints())
    assert (session.text, session.is_whole) == ("intervals 3 x (1000 m, 400 m jog)", False)


def test_words_that_get_lost_are_known() -> None:
    (session,) = recognise("Long run 18 km with Anna", Hints())
    assert (session.text, session.is_whole) == ("long 18 km", False)


def test_what_a_title_leaves_out_comes_from_below_it_and_then_from_its_length() -> None:
    (below,) = recognise("Long run", Hints("18 km, meet at the bridge", 120))
    assert (below.text, below.guesses) == ("long 18 km", ("18 km, from the description",))
    (lasting,) = recognise("Long run", Hints("meet at the bridge", 120))
    assert (lasting.text, lasting.guesses) == ("long 2 h", ("2 h, as long as the event is",))


# ---- calendars ---------------------------------------------------------------------------------------------


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of `events`, each its lines but the first and the last; `UID` is their number."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Else//EN", *head.split()]
    for number, event in enumerate(events):
        own = [line.strip() for line in event.strip().splitlines()]
        uid = [] if any(line.startswith("UID") for line in own) else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, *own, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def drafted(data: bytes, since: date | None = None, until: date | None = None) -> Draft:
    report = Report()
    draft = draft_calendar(data, "club.ics", report, since, until)
    assert draft is not None, list(report)
    assert list(report) == []
    return draft


def lines(draft: Draft) -> list[str]:
    """The dated lines."""
    found = (line.strip() for line in draft.text.splitlines())
    return [line for line in found if line[:4].isdecimal()]


def problems(data: bytes) -> list[Diagnostic]:
    report = Report()
    assert draft_calendar(data, "club.ics", report) is None
    return list(report)


def test_a_draft_is_a_plan_in_order_of_its_days() -> None:
    data = calendar(
        "DTSTART;VALUE=DATE:20270112\nSUMMARY:Long run 14 km",
        "DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 8 km with Anna",
        "DTSTART;VALUE=DATE:20270108\nSUMMARY:Dentist",
        head="X-WR-CALNAME:Club\\,runs",
    )
    draft = drafted(data)
    assert draft.text == (
        "# A draft, made from the calendar club.ics. Lines with `# guessed` want a look.\n"
        'plan "Club,runs"\n'
        "  start  2027-01-04\n"
        "  units  km\n"
        "\n"
        'phase imported "Imported" 2 weeks\n'
        '  2027-01-05: easy 8 km "Easy 8 km with Anna"\n'
        "\n"
        "  2027-01-12: long 14 km\n"
        "\n"
        "  # In the calendar, and not known for training:\n"
        "  #   2027-01-08         Dentist\n"
    )
    assert (draft.events, draft.understood, draft.guessed, draft.others) == (3, 2, 0, 1)


def test_a_series_is_expanded_with_its_exceptions() -> None:
    """Tuesdays 5, 12, 19, 26 January: the second is taken out, the third was moved to Wednesday, the fourth cancelled."""
    zone = "TZID=Europe/Berlin"
    data = calendar(
        f"UID:a\nDTSTART;{zone}:20270105T183000\nDTEND;{zone}:20270105T193000\nRRULE:FREQ=WEEKLY;COUNT=5"
        f"\nEXDATE;{zone}:20270112T183000\nSUMMARY:Easy 8 km",
        f"UID:a\nRECURRENCE-ID;{zone}:20270119T183000\nDTSTART;{zone}:20270120T183000\nSUMMARY:Easy 9 km",
        f"UID:a\nRECURRENCE-ID;{zone}:20270126T183000\nDTSTART;{zone}:20270126T183000\nSTATUS:CANCELLED\nSUMMARY:Easy 8 km",
    )
    draft = drafted(data)
    assert lines(draft) == ["2027-01-05: easy 8 km", "2027-01-20: easy 9 km", "2027-02-02: easy 8 km"]
    assert draft.cancelled == 1


def test_an_endless_series_ends_with_everything_else() -> None:
    data = calendar(
        "DTSTART;VALUE=DATE:20270105\nRRULE:FREQ=WEEKLY\nSUMMARY:Easy 8 km",
        "DTSTART;VALUE=DATE:20270704\nSUMMARY:Race 10 km",
    )
    # 5 January to 29 June are 26 Tuesdays.
    assert len(lines(drafted(data))) == 27
    assert lines(drafted(data))[-2:] == ["2027-06-29: easy 8 km", "2027-07-04: race 10 km"]
    alone = calendar("DTSTART;VALUE=DATE:20270105\nRRULE:FREQ=WEEKLY\nSUMMARY:Easy 8 km")
    # Sixteen weeks: the first Tuesday and fifteen more.
    assert len(lines(drafted(alone))) == 16
    assert lines(drafted(alone))[-1] == "2027-04-20: easy 8 km"
    assert '"Imported" 16 weeks' in drafted(alone).text
    assert lines(drafted(alone, until=date(2027, 1, 19)))[-1] == "2027-01-19: easy 8 km"


def test_a_series_that_is_no_training_stands_once_among_the_others() -> None:
    data = calendar(
        "DTSTART:20270105T090000Z\nRRULE:FREQ=DAILY\nSUMMARY:Team meeting",
        "DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 8 km",
    )
    draft = drafted(data)
    assert "  #   2027-01-05  09:00  Team meeting (and again)\n" in draft.text
    assert draft.others == 1


def test_a_rule_that_would_never_end_is_not_followed() -> None:
    """Every second, and the 30th of February: the first day stands."""
    data = calendar(
        "DTSTART:20270105T090000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:Easy 8 km",
        "DTSTART;VALUE=DATE:20270106\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY:Easy 9 km",
    )
    assert lines(drafted(data)) == [
        "2027-01-05: easy 8 km  # guessed: once, its series cannot be followed",
        "2027-01-06: easy 9 km  # guessed: once, its series cannot be followed",
    ]


def test_a_day_is_that_of_the_clock_on_the_wall() -> None:
    """23:30 in UTC is the next day in Berlin; a time with a zone of its own is of that zone's day."""
    data = calendar(
        "DTSTART:20270105T233000Z\nSUMMARY:Easy 8 km",
        "DTSTART;TZID=America/New_York:20270107T233000\nSUMMARY:Easy 9 km",
        "DTSTART;TZID=Europe/London:20270109T233000\nSUMMARY:Easy 10 km",
        "DTSTART:20270111T233000\nSUMMARY:Easy 11 km",
        head="X-WR-TIMEZONE:Europe/Berlin",
    )
    assert lines(drafted(data)) == [
        "2027-01-06: easy 8 km",
        "2027-01-07: easy 9 km",
        "2027-01-09: easy 10 km",
        "2027-01-11: easy 11 km",
    ]


def test_a_change_of_the_clocks_makes_no_run_longer() -> None:
    """In Berlin 28 March 2027 has 23 hours: from 01:30 to 03:30 is one."""
    zone = "TZID=Europe/Berlin"
    data = calendar(f"DTSTART;{zone}:20270328T013000\nDTEND;{zone}:20270328T033000\nSUMMARY:Easy run")
    assert lines(drafted(data)) == ["2027-03-28: easy 60 min  # guessed: 60 min, as long as the event is"]


def test_an_event_of_several_days_is_its_first() -> None:
    data = calendar("DTSTART;VALUE=DATE:20270105\nDTEND;VALUE=DATE:20270108\nSUMMARY:Easy 8 km")
    assert lines(drafted(data)) == ["2027-01-05: easy 8 km  # guessed: the first of 3 days"]
    overnight = calendar("DTSTART:20270105T233000Z\nDTEND:20270106T003000Z\nSUMMARY:Easy 8 km")
    assert lines(drafted(overnight)) == ["2027-01-05: easy 8 km"]


def test_cancelled_events_are_left_out_and_counted() -> None:
    data = calendar(
        "DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 8 km\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20270106\nSUMMARY:Canceled: Easy 8 km",
        "DTSTART;VALUE=DATE:20270107\nSUMMARY:Easy 9 km",
    )
    draft = drafted(data)
    assert (lines(draft), draft.cancelled) == (["2027-01-07: easy 9 km"], 2)


def test_several_calendars_in_a_file_are_one_draft_and_what_stands_twice_is_taken_once() -> None:
    one = calendar("DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 8 km\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM")
    other = calendar("UID:9\nDTSTART;VALUE=DATE:20270106\nSUMMARY:Easy 9 km")
    draft = drafted(one + other + one)
    assert lines(draft) == ["2027-01-05: easy 8 km", "2027-01-06: easy 9 km"]
    assert (draft.events, draft.understood, draft.twice) == (3, 2, 1)


def test_two_of_a_kind_on_a_day_stand_on_one_line() -> None:
    data = calendar(
        "DTSTART:20270105T170000Z\nSUMMARY:Easy 4 km",
        "DTSTART:20270105T060000Z\nSUMMARY:Easy 8 km",
        "DTSTART;VALUE=DATE:20270106\nSUMMARY:Easy 5 km",
        "DTSTART;VALUE=DATE:20270106\nSUMMARY:Strength 20 min",
        "DTSTART;VALUE=DATE:20270106\nSUMMARY:Rest",
        "DTSTART;VALUE=DATE:20270107\nSUMMARY:Core 15 min",
        "DTSTART;VALUE=DATE:20270107\nSUMMARY:Ruhetag",
    )
    assert lines(drafted(data)) == [
        "2027-01-05: easy 8 km am + easy 4 km pm",
        "2027-01-06: easy 5 km  # guessed: no rest, though there is one on that day too",
        "2027-01-06: + strength 20 min",
        "2027-01-07: rest",
        "2027-01-07: + strength 15 min",
    ]


def test_words_below_the_title_are_a_note_without_markup_or_expressions() -> None:
    data = calendar(
        "DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 8 km"
        '\nDESCRIPTION:Meet at the <b>bridge</b>&nbsp;<br>\\"Easy\\" \\{{ runner.name }} {% if %}\\nBring water'
    )
    (line,) = lines(drafted(data))
    assert line.startswith('2027-01-05: easy 8 km "Meet at the bridge / ')
    assert line.endswith('/ Bring water"')
    assert "{{" not in line
    assert "{%" not in line


def test_miles_are_printed_in_miles() -> None:
    data = calendar("DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 5 mi")
    assert "\n  units  mi\n" in drafted(data).text


def test_days_can_be_chosen() -> None:
    every = [f"DTSTART;VALUE=DATE:202701{day:02d}\nSUMMARY:Easy {day} km" for day in (5, 6, 7, 8)]
    chosen = drafted(calendar(*every), date(2027, 1, 6), date(2027, 1, 7))
    assert lines(chosen) == ["2027-01-06: easy 6 km", "2027-01-07: easy 7 km"]
    assert chosen.events == 2


def test_other_encodings_are_read() -> None:
    text = calendar("DTSTART;VALUE=DATE:20270105\nSUMMARY:Sortie longue 18 km à Orléans").decode()
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        (line,) = lines(drafted(text.encode(encoding)))
        assert line == '2027-01-05: long 18 km "Sortie longue 18 km à Orléans"'
    assert lines(drafted(text.replace("\r\n", "\n").encode())) == [line]
    assert lines(drafted(text.replace("\r\n", "\r").encode())) == [line]


def test_an_event_without_a_date_is_counted() -> None:
    data = calendar(
        "SUMMARY:Easy 8 km", "DTSTART:yesterday\nSUMMARY:Easy 8 km", "DTSTART:20270105\nSUMMARY:Easy 9 km"
    )
    draft = drafted(data)
    assert (lines(draft), draft.unread) == (["2027-01-05: easy 9 km"], 2)
    assert draft.text.endswith(
        "\n  # In the calendar, without a date that can be read:\n  #   Easy 8 km (2 times)\n"
    )
    draft = drafted(calendar("SUMMARY:Spring\\, race", "DTSTART:x", "DTSTART:20270105\nSUMMARY:Easy 9 km"))
    assert draft.text.endswith("that can be read:\n  #   Spring, race\n  #   (no title)\n")


def test_what_is_no_calendar_is_said_in_the_linter_s_words() -> None:
    (found,) = problems(b"Tuesday: easy 8 km\n")
    assert found.code == "ics-no-calendar"
    cut = calendar("DTSTART;VALUE=DATE:20270105\nSUMMARY:Easy 8 km").partition(b"END:VEVENT")[0]
    assert [each.code for each in problems(cut)] == ["ics-not-closed"]


def test_nothing_to_import_is_said() -> None:
    (found,) = problems(calendar("DTSTART;VALUE=DATE:20270105\nSUMMARY:Dentist"))
    assert found.message == "the calendar has 1 event, and none is known for training"
    (found,) = problems(calendar())
    assert found.message == "the calendar has no events"


def test_more_than_a_plan_can_hold_is_said() -> None:
    data = calendar(
        "DTSTART;VALUE=DATE:20170105\nSUMMARY:Easy 8 km", "DTSTART;VALUE=DATE:20370105\nSUMMARY:Easy 8 km"
    )
    (found,) = problems(data)
    assert found.code == "import-too-long"


# ---- our own -----------------------------------------------------------------------------------------------


def spoken(plan: Plan) -> list[tuple[date, Session]]:
    """The sessions that have an event."""
    days = [day for week in plan.weeks for day in week.days]
    return [
        (day.date, session)
        for day in days
        for session in day.sessions
        if session.kind != "rest" or session.note or session.alternatives
    ]


def size(session: Session, like: Session) -> tuple[object, ...]:
    """The distance and time of a session, without what is estimated of `like`."""
    far = None if like.about in ("distance", "both") else session.distance_m
    return session.kind, far, None if like.about in ("duration", "both") else session.duration_s


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_a_calendar_of_ours_comes_back_as_it_was(path: Path, tmp_path: Path) -> None:
    """Every session's day, kind, and distance or time; and the draft is a plan without a mistake."""
    plan = compile_target(Workplace().target(str(path)), TODAY).plan
    if plan is None:
        pytest.skip("a file of shared parts")
    draft = drafted(write_ics(plan, datetime(2027, 1, 2, tzinfo=UTC)))
    there = spoken(plan)
    assert (draft.understood, draft.guessed, draft.others) == (len(there), 0, 0)
    (tmp_path / "draft.plan").write_text(draft.text, "utf-8")
    (tmp_path / "ana.runner").write_text('runner "Ana"\n  follows "draft.plan"\n', "utf-8")
    for name in ("draft.plan", "ana.runner"):
        made = compile_target(Workplace().target(str(tmp_path / name)), TODAY)
        assert {d.code for d in made.diagnostics} - RULES.keys() == set()
        assert made.plan is not None
        back = spoken(made.plan)
        assert [(day, session.kind) for day, session in back] == [(day, s.kind) for day, s in there]
        for (_, got), (_, want) in zip(back, there, strict=True):
            assert size(got, want) == size(want, want), want.title
            assert got.role == want.role
