"""What all databases have in common: which table is meant, and values as text."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from runplan.diagnostics.report import Diagnostic, listed, word
from runplan.roster.table import Strange, Value
from runplan.syntax.span import Span

USUAL = "runners"
"""The table that is meant where none is named."""


def choose_table(wanted: str, names: Sequence[str], database: str, example: str) -> str | Diagnostic:
    """The table of `names` that is meant: the one that is named, else `runners`, else the only one. `example` stands
    before a table's name where one is named."""
    at = Span(database, 0, 0, 0)
    if wanted:
        if wanted in names:
            return wanted
        from runplan.template.names import nearest

        near = nearest(wanted, names)
        help_ = f"did you mean `{example}{near}`?" if near else _held(names)
        return word("no-roster-table", at, path=database, table=wanted, help=help_)
    if USUAL in names:
        return USUAL
    if len(names) == 1:
        return names[0]
    if not names:
        return word("roster-empty", at, path=database, what="no table")
    return word(
        "which-roster-table",
        at,
        path=database,
        tables=listed(names[:8], "and"),
        example=f"{example}{names[0]}",
    )


def _held(names: Sequence[str]) -> str:
    return f"it holds {listed(names[:8], 'and')}" if names else "it holds no table"


def text_of(value: object) -> Value:
    """A value of a database as a coach would write it in a cell. A list is its items, a line each."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case Decimal():
            return f"{value.normalize():f}" if value.is_finite() else str(value)
        case datetime.datetime():
            return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            whole = not value.second and not value.microsecond
            return value.isoformat("minutes" if whole else "auto")
        case datetime.timedelta():
            return _clock(value)
        case list() | tuple():
            texts = [text_of(item) for item in value]
            strange = next((t for t in texts if isinstance(t, Strange)), None)
            return strange or "\n".join(t for t in texts if isinstance(t, str))
        case bytes() | bytearray() | memoryview():
            return Strange("bytes")
        case dict():
            return Strange("JSON")
        case _:
            return Strange(type(value).__name__)


def _clock(value: datetime.timedelta) -> str:
    """A length of time as hours, minutes and seconds."""
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
