"""The strict linter of calendars: bytes of any origin to diagnostics, by the letter of RFC 5545 and its successors.

    octets ─▶ content lines ─▶ components ─▶ checks ─▶ findings, by offset ─▶ diagnostics, by line and column

`octets` looks for faults of form, `lines` unfolds, `tree` puts components together, `properties` and `checks` hold them
against `tables`, `values` and `recur` know the types. An error is what a standard forbids, a warning what is legal and
known to break in programs. One cause gives one finding. Nothing here raises, whatever the bytes are.
"""

from runplan.calendar.lint.findings import Findings, Place
from runplan.calendar.lint.octets import check_octets
from runplan.calendar.lint.tree import check_tree, holds_calendar
from runplan.diagnostics import Report

__all__ = ["lint_calendar", "text_of"]


def lint_calendar(data: bytes, file: str) -> Report:
    """Everything that is wrong with a calendar; `file` is how the user calls it. Time and memory grow with the size of
    the file and not with its faults: of each code at most a hundred findings are kept."""
    found = Findings()
    data = _lines_of_mac(data)
    if _is_utf16(data[:64]):
        found.say(
            "ics-not-utf8", Place(0, 2), octet=f"{data[0]:02X}", help="it is text in UTF-16: save it as UTF-8"
        )
    elif not holds_calendar(data):
        end = data.find(b"\n")
        found.say("ics-no-calendar", Place(0, end if end > 0 else max(1, len(data))))
    else:
        check_tree(data, check_octets(data, found), found)
    return found.report(data, file)


def text_of(data: bytes) -> str:
    """The file as text with the lines that the diagnostics count: LF ends one, and so does CR where there is no LF."""
    text = data.decode("utf-8", "replace")
    if "\n" not in text:
        return text.replace("\r", "\n")
    return text.replace("\r\n", "\n").replace("\r", "\ufffd")


def _lines_of_mac(data: bytes) -> bytes:
    """A file whose lines all end in CR, read as if they ended in LF."""
    if b"\r" not in data or b"\n" in data:
        return data
    return data.replace(b"\r", b"\n")


def _is_utf16(head: bytes) -> bool:
    """Whether there is a byte-order mark of UTF-16, or every other octet is the empty half of a letter."""
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or (
        len(head) > 1 and (not any(head[::2]) or not any(head[1::2]))
    )
