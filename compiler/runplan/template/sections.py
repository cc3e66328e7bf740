"""Sections: the lines of a module grouped under their headers, each line where it may stand.

A header that could not be read still opens a section: its lines are not blamed for standing nowhere.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from runplan.diagnostics import Label, Report
from runplan.diagnostics.report import listed
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import BadLine, Module, Statement
from runplan.syntax.span import Span
from runplan.template.kinds import canonical
from runplan.template.names import LINE_WORDS, SECTIONS, nearest

SectionKind: TypeAlias = Literal["file", "plan", "phase", "race", "workout", "routine", "expect", "runner"]


class Section(Record):
    """A header and its lines. `header` is None before the first one and where it could not be read (`damaged`).

    Only the first `sure` lines stand here for certain: after a line that could not be read, which may have been a
    header, nobody knows.
    """

    kind: SectionKind
    header: Statement | None
    lines: tuple[Statement, ...]
    damaged: bool
    sure: int
    at: Span


class Outline(Record):
    """A module in sections. `unclear` are its lines that could not be read: what they may have named is not missed.
    `uses` stand where they like and end no section."""

    path: str
    sections: tuple[Section, ...]
    uses: tuple[Statement, ...]
    unclear: tuple[str, ...]
    at: Span

    @property
    def damaged(self) -> bool:
        """Whether a line could not be read, so that what is missing may be there."""
        return bool(self.unclear)

    def of(self, kind: SectionKind) -> list[Section]:
        """The sections of a kind, in order."""
        return [section for section in self.sections if section.kind == kind]


def may_define(unclear: tuple[str, ...], what: str, name: str) -> bool:
    """Whether one of the lines that could not be read may be what defines the `what` called `name`."""
    return any(name in text or _opens(text) in (what, None) or names_a_file(text) for text in unclear)


def names_a_file(text: str) -> bool:
    """Whether a line that could not be read may bring in another file."""
    return ".plan" in text or _opens(text) == "use"


_HEADERS: dict[type, SectionKind] = {
    nodes.PlanHeader: "plan",
    nodes.PhaseHeader: "phase",
    nodes.RaceHeader: "race",
    nodes.WorkoutHeader: "workout",
    nodes.RoutineHeader: "routine",
    nodes.ExpectHeader: "expect",
    nodes.RunnerHeader: "runner",
}

_RUNNER_ONLY = ("runner",)
_DEFAULTS = ("plan", "runner")
_WEEKLY = ("plan", "phase", "runner")
_ANYWHERE = ("plan", "phase", "race", "runner")

# The line's own word, where it may stand, and whether it may hold for some weeks or days only.
_PLACES: dict[type, tuple[str, tuple[str, ...], bool]] = {
    nodes.Volume: ("volume", _WEEKLY, True),
    nodes.Note: ("note", _ANYWHERE, True),
    nodes.Allow: ("allow", _ANYWHERE, True),
    nodes.RuleChange: ("rule", _ANYWHERE, True),
    nodes.Goal: ("goal", _DEFAULTS, False),
    nodes.Units: ("units", _DEFAULTS, False),
    nodes.Needs: ("needs", _DEFAULTS, False),
    nodes.WeekStarts: ("week starts", _DEFAULTS, False),
    nodes.Round: ("round", _WEEKLY, True),
    nodes.Ends: ("warmup", _WEEKLY, True),
    nodes.Ranges: ("ranges", _WEEKLY, True),
    nodes.ShortestRun: ("shortest run", _WEEKLY, True),
    nodes.Cycle: ("cycle", ("phase",), False),
    nodes.PaceDefinition: ("pace", ("file", "plan", "runner"), False),
    nodes.Expectation: ("expect", ("expect",), True),
    nodes.CircuitLine: ("exercises", ("routine",), False),
    nodes.RunnerFigure: ("weekly", _DEFAULTS, False),
    nodes.Is: ("is", _DEFAULTS, False),
    nodes.Result: ("result", _DEFAULTS, False),
    nodes.Start: ("start", _DEFAULTS, False),
    nodes.TimeZone: ("timezone", _DEFAULTS, False),
    nodes.Remind: ("remind", _DEFAULTS, False),
    nodes.HeartRate: ("hrmax", _DEFAULTS, False),
    nodes.PacesFrom: ("paces from", _DEFAULTS, False),
    nodes.RunnerRace: ("race", _DEFAULTS, False),
    nodes.RunningDays: ("days", _WEEKLY, True),
    nodes.LongDay: ("long", _WEEKLY, True),
    nodes.Limit: ("limit", _WEEKLY, True),
    nodes.AtTimes: ("at", _WEEKLY, True),
    nodes.Follows: ("follows", _RUNNER_ONLY, False),
    nodes.TimeOff: ("away", _RUNNER_ONLY, False),
    nodes.Move: ("move", _RUNNER_ONLY, True),
    nodes.Repeat: ("repeat", _RUNNER_ONLY, False),
}

# What a condition can choose: everything else is a fact, not a choice.
_UNCONDITIONAL = (
    nodes.Follows,
    nodes.Start,
    nodes.RunnerRace,
    nodes.PaceDefinition,
    nodes.CircuitLine,
    nodes.Is,
    nodes.Repeat,
    nodes.Cycle,
    nodes.TimeOff,
    nodes.Result,
    nodes.Use,
)

_NAMES: dict[str, str] = {
    "file": "above the first header",
    "plan": "the `plan` section",
    "phase": "a `phase`",
    "race": "the `race` section",
    "workout": "a `workout`",
    "routine": "a `routine`",
    "expect": "an `expect` section",
    "runner": "a `runner` file",
}


def word_of(body: nodes.Body) -> str:
    """The word that a line begins with: `volume`, `cooldown`, `peak`."""
    match body:
        case nodes.Ends(end):
            return end
        case nodes.RunnerFigure(name) | nodes.HeartRate(name):
            return name
        case nodes.TimeOff(why):
            return why
        case nodes.Move(swap):
            return "swap" if swap else "move"
        case nodes.Expectation(metric):
            return metric
    kind = _HEADERS.get(type(body))
    if kind is not None:
        return kind
    place = _PLACES.get(type(body))
    return place[0] if place else "this line"


def outline(module: Module) -> Outline:
    """The sections of `module`, without a judgement."""
    sections: list[Section] = []
    uses: list[Statement] = []
    unclear: list[str] = []
    kind: SectionKind = "file"
    header: Statement | None = None
    lines: list[Statement] = []
    damaged = False
    sure: int | None = None
    at = Span(module.path, 1, 1, 1)

    def close() -> None:
        if header is not None or lines or damaged:
            certain = len(lines) if sure is None else sure
            sections.append(Section(kind, header, tuple(lines), damaged, certain, at))

    for line in module.lines:
        if isinstance(line, BadLine):
            unclear.append(line.text)
            opened = _opens(line.text)
            if opened is None or opened in _HEADERS.values():
                # Perhaps a header: what follows is not blamed for the place where it stands.
                close()
                header, lines, damaged, sure, at = None, [], True, 0, line.at
                kind = _section(opened or _nearest_header(line.text)) or kind
            elif sure is None:
                sure = len(lines)
            continue
        body = line.body
        if isinstance(body, nodes.Use):
            uses.append(line)
            continue
        started = _HEADERS.get(type(body))
        if started is None or (isinstance(body, nodes.RaceHeader) and kind == "runner"):
            # In a runner file a race without a date is a line that misses it, not a section.
            lines.append(line)
            continue
        close()
        kind, header, lines, damaged, sure, at = started, line, [], False, None, line.at
    close()
    return Outline(module.path, tuple(sections), tuple(uses), tuple(unclear), Span(module.path, 1, 1, 1))


def _opens(text: str) -> str | None:
    """What a line that could not be read begins: a section by its name, `line` for any other; None if nobody knows."""
    words = text.split()
    if not words:
        return None
    first = words[0].rstrip(":,") or words[0]
    if first in SECTIONS:
        # `race 2027-04-11 ...` is a line of a runner's.
        return "line" if first == "race" and any(c.isdigit() for c in text) and "-" in text else first
    if first == "pace":
        return "pace"
    if first[0].isdigit() or first[0] in "{+" or first in LINE_WORDS or canonical(first):
        return "line"
    from runplan.syntax.first_words import meant_to_open

    meant = meant_to_open(text)
    if meant is None or meant in SECTIONS or meant == "pace":
        return meant
    return "line"


def _nearest_header(text: str) -> str | None:
    """The header that a line which could not be read resembles by its first word."""
    words = text.split()
    return nearest(words[0], SECTIONS) if words else None


def _section(word: str | None) -> SectionKind | None:
    return next((kind for kind in _HEADERS.values() if kind == word), None)


def check_places(page: Outline, report: Report) -> None:
    """Says which lines stand where they cannot, and where they belong."""
    first = next((s for s in page.sections if s.kind == "file"), None)
    if first is not None and len(page.sections) > 1:
        _check_before_headers(first, page, report)
    for use in page.uses:
        _check_limits(use, "use", False, report)
    for section in page.sections:
        if section.damaged or section.kind == "file":
            continue
        removed = section.header is not None and _is_removal(section.header.body)
        for line in section.lines[: section.sure]:
            if removed:
                assert section.header is not None
                report.say(
                    "line-in-removed-phase",
                    line.at,
                    labels=(Label(section.header.at, "removed here"),),
                    phase=_phase_name(section.header.body),
                )
            else:
                _check_line(line, section.kind, report)


def _check_before_headers(section: Section, page: Outline, report: Report) -> None:
    """Only paces of one's own may stand before the first header. One line is blamed, not each of them."""
    for line in section.lines:
        if isinstance(line.body, nodes.PaceDefinition):
            _check_limits(line, "pace", False, report)
            continue
        if not page.damaged:
            report.say("line-before-header", line.at)
            return


def _check_line(line: Statement, kind: SectionKind, report: Report) -> None:
    body = line.body
    if not _check_selector(line, kind, report):
        return
    if isinstance(body, nodes.DayLine):
        _check_day_line(line, body, kind, report)
        return
    if isinstance(body, nodes.RaceHeader):
        report.say("race-without-date", line.at)
        return
    place = _PLACES.get(type(body))
    assert place is not None, f"a line of no section: {body}"
    _, allowed, some_weeks = place
    word = word_of(body)
    if kind not in allowed:
        _misplaced(line, word, kind, allowed, report)
        return
    _check_limits(line, word, some_weeks, report)


def _check_selector(line: Statement, kind: SectionKind, report: Report) -> bool:
    """Whether the line's selector can be understood in a section of that kind."""
    match line.selector:
        case nodes.DaysOut(_, at) if kind in ("plan", "phase", "expect"):
            report.say("days-out-misplaced", at, here=_NAMES[kind])
            return False
        case nodes.InPhase(phase, at=at) if kind == "phase":
            report.say("in-phase-inside-phase", at, phase=phase)
            return False
        case None | nodes.DaysOut() | nodes.WeeksOut():
            return True
        case selector if kind == "race":
            report.say("race-line-without-day", selector.at)
            return False
    return True


def _check_limits(line: Statement, word: str, some_weeks: bool, report: Report) -> None:
    """Whether the line may have the selector and the condition that it has."""
    if line.selector is not None and not some_weeks:
        report.say("selector-misplaced", line.selector.at, word=word)
    elif line.condition is not None and isinstance(line.body, _UNCONDITIONAL):
        report.say("condition-misplaced", line.at, word=word)


def _misplaced(line: Statement, word: str, kind: str, allowed: tuple[str, ...], report: Report) -> None:
    where = " or ".join(_NAMES[k] for k in sorted(allowed, key=lambda k: k == "file"))
    if isinstance(line.body, nodes.Expectation):
        report.say("expectation-misplaced", line.at, word=word, here=_NAMES[kind])
    elif isinstance(line.body, nodes.CircuitLine):
        if kind == "workout" and isinstance(line.body.step, nodes.Exercise):
            return  # a session whose kind is unknown reads like an exercise: binding says so
        report.say("exercise-misplaced", line.at, here=_NAMES[kind])
    else:
        report.say("misplaced-line", line.at, word=word, here=_NAMES[kind], where=where)


def _check_day_line(line: Statement, body: nodes.DayLine, kind: SectionKind, report: Report) -> None:
    selector = line.selector
    dated = isinstance(selector, (nodes.DaysOut, nodes.OnDates))
    match kind:
        case "workout":
            if body.days is not None:
                report.say("days-in-workout", body.days.at)
            elif selector is not None:
                report.say("selector-in-workout", selector.at)
            elif body.added:
                report.say("added-in-workout", line.at)
        case "routine":
            if body.days is not None:
                report.say("session-in-routine", body.days.at)
            elif selector is not None:
                report.say("selector-misplaced", selector.at, word="routine")
            elif line.condition is not None:
                report.say("condition-misplaced", line.at, word="routine")
        case "race":
            if not isinstance(selector, (nodes.DaysOut, nodes.WeeksOut)):
                report.say("race-line-without-day", line.at)
            elif isinstance(selector, nodes.DaysOut) and body.days is not None:
                report.say("day-twice", body.days.at)
            elif isinstance(selector, nodes.WeeksOut) and body.days is None:
                report.say("day-missing", line.at)
        case "expect":
            report.say(
                "misplaced-line", line.at, word="a session", here=_NAMES[kind], where=_where_sessions()
            )
        case _:
            if body.days is None and not dated:
                report.say("day-missing", line.at)
            elif isinstance(selector, nodes.DaysOut) and body.days is not None:
                report.say("day-twice", body.days.at)


def _where_sessions() -> str:
    return listed(("phase", "race", "workout"))


def _is_removal(body: nodes.Body) -> bool:
    return isinstance(body, nodes.PhaseHeader) and body.remove


def _phase_name(body: nodes.Body) -> str:
    assert isinstance(body, nodes.PhaseHeader)
    return body.name
