"""`extends`: a plan's own lines put together with those of the plan that it is made from.

What comes out is a `Draft`: phases in their final order, inherited lines first, nothing bound yet.
"""

from __future__ import annotations

from runplan.diagnostics import Label
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Condition, Length, Statement
from runplan.syntax.span import Span
from runplan.template.library import Files, Library, read_library
from runplan.template.names import nearest
from runplan.template.sections import Outline, Section, names_a_file


class DraftPhase(Record):
    """A phase before its lines are bound. `length` is None where it could not be read."""

    name: str
    title: str | None
    length: Length | None
    condition: Condition | None
    lines: tuple[Statement, ...]
    at: Span


class DraftRace(Record):
    """The race section before its lines are bound."""

    distance: nodes.Quantity
    title: str | None
    after: int
    lines: tuple[Statement, ...]
    at: Span


class Draft(Record):
    """A plan put together. `damaged`: a line of one of its files could not be read, so nothing is missed."""

    path: str
    title: str
    lines: tuple[Statement, ...]
    phases: tuple[DraftPhase, ...]
    race: DraftRace | None
    library: Library
    damaged: bool
    header_missing: bool
    at: Span


def read_parent(page: Outline, files: Files) -> Draft | None:
    """The plan that the plan of `page` extends, or None if it extends none, or none that can be read."""
    header = plan_header(page)
    if header is None or header.extends is None or header.extends_at is None:
        return None
    module = files.load(header.extends, header.extends_at, files.report)
    if module is None or not files.enter(module.path, header.extends_at):
        return None
    parent_page = files.outline(module)
    parent, _ = read_draft(parent_page, files)
    files.leave()
    if parent is not None and parent.header_missing:
        parent = None
    if parent is None and not parent_page.damaged:
        files.report.say("extends-no-plan", header.extends_at, path=header.extends)
    return parent


def plan_header(page: Outline) -> nodes.PlanHeader | None:
    """The header of the page's plan."""
    for section in page.of("plan"):
        if section.header is not None:
            assert isinstance(section.header.body, nodes.PlanHeader)
            return section.header.body
    return None


def read_draft(page: Outline, files: Files) -> tuple[Draft | None, Library]:
    """The plan of a page, whose file was entered, None if it holds none; and all names of the page."""
    header = plan_header(page)
    parent = read_parent(page, files)
    library = read_library(page, files, parent.library if parent else None)
    parts = [section for section in page.sections if section.kind in ("plan", "phase", "race")]
    if not parts:
        return None, library
    _check_one(page, "plan", files)
    _check_one(page, "race", files)
    lost = header is not None and header.extends is not None and parent is None
    # A line that could not be read may have been the header with its `extends`.
    lost = lost or any(names_a_file(text) for text in page.unclear)
    lost = lost or (header is None and page.damaged)
    if header is not None and header.extends is not None and parent is None:
        library.whole = False
    own_lines = tuple(line for section in page.of("plan") for line in section.lines)
    phases = list(parent.phases) if parent else []
    race = parent.race if parent else None
    lines = parent.lines if parent else ()
    damaged = page.damaged or lost or (parent is not None and parent.damaged)
    seen: dict[str, Span] = {}
    placed: str | None = None
    for section in page.sections:
        if section.kind == "phase":
            phases, race, lines = _add_phase(section, phases, race, lines, parent, seen, library, lost, files)
            placed = _name(section) or placed
        elif section.kind == "race" and section.header is not None:
            race = _add_race(section, phases, race, placed)
    if parent is not None:
        _warn_hidden(own_lines, parent.lines, files)
    return Draft(
        page.path,
        header.title if header else "",
        (*lines, *own_lines),
        tuple(phases),
        race,
        library,
        damaged,
        header is None,
        header.at if header else parts[0].at,
    ), library


def _name(section: Section) -> str | None:
    return (
        section.header.body.name
        if section.header and isinstance(section.header.body, nodes.PhaseHeader)
        else None
    )


def _check_one(page: Outline, kind: str, files: Files) -> None:
    """There is one plan and one race in a file."""
    headers = [s.header for s in page.sections if s.kind == kind and s.header is not None]
    for header in headers[1:]:
        files.report.say(
            "two-plans" if kind == "plan" else "two-races",
            header.at,
            labels=(Label(headers[0].at, "the first one"),),
        )


def _add_race(
    section: Section, phases: list[DraftPhase], race: DraftRace | None, placed: str | None
) -> DraftRace:
    assert section.header is not None
    header = section.header.body
    assert isinstance(header, nodes.RaceHeader)
    if race is not None:
        return DraftRace(
            header.distance, header.title or race.title, race.after, (*race.lines, *section.lines), header.at
        )
    names = [p.name for p in phases]
    after = names.index(placed) + 1 if placed in names else len(phases)
    return DraftRace(header.distance, header.title, after, section.lines, header.at)


_Parts = tuple[list[DraftPhase], DraftRace | None, tuple[Statement, ...]]


def _add_phase(
    section: Section,
    phases: list[DraftPhase],
    race: DraftRace | None,
    lines: tuple[Statement, ...],
    parent: Draft | None,
    seen: dict[str, Span],
    library: Library,
    lost: bool,
    files: Files,
) -> _Parts:
    """The phases with one more section of the file worked in."""
    report = files.report
    if section.header is None:
        return [*phases, DraftPhase("", None, None, None, section.lines, section.at)], race, lines
    header = section.header.body
    assert isinstance(header, nodes.PhaseHeader)
    if header.name in seen:
        report.say(
            "phase-twice",
            header.name_at,
            labels=(Label(seen[header.name], "the first one"),),
            name=header.name,
        )
        return phases, race, lines
    seen[header.name] = header.name_at
    new = DraftPhase(
        header.name, header.title, header.length, section.header.condition, section.lines, header.at
    )
    names = [p.name for p in phases]
    if lost:
        return [*phases, new], race, lines
    if parent is None:
        if header.remove:
            report.say("remove-without-extends", header.at, name=header.name)
            return phases, race, lines
        if header.after is not None:
            report.say("after-without-extends", header.at, name=header.name, after=header.after)
            return [*phases, new], race, lines
        if header.length is None:
            report.say("phase-without-length", header.name_at, name=header.name)
        return [*phases, new], race, lines
    if header.remove:
        if header.name not in names:
            _unknown_phase(header.name, header.name_at, names, library, files)
            return phases, race, lines
        return *_removed(header.name, phases, race), _without_phase(header.name, lines, library)
    if header.name in names and header.after is None:
        i = names.index(header.name)
        phases = [*phases[:i], _merged(phases[i], new, files), *phases[i + 1 :]]
        return phases, race, lines
    if header.name in names:
        # `phase hills 3 weeks after base` of a phase that is there: it moves, and keeps its lines.
        new = _merged(phases[names.index(header.name)], new, files)
        phases, race = _removed(header.name, phases, race)
        names = [p.name for p in phases]
    if new.length is None:
        report.say("phase-without-length", header.name_at, name=header.name)
    if header.after is None:
        report.say(
            "phase-without-place", header.name_at, name=header.name, last=names[-1] if names else "base"
        )
        return [*phases, new], race, lines
    if header.after not in names:
        _unknown_phase(header.after, header.at, names, library, files)
        return [*phases, new], race, lines
    i = names.index(header.after) + 1
    if race is not None and i <= race.after:
        race = race._replace(after=race.after + 1)
    return [*phases[:i], new, *phases[i:]], race, lines


def _removed(
    name: str, phases: list[DraftPhase], race: DraftRace | None
) -> tuple[list[DraftPhase], DraftRace | None]:
    i = [p.name for p in phases].index(name)
    if race is not None and i < race.after:
        race = race._replace(after=race.after - 1)
    return [*phases[:i], *phases[i + 1 :]], race


def _without_phase(name: str, lines: tuple[Statement, ...], library: Library) -> tuple[Statement, ...]:
    """Inherited lines without those for a phase that is gone."""
    library.expects = [(line, at) for line, at in library.expects if not _is_for(line, name)]
    return tuple(line for line in lines if not _is_for(line, name))


def _is_for(line: Statement, name: str) -> bool:
    return isinstance(line.selector, nodes.InPhase) and line.selector.phase == name


def _merged(old: DraftPhase, new: DraftPhase, files: Files) -> DraftPhase:
    _warn_hidden(new.lines, old.lines, files)
    return DraftPhase(
        old.name,
        new.title or old.title,
        new.length or old.length,
        new.condition or old.condition,
        (*old.lines, *new.lines),
        new.at if new.length else old.at,
    )


def _unknown_phase(name: str, at: Span, names: list[str], library: Library, files: Files) -> None:
    if library.may_define("phase", name):
        return
    near = nearest(name, names)
    if near:
        files.report.say("unknown-phase", at, name=name, help=f"did you mean `{near}`?")
    else:
        files.report.say("unknown-phase", at, name=name, phases=", ".join(f"`{n}`" for n in names))


def _warn_hidden(own: tuple[Statement, ...], inherited: tuple[Statement, ...], files: Files) -> None:
    """A general line of one's own hides what the extended plan says for single weeks: worth a word."""
    from runplan.template.shadows import covers

    special = [line for line in inherited if line.selector is not None]
    for line in own:
        if line.selector is not None or line.condition is not None:
            continue
        for old in special:
            if covers(line, old):
                assert old.selector is not None
                files.report.say(
                    "hides-inherited", line.at, labels=(Label(old.at, "this line never wins any more"),)
                )
                break
