"""The checks that need the whole plan: phases, weeks and lines that have to agree with one another."""

from fractions import Fraction

from runplan.diagnostics import Label, Report
from runplan.diagnostics.report import counted
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.days import check_days, check_long_day
from runplan.template.library import Library
from runplan.template.lines import check_heart, check_line, check_once, check_words_used
from runplan.template.lists import check_lists
from runplan.template.model import Line, Phase, RaceDay, Template
from runplan.template.selectors import Season, check_selectors
from runplan.template.shadows import days_all_taken, find_in_overlay, find_in_phase
from runplan.template.shares import check_shares, has_volume, sessions_in
from runplan.template.tree import walk
from runplan.template.weeks import Stretch
from runplan.units import base, decimal

MOST_WEEKS = 520
"""Weeks of a whole plan: ten years."""


def check_plan(template: Template, season: Season, library: Library, whole: bool, report: Report) -> None:
    has_race = template.race is not None or not whole
    for line in template.lines:
        check_line(line, "week" if line.selector is not None else "plan", has_race, report)
    check_selectors(template.lines, None, season, library, report)
    for phase in template.phases:
        for line in phase.lines:
            check_line(line, "week" if line.selector is not None else "phase", has_race, report)
        if phase.name:
            check_selectors(phase.lines, phase.name, season, library, report)
    if template.race is not None:
        for line in template.race.lines:
            check_line(line, "week" if line.selector is not None else "plan", has_race, report)
        check_selectors(template.race.lines, None, season, library, report)
    if not whole:
        return
    _check_weeks(template, report)
    _check_goal(template, report)
    _check_facts(template, report)
    for line in template.lines:
        if not isinstance(line.selector, nodes.InPhase):
            check_lists(line, None, season.whole, report)
        else:
            check_in_phase_lists(line, line.selector, season, report)
    for i, phase in enumerate(template.phases):
        own_cycle = any(isinstance(line.body, nodes.Cycle) for line in phase.lines)
        check_days(template.lines, phase.lines, phase.name, report)
        for line in phase.lines:
            if not own_cycle:
                check_lists(line, phase.name, season.phases.get(phase.name), report)
        _check_hold(template, i, report)
    _check_all_shares(template, report)
    _check_shadows(template, report)


def _check_facts(template: Template, report: Report) -> None:
    """The defaults for a runner that the plan gives."""
    check_long_day(template.lines, report)
    check_heart(template.lines, report)
    check_words_used(template.lines, template.words, report)
    for kind, word in ((nodes.Start, "start"), (nodes.RunnerRace, "race")):
        check_once([line for line in template.lines if isinstance(line.body, kind)], word, report)


def check_in_phase_lists(line: Line, selector: nodes.InPhase, season: Season, report: Report) -> None:
    """The lists of a line with `in build:`, whose weeks are those of that phase."""
    stretch = season.phases.get(selector.phase)
    if stretch is not None:
        check_lists(line._replace(selector=selector.weeks), None, stretch, report)


def _check_weeks(template: Template, report: Report) -> None:
    total = sum(phase.length.high for phase in template.phases)
    if total > MOST_WEEKS:
        report.say("plan-too-long", template.at, weeks=counted(total, "week"), most=MOST_WEEKS)


def _check_goal(template: Template, report: Report) -> None:
    """The goal's distance is that of the race; `@ goal` needs one of them."""
    goals = [
        line.body
        for line in template.lines
        if isinstance(line.body, nodes.Goal) and line.body.distance is not None and line.condition is None
    ]
    dated = [line.body for line in template.lines if isinstance(line.body, nodes.RunnerRace)]
    if template.race is not None:
        for goal in goals:
            assert goal.distance is not None
            check_same_distance(goal.distance, goal.at, template.race, "goal-not-race", report)
        for race in dated:
            check_same_distance(race.distance, race.at, template.race, "race-distance-differs", report)
    if template.race is None and not goals and not dated:
        for node in walk((template.lines, template.phases)):
            if isinstance(node, nodes.GoalPace):
                report.say("goal-pace-without-goal", node.at)
                return


def check_same_distance(distance: nodes.Quantity, at: Span, race: RaceDay, code: str, report: Report) -> bool:
    """Whether `distance` is that of the race."""
    mine, theirs = metres_of(distance), metres_of(race.distance)
    if mine is None or theirs is None or abs(mine - theirs) * 200 <= theirs:
        return True
    labels = (Label(race.at, "the race"),)
    report.say(
        code, at, labels=labels, mine=f"{decimal(mine / 1000)} km", theirs=f"{decimal(theirs / 1000)} km"
    )
    return False


def metres_of(distance: nodes.Quantity) -> Fraction | None:
    """A race distance in metres."""
    return base(distance.number.value, distance.unit) if isinstance(distance.number, nodes.Constant) else None


def _check_hold(template: Template, index: int, report: Report) -> None:
    """`volume hold` goes on from the phase before, so there must be one."""
    if index:
        return
    own = [line for line in template.phases[0].lines if isinstance(line.body, nodes.Volume)]
    general = [
        line for line in template.lines if isinstance(line.body, nodes.Volume) and line.selector is None
    ]
    for line in own or general:
        if isinstance(line.body, nodes.Volume) and _holds(line.body):
            report.say("hold-without-before", line.at, phase=template.phases[0].name)


def _holds(volume: nodes.Volume) -> bool:
    return isinstance(volume.size.amount, nodes.Figure) and volume.size.amount.name == "hold"


def _check_all_shares(template: Template, report: Report) -> None:
    phases = template.phases
    peak = any(
        isinstance(line.body, nodes.RunnerFigure) and line.body.name == "peak" for line in template.lines
    )
    everywhere = [*template.lines, *(line for phase in phases for line in phase.lines)]
    any_volume, any_long = has_volume(everywhere, None), _has_long(everywhere)
    for phase in phases:
        volume = has_volume([*template.lines, *phase.lines], phase.name)
        long = _has_long([*template.lines, *phase.lines])
        check_shares(phase.lines, volume, peak, long, f"phase `{phase.name}`", report)
    check_shares(template.lines, any_volume, peak, any_long, "the plan", report)
    if template.race is not None:
        check_shares(template.race.lines, any_volume, peak, any_long, "the plan", report)


def _has_long(lines: list[Line]) -> bool:
    return any(session.kind == "long" for line in lines for session, _ in sessions_in(line))


def _check_shadows(template: Template, report: Report) -> None:
    """Lines that never win; a line of the plan only if it never wins in any phase."""
    lost: dict[int, list[Line | None]] = {}
    for phase in template.phases:
        stretch = Stretch(phase.length.low, phase.length.high)
        found, plan_lines = find_in_phase(template.lines, phase.lines, phase.name, stretch)
        for shadowed in found:
            never_wins(shadowed.line.at, shadowed.winner.at, report)
        for index, winner in plan_lines.items():
            lost.setdefault(index, []).append(winner)  # type: ignore[arg-type]
        _check_other(template, phase, stretch, report)
    for index, winners in sorted(lost.items()):
        first = winners[0]
        if first is not None and None not in winners:
            never_wins(template.lines[index].at, first.at, report)
    if template.race is not None:
        for shadowed in find_in_overlay(template.race.lines):
            never_wins(shadowed.line.at, shadowed.winner.at, report)


def never_wins(line: Span, winner: Span, report: Report) -> None:
    """Says that a line is in vain."""
    report.say("never-wins", line, labels=(Label(winner, "this line wins instead"),))


def _check_other(template: Template, phase: Phase, stretch: Stretch, report: Report) -> None:
    for line in phase.lines:
        body = line.body
        if isinstance(body, nodes.DayLine) and isinstance(body.days, nodes.OtherDays) and not body.added:
            general = [x for x in template.lines if x.selector is None]
            if days_all_taken([*general, *phase.lines], stretch):
                report.say("no-day-for-other", line.at, phase=phase.name)
            return
