"""What a column means: the fields of a runner's file, under the same names."""

import re
from typing import NamedTuple

from runplan.diagnostics.report import Diagnostic, listed, word
from runplan.roster.table import Row, Table, whole_cell
from runplan.syntax import nodes
from runplan.syntax.span import Span


class Field(NamedTuple):
    """A line that a runner's file can hold: what the parser must make of it, and a cell that would do. `named` is the
    name that the node must bear, where several fields are lines of one kind."""

    node: type
    example: str
    named: str = ""


FIELDS: dict[str, Field] = {
    "name": Field(nodes.RunnerHeader, "Ana Silva"),
    "is": Field(nodes.Is, "injury-prone"),
    "units": Field(nodes.Units, "km"),
    "timezone": Field(nodes.TimeZone, "Europe/Lisbon"),
    "weekly": Field(nodes.RunnerFigure, "32 km", "weekly"),
    "peak": Field(nodes.RunnerFigure, "55 km", "peak"),
    "longest": Field(nodes.RunnerFigure, "14 km", "longest"),
    "hrmax": Field(nodes.HeartRate, "188", "hrmax"),
    "lthr": Field(nodes.HeartRate, "171", "lthr"),
    "hrrest": Field(nodes.HeartRate, "48", "hrrest"),
    "pace": Field(nodes.PaceDefinition, "6:30/km"),
    "paces": Field(nodes.PacesFrom, "from daniels-gilbert"),
    "result": Field(nodes.Result, "10 km in 47:30 on 2026-11-01"),
    "days": Field(nodes.RunningDays, "tue wed thu sat sun at most 4"),
    "long": Field(nodes.LongDay, "sun"),
    "limit": Field(nodes.Limit, "tue 60 min"),
    "at": Field(nodes.AtTimes, "06:30, sat sun 08:30"),
    "remind": Field(nodes.Remind, "30 min"),
    "away": Field(nodes.TimeOff, "2027-02-08..2027-02-12", "away"),
    "ill": Field(nodes.TimeOff, "2027-02-20..2027-02-23", "ill"),
    "injured": Field(nodes.TimeOff, "2027-02-20..2027-03-05", "injured"),
    "follows": Field(nodes.Follows, "half-marathon.plan"),
    "race": Field(nodes.RunnerRace, "2027-04-11 half marathon"),
    "goal": Field(nodes.Goal, "1:45:00"),
    "start": Field(nodes.Start, "2027-01-04"),
}
"""Every field by its word, in the order in which a row's lines are written: what holds for every plan of a runner
comes before `follows`, what belongs to the one after it."""

LINES = "lines"
"""The column of whole lines."""

NOT_READ = "#"
"""With this begins the name of a column that is the coach's own."""

_USUAL = ("id", "name", "follows", "race", "start", "weekly", "days")
_PACE = re.compile(r"pace [a-z][a-z0-9-]*")


class Column(NamedTuple):
    """A column that is read. `word` begins the lines that its cells become: `weekly`, `pace easy`; `slot` says where
    among the others they stand. `lines` has no field."""

    name: str
    index: int  # type: ignore[assignment]  # hides a method of tuples
    word: str
    slot: int
    field: Field | None


class Columns(NamedTuple):
    """The columns of a table: where the ids are, and the others in the order in which their lines are written."""

    id: int
    others: tuple[Column, ...]


def normal_name(name: str) -> str:
    """A column's name as the language writes the word: `Pace_easy ` is `pace easy`."""
    return " ".join(name.replace("_", " ").split()).lower()


def is_read(name: str) -> bool:
    """Whether a column of this name means something to us, or ought to."""
    return not name.lstrip().startswith(NOT_READ)


def is_field(name: str) -> bool:
    """Whether a column may be called so."""
    normal = normal_name(name)
    return normal in ("id", LINES) or (normal in FIELDS and normal != "pace") or bool(_PACE.fullmatch(normal))


def read_columns(table: Table) -> tuple[Columns | None, list[Diagnostic]]:
    """What the header says, and everything that is wrong with it; None where no row can be read."""
    names = [value if isinstance(value, str) else "" for value in table.header.values]
    if not any(map(is_field, names)):
        return None, [word("roster-without-header", _first_row(table), fields=listed(_USUAL, "and"))]
    wrong: list[Diagnostic] = []
    seen: dict[str, int] = {}
    columns: list[Column] = []
    slots = list(FIELDS)
    for index, name in enumerate(map(str.strip, names)):
        at = whole_cell(table.header, index, table.name)
        normal = normal_name(name)
        if not is_read(name) or not name:
            continue
        if not is_field(name):
            wrong.append(word("unknown-column", at, column=name, help=_way_out(normal)))
        elif normal in seen:
            wrong.append(word("column-twice", at, column=normal))
        else:
            seen[normal] = index
            first, _, rest = normal.partition(" ")
            if normal == LINES:
                columns.append(Column(normal, index, "", len(slots), None))
            elif normal != "id":
                said = FIELDS[first]._replace(named=rest) if rest else FIELDS[first]
                columns.append(Column(normal, index, normal, slots.index(first), said))
    if "id" not in seen:
        wrong.append(word("column-missing", _first_row(table)))
    if wrong:
        return None, wrong
    return Columns(seen["id"], tuple(sorted(columns, key=lambda c: (c.slot, c.index)))), []


def unnamed_cell(row: Row, header: Row) -> int | None:
    """The first cell that says something under no name: beyond the last column, or in one without a name."""
    for index, value in enumerate(row.values):
        if isinstance(value, str) and not value.strip():
            continue
        name = header.values[index] if index < len(header.values) else ""
        if isinstance(name, str) and not name.strip():
            return index
    return None


def _first_row(table: Table) -> Span:
    line = table.header.line
    return Span(table.name, line, line and 1, line and 2)


_MEANT = {
    **dict.fromkeys(("day", "weekday", "weekdays", "running days", "training days", "run days"), "days"),
    **dict.fromkeys(("mileage", "weekly mileage", "volume", "km", "miles"), "weekly"),
    **dict.fromkeys(("plan", "template"), "follows"),
    **dict.fromkeys(("pb", "pr", "best", "recent race"), "result"),
    **dict.fromkeys(("tz", "time zone"), "timezone"),
    **dict.fromkeys(("time", "hour"), "at"),
}
"""What tables call a column that has another name here."""


def _way_out(name: str) -> str:
    """What to do about a column that means nothing."""
    from runplan.template.names import LINE_WORDS, nearest

    if name.split()[:1] == ["pace"]:
        return "a column of paces is named after the pace: `pace easy`"
    near = _MEANT.get(name) or nearest(name, ["id", LINES, *(f for f in FIELDS if f != "pace"), "pace easy"])
    if near is not None:
        return f"did you mean `{near}`?"
    if name.partition(" ")[0] in LINE_WORDS:
        return f"write such lines, whole, into a column `{LINES}`"
    return f"take it away, or begin its name with `{NOT_READ}` to keep it for yourself: `{NOT_READ} {name}`"
