"""`resolve_runner`: a runner's module becomes a `Runner`, a block for each plan that they follow.

The runner's lines stay lines: an overlay in order, bound to the names of the plan below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runplan.diagnostics import Fix, Label, Report
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Module, Statement
from runplan.syntax.span import Span
from runplan.template.binding import Binder
from runplan.template.conditions import check_condition, words_in
from runplan.template.days import check_long_day
from runplan.template.library import Files, Library, combined, read_library
from runplan.template.lines import check_heart, check_line, check_once, check_words_used
from runplan.template.lists import check_lists
from runplan.template.load import Load
from runplan.template.model import Block, Expect, Line, Runner, Template
from runplan.template.sections import Outline
from runplan.template.selectors import (
    Season,
    check_overlay_selectors,
    check_selectors,
    is_known,
    say_phase_gone,
    season_of_plan,
)
from runplan.template.shadows import find_in_overlay
from runplan.template.shares import check_shares, has_volume, sessions_in
from runplan.template.templates import Resolved, bind_lines, check_definitions, resolve_plan, stem_of
from runplan.template.tree import rewrite
from runplan.template.whole import check_same_distance, never_wins
from runplan.units import HALF_MARATHON, MARATHON, base, decimal

Templates = dict[str, Resolved]
"""Plans that were resolved in this run, by path: many runners follow the same one."""


class _Part(Record):
    """The lines of a block before they are bound; `follows` is None for those that hold for every block."""

    follows: Statement | None
    lines: tuple[Statement, ...]


def resolve_runner(
    module: Module, load: Load, report: Report, templates: Templates | None = None
) -> Runner | None:
    """The runner of a module with the templates that they follow, or None if there is an error.

    `templates` remembers what was resolved, so that a plan that many runners follow is looked at once.
    """
    own = Report()
    files = Files(load, own)
    files.enter(module.path, Span(module.path, 1, 1, 1))
    page = files.outline(module)
    library = read_library(page, files)
    header = _header(page, own)
    _check_foreign_sections(page, own)
    binder = Binder(own)
    check_definitions(page, library, binder)
    parts = _split(page)
    whole = not page.damaged and library.whole
    if len(parts) == 1 and whole and header is not None:
        own.say("follows-missing", header.at)
    known = templates if templates is not None else {}
    followed = [_follow(part.follows, load, own, known) for part in parts[1:] if part.follows is not None]
    runner = _bind(page, header, parts, followed, library, whole, binder)
    report.extend(own)
    failed = own.has_errors or not whole or header is None or None in [f.template for f in followed]
    return None if failed else runner


def _header(page: Outline, report: Report) -> nodes.RunnerHeader | None:
    headers = [s.header for s in page.of("runner") if s.header is not None]
    for header in headers[1:]:
        report.say("two-runners", header.at, labels=(Label(headers[0].at, "the first one"),))
    if headers:
        body = headers[0].body
        assert isinstance(body, nodes.RunnerHeader)
        return body
    if not page.damaged:
        if page.sections:
            report.say("runner-header-missing", page.sections[0].at)
        else:
            report.say("empty-file", Span(page.path, 0, 0, 0), path=page.path)
    return None


def _check_foreign_sections(page: Outline, report: Report) -> None:
    if not page.of("runner"):
        return
    for section in page.sections:
        if section.kind in ("plan", "phase", "race") and section.header is not None:
            report.say("plan-in-runner", section.header.at, word=section.kind)


def _split(page: Outline) -> list[_Part]:
    """The lines before the first `follows`, and those of each block."""
    parts: list[tuple[Statement | None, list[Statement]]] = [(None, [])]
    for section in page.sections:
        if section.kind not in ("runner", "file"):
            continue
        for line in section.lines:
            if isinstance(line.body, nodes.Follows):
                parts.append((line, []))
            else:
                parts[-1][1].append(line)
    return [_Part(follows, tuple(lines)) for follows, lines in parts]


def _follow(line: Statement, load: Load, report: Report, templates: Templates) -> Resolved:
    """The plan that a `follows` line names; its problems are said at their own places."""
    body = line.body
    assert isinstance(body, nodes.Follows)
    nothing = Resolved(None, Library(body.path), Report())
    if not body.path.endswith(".plan"):
        if "." in body.path.rsplit("/", 1)[-1] or load(f"{body.path}.plan", body.path_at, Report()) is None:
            report.say("follows-no-plan-file", body.path_at, path=body.path)
        else:
            fix = Fix(body.path_at, f'"{body.path}.plan"')
            near = f"did you mean `{body.path}.plan`?"
            report.say("follows-no-plan-file", body.path_at, path=body.path, fix=fix, help=near)
        return nothing
    module = load(body.path, body.path_at, report)
    if module is None:
        return nothing
    found = templates.get(module.path)
    if found is None:
        found = templates[module.path] = resolve_plan(module, load)
    report.extend(found.report)
    unreadable = any(isinstance(x, nodes.BadLine) for x in module.lines)
    if found.template is None and not found.report.has_errors and not unreadable and found.library.whole:
        report.say("follows-no-plan", body.path_at, path=body.path)
    return found


# ---- binding ---------------------------------------------------------------------------------------------------


def _bind(
    page: Outline,
    header: nodes.RunnerHeader | None,
    parts: list[_Part],
    followed: list[Resolved],
    library: Library,
    whole: bool,
    binder: Binder,
) -> Runner | None:
    report = binder.report
    names = library
    for found in followed:
        names = combined(names, found.library)
        names.whole = names.whole and found.template is not None
    common = bind_lines(parts[0].lines, names, binder)
    blocks = []
    own_lines: list[tuple[Line, ...]] = []
    for part, found in zip(parts[1:], followed, strict=True):
        assert part.follows is not None
        seen = combined(library, found.library)
        seen.whole = seen.whole and found.template is not None
        lines = bind_lines(part.lines, seen, binder)
        own_lines.append(lines)
        if found.template is not None:
            template = _with_own(found.template, library, report)
            blocks.append(Block(template, lines, part.follows.at))
    templates = [found.template for found in followed]
    _check_common(parts[0], common, templates, names, whole, report)
    for part, lines, template_ in zip(parts[1:], own_lines, templates, strict=True):
        _check_block(part, common, lines, template_, names, whole, report)
    _check_words([*common, *(line for lines in own_lines for line in lines)], templates, whole, report)
    _check_time_off([common, *own_lines], report)
    check_heart([*common, *(line for lines in own_lines for line in lines)], report)
    if binder.broken or header is None:
        return None
    path = page.path
    return Runner(stem_of(path), header.name, path, common, tuple(blocks), header.at)


def _with_own(template: Template, library: Library, report: Report) -> Template:
    """The template with the runner's own paces where they have the same name, and the runner's expectations."""
    expects = [
        Expect(line.selector, line.body, line.condition, line.at)
        for line, _ in library.expects
        if isinstance(line.body, nodes.Expectation) and check_condition(line.condition, report, library)
    ]
    if expects:
        season = season_of_plan(template)
        kept = []
        for expect in expects:
            selector = expect.selector
            if isinstance(selector, nodes.InPhase) and not is_known(selector, season):
                say_phase_gone(selector.phase, selector.phase_at, [template], report)
            else:
                kept.append(expect)
        check_selectors(kept, None, season, library, report)
        template = template._replace(expects=(*template.expects, *kept))
    if not library.paces:
        return template
    binder = Binder(report)

    def redefine(node: Any) -> Any:
        if isinstance(node, nodes.OwnPace) and node.name in library.paces and node.definition is not None:
            bound = binder.paces.bind(node._replace(definition=None), library)
            return node if bound is None else bound
        return node

    bound: Template = rewrite(template, redefine)
    return bound


# ---- checks ----------------------------------------------------------------------------------------------------


def _check_common(
    part: _Part,
    lines: Sequence[Line],
    templates: list[Template | None],
    library: Library,
    whole: bool,
    report: Report,
) -> None:
    """Lines before the first `follows`: they hold for every block, so a start or a race cannot be among them."""
    has_race = not whole or any(t is None or t.race is not None for t in templates)
    for statement in part.lines:
        match statement.body:
            case nodes.Start() if whole:
                report.say("before-follows", statement.at, word="start")
            case nodes.RunnerRace() if whole:
                report.say("before-follows", statement.at, word="race")
    for line in lines:
        check_line(line, "week" if line.selector is not None else "plan", has_race, report)
        _check_runner_line(line, report)
    if not whole or not templates or None in templates:
        return
    seasons = [season_of_plan(t) for t in templates if t is not None]
    phases = {name: stretch for season in seasons for name, stretch in season.phases.items()}
    season = seasons[0] if len(seasons) == 1 else Season(phases, None, any(s.has_race for s in seasons), {})
    _check_against(lines, season, library, report)
    for shadowed in find_in_overlay(lines):
        never_wins(shadowed.line.at, shadowed.winner.at, report)
    check_long_day(lines, report)


def _check_block(
    part: _Part,
    common: Sequence[Line],
    lines: Sequence[Line],
    template: Template | None,
    library: Library,
    whole: bool,
    report: Report,
) -> None:
    starts = _each(lines, nodes.Start)
    races = _each(lines, nodes.RunnerRace)
    if whole:
        check_once(starts, "start", report)
        check_once(races, "race", report)
    has_race = not whole or template is None or template.race is not None
    for line in lines:
        check_line(line, "week" if line.selector is not None else "plan", has_race, report)
        _check_runner_line(line, report)
    if starts and races and whole:
        start, race = starts[-1].body, races[-1].body
        assert isinstance(start, nodes.Start)
        assert isinstance(race, nodes.RunnerRace)
        if start.day > race.day:
            labels = (Label(races[-1].at, "the race"),)
            report.say("start-after-race", starts[-1].at, labels=labels, start=start.day, race=race.day)
    if template is None:
        return
    undated = any(isinstance(x.body, nodes.RaceHeader) for x in part.lines)
    _check_race(part.follows, races, template, whole and not undated, report)
    if not whole:
        return
    season = season_of_plan(template)
    _check_against(lines, season, library, report)
    for shadowed in find_in_overlay(lines):
        never_wins(shadowed.line.at, shadowed.winner.at, report)
    check_long_day([*common, *lines], report)
    everything = [*template.lines, *(x for p in template.phases for x in p.lines), *common, *lines]
    peak = any(isinstance(x.body, nodes.RunnerFigure) and x.body.name == "peak" for x in everything)
    long = any(session.kind == "long" for x in everything for session, _ in sessions_in(x))
    check_shares([*common, *lines], has_volume(everything, None), peak, long, "the plan", report)


def _each(lines: Sequence[Line], kind: type) -> list[Line]:
    return [line for line in lines if isinstance(line.body, kind)]


def _check_race(
    follows: Statement | None, races: list[Line], template: Template, whole: bool, report: Report
) -> None:
    dated = any(isinstance(line.body, nodes.RunnerRace) for line in template.lines)
    if template.race is None:
        for line in races[:1]:
            labels = (Label(template.at, "this plan has no race"),)
            report.say("race-not-in-plan", line.at, labels=labels, plan=template.title)
        return
    if not races:
        if whole and not dated and follows is not None:
            report.say(
                "runner-without-race",
                follows.at,
                labels=(Label(template.race.at, "the race of the plan"),),
                race=race_name(template.race.distance),
                plan=template.title,
            )
        return
    body = races[0].body
    assert isinstance(body, nodes.RunnerRace)
    check_same_distance(body.distance, body.distance.at, template.race, "race-distance-differs", report)


def race_name(distance: nodes.Quantity) -> str:
    """A race's distance as one writes it: `half marathon`, `10 km`."""
    if not isinstance(distance.number, nodes.Constant):
        return "10 km"
    metres = base(distance.number.value, distance.unit)
    known = {HALF_MARATHON: "half marathon", MARATHON: "marathon"}.get(metres)
    return known or f"{decimal(distance.number.value)} {distance.unit}"


def _check_against(lines: Sequence[Line], season: Season, library: Library, report: Report) -> None:
    """The runner's lines against the phases of the plan. What a line no longer finds there is said when the plan is made: it
    keeps nobody from building it."""
    check_overlay_selectors(lines, season, library, report)
    for line in lines:
        if isinstance(line.selector, nodes.InPhase):
            stretch = season.phases.get(line.selector.phase)
            check_lists(line._replace(selector=line.selector.weeks), None, stretch, report)
        else:
            check_lists(line, None, season.whole, report)


def _check_runner_line(line: Line, report: Report) -> None:
    """What only a runner's line can say wrong."""
    body = line.body
    if isinstance(body, nodes.Move) and not isinstance(body.source, int) and line.selector is not None:
        report.say("move-date-with-selector", line.at)


def _check_words(
    lines: Sequence[Line], templates: list[Template | None], whole: bool, report: Report
) -> None:
    """A runner `is` what a condition asks for, else the word says nothing to anybody."""
    if not whole or None in templates or not templates:
        return
    known = [word for t in templates if t is not None for word in t.words]
    known += words_in(part for line in lines for part in (line.body, line.condition))
    check_words_used(lines, known, report)


def _check_time_off(parts: Sequence[Sequence[Line]], report: Report) -> None:
    """Two spans of the same kind that overlap are one span said twice."""
    seen: list[tuple[nodes.TimeOff, Span]] = []
    for lines in parts:
        for line in lines:
            body = line.body
            if not isinstance(body, nodes.TimeOff):
                continue
            for other, at in seen:
                if other.why == body.why and body.first <= other.last and other.first <= body.last:
                    report.say(
                        "time-off-overlaps", line.at, labels=(Label(at, "the other one"),), why=body.why
                    )
                    break
            seen.append((body, line.at))
