"""Faults that stand in the octets of the file, before anything is read: each is a pattern, looked for once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from runplan.calendar.lint.findings import WHOLE, Findings, Place
from runplan.record import Record

LINE_OCTETS = 75


class Scan(Record):
    """A code, and the pattern of octets that it is about. `spoils`: what is said there cannot be judged any more."""

    code: str
    pattern: re.Pattern[bytes]
    facts: Callable[[bytes], dict[str, object]]
    spoils: bool = False


def _nothing(_: bytes) -> dict[str, object]:
    return {}


def _octet(found: bytes) -> dict[str, object]:
    return {"octet": f"{found[0]:02X}"}


def _character(found: bytes) -> dict[str, object]:
    return {"character": f"U+{ord(found.decode()):04X}"}


# Each begins with an octet that is looked for and not with a look behind it, which takes three times as long.
SCANS = (
    Scan("ics-byte-order-mark", re.compile(rb"\A\xef\xbb\xbf"), _nothing),
    Scan("ics-line-end", re.compile(rb"\n(?<!\r\n)|\r(?<!\r\r)\r++\n"), _nothing),
    Scan("ics-empty-line", re.compile(rb"^\r*+\n", re.MULTILINE), _nothing),
    Scan(
        "ics-line-too-long",
        re.compile(rb"^[^\r\n]{%d,}+" % (LINE_OCTETS + 1), re.MULTILINE),
        lambda found: {"octets": len(found)},
    ),
    Scan(
        "ics-control-character",
        re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?<!\r\r)\r*+(?!\n)"),
        _octet,
        spoils=True,
    ),
    Scan("ics-fold-in-escape", re.compile(rb"\\(?<!\\\\)(?:\\\\)*+(?=\r*+\n[ \t])"), _nothing),
    Scan(
        "ics-odd-character",
        re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf(?<!\A\xef\xbb\xbf)"),
        _character,
    ),
)

_CUT = re.compile(rb"([\xc2-\xf4][\x80-\xbf]{0,2})\r*+\n[ \t]([\x80-\xbf]{1,3})")
_STRAY = re.compile("[\udc80-\udcff]+")


def check_octets(data: bytes, found: Findings) -> list[int]:
    """Reports what is wrong with the octets; gives the offsets, in order, of those that spoil what they stand in."""
    spoilt: list[int] = []
    if not _is_utf8(data):
        spoilt += _check_characters(data, found)
    for scan in SCANS:
        for match in scan.pattern.finditer(data):
            place = WHOLE if scan.code == "ics-line-end" and b"\r\n" not in data else Place(*match.span())
            if not found.say(scan.code, place, **scan.facts(match[0])):
                break
            if scan.spoils:
                spoilt.append(match.start())
    return sorted(spoilt)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _check_characters(data: bytes, found: Findings) -> Iterator[int]:
    """Octets that are no UTF-8: characters that a fold cuts in two, which unfolding heals, and others."""
    cut: set[int] = set()
    for half in _CUT.finditer(data):
        if _is_utf8(half[1] + half[2]):
            cut |= {half.start(1), half.start(2)}
            found.say("ics-fold-in-character", Place(*half.span(1)))
            yield half.start()
    text = data.decode("utf-8", "surrogateescape")
    at = begin = 0
    for match in _STRAY.finditer(text):
        at += len(text[begin : match.start()].encode("utf-8", "surrogateescape"))
        begin = match.start()
        if at in cut:
            continue
        place = Place(at, at + len(match[0]))
        yield at
        if not found.say("ics-not-utf8", place, octet=f"{data[at]:02X}"):
            return
