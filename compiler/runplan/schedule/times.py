"""Times that were written with the wrong unit in mind: `1:45` for an hour and three quarters, goals that nobody runs."""

from collections.abc import Callable
from datetime import date
from math import ceil, floor

from runplan.diagnostics import Report
from runplan.diagnostics.report import counted
from runplan.fitness.daniels_gilbert import HIGHEST_SCORE, SHORTEST_M, race_time
from runplan.fitness.model import Result
from runplan.schedule.facts import gather
from runplan.syntax import nodes
from runplan.template.model import Line
from runplan.units import clock, decimal, pace

FASTEST_SHORT_S_PER_KM = 120
"""2:00/km, faster than anybody has run a kilometre: below the distances that a score is for."""
SLOWEST_GOAL_S_PER_KM = 1200
"""20:00/km, slower than an unhurried walk."""


def check_late_results(lines: list[Line], race: date | None, end: date, report: Report) -> None:
    """Says which results come too late for any pace; `race` and `end` are the last race and the last day of the plan."""
    for line in lines:
        if not isinstance(line.body, nodes.Result):
            continue
        day = line.body.day
        if day > end:
            report.say("result-too-late", line.body.at, date=day, after="the end of the plan", last=end)
        elif race is not None and day > race and (end - race).days < 7:
            report.say("result-too-late", line.body.at, date=day, after="the race", last=race)


def meant_result(result: Result) -> str | None:
    """The help for a result whose time is plausible with another unit."""

    def plausible(seconds: int) -> bool:
        return result._replace(seconds=seconds).validity in ("valid", "long")

    return meant_time(int(result.seconds), plausible)


def check_goal_time(
    lines: list[Line], race: nodes.RunnerRace | None, distance: nodes.Quantity | None, report: Report
) -> bool:
    """Whether the goal, if there is one, is a time that somebody can run or walk."""
    if (race is None or race.goal_s is None) and not any(
        isinstance(line.body, nodes.Goal) and line.body.seconds is not None for line in lines
    ):
        return True
    facts = gather(lines, race, distance, None)
    if facts.goal_s is None or facts.goal_metres is None or facts.goal_at is None:
        return True
    metres = float(facts.goal_metres)
    low, high = fastest_goal(metres), floor(SLOWEST_GOAL_S_PER_KM * metres / 1000)

    def plausible(seconds: int) -> bool:
        return low <= seconds <= high

    if plausible(facts.goal_s):
        return True
    report.say(
        "goal-unlikely",
        facts.goal_at,
        goal=clock(facts.goal_s),
        distance=f"{decimal(facts.goal_metres / 1000)} km",
        pace=pace(facts.goal_s * 1000 / metres, "km"),
        why="faster than anybody has run" if facts.goal_s < low else "slower than a walk",
        help=meant_time(facts.goal_s, plausible)
        or f"a goal for that distance lies between `{clock(low)}` and `{clock(high)}`",
    )
    return False


def fastest_goal(metres: float) -> int:
    """The shortest time that a goal over `metres` may be, whole seconds: as with results a score of 90, some 3 % faster than the
    world records from the mile to the marathon; below 1500 m, where a score says nothing, 2:00/km."""
    if metres < SHORTEST_M:
        return ceil(FASTEST_SHORT_S_PER_KM * metres / 1000)
    return ceil(race_time(HIGHEST_SCORE, metres))


def meant_time(seconds: int, plausible: Callable[[int], bool]) -> str | None:
    """The help where minutes and seconds were meant as hours and minutes, or the other way round."""
    if plausible(seconds * 60) and seconds < 3600:
        return f"`{clock(seconds)}` is {_in_words(seconds)}: write `{clock(seconds * 60)}`"
    if seconds % 60 == 0 and seconds >= 3600 and plausible(seconds // 60):
        return f"`{clock(seconds)}` is {_in_words(seconds)}: write `{clock(seconds // 60)}`"
    return None


def _in_words(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    parts = ((hours, "hour"), (rest // 60, "minute"), (rest % 60, "second"))
    return " ".join(counted(number, unit) for number, unit in parts if number)
