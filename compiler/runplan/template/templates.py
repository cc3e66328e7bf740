"""`resolve_template`: a `Module` becomes a `Template`.

The way: sections (what stands where), library (`use`), draft (`extends`), binding (names), and then the checks that
need the whole plan. All problems are said in one run; with an error there is no template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runplan.diagnostics import Label, Report
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Module, Statement
from runplan.syntax.span import Span
from runplan.template.binding import Binder
from runplan.template.conditions import check_condition, words_in
from runplan.template.inherit import Draft, DraftPhase, read_draft
from runplan.template.library import Files, Library
from runplan.template.lines import check_session_notes
from runplan.template.load import Load
from runplan.template.model import FORMAT, Expect, Line, Phase, RaceDay, Template
from runplan.template.sections import Outline
from runplan.template.selectors import Season, check_selectors, season_of
from runplan.template.whole import check_plan


class Resolved(Record):
    """What became of a plan's file: the template if it has no error, its names, and what there was to say."""

    template: Template | None
    library: Library
    report: Report


def resolve_template(module: Module, load: Load, report: Report) -> Template | None:
    """The template that a module holds, or None if it holds none or has an error.

    A module of shared parts only (workouts, routines, paces, expectations) is checked and gives None without one.
    """
    found = resolve_plan(module, load)
    report.extend(found.report)
    return found.template


def resolve_plan(module: Module, load: Load) -> Resolved:
    """The same, with the names of the file: a runner who follows the plan may call its workouts."""
    report = Report()
    files = Files(load, report)
    files.enter(module.path, Span(module.path, 1, 1, 1))
    page = files.outline(module)
    draft, library = read_draft(page, files)
    runner = next((section for section in page.of("runner") if section.header is not None), None)
    if runner is not None:
        report.say("runner-in-plan", runner.at)
    elif not page.damaged:
        _check_headers(page, report)
    binder = Binder(report)
    template = _bind(draft, binder, report) if draft is not None else None
    check_definitions(page, library, binder)
    sound = draft is not None and not draft.damaged and library.sound and not report.has_errors
    return Resolved(template if sound else None, library, report)


def _check_headers(page: Outline, report: Report) -> None:
    """A file begins with a header. Paces may stand without one, for other files to use."""
    if not page.sections and not page.uses:
        report.say("empty-file", Span(page.path, 0, 0, 0), path=page.path)
    elif all(section.kind == "file" for section in page.sections):
        lines = [line for section in page.sections for line in section.lines]
        stray = next((line for line in lines if not isinstance(line.body, nodes.PaceDefinition)), None)
        if stray is not None:
            report.say("line-before-header", stray.at)


def stem_of(path: str) -> str:
    """A file's name without folders and ending: the id of a plan or of a runner."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[0] or name


def check_definitions(page: Outline, library: Library, binder: Binder) -> None:
    """Checks a file's own workouts, routines, paces and expectations, called or not."""
    for workout in library.workouts.values():
        if workout.header.at.file == page.path and workout.home is library:
            binder.check_definition(workout)
    for routine in library.routines.values():
        if routine.header.at.file == page.path:
            binder.check_routine(routine, library)
    for pace in library.paces.values():
        if pace.line.at.file == page.path:
            binder.paces.bind(pace.line.target, library)
    for section in page.of("workout"):
        check_session_notes(tuple(line.body for line in section.lines), True, binder.report)


# ---- the plan --------------------------------------------------------------------------------------------------


def _bind(draft: Draft, binder: Binder, report: Report) -> Template | None:
    library = draft.library
    whole = not draft.damaged and library.whole
    if draft.header_missing and whole:
        report.say("plan-header-missing", draft.at)
    if not draft.phases and whole:
        report.say("plan-without-phases", draft.at)
    lines = bind_lines(draft.lines, library, binder)
    phases = tuple(_bind_phase(phase, library, binder) for phase in draft.phases)
    race = None
    if draft.race is not None:
        race = RaceDay(
            draft.race.distance,
            draft.race.title,
            draft.race.after,
            bind_lines(draft.race.lines, library, binder),
            draft.race.at,
        )
    season = season_of(
        [(p.name, p.length, p.condition is not None) for p in draft.phases],
        race.after if race else None,
    )
    for phase in draft.phases:
        check_condition(phase.condition, report, library)
    expects = _expects(library, season, draft, report)
    template = Template(
        FORMAT,
        "template",
        stem_of(draft.path),
        draft.title,
        draft.path,
        tuple(library.files),
        lines,
        phases,
        race,
        expects,
        (),
        draft.at,
    )
    template = template._replace(words=tuple(words_in(_all_of(lines, phases, race, expects))))
    check_plan(template, season, library, whole, report)
    return None if binder.broken else template


def bind_lines(statements: Sequence[Statement], library: Library, binder: Binder) -> tuple[Line, ...]:
    """The lines of a section with all names bound; those that cannot be bound are said and left out."""
    lines = []
    for statement in statements:
        if isinstance(statement.body, (nodes.Expectation, nodes.CircuitLine, nodes.RaceHeader)):
            continue  # it stands in a wrong place, which was said
        bound = binder.bind_statement(statement, library)
        if bound is not None:
            lines.append(Line(bound.selector, bound.body, bound.condition, bound.at))
    return tuple(lines)


def _all_of(
    lines: Sequence[Line], phases: Sequence[Phase], race: RaceDay | None, expects: Sequence[Expect]
) -> Iterator[object]:
    """Every body and every condition of a plan, in the order of the file."""
    for phase in (None, *phases):
        if phase is not None:
            yield phase.condition
        for line in lines if phase is None else phase.lines:
            yield line.body
            yield line.condition
    for line in race.lines if race is not None else ():
        yield line.body
        yield line.condition
    for expect in expects:
        yield expect.condition


def _bind_phase(draft: DraftPhase, library: Library, binder: Binder) -> Phase:
    length = draft.length or nodes.Length(1, 1, draft.at)
    lines = bind_lines(draft.lines, library, binder)
    return Phase(draft.name, draft.title, length, draft.condition, lines, draft.at)


def _expects(library: Library, season: Season, draft: Draft, report: Report) -> tuple[Expect, ...]:
    """The expectations, the plan's own and those of the files it uses."""
    expects = []
    for line, named in library.expects:
        if not isinstance(line.body, nodes.Expectation):
            continue
        check_condition(line.condition, report, library)
        selector = line.selector
        if isinstance(selector, nodes.InPhase) and line.at.file != draft.path:
            if selector.phase not in season.phases:
                if not library.may_define("phase", selector.phase):
                    labels = (Label(selector.at, "expected here"),)
                    report.say("expectation-of-no-phase", named, labels=labels, phase=selector.phase)
                continue
        else:
            check_selectors([line], None, season, library, report)
        expects.append(Expect(selector, line.body, line.condition, line.at))
    return tuple(expects)
