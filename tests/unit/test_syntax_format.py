"""The form of a formatted file, by examples."""

from pathlib import Path

import pytest

import runplan.syntax.format as module
from runplan.syntax.format import format_text

GOLDEN = Path(__file__).parent.parent / "golden" / "design-page"


def formatted(text: str) -> str:
    out = format_text(text, "x.plan")
    assert out is not None
    return out


@pytest.mark.parametrize("name", ["half-marathon.plan", "ana.runner"])
def test_the_examples_of_the_design_are_in_form(name: str) -> None:
    text = (GOLDEN / name).read_text("utf-8")
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("tue intervals 6x400m@R", "tue  intervals 6 x 400 m @ R"),
        (
            "tue run 2km easy,6x(800m@I,400m jog),2km easy",
            "tue  run 2 km easy, 6 x (800 m @ I, 400 m jog), 2 km easy",
        ),
        ("tue,thu,sat easy 40min", "tue, thu, sat  easy 40 min"),
        ("mon - fri easy 5 .. 8 km", "mon-fri  easy 5..8 km"),
        ("sun long [12  - 16 ...]mi", "sun  long [12 - 16 ...] mi"),
        ("sun long [...16 14]mi", "sun  long [... 16 14] mi"),
        ("sun long 30 % of week at  most 2h", "sun  long 30% of week at most 2 h"),
        (
            "volume weekly,+8 % a week,cutback 25 %every 4 weeks",
            "volume  weekly, +8% a week, cutback 25% every 4 weeks",
        ),
        (
            "tue tempo 20 min @ goal+10s/km+strength core 20 min",
            "tue  tempo 20 min @ goal +10 s/km + strength core 20 min",
        ),
        ("tue tempo 20 min @ goal -20->-5 s / km", "tue  tempo 20 min @ goal -20 -> -5 s/km"),
        ("tue tempo 20 min @ goal - [20 15] s/mi", "tue  tempo 20 min @ goal -[20 15] s/mi"),
        ("thu run 8 km @ [ 4:40 4:30 ]/km", "thu  run 8 km @ [4:40 4:30]/km"),
        ("thu run 8 km @ 4:40 ..4:50 /km", "thu  run 8 km @ 4:40..4:50/km"),
        ("thu run 8 km @ M .. T", "thu  run 8 km @ M..T"),
        ("thu run 8 km @ RPE4..5", "thu  run 8 km @ RPE 4..5"),
        ("thu big-hills(6->10 ,{n} ) key", "thu  big-hills(6 -> 10, {n}) key"),
        ("thu run-walk (1 min run,1 min walk)for 30 min", "thu  run-walk (1 min run, 1 min walk) for 30 min"),
        ("week 3 :sun race 10k", "week 3: sun race 10k"),
        ("weeks 1 - 4 , 6:tue rest", "weeks 1-4, 6: tue rest"),
        ("in base week 3:tue rest", "in base week 3: tue rest"),
        ("2027-02-08 .. 2027-02-14:rest", "2027-02-08..2027-02-14: rest"),
        ("run 1 - 3,5 easy 5km", "run 1-3, 5  easy 5 km"),
        ("day 2 rest", "day 2  rest"),
        ("run 2 mi easy,8mi@M", "run 2 mi easy, 8 mi @ M"),
        ("tue rest if not(a or b)and days>=5", "tue  rest if not (a or b) and days >= 5"),
        ("tue rest if E slower than 6:30 / km", "tue  rest if E slower than 6:30/km"),
        ("at 06:30,sat sun 08:30", "at  06:30, sat sun 08:30"),
        ("at 06:30,sat   pm 18:00", "at  06:30, sat pm 18:00"),
        ("pace float=E+20 s/km", "pace float = E +20 s/km"),
        ("peak volume<=65km", "peak volume <= 65 km"),
        ("squat 3x8 per side at 20kg", "squat  3 x 8 per side at 20 kg"),
        ('note   "Two  spaces  stay."', 'note  "Two  spaces  stay."'),
        ("tue easy 8km#eight", "tue  easy 8 km  #eight"),
        ('phase base"Base"6 .. 10 weeks', 'phase base "Base" 6..10 weeks'),
        ("workout turns( n,d )", "workout turns(n, d)"),
    ],
)
def test_the_space_between_words(line: str, form: str) -> None:
    assert formatted(line) == f"{form}\n"


def test_sections_indentation_and_columns() -> None:
    text = """\

#  The plan.
plan "Half"
goal half marathon
shortest run 4 km
tue,fri + strength core 25 min
   # a rest
mon rest
phase base 4 weeks


volume hold
odd weeks: tue rest
tue easy
2027-02-08..2027-02-14: rest
# of the second phase
phase build 2 weeks
tue easy
expect
rest days >= 2
quality sessions <= 3


"""
    assert (
        formatted(text)
        == """\
#  The plan.
plan "Half"
  goal         half marathon
  shortest run 4 km
  tue, fri     + strength core 25 min
  # a rest
  mon          rest

phase base 4 weeks

  volume     hold
  odd weeks: tue rest
  tue        easy
  2027-02-08..2027-02-14: rest

# of the second phase
phase build 2 weeks
  tue  easy

expect
  rest days        >= 2
  quality sessions <= 3
"""
    )


def test_use_lines_may_stand_together_and_conditions_align() -> None:
    text = """\
use "a.plan"
use "b.plan"
workout turns(n)
tempo 20 min @ T
cruise 3 x (8 min @ T, 90 s jog) if n = 2
tempo 25 min @ T if n = 3
routine core
squat 3 x 8
side-plank 30 s per side
2 x (plank 45 s, squat 8)
"""
    assert (
        formatted(text)
        == """\
use "a.plan"
use "b.plan"

workout turns(n)
  tempo 20 min @ T
  cruise 3 x (8 min @ T, 90 s jog)  if n = 2
  tempo 25 min @ T                  if n = 3

routine core
  squat       3 x 8
  side-plank  30 s per side
  2 x (plank 45 s, squat 8)
"""
    )


def test_a_line_that_cannot_be_read_stays_as_it_is() -> None:
    text = "phase base 4 weeks\n tue   8 km   easy  # ?\n   tue easy   8km\n<<<<<<< HEAD\n"
    assert formatted(text) == "phase base 4 weeks\n tue   8 km   easy  # ?\n  tue  easy 8 km\n<<<<<<< HEAD\n"


@pytest.mark.parametrize(
    ("text", "form"), [("", ""), ("\n\n", ""), ("# only", "# only\n"), ('\ufeffplan "A"\r\n', 'plan "A"\n')]
)
def test_small_files(text: str, form: str) -> None:
    assert formatted(text) == form


def test_a_line_that_would_say_something_else_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert formatted("workout   ladder(n)\n") == "workout   ladder(n)\n"
    monkeypatch.setattr(module, "spaced", lambda lexemes: "rest")
    module._read.cache_clear()
    assert formatted("tue   easy 8 km\nrest\n") == "tue   easy 8 km\nrest\n"
    module._read.cache_clear()


def test_what_the_formatter_cannot_vouch_for_it_does_not_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_print", lambda lines: "rest\n")
    assert format_text("tue easy 8 km\n", "x.plan") is None
    assert format_text("rest\n", "x.plan") == "rest\n"


def test_a_misspelt_word_that_reads_as_an_exercise_stays() -> None:
    assert format_text('plan "Half"\n aweekly   32 km\n', "half.plan") == 'plan "Half"\n aweekly   32 km\n'
