"""`Table`: rows of text, whatever they were read from, and where each of their characters stands."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from runplan.diagnostics.report import Diagnostic
from runplan.syntax.parse import split_lines
from runplan.syntax.span import Span

BETWEEN = " | "
"""Between the cells of a database's row, where one is shown."""


class Strange(NamedTuple):
    """What a database may keep and no line can say; `what` names it."""

    what: str


Value: TypeAlias = str | Strange


class Row(NamedTuple):
    """A row: what its cells hold, and its text as it stands in the file.

    `number` is the row as a spreadsheet counts, the header being 1; `line` the line of the file that it begins on, 0
    where there are no lines. `delimiter` is that of a file; a row of a database has none, and its `source` is made
    to be shown.
    """

    number: int
    line: int
    values: tuple[Value, ...]
    source: str
    delimiter: str | None

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything: spreadsheets leave such rows behind."""
        return all(isinstance(v, str) and not v.strip() for v in self.values)


class Unread(NamedTuple):
    """A row that cannot be read: why, and its lines to show it."""

    diagnostic: Diagnostic
    lines: tuple[tuple[int, str], ...] = ()


class Table(NamedTuple):
    """A table that can be read as often as one likes.

    `name` is how the user knows it, `origin` how plans name it: without a folder, a host or an account. `header`
    holds the names of the columns; `rows` gives the rows after it.
    """

    name: str
    origin: str
    header: Row
    rows: Callable[[], Iterator[Row | Unread]]


def made_row(number: int, values: tuple[Value, ...]) -> Row:
    """The row of a database: its cells side by side in one line."""
    return Row(number, number, values, BETWEEN.join(_shown(v) for v in values), None)


def _shown(value: Value) -> str:
    """A cell in one line, character for character."""
    if isinstance(value, Strange):
        return f"({value.what})"
    return value.replace("\r", "|").replace("\n", "|")


def source_lines(source: str, first: int) -> tuple[tuple[int, str], ...]:
    """The text of a row as a file shows it, by line; `first` is the number of its first one."""
    return tuple(enumerate(split_lines(source.removesuffix("\n").removesuffix("\r")), first))


def place(row: Row, cell: int, start: int, end: int, file: str) -> Span:
    """Where the characters `start` up to `end` of the cell's text stand. The end of a cell has a place too."""
    if row.line == 0:
        return Span(file, 0, 0, 0)
    places = _places(row, cell)
    low = min(max(start, 0), len(places) - 1)
    high = min(max(end, low), len(places) - 1)
    line, column = places[low]
    last, stop = places[high]
    if last != line:  # up to the end of the line that it begins on
        stop = max((c for at, c in places[low:high] if at == line), default=column) + 1
    return Span(file, row.line + line, column, max(stop, column + 1))


def whole_cell(row: Row, cell: int, file: str) -> Span:
    """The place of all that a cell says, without the space around it."""
    value = row.values[cell] if cell < len(row.values) else ""
    text = f"({value.what})" if isinstance(value, Strange) else value
    start = len(text) - len(text.lstrip())
    return place(row, cell, start, max(start, len(text.rstrip())), file)


def _places(row: Row, cell: int) -> list[tuple[int, int]]:
    """The line, counted from 0 in the row, and the column, counted from 1, of each of the cell's characters and of
    the cell's end."""
    if row.delimiter is None:
        before = sum(len(_shown(v)) + len(BETWEEN) for v in row.values[:cell])
        here = _shown(row.values[cell]) if cell < len(row.values) else ""
        return [(0, before + i + 1) for i in range(len(here) + 1)]
    return _places_in(row.source, row.delimiter, cell)


def _places_in(source: str, delimiter: str, cell: int) -> list[tuple[int, int]]:
    """`_places` in the text of a row, which is read as `csv` reads it."""
    places: list[tuple[int, int]] = []
    index, line, column = 0, 0, 1
    begun = inside = quoted = False
    at = 0
    while at < len(source):
        char = source[at]
        wanted = index == cell
        width = 1
        if inside:
            if char == '"':
                if not source.startswith('""', at):
                    inside = False
                    at, column = at + 1, column + 1
                    continue
                width = 2
        elif char in "\r\n":
            break
        elif char == delimiter:
            if wanted:
                break
            index, begun, quoted = index + 1, False, False
            at, column = at + 1, column + 1
            continue
        elif char == '"' and not begun:
            begun = inside = quoted = True
            at, column = at + 1, column + 1
            continue
        begun = True
        if wanted:
            places.append((line, column))
        at += width
        if char == "\n" or (char == "\r" and not source.startswith("\n", at)):
            line, column = line + 1, 1
        else:
            column += width
    # What is missing at the end of a cell is missing before the closing quote.
    closed = quoted and not inside and index == cell
    places.append((line, column - closed))
    return places
