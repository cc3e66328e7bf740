"""Content lines (RFC 5545, 3.1): a name, parameters, a value, with the way back to the octets of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from runplan.calendar.lint.findings import Findings, Place
from runplan.record import Record

_LINE = re.compile(rb"[^\n]++(?:\n[ \t][^\n]*+)*+")
_FOLD = re.compile(rb"\r*+\n[ \t]")
_NAME = re.compile(r"([A-Za-z0-9-]+)(?=[:;])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)(?=[;:])')
_ONE_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_GUESS = re.compile(r"[A-Za-z0-9-]*")


class Line(Record):
    """A line unfolded: its first octet in the file, the octets as they stand there, and their text."""

    at: int
    raw: bytes
    text: str

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Where characters `start` up to `end` of the text stand in the file."""
        if end is None:
            end = len(self.text)
        first = self._octet(start)
        return Place(first, max(first + 1, self._octet(end - 1) + 1 if end > start else first + 1))

    def _octet(self, index: int) -> int:
        """The first octet of a character; folds before it are counted."""
        octets = len(self.text[:index].encode("utf-8", "surrogateescape"))
        at, kept = 0, 0
        for fold in _FOLD.finditer(self.raw):
            if kept + fold.start() - at > octets:
                break
            kept += fold.start() - at
            at = fold.end()
        return self.at + at + octets - kept


class Value(Record):
    """A value of a parameter, and whether it stands in quotes."""

    text: str
    quoted: bool


class Param(Record):
    """A parameter, its name in capitals, from character `start` up to `end` of its line."""

    name: str
    values: tuple[Value, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its first value."""
        return self.values[0].text if self.values else ""


class Property(Record):
    """A content line taken apart, its name in capitals; the value begins at character `begin` of the line."""

    name: str
    params: tuple[Param, ...]
    value: str
    begin: int
    line: Line

    def param(self, name: str) -> str | None:
        """The value of a parameter, its first one."""
        for param in self.params:
            if param.name == name:
                return param.text
        return None

    @property
    def at(self) -> Place:
        """The place of its name."""
        return self.line.place(0, len(self.name))

    def part(self, start: int = 0, end: int | None = None) -> Place:
        """The place of a part of the value."""
        return self.line.place(self.begin + start, None if end is None else self.begin + end)


class Broken(Record):
    """A line that cannot be taken apart, and the name that it may have meant."""

    name: str


def lines_of(data: bytes) -> Iterator[Line]:
    """Every content line of the file, unfolded; empty ones are left out."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    for match in _LINE.finditer(data, start):
        raw: bytes = match[0]
        joined = raw.rstrip(b"\r")
        if b"\n" in raw:
            joined = _FOLD.sub(b"", joined)
        if joined:
            yield Line(match.start(), raw, joined.decode("utf-8", "surrogateescape"))


def parse_line(line: Line, found: Findings, *, silent: bool = False) -> Property | Broken:
    """A content line taken apart. One that cannot be is reported, unless another one of its cause was."""
    text = line.text
    name = _NAME.match(text)
    if name is None:
        if not silent:
            found.say("ics-bad-line", line.place(), **_what(text))
        guess = _GUESS.match(text)
        return Broken(guess[0].upper() if guess else "")
    at = name.end()
    if text[at] == ":":
        return Property(name[0].upper(), (), text[at + 1 :], at + 1, line)
    params: list[Param] = []
    while text[at] == ";":
        match = _PARAMETER.match(text, at)
        if match is None:
            if not silent:
                found.say("ics-bad-parameter", line.place(at + 1, _end(text, at + 1)), why=_why(text, at))
            return Broken(name[0].upper())
        values = tuple(
            Value(v[1] if v[1] is not None else v[2], v[1] is not None) for v in _ONE_VALUE.finditer(match[2])
        )
        params.append(Param(match[1].upper(), values, at + 1, match.end()))
        at = match.end()
    return Property(name[0].upper(), tuple(params), text[at + 1 :], at + 1, line)


def _what(text: str) -> dict[str, object]:
    if text[:1] in " \t":
        return {"what": "begins with a space, and there is no line before it to continue"}
    head, colon, _ = text.partition(":")
    if not colon:
        return {"what": "has no colon, so it is no property"}
    if not head:
        return {"what": "has no name before its colon"}
    return {"what": "does not begin with the name of a property"}


def _end(text: str, start: int) -> int:
    ends = [at for sign in ";:" if (at := text.find(sign, start)) > start]
    return min(ends, default=len(text))


def _why(text: str, at: int) -> str:
    match = re.compile(r";([A-Za-z0-9-]*)(=?)").match(text, at)
    assert match is not None
    if not match[1]:
        return "there is no name after the semicolon"
    if not match[2]:
        return f"`{match[1][:40]}` has no `=` and no value"
    rest = text[match.end() :]
    if rest.startswith('"') and '"' not in rest[1:]:
        return "the quote is never closed"
    if not re.search("[;:]", rest):
        return "no colon and no value of the property follow"
    return "a quote stands in the middle of a value: quotes stand around the whole value, and never in it"
