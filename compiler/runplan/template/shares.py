"""Shares and unsized runs: what they are a share of has to be there."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from runplan.diagnostics import Label, Report
from runplan.syntax import nodes
from runplan.syntax.nodes import Session, Share, Variants
from runplan.syntax.span import Span
from runplan.template.kinds import KINDS
from runplan.template.model import Line
from runplan.template.sessions import is_unsized
from runplan.template.tree import walk


def sessions_in(line: Line) -> Iterator[tuple[Session, bool]]:
    """Every session of a line, those of its workouts included, and whether it is one side of an `or`."""
    if isinstance(line.body, nodes.DayLine):
        for choice in line.body.choices:
            yield from _options(choice, False)


def _options(choice: nodes.Choice, chosen: bool) -> Iterator[tuple[Session, bool]]:
    chosen = chosen or len(choice.options) > 1
    for option in choice.options:
        if isinstance(option, Session):
            yield option, chosen
        elif isinstance(option, Variants):
            for variant in option.variants:
                for inner in variant.choices:
                    yield from _options(inner, chosen)


def has_volume(lines: Iterable[Line], phase: str | None) -> bool:
    """Whether a volume may be in force; `phase` is where, None anywhere."""
    for line in lines:
        if isinstance(line.body, nodes.Volume):
            selector = line.selector
            if phase is None or not isinstance(selector, nodes.InPhase) or selector.phase == phase:
                return True
    return False


def check_shares(
    lines: Sequence[Line], volume: bool, peak: bool, long: bool, where: str, report: Report
) -> None:
    """Checks the lines of a place (`phase build`) that has a `volume`, a `peak` and a long run, or not."""
    for line in lines:
        if not _check_line(line, volume, peak, long, where, report):
            continue


def _check_line(line: Line, volume: bool, peak: bool, long: bool, where: str, report: Report) -> bool:
    if isinstance(line.body, nodes.Volume):
        return _check_volume(line.body, report)
    for session, chosen in sessions_in(line):
        if not volume and not chosen and KINDS[session.kind].unsized and is_unsized(session):
            _say("unsized-without-volume", session.kind_at, line, report, kind=session.kind, where=where)
            return False
    for share in (node for node in walk(line.body) if isinstance(node, Share)):
        missing = (
            (share.of == "week" and not volume)
            or (share.of == "peak" and not volume and not peak)
            or (share.of == "long" and not long)
        )
        if missing:
            code = "share-without-long" if share.of == "long" else "share-without-volume"
            _say(code, share.at, line, report, of=share.of, where=where)
            return False
    return True


def _check_volume(volume: nodes.Volume, report: Report) -> bool:
    """A week's volume is no share of itself."""
    for share in (node for node in walk(volume) if isinstance(node, Share)):
        if share.of != "peak":
            what = "the week" if share.of == "week" else "the long run, which depends on the week"
            report.say("share-of-itself", share.at, what=what)
            return False
    return True


def _say(code: str, at: Span, line: Line, report: Report, **facts: Any) -> None:
    """At the share, or where it stands in a workout, at the line that calls it."""
    if (at.file, at.line) == (line.at.file, line.at.line):
        report.say(code, at, **facts)
    else:
        report.say(code, line.at, labels=(Label(at, "this one"),), **facts)
