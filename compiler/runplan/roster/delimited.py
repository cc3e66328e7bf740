"""Tables in text, as spreadsheets save them: UTF-8, the cells parted by `,`, `;` or tabs."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TextIO

from runplan.diagnostics.report import Diagnostic, word
from runplan.roster.columns import is_field
from runplan.roster.table import Row, Table, Unread, source_lines
from runplan.syntax.span import Span

DELIMITERS = ",;\t"
MOST_CHARACTERS = 1_000_000
"""No line of a table is longer."""

_SAID = re.compile(r"sep=(.)\r?\n?\Z")


class _Form(NamedTuple):
    """How the file is written: its delimiter, and the number of lines before the header."""

    delimiter: str
    before: int


def open_delimited(path: str, name: str, origin: str) -> Table | Diagnostic:
    """The table in the file at `path`, or why it is none. OSError where the file cannot be read."""
    form = _form_of(path)
    header = next(_rows(path, name, form), None)
    if header is None:
        return word("roster-empty", Span(name, 0, 0, 0), path=name, what="nothing")
    if isinstance(header, Unread):
        return header.diagnostic

    def rows() -> Iterator[Row | Unread]:
        every = _rows(path, name, form)
        next(every, None)
        return every

    return Table(name, origin, header, rows)


def _open(path: str) -> TextIO:
    # What is not UTF-8 stays visible as a surrogate, so that one bad byte spoils one cell and not the table.
    return Path(path).open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _form_of(path: str) -> _Form:
    """The delimiter: the one that the first line names (`sep=;`, as spreadsheets write), else the one that parts the
    header into the most columns that we know, else into the most."""
    with _open(path) as file:
        first = file.readline(MOST_CHARACTERS)
        said = _SAID.match(first)
        if said:
            return _Form(said[1], 1)
        file.seek(0)
        text = file.read(MOST_CHARACTERS)

    def columns(delimiter: str) -> tuple[int, int]:
        with suppress(csv.Error):
            cells = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
            return sum(map(is_field, cells)), len(cells)
        return 0, 0

    return _Form(max(DELIMITERS, key=columns), 0)


def _rows(path: str, name: str, form: _Form) -> Iterator[Row | Unread]:
    """The rows with something in them, the header first; a row that cannot be read is said and left out."""
    with _open(path) as file:
        lines = _Lines(file)
        for _ in range(form.before):
            next(lines, None)
        reader = csv.reader(lines, delimiter=form.delimiter, strict=True)
        number = 0
        while not lines.too_long:
            lines.taken.clear()
            line = lines.count + 1
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as problem:
                if not lines.too_long:
                    yield _broken(problem, number, Span(name, line, 1, 2), lines.taken[0])
                continue
            row = Row(number, line, tuple(cells), "".join(lines.taken), form.delimiter)
            if not row.is_blank:
                yield row
        if lines.too_long:
            at = Span(name, lines.count, 1, 2)
            yield Unread(word("roster-line-too-long", at, most=MOST_CHARACTERS))


class _Lines:
    """The lines of a file; `taken` are those since the last row, `count` all so far."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.taken: list[str] = []
        self.count = 0
        self.too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._file.readline(MOST_CHARACTERS)
        self.count += bool(line)
        self.too_long = len(line) == MOST_CHARACTERS
        if not line or self.too_long:
            raise StopIteration
        self.taken.append(line)
        return line


def _broken(problem: csv.Error, number: int, at: Span, first: str) -> Unread:
    """A row whose quotes do not fit, which begins with the line `first`: one that never ends takes the rest of the
    table, or as much of it as a cell may hold."""
    endless = "expected after" not in str(problem)
    code = "row-without-end" if endless else "row-broken"
    return Unread(word(code, at, row=number), source_lines(first, at.line))
