"""Many runners from one table: what `build --roster` and `check --roster` do."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from typing import cast

import click

from runplan.cli.compile import Compiled, Target, Workplace, merged, with_lines
from runplan.cli.feed import open_press, remove_feeds_of_others
from runplan.cli.findings import exit_code, hint, without_notes
from runplan.cli.making import built, made
from runplan.cli.order import STANDARD_OUTPUT, Order, last_commit
from runplan.cli.progress import watched
from runplan.cli.project import ENDINGS, Project, display_path
from runplan.cli.streams import wants_color, write_result, write_word
from runplan.cli.write import safe_name
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import Format, render, render_human
from runplan.diagnostics.report import counted
from runplan.record import Record
from runplan.review.rules import ALL
from runplan.roster.source import file_of, is_url, open_table
from runplan.roster.squad import Member, Squad, members, open_squad
from runplan.roster.table import source_lines
from runplan.syntax.span import Span

SELDOM = 100_000
"""New things between two looks for garbage."""

MOST_NAMED = 3
"""So many runners are named where the plan that they follow does not suit them."""

_UNREADABLE = frozenset({"unreadable-file", "unreadable-roster"})


class Roster(Record):
    """A roster on its way: the project that it belongs to, and the plan, if any, that takes the place of what its rows
    follow."""

    squad: Squad
    project: Project
    plan: str | None


def build_roster(where: str, paths: tuple[str, ...], order: Order, strict: bool) -> int:
    """Builds the files of every row; gives the exit code."""
    if order.feed is None and order.out == STANDARD_OUTPUT:
        raise click.UsageError("standard output takes one file, and a roster has many runners")
    place = Workplace()
    opened = _open(where, paths, place)
    if isinstance(opened, _Refused):
        texts = {**place.sources(), **opened.texts}
        write_word(render_human(opened.diagnostics, texts, color=wants_color(sys.stderr)))
        return opened.code
    found = _Found(opened)
    midnight = datetime.combine(order.today, time(0), UTC)
    stamp = order.epoch or last_commit(opened.project.root) or midnight
    wrong = Report()
    press = (
        open_press(order, opened.project, opened.squad.table.name, wrong) if order.feed is not None else None
    )
    done = written = 0
    ids: list[str] = []
    for member in _watched(opened, listed=True):
        ids.append(member.id)
        outside: list[Diagnostic] = []
        if member.plan is not None and exit_code([*member.diagnostics, *member.apart], strict) == 0:
            target = Target(opened.project, f"{safe_name(member.id)}.runner", member.id)
            quoted = with_lines(member.plan, opened.project.texts)
            compiled = Compiled(target, None, quoted, ())
            count = made(compiled, order, press, stamp, outside, found.sources)
            done, written = done + bool(count), written + count
        found.add(member, outside)
    if press is not None and not found.unreadable:
        remove_feeds_of_others(press, ids, wrong)
    every = merged([without_notes(found.diagnostics()), wrong])
    write_word(render_human(every, found.texts(place), color=wants_color(sys.stderr)))
    write_word(built(done, opened.squad.size, written, order))
    return exit_code(every, strict, found.unreadable)


def check_roster(where: str, paths: tuple[str, ...], form: str, strict: bool, notes: bool) -> int:
    """Looks for mistakes in every row and in what it follows; gives the exit code."""
    place = Workplace()
    opened = _open(where, paths, place)
    if isinstance(opened, _Refused):
        every, texts, code = opened.diagnostics, {**place.sources(), **opened.texts}, opened.code
    else:
        found = _Found(opened)
        for member in _watched(opened):
            found.add(member, [])
        every, texts = found.diagnostics(), found.texts(place)
        every = every if notes else without_notes(every)
        code = exit_code(every, strict, found.unreadable)
    plans = sum(path.endswith(ENDINGS) for path in place.sources())
    color = wants_color(sys.stdout)
    write_result(render(every, texts, cast("Format", form), color=color, files=plans + 1))
    if form == "human" and not every and isinstance(opened, Roster):
        write_word(f"{counted(opened.squad.size, 'runner')} checked, no mistakes\n")
    elif form == "human":
        write_word(hint(every))
    return code


# ---- opening -------------------------------------------------------------------------------------------------


class _Refused(Record):
    """A roster of which no row can be looked at."""

    diagnostics: list[Diagnostic]
    code: int
    texts: Mapping[str, str] = {}


def _open(where: str, paths: tuple[str, ...], place: Workplace) -> Roster | _Refused:
    if len(paths) > 1 or not all(path.endswith(".plan") for path in paths):
        raise click.UsageError(
            "`--roster` goes with one `.plan` file, or with none where the rows name theirs"
        )
    wrong = Report()
    plans = place.find(paths, (".plan",), wrong)
    if len(wrong):
        return _Refused(list(wrong), 2)
    # A roster's own paths begin at its folder; a database has none, and the project's takes its place.
    file = "" if is_url(where) else file_of(where)
    folder = os.path.dirname(os.path.abspath(file)) if file else os.getcwd()
    project = (plans[0] if plans else place.target(os.path.join(folder, "roster"))).project
    if not file:
        folder = project.root
    elif not os.path.lexists(file):
        wrong.say("missing-file", Span(display_path(file), 0, 0, 0), path=display_path(file))
        return _Refused(list(wrong), 2)
    inside = project.key(folder)
    inside = "" if inside == "." or inside.startswith("..") else f"{inside}/"
    name = os.path.basename(file)
    table = open_table(where, display_path(file) if file else "", f"{inside}{name}")
    if isinstance(table, Diagnostic):
        return _Refused([table], 2)
    # Each row is a file in the roster's folder, of a name that no file has.
    squad, problems = open_squad(table, f"{inside}{name}.runner", safe_name)
    problems = [*(project.shown(d) for d in project.problems), *problems]
    if squad is None or any(d.severity == "error" for d in problems):
        code = exit_code(problems, unreadable=_is_unreadable(problems))
        header = source_lines(table.header.source, table.header.line)
        return _Refused(problems, code, {table.name: _sparse(dict(header))})
    plan = os.path.relpath(plans[0].key, inside or ".").replace(os.sep, "/") if plans else None
    return Roster(squad, project, plan)


def _is_unreadable(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.code in _UNREADABLE for d in diagnostics)


def _watched(roster: Roster, *, listed: bool = False) -> Iterator[Member]:
    squad, project = roster.squad, roster.project
    from runplan.cli.other_plans import with_other_plans

    rules = (*ALL, *project.rules)
    every = _undisturbed(members(squad, project.load, project.salt, roster.plan, rules, with_other_plans))
    return watched(every, squad.size, lambda member: safe_name(member.id), listed=listed)


def _undisturbed(every: Iterator[Member]) -> Iterator[Member]:
    """Every member, with the collector of garbage in cycles called seldom: plans are trees, and go when nobody holds
    them. It would take a quarter of the time; without it, what little is in cycles would pile up."""
    was_on, usual = gc.isenabled(), gc.get_threshold()
    gc.freeze()
    gc.set_threshold(SELDOM, *usual[1:])
    gc.enable()
    try:
        yield from every
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
        if not was_on:
            gc.disable()


# ---- what was found ------------------------------------------------------------------------------------------


class _Found:
    """What is wrong, said once, however many rows it concerns; and the lines that show it."""

    def __init__(self, roster: Roster) -> None:
        self._name = roster.squad.table.name
        self._project = roster.project
        self._said: dict[Diagnostic, None] = {}
        self._apart: dict[Diagnostic, tuple[int, tuple[str, ...]]] = {}
        self._outside: dict[Diagnostic, None] = {}
        self._lines: dict[int, str] = {}
        self.sources: dict[str, str] = {}

    def add(self, member: Member, outside: list[Diagnostic]) -> None:
        """What was found at a row, and `outside` of the project, in templates and where files are written."""
        self._said.update(dict.fromkeys(member.diagnostics))
        for problem in member.apart:
            count, named = self._apart.get(problem, (0, ()))
            self._apart[problem] = count + 1, (*named, member.id)[:MOST_NAMED]
        self._outside.update(dict.fromkeys(outside))
        self._lines.update(member.lines)

    @property
    def unreadable(self) -> bool:
        """Whether the table could not be read to its end."""
        return _is_unreadable(self._said)

    def diagnostics(self) -> list[Diagnostic]:
        """All of it, in order of place."""
        apart = [
            d._replace(notes=(*d.notes, _whose(count, named))) for d, (count, named) in self._apart.items()
        ]
        return merged([[self._shown(d) for d in (*self._said, *apart)], self._outside])

    def texts(self, place: Workplace) -> dict[str, str]:
        """The files of the project, and of the roster the lines that show something."""
        return {**place.sources(), **self.sources, self._name: _sparse(self._lines)}

    def _shown(self, diagnostic: Diagnostic) -> Diagnostic:
        """`diagnostic` with its places as the user would type them; those in the table are so already."""
        shown = self._project.shown(diagnostic)
        if diagnostic.at.file == self._name:
            shown = shown._replace(at=diagnostic.at)
        labels = tuple(
            old if old.at.file == self._name else new
            for old, new in zip(diagnostic.labels, shown.labels, strict=True)
        )
        return shown._replace(labels=labels)


def _sparse(lines: Mapping[int, str]) -> str:
    """A text of which only some lines are known."""
    return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))


def _whose(count: int, named: tuple[str, ...]) -> str:
    if count == 1:
        return f"in the plan of `{named[0]}`"
    names = [f"`{name}`" for name in named]
    if count > len(named):
        names.append(f"{count - len(named)} more")
    return f"in the plans of {count} runners: {', '.join(names[:-1])} and {names[-1]}"
