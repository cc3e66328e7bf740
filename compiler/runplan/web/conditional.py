"""Conditional requests (RFC 9110, section 13): whether the reader has the newest state already."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_LIST = re.compile(rf"[ \t,]*{_TAG.pattern}(?:[ \t]*,[ \t,]*{_TAG.pattern})*[ \t,]*")


def has_newest(none_match: str | None, modified_since: str | None, etag: str, modified: datetime) -> bool:
    """Whether 304 is the answer to a GET or HEAD with these values of `If-None-Match` and `If-Modified-Since`.

    The comparison is weak, as section 13.1.2 has it for `If-None-Match`, which alone counts where both are given. A value
    that is no list of tags, or no date, asks for nothing.
    """
    if none_match is not None:
        if none_match.strip(" \t") == "*":
            return True
        return _LIST.fullmatch(none_match) is not None and etag in _TAG.findall(none_match)
    if modified_since is None:
        return False
    since = parse_date(modified_since)
    return since is not None and modified.replace(microsecond=0) <= since


def http_date(when: datetime) -> str:
    """`Sun, 11 Apr 2027 06:30:00 GMT`."""
    return format_datetime(when.astimezone(UTC), usegmt=True)


def parse_date(text: str) -> datetime | None:
    """The time that a header says; None for what is no date."""
    try:
        parsed = parsedate_to_datetime(text)
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
