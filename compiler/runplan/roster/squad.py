"""`Squad`: a roster that was opened, and its rows on their way to a `Plan`, one after the other.

Nothing of a runner is kept when the next one comes. Only the plans that they follow are: those are resolved once.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.report import word
from runplan.plan import Plan
from runplan.review.review import reviewed_plan
from runplan.review.rule import Rule
from runplan.review.rules import ALL
from runplan.roster.columns import Columns, read_columns, unnamed_cell
from runplan.roster.sheet import Names, Read, Sheet, about_row, id_of, placed, placed_plan, read_row
from runplan.roster.table import Row, Table, Unread, source_lines, whole_cell
from runplan.syntax.nodes import Module
from runplan.syntax.span import Span
from runplan.template.load import Load
from runplan.template.model import Runner
from runplan.template.runners import Templates, resolve_runner

MOST_EXPLAINED = 100
"""So many rows with mistakes get corrections; a table with more of them has another problem."""
MOST_NAMED = 5
"""So many rows of the same file are named."""


class Squad(NamedTuple):
    """A roster to go through. `shared` are the rows of a file that more than one row would write, by its name in small
    letters; `size` is the number of all rows."""

    table: Table
    columns: Columns
    names: Names
    file_name: Callable[[str], str]
    shared: dict[str, tuple[int, ...]]
    size: int


class Member(NamedTuple):
    """What became of a row.

    `diagnostics` are those of the row, at its cells, and those of the plan that it follows, whoever does; `apart` those
    of that plan for this runner alone. `lines` is the row's text by line, where it is needed to show a place.
    """

    number: int
    id: str
    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    apart: tuple[Diagnostic, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()


def open_squad(
    table: Table, path: str, file_name: Callable[[str], str]
) -> tuple[Squad | None, list[Diagnostic]]:
    """The squad of a table, and what is wrong with the table as a whole. `path` is the file that each row would be,
    in the project's terms; `file_name` makes an id into the name of a file."""
    columns, wrong = read_columns(table)
    if columns is None:
        return None, wrong
    seen: dict[str, int] = {}
    shared: dict[str, tuple[int, ...]] = {}
    size = 0
    for row in table.rows():
        size += 1
        if isinstance(row, Unread):
            continue
        name = _file(row, columns, file_name)
        if name in seen:
            shared[name] = (*shared.get(name, (seen[name],)), row.number)
        elif name:
            seen[name] = row.number
    if size == 0:
        return None, [word("roster-empty", Span(table.name, 0, 0, 0), path=table.name, what="no rows")]
    return Squad(table, columns, Names(path, table.name, table.origin), file_name, shared, size), []


def _file(row: Row, columns: Columns, file_name: Callable[[str], str]) -> str:
    """The file that a row would write, as a disk that knows no capitals calls it."""
    id_ = id_of(row, columns)
    return file_name(id_).casefold() if id_ else ""


Advise: TypeAlias = Callable[[Diagnostic, Runner], Diagnostic]
"""Adds to a problem with a plan that does not suit a runner which other plans would."""


def members(
    squad: Squad,
    load: Load,
    salt: str,
    plan: str | None = None,
    rules: Sequence[Rule] = ALL,
    advise: Advise | None = None,
) -> Iterator[Member]:
    """Every row, compiled. `load` opens plans, `plan` (a path from the roster's) takes the place of what rows follow, and `rules`
    are those of the review. `advise` says what else would do for a runner whom the plan does not suit."""
    templates: Templates = {}
    remembered = _remembering(load)
    bad = 0
    for row in squad.table.rows():
        if isinstance(row, Unread):
            yield Member(0, "", None, (row.diagnostic,), lines=row.lines)
            continue
        read = read_row(row, squad.columns, squad.names, plan, bad < MOST_EXPLAINED)
        explained = advise if bad < MOST_EXPLAINED else None
        member = _compiled(read, squad, remembered, salt, templates, rules, explained)
        bad += member.plan is None
        yield member


def _compiled(
    read: Read,
    squad: Squad,
    load: Load,
    salt: str,
    templates: Templates,
    rules: Sequence[Rule],
    advise: Advise | None,
) -> Member:
    """The row's plan, unless something is wrong with the row or with what it follows."""
    sheet = read.sheet
    found = [*read.diagnostics, *_misplaced(sheet, squad)]
    report = Report()
    runner = resolve_runner(read.module, load, report, templates)
    found += [placed(d, sheet) for d in report]
    plan: Plan | None = None
    apart: list[Diagnostic] = []
    if runner is not None and not any(d.severity == "error" for d in found):
        scheduled = Report()
        plan = reviewed_plan(runner._replace(id=sheet.id), scheduled, salt, False, rules)
        for problem in scheduled.only("needs-not-met"):
            if advise is not None and problem.code in ("needs-not-met", "too-few-weeks"):
                problem = advise(problem, runner)
            (found if problem.at.file == squad.names.path else apart).append(placed(problem, sheet))
    if plan is not None:
        plan = placed_plan(plan, sheet)
    shown = any(at.file == squad.table.name for d in (*found, *apart) for at in _places(d))
    lines = source_lines(sheet.row.source, sheet.row.line) if shown else ()
    return Member(sheet.row.number, sheet.id, plan, tuple(found), tuple(apart), lines)


def _misplaced(sheet: Sheet, squad: Squad) -> Iterator[Diagnostic]:
    """What is wrong with the row in its table: cells under no name, another row of the same file."""
    row = sheet.row
    beyond = unnamed_cell(row, squad.table.header)
    if beyond is not None:
        yield about_row(word("cell-without-column", whole_cell(row, beyond, squad.table.name)), sheet)
    rows = squad.shared.get(_file(row, squad.columns, squad.file_name))
    if rows:
        at = whole_cell(row, squad.columns.id, squad.table.name)
        yield about_row(word("row-id-twice", at, id=sheet.id, rows=_numbers(rows)), sheet)


def _numbers(rows: tuple[int, ...]) -> str:
    """`2 and 7`; `2, 7, 8, 9, 12 and 40 more`."""
    named = [str(row) for row in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        named.append(f"{len(rows) - MOST_NAMED} more")
    return f"{', '.join(named[:-1])} and {named[-1]}"


def _places(diagnostic: Diagnostic) -> list[Span]:
    return [diagnostic.at, *(label.at for label in diagnostic.labels)]


def _remembering(load: Load) -> Load:
    """`load` that opens each plan once: all rows name their plans from the same place."""
    known: dict[tuple[str, str], Module] = {}

    def remembered(path: str, at: Span, report: Report) -> Module | None:
        module = known.get((path, at.file))
        if module is None:
            said = Report()
            module = load(path, at, said)
            if module is not None and not len(said):
                known[path, at.file] = module
            report.extend(said)
        return module

    return remembered
