"""A row as a runner's file: each cell becomes lines, which the one parser reads, and every place leads back to a cell.

A cell says what its column is for and nothing else: of each line that it becomes, the parser must make the very node
that the column stands for, without a selector. So no cell, however it is written, can open a section or reach another
field. Only the column `lines` holds whole lines.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from runplan.diagnostics import Diagnostic, Label
from runplan.diagnostics.report import word
from runplan.plan import Change, Day, Finding, Origin, Plan, Session, Volume, Week
from runplan.roster.columns import FIELDS, Column, Columns
from runplan.roster.table import Row, Strange, Value, place, whole_cell
from runplan.syntax import nodes
from runplan.syntax.nodes import BadLine, Module, Statement
from runplan.syntax.parse import parse_line
from runplan.syntax.span import Span

MOST_VALUES = 500
"""So many lines in a cell are read; more are a mistake."""
MOST_ID = 100

# Numbers of lines: each field has its own stretch, so that a cell which many rows share is one line, parsed once.
_STRETCH = 100_000
_ID_LINE = 1
_NAME_LINE = _STRETCH
_FOLLOWS_LINE = _STRETCH * (list(FIELDS).index("follows") + 1)

_FAILED = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
_PARTS = re.compile(r'(?:"(?:\\.|[^"\\\r\n])*"|[^|\r\n])+')
_ADDED = re.compile(r"add a line such as `([a-z]+) ([^`]+)`")
_NO_TEXT = re.compile("[\udc80-\udcff]")


class Written(NamedTuple):
    """A line made of a cell: the first `head` characters are ours, the rest stands in the cell from `start` on."""

    text: str
    column: Column
    head: int
    start: int


class Names(NamedTuple):
    """What a roster is called: `path` is the file that each of its rows would be, `file` the table as the user knows
    it, `origin` as plans do."""

    path: str
    file: str
    origin: str


class Sheet(NamedTuple):
    """A row as lines, by their number."""

    row: Row
    id: str
    id_cell: int
    names: Names
    lines: dict[int, Written]


class Read(NamedTuple):
    """A row that was read: its module, which has a `BadLine` for each problem among `diagnostics`."""

    sheet: Sheet
    module: Module
    diagnostics: list[Diagnostic]


def id_of(row: Row, columns: Columns) -> str:
    """The row's id, or nothing."""
    value = _value(row, columns.id)
    return value.strip() if isinstance(value, str) else ""


def read_row(row: Row, columns: Columns, names: Names, plan: str | None, thorough: bool) -> Read:
    """The row as a module. `plan` takes the place of what the row follows. `thorough` looks for corrections, which
    takes some milliseconds a line."""
    path = names.path
    sheet = Sheet(row, id_of(row, columns), columns.id, names, {})
    statements: dict[int, Statement | BadLine] = {}
    wrong: list[Diagnostic] = []

    def fail(number: int, diagnostic: Diagnostic, text: str = "") -> None:
        wrong.append(diagnostic)
        statements[number] = BadLine(text, Span(path, number, 1, len(text) + 1))

    id_problem = _id_problem(_value(row, columns.id))
    if id_problem is not None:
        fail(_ID_LINE, _in_cell(id_problem, sheet, columns.id))
    taken: dict[int, int] = {}
    for column in columns.others:
        value = _value(row, column.index)
        if value == "" or (column.word == "follows" and plan is not None):
            continue
        number = taken.get(column.slot, _STRETCH * (column.slot + 1))
        problem = _cell_problem(value)
        if problem is not None or isinstance(value, Strange):
            assert problem is not None
            fail(number, _in_cell(problem, sheet, column.index, column), column.word)
            number += 1
        else:
            for written in _written(value, column):
                sheet.lines[number] = written
                found = _read_line(written, path, number, thorough)
                if isinstance(found, Diagnostic):
                    fail(number, placed(found, sheet), written.text)
                elif found is not None:
                    statements[number] = found
                number += 1
        taken[column.slot] = number
    if plan is not None:
        at = Span(path, _FOLLOWS_LINE, 1, 2)
        statements[_FOLLOWS_LINE] = Statement(None, nodes.Follows(plan, at, at), None, at)
    elif not any(_names_a_plan(statement) for statement in statements.values()):
        fail(_FOLLOWS_LINE, _in_cell(_Problem("row-without-plan"), sheet, columns.id))
    if _NAME_LINE not in statements:
        at = Span(path, _NAME_LINE, 1, 2)
        statements[_NAME_LINE] = Statement(None, nodes.RunnerHeader(sheet.id, at), None, at)
    return Read(sheet, Module(path, tuple(statements[number] for number in sorted(statements))), wrong)


def _value(row: Row, index: int) -> Value:
    """What a cell says; one that is missing or has only space in it says nothing."""
    value = row.values[index] if index < len(row.values) else ""
    return "" if isinstance(value, str) and not value.strip() else value


def _names_a_plan(statement: Statement | BadLine) -> bool:
    """Whether the line names a plan, or may have been meant to."""
    if isinstance(statement, BadLine):
        return "follows" in statement.text
    return isinstance(statement.body, nodes.Follows)


# ---- cells ---------------------------------------------------------------------------------------------------


class _Problem(NamedTuple):
    """What is wrong with a cell, at the characters `start` up to `end` of it, or as a whole."""

    code: str
    facts: Mapping[str, Any] = {}
    start: int | None = None


def _id_problem(value: Value) -> _Problem | None:
    if value == "":
        return _Problem("row-without-id")
    problem = _cell_problem(value)
    if problem is None and isinstance(value, str):
        text = value.strip()
        if not text.isprintable() or len(text) > MOST_ID:
            return _Problem("bad-row-id", {"most": MOST_ID})
    return problem


def _cell_problem(value: Value) -> _Problem | None:
    """What is wrong with a cell in whatever column."""
    if isinstance(value, Strange):
        return _Problem("cell-not-text", {"what": value.what})
    if not value.isascii():
        no_text = _NO_TEXT.search(value)
        if no_text:
            byte = f"{ord(no_text.group()) - 0xDC00:02X}"
            return _Problem("cell-not-utf8", {"byte": byte}, no_text.start())
    if value.startswith("#") and _FAILED.fullmatch(value.strip()):
        return _Problem("cell-failed", {"value": value.strip()})
    if len(value) > MOST_VALUES and sum(1 for _ in islice(_values(value), MOST_VALUES + 1)) > MOST_VALUES:
        return _Problem("cell-too-full", {"most": MOST_VALUES})
    return None


def _written(value: str, column: Column) -> Iterator[Written]:
    """The lines that a cell's text becomes."""
    if column.word in ("name", "follows") and (column.word == "name" or '"' not in value):
        head = 'runner "' if column.word == "name" else 'follows "'
        start = len(value) - len(value.lstrip())
        yield Written(f'{head}{_escaped(value.strip())}"', column, len(head), start)
        return
    head = (
        f"{column.word} = " if column.word.startswith("pace ") else f"{column.word} " if column.word else ""
    )
    for start, text in _values(value):
        yield Written(head + text, column, len(head), start)


def _values(value: str) -> Iterator[tuple[int, str]]:
    """What a cell says, part by part, each with where it starts: `|` and line ends part, but `|` not in quotes."""
    for match in _PARTS.finditer(value):
        part = match.group()
        text = part.strip()
        if text:
            yield match.start() + len(part) - len(part.lstrip()), text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


# ---- lines ---------------------------------------------------------------------------------------------------


def _read_line(written: Written, path: str, number: int, thorough: bool) -> Statement | Diagnostic | None:
    """What the parser makes of the line, if that is what its column is for."""
    found = _parsed(written.text, path, number, thorough)
    if written.column.field is None or isinstance(found, Diagnostic):
        return found
    if found is not None and found.selector is None and _is_meant(found, written.column):
        return found
    at = Span(path, number, written.head + 1, len(written.text) + 1)
    example = written.column.field.example
    return word(
        "cell-misfit", at, column=written.column.name, value=written.text[written.head :], example=example
    )


def _is_meant(statement: Statement, column: Column) -> bool:
    """Whether a line is of the kind, and where there are several of the name, that the column stands for."""
    field, body = column.field, statement.body
    if field is None or type(body) is not field.node:
        return False
    match body:
        case nodes.RunnerFigure(name) | nodes.HeartRate(name) | nodes.PaceDefinition(name):
            return name == field.named
        case nodes.TimeOff(why):
            return why == field.named
        case _:
            return True


@lru_cache(maxsize=2_000)
def _parsed(text: str, path: str, number: int, thorough: bool) -> Statement | Diagnostic | None:
    """The line, parsed; many rows of a roster say the same."""
    return parse_line(text, path, number, thorough=thorough)


# ---- places --------------------------------------------------------------------------------------------------


def placed(diagnostic: Diagnostic, sheet: Sheet) -> Diagnostic:
    """`diagnostic` with places in the row's lines led back to its cells; one about the row names row and column."""
    labels = tuple(Label(_placed_at(label.at, sheet), label.text) for label in diagnostic.labels)
    if diagnostic.at.file != sheet.names.path:
        return diagnostic._replace(labels=labels)
    written = sheet.lines.get(diagnostic.at.line)
    help_ = diagnostic.help or (
        f"write `{diagnostic.fix.text}`" if diagnostic.fix and diagnostic.fix.text else ""
    )
    if written is not None and written.head:
        # A corrected line is shown whole; in the cell stands what comes after the word of the column.
        help_ = help_.replace(f"`{written.text[: written.head]}", "`")
    added = _ADDED.fullmatch(help_)
    if added and added[1] in FIELDS:
        help_ = f"say it in the column `{added[1]}`, such as `{added[2]}`"
    # A fix would have to be written the way that the table writes cells, and nobody applies fixes to tables.
    moved = diagnostic._replace(at=_placed_at(diagnostic.at, sheet), labels=labels, help=help_, fix=None)
    return about_row(moved, sheet, written.column if written else None)


def _in_cell(problem: _Problem, sheet: Sheet, index: int, column: Column | None = None) -> Diagnostic:
    if problem.start is None:
        at = whole_cell(sheet.row, index, sheet.names.file)
    else:
        at = place(sheet.row, index, problem.start, problem.start + 1, sheet.names.file)
    return about_row(word(problem.code, at, **problem.facts), sheet, column)


def about_row(diagnostic: Diagnostic, sheet: Sheet, column: Column | None = None) -> Diagnostic:
    """`diagnostic` in words that name the row and its column."""
    who = f"row {sheet.row.number} (`{sheet.id}`)" if sheet.id else f"row {sheet.row.number}"
    where = f"{who}, column `{column.name}`" if column else who
    return diagnostic._replace(message=f"{where}: {diagnostic.message}")


def _placed_at(at: Span, sheet: Sheet) -> Span:
    if at.file != sheet.names.path:
        return at
    written = sheet.lines.get(at.line)
    if written is None:
        return whole_cell(sheet.row, sheet.id_cell, sheet.names.file)
    low, high = at.column - 1 - written.head, at.end - 1 - written.head
    if high <= 0:
        low, high = 0, len(written.text) - written.head
    return place(
        sheet.row, written.column.index, written.start + max(low, 0), written.start + high, sheet.names.file
    )


def placed_plan(plan: Plan, sheet: Sheet) -> Plan:
    """The plan with the origins that stand in the row's lines led back to its cells."""
    path = sheet.names.path

    def moved(origin: Origin) -> Origin:
        at = _placed_at(Span(path, origin.line, origin.column, origin.column + 1), sheet)
        return Origin(sheet.names.origin, at.line, at.column)

    def is_ours(thing: Session | Change | Volume | Finding) -> bool:
        return thing.origin is not None and thing.origin.file == path

    def changes_moved(changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(c._replace(origin=moved(c.origin)) if c.origin and is_ours(c) else c for c in changes)

    def day_moved(day: Day) -> Day:
        sessions = tuple(
            session._replace(
                origin=moved(session.origin) if is_ours(session) else session.origin,
                changes=changes_moved(session.changes),
            )
            for session in day.sessions
        )
        return day._replace(sessions=sessions)

    weeks: list[Week] = []
    for week in plan.weeks:
        # Most of a plan comes from the template: only what does not is made anew.
        if any(is_ours(s) or any(map(is_ours, s.changes)) for day in week.days for s in day.sessions):
            week = week._replace(days=tuple(map(day_moved, week.days)))
        volume = week.volume
        if volume.origin is not None and is_ours(volume):
            week = week._replace(volume=volume._replace(origin=moved(volume.origin)))
        if any(map(is_ours, week.changes)):
            week = week._replace(changes=changes_moved(week.changes))
        weeks.append(week)
    findings = tuple(
        f._replace(origin=moved(f.origin), line=_cell_line(sheet, f.origin)) if is_ours(f) else f
        for f in plan.findings
    )
    return plan._replace(weeks=tuple(weeks), findings=findings)


def _cell_line(sheet: Sheet, origin: Origin) -> str | None:
    """What a cell became: the line at an origin in the row's lines."""
    written = sheet.lines.get(origin.line)
    return written.text if written is not None else None
