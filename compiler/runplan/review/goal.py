"""A goal beside the fitness that there is: too far for the weeks that are left, or nearer than the runner is already.

The rate at which a score climbs is expert opinion: Daniels raises it by at most a point in four to six weeks.
"""

from collections.abc import Sequence
from datetime import timedelta

from runplan import plan
from runplan.diagnostics import Report
from runplan.diagnostics.report import counted
from runplan.fitness.daniels_gilbert import MARATHON_M, race_time, score
from runplan.syntax.span import Span
from runplan.units import clock

WEEKS_A_POINT = 4
"""A point of the score takes at least so many weeks."""

MODEST = 1.05
"""A goal that takes so many times what is predicted asks for nothing."""


def check_goal(block: plan.Block, weeks: Sequence[plan.Week], at: Span | None, report: Report) -> None:
    """Says that the goal of a block (`weeks` are its own) is out of reach, or reached already; `at` is the goal's line.

    The fitness is the last that a result brought, and the weeks count from where it did. Nothing is said without a
    predicted time, nor beyond the marathon, where hills and eating decide more than a score.
    """
    race = block.race
    if race is None or at is None or race.goal_s is None or race.predicted_s is None:
        return
    metres = float(race.distance_m)
    if metres > MARATHON_M + 1:
        return
    since = max((week.start for week in weeks if week.fitness is not None), default=block.start)
    left = max((race.date - since + timedelta(days=1)).days / 7, 0)
    now = score(metres, race.predicted_s)
    within = now + left / WEEKS_A_POINT
    source = race.predicted_from
    notes = (f"{source} predicts it, by the model of Daniels and Gilbert",) if source is not None else ()
    if score(metres, race.goal_s) > within:
        best = clock(round(race_time(within, metres)))
        report.say(
            "goal-ambitious",
            at,
            notes=notes,
            goal=clock(race.goal_s),
            now=clock(race.predicted_s),
            weeks=counted(round(left), "week"),
            best=best,
        )
    elif race.goal_s > MODEST * race.predicted_s:
        report.say("goal-modest", at, notes=notes, goal=clock(race.goal_s), now=clock(race.predicted_s))
