"""Text to a module: lines, bytes, places, limits; and what some lines become, node by node."""

import time
from datetime import date
from fractions import Fraction

import pytest

from runplan.diagnostics import Diagnostic, Report
from runplan.syntax import nodes as n
from runplan.syntax.parse import decode, parse_line, parse_module, split_lines
from runplan.syntax.span import Span


def at(column: int, end: int, line: int = 1) -> Span:
    return Span("x.plan", line, column, end)


def statement(text: str) -> n.Statement:
    found = parse_line(text, "x.plan", 1)
    assert isinstance(found, n.Statement), found
    return found


def body(text: str) -> n.Body:
    return statement(text).body


def session(text: str) -> n.Session:
    line = body(text)
    assert isinstance(line, n.DayLine)
    (choice,) = line.choices
    (found,) = choice.options
    assert isinstance(found, n.Session)
    return found


def constant(value: object, column: int, end: int) -> n.Constant:
    return n.Constant(Fraction(str(value)), at(column, end))


def problems(text: str) -> list[tuple[int, int, str]]:
    report = Report()
    parse_module(text, "x.plan", report)
    return [(d.at.line, d.at.column, d.code) for d in report]


# ---- bytes and lines ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_end_of_line_and_a_byte_order_mark(newline: str, mark: str) -> None:
    lines = ["# a comment", "phase base 3 weeks", "", "\ttue\teasy 8 km  # eight", "  oops oops"]
    report = Report()
    text = decode((mark + newline.join(lines)).encode(), "x.plan", report)
    assert text is not None
    module = parse_module(text, "x.plan", report)
    assert [line.at.line for line in module.lines] == [2, 4, 5]
    assert [(d.at.line, d.at.column) for d in report] == [(5, 8)]
    assert [type(line).__name__ for line in module.lines] == ["Statement", "Statement", "BadLine"]


def test_only_line_ends_end_lines() -> None:
    assert split_lines("a\x0bb\x0cc\u2028d\x85e\nf") == ["a\x0bb\x0cc\u2028d\x85e", "f"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"tue easy\n  caf\xe9", (2, 6)),
        (b"\xef\xbb\xbf\xff", (1, 1)),
        (b"\xef\xbb\xbfa\r\nb\xc3", (2, 2)),
        ("é é".encode() + b"\x80", (1, 4)),
        (b"tue\n\neasy\x008", (3, 5)),
        (b"\xff\xfep\x00", (1, 1)),
    ],
)
def test_what_is_no_text_says_where(data: bytes, place: tuple[int, int]) -> None:
    report = Report()
    assert decode(data, "x.plan", report) is None
    assert [(d.at.line, d.at.column, d.code) for d in report] == [(*place, "not-text")]


def test_a_module_keeps_the_order_and_the_text_of_bad_lines() -> None:
    report = Report()
    module = parse_module('plan "Half"\n  tue 8 km easy # no\n\n# yes\nphase base\n', "x.plan", report)
    assert [type(line).__name__ for line in module.lines] == ["Statement", "BadLine", "Statement"]
    assert module.lines[1] == n.BadLine("  tue 8 km easy # no", at(1, 21, 2))
    assert module.path == "x.plan"
    assert module.lines[2].at == at(1, 11, 5)


def test_an_empty_file_is_a_module_without_lines() -> None:
    assert parse_module("", "x.plan", Report()) == n.Module("x.plan", ())
    assert parse_module("\n \n# only\n", "x.plan", Report()).lines == ()


# ---- merge conflicts ----------------------------------------------------------------------------------------

CONFLICT = """\
phase base 4 weeks
<<<<<<< HEAD
  tue easy 8 km
||||||| base
  tue easy 7 km
=======
  tue easy 9 km
>>>>>>> winter
  sun long 16 km
"""


def test_a_conflict_is_one_mistake() -> None:
    assert problems(CONFLICT) == [(2, 1, "merge-conflict")]


def test_a_conflict_does_not_hide_other_mistakes() -> None:
    assert problems(CONFLICT.replace("9 km", "9").replace("16 km", "16")) == [
        (2, 1, "merge-conflict"),
        (7, 12, "missing-unit"),
        (9, 12, "missing-unit"),
    ]


def test_each_conflict_is_said_and_what_is_left_of_one_too() -> None:
    assert problems(CONFLICT * 2) == [(2, 1, "merge-conflict"), (11, 1, "merge-conflict")]
    assert problems("phase base\n>>>>>>> winter\n") == [(2, 1, "merge-conflict")]


def test_a_conflict_is_no_statement() -> None:
    module = parse_module(CONFLICT, "x.plan", Report())
    assert [line.at.line for line in module.lines if isinstance(line, n.Statement)] == [1, 9]


# ---- limits -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tue easy " + "8" * 10_000_000, "line-too-long"),
        ("x" * 2_001, "line-too-long"),
        ("tue reps " + "2 x (" * 300 + "400 m" + ")" * 300, "too-deep"),
        ("tue rest if " + "(" * 900 + "beginner" + ")" * 900, "too-deep"),
        ("tue easy " + "1 km, " * 300 + "1 km,", "unfinished-line"),
        ("week " + "1, " * 600 + "x", None),
        ("volume [" + "5 " * 900 + "] km oops", None),
        ("note " + '"' * 1_999, None),
        ("(" * 2_000, "too-deep"),
        ("tue " * 499, None),
        ("tue intervals " + "9" * 1_900 + " x 400 m", "number-out-of-range"),
        ("phase base " + "9" * 1_900 + " weeks", "number-out-of-range"),
        ("tue easy " + "9" * 1_900 + ":00", "bad-time"),
    ],
)
def test_monsters_of_a_line_end_quickly(text: str, code: str | None) -> None:
    start = time.perf_counter()
    found = parse_line(text, "x.plan", 1)
    assert isinstance(found, Diagnostic)
    assert code in (None, found.code)
    assert time.perf_counter() - start < 2
    assert len(found.message) < 3_000


def test_a_long_line_that_is_a_comment_is_no_mistake() -> None:
    assert parse_line("#" * 5_000, "x.plan", 1) is None


def test_a_file_that_is_no_plan_is_said_once() -> None:
    start = time.perf_counter()
    assert problems("date;distance;pace\n" * 40_000) == [(1, 5, "too-many-mistakes")]
    assert time.perf_counter() - start < 10


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    assert problems("# week\n" * 60_000) == [(50_001, 1, "file-too-long")]
    report = Report()
    assert decode(b"#" * 20_000_000, "x.plan", report) is None
    assert [d.code for d in report] == ["file-too-long"]


# ---- nodes --------------------------------------------------------------------------------------------------


def test_a_day_line() -> None:
    assert statement("tue, fri easy 5..8 km key") == n.Statement(
        None,
        n.DayLine(
            n.Weekdays((1, 4), at(1, 9)),
            False,
            (
                n.Choice(
                    (
                        n.Session(
                            "easy",
                            at(10, 14),
                            None,
                            None,
                            (),
                            (
                                n.Step(
                                    n.Size(
                                        n.Quantity(
                                            n.Range(constant(5, 15, 16), constant(8, 18, 19), at(15, 19)),
                                            "km",
                                            at(15, 22),
                                        ),
                                        (),
                                        None,
                                        None,
                                        at(15, 22),
                                    ),
                                    None,
                                    None,
                                    at(15, 22),
                                ),
                            ),
                            None,
                            n.Marks(key=True),
                            None,
                            at(10, 26),
                        ),
                    )
                ),
            ),
            at(1, 26),
        ),
        None,
        at(1, 26),
    )


def test_places_count_characters_in_any_text() -> None:
    found = session('  tue easy 8 km "Straße 🙂"  # und weiter')
    assert found.marks.note == "Straße 🙂"
    assert found.at == at(7, 27)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri easy", (0, 1, 2, 3, 4)),
        ("sat-mon easy", (5, 6, 0)),
        ("mon - wed, fri easy", (0, 1, 2, 4)),
        ("tue thu sun easy", (1, 3, 6)),
    ],
)
def test_weekdays(text: str, days: tuple[int, ...]) -> None:
    line = body(text)
    assert isinstance(line, n.DayLine)
    assert isinstance(line.days, n.Weekdays)
    assert line.days.days == days


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("easy 2h30", 150, "min"),
        ("easy 1:30:00", 5400, "s"),
        ("easy 45:00", 2700, "s"),
        ("easy 6.2 mi", "31/5", "mi"),
        ("time-trial 3 km", 3, "km"),
        ("race 10k key", 10, "km"),
        ("2 days out: race half marathon", "21.0975", "km"),
        ("2 days out: race marathon", "42.195", "km"),
        ("2 days out: race mile", 1, "mi"),
    ],
)
def test_amounts(text: str, amount: object, unit: str) -> None:
    if text == "race 10k key":
        text = f"tue {text}"
    step = session(text).steps[0]
    assert isinstance(step, n.Step)
    quantity = step.size.amount
    assert isinstance(quantity, n.Quantity)
    assert isinstance(quantity.number, n.Constant)
    assert (quantity.number.value, quantity.unit) == (Fraction(str(amount)), unit)


def test_an_unsized_session_has_no_step_but_for_a_pace_or_a_cap() -> None:
    assert session("tue easy").steps == ()
    (step,) = session("tue easy @ E at most 50 min").steps
    assert isinstance(step, n.Step)
    assert step.size.amount is None
    assert [cap.side for cap in step.size.caps] == ["most"]
    assert step.target == n.Zone("E", at(12, 13))


def test_growth_cutback_and_caps_belong_to_the_step_before() -> None:
    (step,) = session(
        "sun long 12 km @ E, +1.5 km a week, cutback 25% every 4 weeks, at most 32 km key"
    ).steps
    assert isinstance(step, n.Step)
    size = step.size
    assert size.growth == n.Growth(constant("1.5", 22, 25), "km", 1, at(21, 35))
    assert size.cutback == n.Cutback(constant(25, 45, 47), 4, at(37, 62))
    assert [(cap.side, cap.at) for cap in size.caps] == [("most", at(64, 77))]
    assert step.target == n.Zone("E", at(18, 19))


@pytest.mark.parametrize(
    ("text", "step", "unit", "every"),
    [("-8% a week", -8, "%", 1), ("+6 mi every 3 weeks", 6, "mi", 3), ("+30 min a week", 30, "min", 1)],
)
def test_growth_carries_its_sign(text: str, step: int, unit: str, every: int) -> None:
    amount = {"%": "5 h", "mi": "18 mi", "min": "5 h"}[unit]
    line = body(f"volume {amount}, {text}")
    assert isinstance(line, n.Volume)
    growth = line.size.growth
    assert growth is not None
    assert isinstance(growth.step, n.Constant)
    assert (growth.step.value, growth.unit, growth.every) == (step, unit, every)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("goal +10 s/km", [10]),
        ("goal -10 s/km", [-10]),
        ("goal -[20 15 10] s/mi", [-20, -15, -10]),
        ("goal -20 -> +5 s/km", [-20, 5]),
        ("goal -5..10 s/km", [-10, -5]),
    ],
)
def test_offsets_are_signed(text: str, values: list[int]) -> None:
    (step,) = session(f"tue tempo 20 min @ {text}").steps
    assert isinstance(step, n.Step)
    assert isinstance(step.target, n.Offset)
    match step.target.seconds:
        case n.Constant(value):
            assert [value] == values
        case n.Range(n.Constant(low), n.Constant(high)):
            assert [low, high] == values
        case n.Ramp(n.Constant(first), n.Constant(last)):
            assert [first, last] == values
        case n.Series(entries):
            assert [e.value for e in entries if isinstance(e, n.Constant)] == values
        case other:
            pytest.fail(str(other))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("5k", n.RacePace("5k", Fraction(5000), at(16, 18))),
        ("half", n.RacePace("half", Fraction("21097.5"), at(16, 20))),
        ("half marathon", n.RacePace("half", Fraction("21097.5"), at(16, 29))),
        ("marathon", n.RacePace("marathon", Fraction(42195), at(16, 24))),
        ("mile", n.RacePace("mile", Fraction("1609.344"), at(16, 20))),
        ("goal", n.GoalPace(at(16, 20))),
        ("max", n.MaxEffort(at(16, 19))),
        ("float", n.OwnPace("float", None, at(16, 21))),
        ("M..T", n.Between(n.Zone("M", at(16, 17)), n.Zone("T", at(19, 20)), at(16, 20))),
        ("4:30/km", n.ClockPace(constant(270, 16, 20), "km", at(16, 23))),
        ("RPE4", n.Effort(constant(4, 19, 20), at(16, 20))),
        ("75% HRmax", n.PercentOf(constant(75, 16, 18), "HRmax", at(16, 25))),
        (
            "95% of 5k",
            n.PercentOf(constant(95, 16, 18), n.RacePace("5k", Fraction(5000), at(23, 25)), at(16, 25)),
        ),
    ],
)
def test_paces(text: str, target: n.Target) -> None:
    (step,) = session(f"run 8 km      @ {text}"[:14] + f"@{text}").steps
    assert isinstance(step, n.Step)
    assert step.target == target


def test_sets_nest_and_the_pace_of_one_amount_is_its_own() -> None:
    outer, once = session("tue reps 2 x (6 x (400 m @ R, 90 s jog), 3 min rest), 4 x 200 m @ R").steps
    assert isinstance(outer, n.Sets)
    assert isinstance(once, n.Sets)
    inner, rest = outer.steps
    assert isinstance(inner, n.Sets)
    assert isinstance(rest, n.Step)
    assert rest.mover == "rest"
    assert [step.target for step in inner.steps if isinstance(step, n.Step)] == [
        n.Zone("R", at(28, 29)),
        None,
    ]
    assert once.target is None
    (step,) = once.steps
    assert isinstance(step, n.Step)
    assert step.target == n.Zone("R", at(67, 68))


def test_repeat_until_full_and_ladders() -> None:
    (repeat,) = session("run-walk (60 s run, 30 s walk) for 12 mi").steps
    assert isinstance(repeat, n.Sets)
    assert repeat.count is None
    assert repeat.until is not None
    assert isinstance(repeat.until.amount, n.Quantity)
    (ladder,) = session("fartlek ladder (5 4 3 min on @ I, 1 min off)").steps
    assert isinstance(ladder, n.Ladder)
    assert [rung.value for rung in ladder.rungs] == [5, 4, 3]
    assert (ladder.unit, ladder.mover) == ("min", "on")
    assert len(ladder.between) == 1


def test_a_race_is_a_header_only_without_days_and_selector() -> None:
    assert body('race half marathon "Lisbon"') == n.RaceHeader(
        n.Quantity(constant("21.0975", 6, 19), "km", at(6, 19)), "Lisbon", at(1, 28)
    )
    assert session("sun race 10 km").kind == "race"
    assert session("2027-03-07: race 10 km").kind == "race"
    assert isinstance(body("race 2027-04-11 10 km"), n.RunnerRace)


@pytest.mark.parametrize(
    ("text", "exercise"),
    [
        ("plank 45 s", n.Exercise("plank", None, n.Quantity(constant(45, 7, 9), "s", at(7, 11)), False, None, at(1, 11))),
        ("dead-bug 10", n.Exercise("dead-bug", None, n.Quantity(constant(10, 10, 12), "reps", at(10, 12)), False, None, at(1, 12))),
        (
            "squat 3 x 8 per side at 20 kg",
            n.Exercise(
                "squat", constant(3, 7, 8), n.Quantity(constant(8, 11, 12), "reps", at(11, 12)), True, constant(20, 25, 27), at(1, 30)
            ),
        ),
    ],
)  # fmt: skip
def test_exercises(text: str, exercise: n.Exercise) -> None:
    assert body(text) == n.CircuitLine(exercise, exercise.at)


def test_a_kind_is_never_an_exercise() -> None:
    for text in ("easy 8 km", "hills 8 x 30 s", "lsd 20 km", "rest"):
        assert isinstance(body(text), n.DayLine), text
    assert isinstance(body("3 days out: shakeout 20 min"), n.DayLine)


def test_calls() -> None:
    line = body("thu cruise-reps([4 5 6], 1 km) key")
    assert isinstance(line, n.DayLine)
    (call,) = line.choices[0].options
    assert isinstance(call, n.Call)
    assert call.name_at == at(5, 16)
    first, second = call.arguments
    assert isinstance(first, n.Series)
    assert isinstance(second, n.Quantity)
    assert call.marks.key
    strength = session("mon strength core(3) 25 min")
    assert (strength.activity, strength.activity_at) == ("core", at(14, 18))
    assert strength.arguments == (constant(3, 19, 20),)


@pytest.mark.parametrize(
    ("text", "selector"),
    [
        ("weeks 1-4, 6", n.Weeks(((1, 4), (6, 6)), at(1, 13))),
        ("odd weeks", n.SomeWeeks("odd", at(1, 10))),
        ("cutback weeks", n.SomeWeeks("cutback", at(1, 14))),
        ("every 3 weeks", n.EveryWeeks(3, at(1, 14))),
        ("last week", n.LastWeeks(1, at(1, 10))),
        ("last 2 weeks", n.LastWeeks(2, at(1, 13))),
        ("3 weeks out", n.WeeksOut(3, at(1, 12))),
        ("0 weeks out", n.WeeksOut(0, at(1, 12))),
        ("5 days out", n.DaysOut(-5, at(1, 11))),
        ("race day", n.DaysOut(0, at(1, 9))),
        ("2 days after", n.DaysOut(2, at(1, 13))),
        ("in build week 8", n.InPhase("build", at(4, 9), n.Weeks(((8, 8),), at(10, 16)), at(1, 16))),
        ("in peak", n.InPhase("peak", at(4, 8), None, at(1, 8))),
        ("2027-03-07", n.OnDates(date(2027, 3, 7), date(2027, 3, 7), at(1, 11))),
        ("2027-02-08..2027-02-14", n.OnDates(date(2027, 2, 8), date(2027, 2, 14), at(1, 23))),
        ("from 2027-04-01", n.OnDates(date(2027, 4, 1), None, at(1, 16))),
    ],
)
def test_selectors(text: str, selector: n.Selector) -> None:
    assert statement(f"{text}: rest").selector == selector


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("beginner", n.Word("beginner", at(9, 17))),
        ("fitness known", n.Known("fitness", at(9, 22))),
        ("days >= 5", n.Compare("days", ">=", constant(5, 17, 18), at(9, 18))),
        ("n = 2", n.Compare("n", "=", constant(2, 13, 14), at(9, 14))),
        ("goal < 3:30:00", n.Compare("goal", "<", n.Quantity(constant(12600, 16, 23), "s", at(16, 23)), at(9, 23))),
        ("peak in 40..56 mi", n.Band("peak", Fraction(40), Fraction(56), "mi", at(9, 26))),
        ("E slower than 6:30/km", n.PaceFact("E", "slower", Fraction(390), "km", at(9, 30))),
        (
            "not a or b and c",
            n.AnyOf((n.Not(n.Word("a", at(13, 14))), n.AllOf((n.Word("b", at(18, 19)), n.Word("c", at(24, 25)))))),
        ),
        (
            "(a or b) and c",
            n.AllOf((n.AnyOf((n.Word("a", at(10, 11)), n.Word("b", at(15, 16)))), n.Word("c", at(22, 23)))),
        ),
    ],
)  # fmt: skip
def test_conditions(text: str, condition: n.Condition) -> None:
    assert statement(f"rest if {text}").condition == condition


def test_strings_say_what_they_escape() -> None:
    note = body('note "She said \\"go\\"\\nand \\\\went # not"  # a comment')
    assert isinstance(note, n.Note)
    assert note.text == 'She said "go"\nand \\went # not'
    assert note.text_at == at(6, 41)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("phase hills remove", n.PhaseHeader("hills", at(7, 12), None, None, None, True, at(1, 19))),
        (
            'phase peak "Peak" 6..10 weeks after base',
            n.PhaseHeader("peak", at(7, 11), "Peak", n.Length(6, 10, at(19, 30)), "base", False, at(1, 41)),
        ),
        ("workout turns(n, d)", n.WorkoutHeader("turns", at(9, 14), ("n", "d"), None, at(1, 20))),
        ('plan "Half" extends "b.plan"', n.PlanHeader("Half", "b.plan", at(21, 29), at(1, 29))),
        ("week starts sun", n.WeekStarts(6, at(1, 16))),
        ("cycle 10 days", n.Cycle(10, at(1, 14))),
        ("days tue-thu, sat at most 3", n.RunningDays(n.Weekdays((1, 2, 3, 5), at(6, 18)), 3, at(1, 28))),
        (
            "at 06:30, sat sun 08:30",
            n.AtTimes(
                (
                    n.AtTime(None, None, 390, at(4, 9)),
                    n.AtTime(n.Weekdays((5, 6), at(11, 18)), None, 510, at(11, 24)),
                ),
                at(1, 24),
            ),
        ),
        (
            "at pm 18:00, fri pm 17:00",
            n.AtTimes(
                (
                    n.AtTime(None, "pm", 1080, at(4, 12)),
                    n.AtTime(n.Weekdays((4,), at(14, 17)), "pm", 1020, at(14, 26)),
                ),
                at(1, 26),
            ),
        ),
        ("move tue to wed", n.Move(False, 1, 2, at(1, 16))),
        ("swap 2027-03-02 with 2027-03-03", n.Move(True, date(2027, 3, 2), date(2027, 3, 3), at(1, 32))),
        ("repeat peak week 3", n.Repeat("peak", at(8, 12), 3, at(1, 19))),
        ("is a, injury-prone", n.Is(("a", "injury-prone"), (at(4, 5), at(7, 19)), at(1, 19))),
        ('ill 2027-02-20..2027-02-23 "Flu"', n.TimeOff("ill", date(2027, 2, 20), date(2027, 2, 23), "Flu", at(1, 33))),
        ("away 2027-02-20", n.TimeOff("away", date(2027, 2, 20), date(2027, 2, 20), None, at(1, 16))),
        ("timezone America/Argentina/Buenos_Aires", n.TimeZone("America/Argentina/Buenos_Aires", at(1, 40))),
        ("lthr 171", n.HeartRate("lthr", 171, at(1, 9))),
        ("goal 1h45", n.Goal(None, 6300, at(1, 10))),
        ("easy share >= 80%", n.Expectation("easy share", ">=", constant(80, 15, 17), True, at(1, 18))),
        ("rule ramp at most 15%", n.RuleChange("ramp", at(6, 10), "most", constant(15, 19, 21), True, None, at(1, 22))),
        (
            "rule stale-pace at most 9 weeks",
            n.RuleChange("stale-pace", at(6, 16), "most", constant(9, 25, 26), False, "weeks", at(1, 32)),
        ),
    ],
)  # fmt: skip
def test_other_lines(text: str, node: n.Body) -> None:
    assert body(text) == node


def test_a_line_does_not_know_its_neighbours() -> None:
    lines = ["phase base 3 weeks", "  tue easy 8 km", "  oops", "  sun long 16 km"]
    report = Report()
    together = parse_module("\n".join(lines), "x.plan", report).lines
    alone = [parse_line(line, "x.plan", number) for number, line in enumerate(lines, 1)]
    assert [line for line in together if isinstance(line, n.Statement)] == [
        x for x in alone if isinstance(x, n.Statement)
    ]
