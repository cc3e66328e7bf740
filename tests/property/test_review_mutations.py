"""A sound plan and what spoils it: nothing is said of the one, and of the other exactly the one rule speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiled import compiled
from runplan.record import Record
from runplan.review.catalogue import RULES
from runplan.review.rules import ALL
from runplan.units import decimal

# ---- sound plans --------------------------------------------------------------------------------------------

HALF = """
routine legs "Legs"
  squat 3 x 5 at 60 kg

plan "Half marathon"
  warmup    15 min easy
  cooldown  10 min easy
  fri       + strength legs 30 min

phase base 8 weeks
  volume   [40 43 46 35 47 49 51 40] km
  tue, thu, sat easy
  wed      easy with 6 x 20 s strides
  sun      long 30% of week

phase build 4 weeks
  volume   46 km
  tue      intervals 6 x (400 m @ I, 400 m jog)
  thu      tempo 20 min @ T
  wed, sat easy
  sun      long 14 km

phase taper 2 weeks
  volume   [70 40]% of peak
  tue      easy with 6 x 20 s strides
  wed, thu, sat easy
  week 1:  sun long 12 km
  fri      + rest

race half marathon

phase recover 2 weeks
  tue, thu, sun easy 5 km
  fri      + rest
"""
"""By distance: mileage first, then speed, two lighter weeks, and two of rest. It begins on a Monday, the race is on a Sunday."""

TIME = """
plan "10 km in minutes"
  warmup    10 min easy
  cooldown  10 min easy

phase base 6 weeks
  volume  [200 210 220 180 220 225] min
  tue, thu, sat easy
  sun     long 30% of week

phase tune 3 weeks
  volume  220 min
  tue     tempo 15 min @ T
  thu, sat easy
  sun     long 65 min

phase taper 1 week
  volume  90 min
  tue     easy with 4 x 20 s strides
  thu     easy

race 10 km
"""
"""By time."""

NOVICE = """
plan "From walking to running"

phase start 4 weeks
  tue, thu, sat run-walk (1 min run, 2 min walk) for [3 3 3.5 3] km

phase grow 4 weeks
  tue, thu run-walk (2 min run, 1 min walk) for [3.5 3.5 3.8 3] km
  sat      run-walk (2 min run, 1 min walk) for [3.5 3.5 3.8 -] km

race 5 km
"""
"""For novices: running and walking, three days a week."""

MARATHON = """
plan "Marathon"

phase base 10 weeks
  volume  90 km
  tue, wed, thu, sat easy
  fri     easy 8 km
  sun     long [24 26 24 26 24 26 24 26 27 27] km

phase taper 3 weeks
  volume  [80 60 30]% of peak
  tue     easy with 6 x 20 s strides
  wed, thu, sat easy
  weeks 1-2: fri easy 6 km
  weeks 1-2: sun long [22 16] km

race marathon
"""

WEEKS = """
plan "Weeks"
  warmup    15 min easy
  cooldown  10 min easy

phase base 5 weeks
  volume  50 km
  tue, wed, thu, sat easy
  sun     long 15 km
"""
"""A plan without a race, the same week five times."""

INTERVALS = """
plan "Intervals"
  warmup    15 min easy
  cooldown  10 min easy

phase base 4 weeks
  volume  48 km
  tue, wed, thu, sat easy
  sun     long 14 km

phase fast 8 weeks
  volume  48 km
  tue     intervals 4 x (1 km @ I, 3 min jog)
  wed, thu, sat easy
  sun     long 14 km
"""

TEN = """
plan "10 km"
  warmup    15 min easy
  cooldown  10 min easy

phase base 5 weeks
  volume  40 km
  tue, wed, thu, sat easy
  sun     long 12 km

phase taper 1 week
  tue, wed, thu easy 5 km

race 10 km
"""

MONDAY = date(2027, 1, 4)


def runner(plan: str, more: str) -> str:
    """A runner who begins the plan on a Monday and has its race, if there is one, on the Sunday of its last week before it."""
    before, race, after = plan.partition("\nrace ")
    weeks = sum(int(n) for n in re.findall(r"^phase [a-z]+ (\d+) week", before, re.MULTILINE))
    day = MONDAY + timedelta(days=7 * weeks - 1)
    line = f"  race    {day} {after.splitlines()[0]}\n" if race and "race" not in more else ""
    return f'runner "Ana Silva"\n  follows "half.plan"\n  start   {MONDAY}\n{line}{more}'


# ---- what spoils them ---------------------------------------------------------------------------------------

Changes: TypeAlias = Sequence[tuple[str, str]]


class Mutation(Record):
    """What makes `rule` speak of `base`: parts of the plan that change, `{n}` in them any of `sizes`. `also` are those that
    change before and leave the plan sound, `person` what the runner's file says, in which `{n}` is `usual` before."""

    rule: str
    base: str
    sizes: Sequence[float | str]
    changes: Changes = ()
    also: Changes = ()
    person: str = ""
    usual: str = ""

    def codes(self, size: float | str | None) -> set[str]:
        """What is said of the plan: spoilt by `size`, or sound without one."""
        plan = _changed(self.base, self.also)
        word = self.usual if size is None else size if isinstance(size, str) else decimal(Fraction(size))
        if size is not None:
            plan = _changed(plan, [(old, new.replace("{n}", word)) for old, new in self.changes])
        made = compiled(plan, runner(plan, self.person.replace("{n}", word)), ALL)
        assert made.plan is not None, made.diagnostics
        return {problem.code for problem in made.diagnostics}


def _changed(text: str, changes: Changes) -> str:
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def steps(first: float, last: float, step: float = 1) -> list[float]:
    """Every size from the first to the last."""
    return [first + step * i for i in range(round((last - first) / step) + 1)]


VOLUME = "  volume  50 km\n"
EASY = "  tue, wed, thu, sat easy\n"
LONG = "  sun     long 15 km\n"
SPEED = "  tue     intervals 4 x (1 km @ I, 3 min jog)\n"
MILES = "[40 43 46 35 47 49 51 40]"
TITLE = 'plan "Weeks"\n'
TEMPO = (EASY, EASY + "  tue     tempo 15 min @ T\n")
FRIDAY = "  fri      + rest\n\nrace"


def volumes(text: str, *more: tuple[str, str]) -> Changes:
    """Weeks of these volumes in the plan of weeks."""
    return [(VOLUME, f"  volume  [{text}] km\n"), *more]


MUTATIONS = (
    # ---- load
    Mutation("session-spike", WEEKS, steps(17, 19, 0.5), [(LONG, "  sun long [15 15 15 {n} 15] km\n")],
             [(VOLUME, "  volume 65 km\n")]),
    Mutation("race-spike", TEN, steps(16, 20, 0.5), [("40 km", "{n} km"), ("12 km", "4 km"),
             ("easy 5 km", "easy 3 km")]),
    Mutation("ramp", WEEKS, steps(61, 64, 0.5), [("43.5 43.5] km", "43.5 {n}] km")],
             volumes("43.5 43.5 43.5 43.5 43.5", (LONG, "  sun long 13 km\n"))),
    Mutation("ramp-per-run", WEEKS, steps(58.5, 60, 0.5), volumes("50 50 50 50 {n}")),
    Mutation("ten-percent", WEEKS, steps(55.5, 58, 0.5), volumes("50 50 {n} 50 50"),
             [(TITLE, TITLE + "  rule ten-percent at most 10%\n")]),
    Mutation("two-week-ramp", WEEKS, steps(42.5, 43, 0.5), [("36 40 36", "36 {n} 36")], volumes("30 30 36 40 36",
             (LONG, "  sun long 9 km\n"))),
    Mutation("first-week-jump", WEEKS, steps(54, 66, 0.5), [(VOLUME, "  volume {n} km\n")],
             person="  weekly 48 km\n"),
    Mutation("acute-chronic", WEEKS, steps(46, 50, 0.5), [("30 44]", "30 {n}]")], volumes("50 30 30 30 44",
             (LONG, "  sun long 30% of week\n"), (TITLE, TITLE + "  rule acute-chronic at most 1.5\n" + '  allow consistency "Ups and downs."\n'))),
    Mutation("monotony", WEEKS, steps(6.5, 7, 0.1),
             [("tue-sat easy [5 5 5 6 6] km\n  sun     long [11 11 11 12 12] km", "tue-sun easy [6 6 6 {n} {n}] km")],
             [(VOLUME, ""), (EASY, "  tue-sat easy [5 5 5 6 6] km\n"),
             (LONG, "  sun     long [11 11 11 12 12] km\n")]),
    Mutation("consistency", WEEKS, steps(24, 27, 0.5), [("24 km", "{n} km"), ("mon, wed", "mon, tue")],
             [(VOLUME, "  volume 24 km\n"), (EASY, "  mon, wed easy\n"), (LONG, "  sun long 9 km\n")]),
    # ---- recovery
    Mutation("cutback", WEEKS, steps(45, 48, 0.5), [("44 38 44", "44 {n} {n}")], volumes("40 42 44 38 44",
             (LONG, "  sun long 11 km\n")), "  is masters\n"),
    Mutation("cutback-depth", WEEKS, [2, 4, 6, 8, 52, 54], [("20%", "{n}%")],
             [(VOLUME, "  volume 50 km, cutback 20% every 4 weeks\n"), (LONG, "  sun long 30% of week\n")]),
    Mutation("cutback-hard", WEEKS, steps(17, 25), [("[15 15 15 15 15]", "[15 15 15 {n} 15]")],
             [(VOLUME, "  volume 50 km, cutback 20% every 4 weeks\n"), (LONG, "  sun long 30% of week\n"),
             (EASY, EASY + "  tue tempo [15 15 15 15 15] min @ T\n")]),
    # ---- phases
    Mutation("volume-then-speed", HALF, steps(54.5, 56, 0.5), [("51 40]", "51 {n}]")],
             [("volume   46", "volume   48")]),
    Mutation("base-before-speed", HALF, steps(2, 6),
             [("long 30% of week\n", "long 30% of week\n  week {n}: tue intervals 5 x (400 m @ I, 400 m jog)\n")]),
    Mutation("phase-order", HALF, ["recovery"], [("phase base", "phase {n}")]),
    Mutation("build-length", INTERVALS, steps(9, 13), [("fast 8 weeks", "fast {n} weeks")]),
    Mutation("one-change", WEEKS, steps(4, 7, 0.5),
             [("  sun long 10 km\n", "  sun long 10 km\n  week 5: wed easy {n} km\n")], [(VOLUME, ""),
             (EASY, "  tue, thu, sat easy 8 km\n"), (LONG, "  sun long 10 km\n")]),
    # ---- long run
    Mutation("long-share", WEEKS, steps(15.5, 25, 0.5), [(LONG, "  sun long {n} km\n")]),
    Mutation("long-duration", WEEKS, steps(18, 21), [(LONG, "  sun long {n} km\n")], [(VOLUME, "  volume 72 km\n")],
             "  result 10 km in 60:00 on 2026-12-20\n"),
    Mutation("long-distance", WEEKS, steps(36, 39), [("35 km", "{n} km")], [(VOLUME, "  volume 130 km\n"),
             (LONG, "  sun long 35 km\n")]),
    Mutation("long-reach", HALF, steps(11, 13.5, 0.5), [("sun      long 14 km", "sun      long {n} km")],
             [(MILES, "[46 46 46 46 46 46 46 46]"), ("30% of week", "13.5 km")]),
    Mutation("long-timing", HALF, steps(14, 15, 0.5),
             [("long 12 km\n", "long 12 km\n  week 2:  wed long {n} km\n")], [("[70 40]", "[70 50]")]),
    # ---- quality
    Mutation("no-quality", HALF, steps(4, 8),
             [("intervals 6 x (400 m @ I, 400 m jog)", "easy with {n} x 20 s strides"),
             ("tempo 20 min @ T", "easy")]),
    Mutation("threshold-cap", HALF, steps(30, 45), [("tempo 20", "tempo {n}")]),
    Mutation("interval-cap", INTERVALS, steps(5, 7), [("4 x (1 km", "{n} x (1 km")]),
    Mutation("repetition-cap", INTERVALS, steps(7, 12), [(SPEED, "  tue reps {n} x (400 m @ R, 400 m jog)\n")]),
    Mutation("marathon-pace-cap", MARATHON, steps(20, 24),
             [("27 27] km\n", "27 27] km\n  week 9: sun long 27 km with last {n} km @ M\n")]),
    Mutation("recovery-length", INTERVALS, [*steps(30, 90, 10), 360, 400], [("3 min jog", "{n} s jog")]),
    Mutation("quality-per-week", WEEKS, steps(10, 20),
             [("  sun long 13 km\n", "  sun long 13 km\n  week 4: sat tempo {n} min @ T\n")],
             [(VOLUME, "  volume 44 km\n"), (EASY, EASY + "  tue, thu tempo 15 min @ T\n"),
             (LONG, "  sun long 13 km\n")], "  is masters\n"),
    Mutation("hard-easy", WEEKS, steps(10, 20), [(LONG, LONG + "  wed tempo {n} min @ T\n")], [TEMPO]),
    Mutation("after-long", WEEKS, steps(10, 20), [(LONG, LONG + "  mon tempo {n} min @ T\n")]),
    Mutation("easy-share", WEEKS, steps(15, 25), [("tue, sat easy 7 km", "tue, sat tempo {n} min @ T")],
             [(VOLUME, ""), (EASY, "  tue, sat easy 7 km\n  thu tempo 25 min @ T\n"), (LONG, "  sun long 7 km\n")]),
    Mutation("grey-zone", WEEKS, steps(24, 28), [("thu easy 40", "thu steady {n}")], [(VOLUME, ""),
             (EASY, "  tue steady 25 min\n  thu easy 40 min\n  wed, sat easy 50 min\n"),
             (LONG, "  sun long 65 min\n")]),
    Mutation("warmup", WEEKS, steps(3, 9), [("warmup    15", "warmup    {n}")], [TEMPO]),
    # ---- rest and frequency
    Mutation("rest-days", WEEKS, steps(3, 6, 0.5), [(LONG, LONG + "  mon, fri easy {n} km\n")]),
    Mutation("novice-consecutive", NOVICE, ["wed", "fri"], [("tue, thu, sat", "tue, {n}, sat")],
             person="  is novice\n"),
    Mutation("runs-jump", WEEKS, [4.5, 4.6],
             [("  sun long 8 km\n", "  sun long 8 km\n  week 5: tue, wed, thu, sat easy {n} km\n")], [(VOLUME, ""),
             (EASY, "  tue, thu easy 8 km\n"), (LONG, "  sun long 8 km\n")]),
    Mutation("too-few-runs", TEN, steps(11, 13, 0.5), [("tue, fri easy 11 km", "thu easy {n} km"),
             ("tue, thu easy 6 km", "wed easy 6 km")],
             [("race 10 km", "race half marathon"), ("  volume  40 km\n", ""), (EASY, "  tue, fri easy 11 km\n"),
             ("12 km", "15 km"), ("tue, wed, thu easy 5 km", "tue, thu easy 6 km")]),
    # ---- taper and race
    Mutation("taper-missing", TEN, steps(8.5, 10, 0.5), [("easy 5 km", "easy {n} km")]),
    Mutation("taper-depth", HALF, steps(62, 66), [("[70 40]", "[80 {n}]")]),
    Mutation("taper-length", HALF, steps(76, 84), [("phase taper 2 weeks", "phase taper 4 weeks"),
             ("[70 40]", "[{n} 70 60 40]"), ("week 1:  sun long 12 km", "weeks 1-3: sun long 10 km")]),
    Mutation("taper-intensity", HALF, ["easy", "recovery"],
             [("tue      easy with 6 x 20 s strides", "tue      {n}")]),
    Mutation("taper-frequency", HALF, ["wed", "thu"], [("  wed, thu, sat easy", "  {n} easy"),
             ("[70 40]", "[70 34]")]),
    Mutation("hard-before-race", HALF, ["thu", "fri"],
             [("long 12 km\n", "long 12 km\n  week 2:  {n} tempo 15 min @ T\n")]),
    Mutation("tune-up-spacing", TEN, steps(3, 6), [("12 km\n", "12 km\n  week 5: sun race {n} km\n")]),
    Mutation("race-recovery", HALF, ["tue", "thu", "sat"],
             [("sun easy 5 km\n", "sun easy 5 km\n  week 1: {n} tempo 15 min @ T\n")]),
    Mutation("goal-ambitious", TEN, ["40:00", "42:30", "44:00"],
             person="  race 2027-02-14 10 km goal {n}\n  result 10 km in 47:30 on 2026-12-20\n", usual="47:00"),
    Mutation("stale-pace", WEEKS, ["2026-10-05", "2026-11-02"], (), [TEMPO],
             "  result 10 km in 47:30 on {n}\n", "2026-12-20"),
    # ---- strength
    Mutation("strength-placement", HALF, steps(20, 40, 5),
             [("  wed, sat easy", "  wed      + strength legs {n} min\n  wed, sat easy")]),
    Mutation("strength-gap", HALF, ["tue", "thu"],
             [("  wed, sat easy", "  {n}      + strength legs 30 min\n  wed, sat easy")]),
    Mutation("strength-taper", HALF, ["mon", "tue", "wed", "thu"],
             [(FRIDAY, "  week 2:  {n} + strength legs 30 min\n" + FRIDAY)]),
    Mutation("strength-missing", WEEKS, ["mobility", "cross"], [("fri strength", "fri {n}")],
             [(LONG, LONG + "  fri strength 20 min\n")], "  is injury-prone\n"),
    # ---- the runner
    Mutation("injury-prone-speed", INTERVALS, [4, 5], [("base 6 weeks", "base {n} weeks")],
             [("base 4 weeks", "base 6 weeks"), (SPEED, SPEED + "  fri strength 20 min\n")], "  is injury-prone\n"),
    Mutation("novice-speed", INTERVALS, steps(4, 7),
             [("easy with 6 x 20 s strides", "intervals {n} x (400 m @ I, 400 m jog)")],
             [(SPEED, "  tue     easy with 6 x 20 s strides\n")], "  is novice\n"),
)  # fmt: skip

PLANS = {
    "half": HALF,
    "time": TIME,
    "novice": NOVICE,
    "marathon": MARATHON,
    "weeks": WEEKS,
    "intervals": INTERVALS,
    "ten": TEN,
}


def test_every_rule_has_a_plan_that_it_speaks_of() -> None:
    assert [mutation.rule for mutation in MUTATIONS] == list(RULES)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("word", ["", "  is advanced\n"])
def test_nothing_is_said_of_a_sound_plan(name: str, word: str) -> None:
    plan = PLANS[name]
    assert compiled(plan, runner(plan, word), ALL).diagnostics == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.rule)
def test_what_spoils_a_sound_plan_is_said_and_nothing_else(mutation: Mutation) -> None:
    assert mutation.codes(None) == set()

    @settings(max_examples=8)
    @given(st.sampled_from(mutation.sizes))
    def spoilt(size: float | str) -> None:
        assert mutation.codes(size) == {mutation.rule}

    spoilt()
