"""What the linter finds, by octets of the file, and in the end by lines and columns.

Inside the linter a place is a pair of offsets into the file. Lines and columns are counted once, for the findings that
are kept: a bounded number of each kind, so that a file that is wrong throughout costs no more than one that is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runplan.diagnostics import Label, Report
from runplan.record import Record
from runplan.syntax.span import Span

MOST = 100
"""So many findings of a code are kept in a file; the last one says that there are more."""

ONCE = frozenset({"ics-line-end", "ics-empty-line", "ics-not-utf8", "ics-floating", "ics-several-calendars"})
"""Codes with one cause for the whole file, the program that wrote it: the first place stands for all."""


class Place(Record):
    """Octets `start` up to, not including, `end` of the file."""

    start: int
    end: int


WHOLE = Place(-1, -1)
"""The file as a whole: what is said of it leaves room for an error on each line."""


class Finding(Record):
    """A code, its place, the facts for its wording, and perhaps a second place with a word on why."""

    code: str
    at: Place
    facts: Mapping[str, Any]
    other: Place | None = None
    why: str = ""


class Findings:
    """Collects what is found in a file, at most `MOST` of a code."""

    def __init__(self) -> None:
        self._all: list[Finding] = []
        self._last: dict[str, int] = {}
        self._count: dict[str, int] = {}
        self._more: set[str] = set()

    def say(
        self, code: str, at: Place, other: Place | None = None, why: str = "", /, **facts: object
    ) -> bool:
        """Adds a finding, and gives whether it and others of its code are still wanted."""
        if not self.wants(code):
            self._more.add(code)
            return False
        self._count[code] = self._count.get(code, 0) + 1
        self._last[code] = len(self._all)
        self._all.append(Finding(code, at, facts, other, why))
        return True

    def wants(self, code: str) -> bool:
        """Whether another finding of that code would be kept."""
        return self._count.get(code, 0) < (1 if code in ONCE else MOST)

    def report(self, data: bytes, file: str) -> Report:
        """The findings as diagnostics of `file`, which holds `data`; at most one error a line, the first one said."""
        spans = _spans(data, file, self._all)
        report = Report()
        for number, finding in enumerate(self._all):
            labels = (Label(spans[finding.other], finding.why),) if finding.other else ()
            notes = (
                ("there are more of these in the file",)
                if finding.code in self._more and self._last[finding.code] == number
                else ()
            )
            report.say(finding.code, spans[finding.at], labels=labels, notes=notes, **finding.facts)
        return report


def _spans(data: bytes, file: str, findings: list[Finding]) -> dict[Place, Span]:
    """Lines and columns of all places, in one pass over the file. A place ends with its line at the latest."""
    places = {place for finding in findings for place in (finding.at, finding.other) if place}
    spans = {WHOLE: Span(file, 0, 0, 0)}
    for place, number, begin in _numbered(data, sorted(places - {WHOLE})):
        stop = data.find(b"\n", begin)
        stop = len(data) if stop < 0 else stop
        if data[stop - 1 : stop] == b"\r" and stop > begin:
            stop -= 1
        start, end = min(place.start, stop), min(place.end, stop)
        column = _length(data[begin:start]) + 1
        spans[place] = Span(file, number, column, max(column + 1, column + _length(data[start:end])))
    return spans


def _numbered(data: bytes, places: list[Place]) -> Iterator[tuple[Place, int, int]]:
    """Each place with the number of its line and the offset of the line's first octet; `places` are in order."""
    number, begin = 1, 0
    for place in places:
        number += data.count(b"\n", begin, place.start)
        begin = data.rfind(b"\n", begin, place.start) + 1 or begin
        yield place, number, begin


def _length(octets: bytes) -> int:
    """In characters; what is no character counts as the signs that stand for it in `text_of`."""
    return len(octets) if octets.isascii() else len(octets.decode("utf-8", "replace"))
