"""Bound lines by themselves: rules that there are not, notes that cannot be filled in, facts that contradict."""

import itertools
from collections.abc import Sequence

from runplan.diagnostics import Fix, Label, Report
from runplan.diagnostics.report import listed
from runplan.review.catalogue import PROFILES, RULES, nearest_rules
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.model import Line
from runplan.template.names import PACE_MODELS, PACE_MODELS_MEANT, nearest
from runplan.template.notes import check_note
from runplan.template.sessions import check_caps, check_parts_in_metres
from runplan.template.tree import walk


def check_line(line: Line, level: str, has_race: bool, report: Report) -> None:
    """What a bound line alone can say wrong: rules that there are not, notes, caps that cross."""
    match line.body:
        case nodes.Allow(rule, at) | nodes.RuleChange(rule, at):
            if rule not in RULES:
                help_ = f"the nearest are {listed(nearest_rules(rule), 'and')}"
                report.say("unknown-rule", at, rule=rule, help=help_)
        case nodes.Note(text, at):
            check_note_text(text, level, at, has_race, report)
        case nodes.Volume(size):
            check_caps(size, (), report)
        case nodes.TimeZone(name, at):
            if not is_timezone(name):
                _unknown_timezone(name, at, report)
        case nodes.Ends(_, steps):
            check_parts_in_metres(steps, (), report)
        case nodes.AtTimes(times):
            _check_times(times, report)
        case nodes.PacesFrom(model, at) if model not in PACE_MODELS:
            near = PACE_MODELS_MEANT.get(model) or nearest(model, PACE_MODELS)
            help_ = f"did you mean `{near}`?" if near else f"there are {listed(PACE_MODELS, 'and')}"
            report.say("unknown-pace-model", at, fix=Fix(at, near) if near else None, model=model, help=help_)
        case nodes.DayLine():
            check_session_notes(line.body, has_race, report)


def check_session_notes(value: object, has_race: bool, report: Report) -> None:
    """The notes of all sessions in `value`, those of its workouts included."""
    for node in walk(value):
        if isinstance(node, (nodes.Session, nodes.Call, nodes.Variants)) and node.marks.note is not None:
            check_note_text(node.marks.note, "session", node.at, has_race, report)


def _check_times(times: tuple[nodes.AtTime, ...], report: Report) -> None:
    """A day has one time, and one for its afternoon."""
    seen: set[tuple[int, str | None]] = set()
    for days, part, _, _ in times:
        for day in days.days if days is not None else ():
            if (day, part) in seen and days is not None:
                report.say("time-twice", days.at)
            seen.add((day, part))


def check_note_text(text: str, level: str, at: Span, has_race: bool, report: Report) -> None:
    """Says the first thing in a note that cannot be filled in."""
    problem = check_note(text, level, has_race)
    if problem is not None:
        facts = dict(problem.facts)
        near = facts.pop("near", None)
        if near:
            facts["help"] = f"did you mean `{near}`?"
        report.say(problem.code, _within(at, text, problem.place), **facts)


def _within(at: Span, text: str, place: str) -> Span:
    """The place of a piece of a note: exactly where the text stands as it was written, else the whole note."""
    start = text.find(place) if place else -1
    if start < 0 or at.end - at.column != len(text) + 2:
        return at
    column = at.column + 1 + start
    return Span(at.file, at.line, column, column + len(place))


def is_timezone(name: str) -> bool:
    """Whether the time-zone database knows a place."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _unknown_timezone(name: str, at: Span, report: Report) -> None:
    from zoneinfo import available_timezones

    zones = available_timezones()
    near = nearest(name, zones)
    if near is None:
        near = next(
            (zone for zone in sorted(zones) if zone.split("/")[-1].lower() == name.split("/")[-1].lower()),
            None,
        )
    help_ = f"did you mean `{near}`?" if near else "a time zone is a continent and a city: `Europe/Lisbon`"
    report.say("unknown-timezone", at, fix=Fix(at, near) if near else None, name=name, help=help_)


def check_words_used(lines: Sequence[Line], known: Sequence[str], report: Report) -> None:
    """Whether each word that an `is` line gives is one that a condition asks for, or the review."""
    for line in lines:
        if not isinstance(line.body, nodes.Is):
            continue
        for word, at in zip(line.body.words, line.body.words_at, strict=True):
            if word in known or word in PROFILES:
                continue
            near = nearest(word, (*known, *PROFILES))
            if near is not None:
                help_ = f"did you mean `{near}`?"
            elif known:
                help_ = f"it asks for {listed(dict.fromkeys(known), 'and')}"
            else:
                help_ = "it asks for no word: take the line away"
            report.say("unused-word", at, fix=Fix(at, near) if near else None, word=word, help=help_)
            break


def check_once(lines: list[Line], word: str, report: Report) -> None:
    for line in lines[1:]:
        report.say("twice-in-block", line.at, labels=(Label(lines[0].at, "the first one"),), word=word)


def check_heart(lines: Sequence[Line], report: Report) -> None:
    """At rest below threshold below maximum."""
    rates: dict[str, Line] = {}
    for line in lines:
        if isinstance(line.body, nodes.HeartRate) and line.condition is None:
            rates[line.body.name] = line
    ordered = [rates[name] for name in ("hrrest", "lthr", "hrmax") if name in rates]
    for low, high in itertools.pairwise(ordered):
        assert isinstance(low.body, nodes.HeartRate)
        assert isinstance(high.body, nodes.HeartRate)
        if low.body.bpm >= high.body.bpm:
            report.say(
                "heart-rates-crossed",
                high.at,
                labels=(Label(low.at, "and this"),),
                low=low.body.name,
                high=high.body.name,
            )
            return
