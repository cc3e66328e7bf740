"""The review: every rule's figures against their limits, what the author allows, and the findings of a plan.

It stands after the schedule: a `Season` goes in, its plan comes out with its findings, and the `Report` has the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

from runplan import plan
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.report import Fix, Label, Severity, word
from runplan.diagnostics.wording.review import GROUNDS
from runplan.fitness.load import load_of
from runplan.plan import Origin, Plan
from runplan.record import Record
from runplan.review.case import Case, case_of
from runplan.review.catalogue import RULES, Scale
from runplan.review.correct import correction
from runplan.review.expect import check_expectations
from runplan.review.goal import check_goal
from runplan.review.rule import Limits, Measured, Number, Rule
from runplan.review.rules import ALL
from runplan.schedule.block import Scheduled
from runplan.schedule.season import Season, figures_said, schedule_season
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.syntax.span import NOWHERE, Span
from runplan.template.model import Block, Line, Runner
from runplan.units import base

_GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}


class Hit(Record):
    """A figure that broke a limit. `passes` is the mildest limit that holds there: what is within it is worth no word."""

    rule: Rule
    case: Case
    measured: Measured
    level: Severity
    limit: Number
    passes: Number


def reviewed_plan(
    runner: Runner, report: Report, salt: str = "", nominal: bool = False, rules: Sequence[Rule] = ALL
) -> Plan | None:
    """The runner's plan with its findings; None where an error leaves nothing to trust. See `schedule_season`."""
    season = schedule_season(runner, report, salt, nominal)
    return review_season(season, runner, report, nominal, rules) if season is not None else None


def review_season(
    season: Season,
    runner: Runner,
    report: Report,
    nominal: bool = False,
    rules: Sequence[Rule] = ALL,
    used: set[Span] | None = None,
) -> Plan:
    """The season's plan with its findings, which are reported too, as are the notes, which ask for nothing.

    `rules` are those that look at it, ours and any that the project asks for. `nominal` says that the runner is an example made of
    the plan's own defaults: what a person's file would say is then not asked for. `used` collects the `allow` lines that silenced
    something.
    """
    found = Report()
    made = season.plan
    if rules:
        # The rules look at the load, and so will pages and data.
        made = made._replace(load=load_of(made))
    for number, (scheduled, followed) in enumerate(zip(season.blocks, season.followed, strict=True), 1):
        silenced = _review_block(made, number, scheduled, followed, runner, rules, nominal, found)
        if used is not None:
            used |= silenced
    findings = (*made.findings, *(_finding(d) for d in found if d.severity == "warning" or d.week is None))
    report.extend(found)
    return made._replace(findings=findings)


def _finding(problem: Diagnostic) -> plan.Finding:
    at = plan.Origin(problem.at.file, problem.at.line, problem.at.column)
    block, week = problem.week or (None, None)
    return plan.Finding(problem.code, problem.severity, problem.message, at, block, week)


def _review_block(
    made: Plan,
    number: int,
    scheduled: Scheduled,
    followed: Block,
    runner: Runner,
    rules: Sequence[Rule],
    nominal: bool,
    report: Report,
) -> set[Span]:
    """Reports the findings of a block; gives the `allow` lines that silenced one."""
    frame = scheduled.frame
    known = figures_said(frame.template) if nominal else frame.facts.figures
    paired = frozenset(
        draft.identity for week in scheduled.drafts for draft in week if draft.marks.back_to_back
    )
    case = case_of(made, number, frame.facts, known, frame.time_off, paired)
    author = _Author(frame.lines, scheduled)
    author.check(report)
    if not nominal and not author.allows_at_all("goal-ambitious"):
        check_goal(scheduled.block, scheduled.weeks, frame.facts.goal_at, report)
    check_expectations(made, number, runner, followed, report)
    hits: dict[tuple[str, str, int], list[Hit]] = {}
    for rule in rules:
        for hit in _tried(rule, case, author, report):
            at = hit.measured.at
            hits.setdefault((rule.id, at.file, at.line), []).append(hit)

    def correct(hit: Hit, passes: object) -> Fix | None:
        line = author.line(hit.measured.at)
        last = author.last_volume(hit.measured.at)
        return correction(hit.rule.id, hit.measured, passes, line, last, runner, followed, nominal)

    for several in hits.values():
        _say(several, number, author, correct, report)
    if not nominal:
        author.say_unused(runner, report)
    return author.used


def _tried(rule: Rule, case: Case, author: _Author, report: Report) -> list[Hit]:
    """The hits of a rule. One from elsewhere that fails is told, and the others go on; one of ours must not fail."""
    try:
        return list(_hits(rule, case, author))
    except Exception as problem:
        if rule.code is None:
            raise
        at = author.span(case.weeks[0].at) if case.weeks else NOWHERE
        why = f"it failed at this plan ({type(problem).__name__}: {problem})"
        report.say("unusable-rules", at, name=rule.id, why=why)
        return []


def _hits(rule: Rule, case: Case, author: _Author) -> Iterator[Hit]:
    """The figures of a rule that are beyond their limits, and that nobody allows."""
    scale = RULES.get(rule.id)
    usual = Limits() if rule.off else _shifted(rule, case.words)
    if rule.off and not author.changes(rule.id):
        return
    for measured in rule.measure(case):
        limits = author.limits(rule.id, measured, scale, measured.limits or usual)
        broken = limits.level(measured.value, scale.side if scale else "most")
        if broken is not None and not author.allows(rule.id, measured):
            yield Hit(rule, case, measured, *broken, limits.mildest)


def _shifted(rule: Rule, words: Iterable[str]) -> Limits:
    """The limits of a rule for a runner of these words. Of several the most careful holds: for what is said of an advanced
    runner who is injured easily, the injuries decide."""
    limits = rule.limits
    for name in ("advanced", "masters", "injury-prone", "novice"):
        if name in words and name in rule.shifts:
            limits = rule.shifts[name]
    return limits


def _say(
    hits: list[Hit],
    number: int,
    author: _Author,
    correct: Callable[[Hit, object], Fix | None],
    report: Report,
) -> None:
    """One finding a line and rule: the gravest figure, and in which other weeks it happens. The first is put right first."""
    scale = RULES.get(hits[0].rule.id)
    sign = -1 if scale is not None and scale.side == "least" else 1
    worst = min(
        hits, key=lambda hit: (_GRAVITY[hit.level], -sign * hit.measured.value, hit.measured.week.number)
    )
    rule, measured = worst.rule, worst.measured
    facts = dict(measured.say(worst.limit))
    if "passes" in facts:
        facts["passes"] = measured.say(worst.passes)["passes"]
    others = sorted(
        {hit.measured.week.number for hit in hits if hit.level == worst.level} - {measured.week.number}
    )
    labels = facts.pop("labels", ())
    assert isinstance(labels, tuple)
    first = min(hits, key=lambda hit: hit.measured.week.number)
    fix = correct(first, first.measured.say(first.passes).get("passes"))
    notes = [_others(others)] if others else []
    notes.append(GROUNDS[rule.id].text)
    facts.setdefault("place", worst.case.place(measured.week))
    problem = word(
        rule.id,
        author.span(measured.at),
        labels=tuple(Label(author.span(at), text) for at, text in labels),
        notes=tuple(notes),
        fix=fix,
        **facts,
    )
    report.add(problem._replace(level=worst.level, week=(number, measured.week.week.index)))


def _others(weeks: list[int]) -> str:
    from runplan.schedule.sizing import counted_list

    return f"so it is in {counted_list(weeks)}"


class _Author:
    """What the lines of plan and runner say to the review: `allow` and `rule`, each where its selector holds."""

    def __init__(self, lines: Sequence[Placed], scheduled: Scheduled) -> None:
        self._allows: dict[str, list[Placed]] = {}
        self._changes: dict[str, list[Placed]] = {}
        self.used: set[Span] = set()
        self._spans: dict[tuple[str, int, int], Span] = {}
        self._lines: dict[tuple[str, int], Placed] = {}
        self._slots = {slot.order + 1: slot for slot in scheduled.frame.layout.slots}
        for placed in lines:
            body = placed.line.body
            for at in (placed.line.at, body.at):
                self._spans.setdefault((at.file, at.line, at.column), at)
            self._lines.setdefault((placed.line.at.file, placed.line.at.line), placed)
            match body:
                case nodes.Allow(rule) if placed.active:
                    self._allows.setdefault(rule, []).append(placed)
                case nodes.RuleChange(rule) if placed.active:
                    self._changes.setdefault(rule, []).append(placed)

    def span(self, at: Origin) -> Span:
        """The whole of a line, which the plan names by its beginning."""
        return self._spans.get((at.file, at.line, at.column)) or Span(at.file, at.line, at.column, at.column)

    def line(self, at: Origin) -> Placed | None:
        """The line that stands at a place."""
        return self._lines.get((at.file, at.line))

    def last_volume(self, at: Origin) -> Span:
        """The last of the volume lines that stand directly below each other from there on."""
        row = at.line
        while (line := self._lines.get((at.file, row + 1))) and isinstance(line.line.body, nodes.Volume):
            row += 1
        return Span(at.file, row, 1, 1)

    def changes(self, rule: str) -> bool:
        """Whether a line asks for the rule."""
        return rule in self._changes

    def limits(self, rule: str, measured: Measured, scale: Scale | None, usual: Limits) -> Limits:
        """The limits that hold where something was measured: the last `rule` line that is for it moves them."""
        for placed in reversed(self._changes.get(rule, ())):
            body = placed.line.body
            assert isinstance(body, nodes.RuleChange)
            if scale is not None and self._is_for(placed, measured) and (limit := _limit(body)) is not None:
                return Limits(None, limit, usual.error if _is_beyond(usual.error, limit, scale) else None)
        return usual

    def allows_at_all(self, rule: str) -> bool:
        """Whether a line silences a rule that is about no one week."""
        found = self._allows.get(rule, ())
        self.used.update(placed.line.at for placed in found)
        return bool(found)

    def allows(self, rule: str, measured: Measured) -> bool:
        """Whether a line silences the rule there."""
        found = [p for p in self._allows.get(rule, ()) if self._is_for(p, measured)]
        self.used.update(placed.line.at for placed in found)
        return bool(found)

    def _is_for(self, placed: Placed, measured: Measured) -> bool:
        slot = self._slots.get(measured.week.week.index)
        if slot is None or slot.order not in placed.turns:
            return False
        if placed.first is None and placed.last is None:
            return True
        if measured.day is not None:
            return placed.admits(measured.day)
        return any(placed.admits(slot.start + timedelta(days=day)) for day in range(7))

    def check(self, report: Report) -> None:
        """Says which `rule` lines speak of their rule on the wrong side or in another unit."""
        for placed in (p for lines in self._changes.values() for p in lines):
            body = placed.line.body
            assert isinstance(body, nodes.RuleChange)
            scale = RULES.get(body.rule)
            if scale is None:
                report.say("rule-without-limit", body.rule_at, rule=body.rule)
            elif scale.side != body.side:
                report.say("rule-other-side", body.at, rule=body.rule, side=scale.side)
            elif not _fits(body, scale):
                report.say(
                    "rule-other-unit", body.at, rule=body.rule, side=scale.side, example=_EXAMPLES[scale.unit]
                )

    def say_unused(self, runner: Runner, report: Report) -> None:
        """An `allow` of the runner's own that silences nothing is said; one of the plan may be meant for others."""
        for placed in (p for lines in self._allows.values() for p in lines):
            body = placed.line.body
            assert isinstance(body, nodes.Allow)
            mine = placed.line.at.file == runner.path
            if mine and placed.line.at not in self.used:
                say_unused(placed.line, body, report)


def say_unused(line: Line, body: nodes.Allow, report: Report) -> None:
    """Says that an `allow` line silences nothing."""
    report.say("allow-unused", line.at, rule=body.rule, fix=Fix(line.at, "", safe=True))


_EXAMPLES = {
    "%": "15%", "distance": "10 km", "time": "20 min", "amount": "50 km", "days": "5 days", "weeks": "4 weeks", "count": "2",
}  # fmt: skip


def _fits(body: nodes.RuleChange, scale: Scale) -> bool:
    """Whether the limit of a line is in the unit of its rule."""
    match body.limit:
        case nodes.Quantity(_, unit):
            if scale.unit == "distance":
                return unit in ("km", "m", "mi")
            if scale.unit == "time":
                return unit in ("s", "min", "h")
            return scale.unit == "amount"
    if body.period is not None:
        return scale.unit == body.period
    return (
        body.percent if scale.unit == "%" else scale.unit in ("days", "weeks", "count") and not body.percent
    )


def _limit(body: nodes.RuleChange) -> Fraction | None:
    """The limit of a line in metres, seconds, per cent, days or a count."""
    scale = RULES.get(body.rule)
    if scale is None or scale.side != body.side or not _fits(body, scale):
        return None
    match body.limit:
        case nodes.Quantity(nodes.Constant(value), unit):
            return base(value, unit)
        case nodes.Constant(value):
            return value
    return None


def _is_beyond(error: Number | None, limit: Fraction, scale: Scale) -> bool:
    if error is None:
        return False
    return error > limit if scale.side == "most" else error < limit
