"""The way of the data, for the commands: a file that the user names becomes a `Plan` and what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from runplan.cli.project import ENDINGS, Project, display_path, find_root, nearest_file
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.report import counted
from runplan.plan import Origin, Plan
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import BadLine, Module, Statement
from runplan.syntax.span import NOWHERE, Span
from runplan.template.model import Runner, Template

if TYPE_CHECKING:
    from runplan.cli.remembered import Checked
    from runplan.schedule.season import Season

_SKIPPED = ("node_modules", "__pycache__")


EXAMPLE_NOTE = "in the plan of the example runner"
"""What is said of a plan that nobody has been found to follow."""


class Target(Record):
    """A file to work on: its project, its path from the project's root, and as the user would type it."""

    project: Project
    key: str
    shown: str


class Compiled(Record):
    """What a file gave. `diagnostics` name places as the user would type them; `unreadable` says that there was no
    text to look at. `season` is the plan with how it came about."""

    target: Target
    runner: Runner | None
    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    unreadable: bool = False
    season: Season | None = None

    @property
    def has_errors(self) -> bool:
        """Whether the plan may not be trusted."""
        return any(d.severity == "error" for d in self.diagnostics)


class Workplace:
    """The projects of a run, by root, and the texts of their files."""

    def __init__(self) -> None:
        self._projects: dict[str, Project] = {}

    def target(self, path: str) -> Target:
        """The file `path`, in its project."""
        root = find_root(os.path.dirname(os.path.abspath(path)))
        if root not in self._projects:
            self._projects[root] = Project(root)
        project = self._projects[root]
        return Target(project, project.key(path), display_path(path))

    def find(self, paths: Iterable[str], endings: tuple[str, ...], report: Report) -> list[Target]:
        """The files that `paths` name, those in folders too, each once; what is not there is reported."""
        found: dict[str, Target] = {}
        for path in paths:
            for file in _files(path, endings, report):
                target = self.target(file)
                found.setdefault(target.project.path(target.key), target)
        return list(found.values())

    def sources(self) -> dict[str, str]:
        """The text of every file that was read, by its path as the user would type it."""
        return {
            project.display(key): text
            for project in self._projects.values()
            for key, text in project.texts.items()
        }


def _files(path: str, endings: tuple[str, ...], report: Report) -> Iterator[str]:
    shown = display_path(path)
    at = Span(shown, 0, 0, 0)
    if os.path.isdir(path):
        files = list(_walk(path, endings))
        if not files:
            wanted = " and no ".join(f"`{e}`" for e in endings) + " file"
            others = next(_walk(path, ENDINGS), None)
            way = "`runplan new DIR` makes a folder with a plan to start from"
            report.say("empty-folder", at, path=shown, wanted=wanted, way="" if others else way)
        yield from files
    elif not os.path.lexists(path) and (matching := _matching(path)):
        # The shell of Windows leaves `*.plan` to the program.
        for file in matching:
            yield from _files(file, endings, report)
    elif not os.path.lexists(path):
        folder, name = os.path.split(path)
        near = nearest_file(folder or ".", name)
        if near:
            report.say("missing-file", at, path=shown, near=display_path(os.path.join(folder, near)))
        else:
            report.say("missing-file", at, path=shown)
    elif not path.endswith(ENDINGS):
        report.say("not-a-plan-file", at, path=shown)
    else:
        yield path


def _matching(pattern: str) -> list[str]:
    if "*" not in pattern and "?" not in pattern:
        return []
    from glob import glob

    return sorted(glob(pattern))


def _walk(folder: str, endings: tuple[str, ...]) -> Iterator[str]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        for file in sorted(files):
            if file.endswith(endings) and not file.startswith("."):
                yield os.path.join(here, file)


# ---- one file ------------------------------------------------------------------------------------------------


def compile_target(target: Target, today: date, follow: str | None = None) -> Compiled:
    """Reads, resolves and schedules a `.runner`; a `.plan` is tried on an example runner made of its own defaults.

    `follow` is the key of a plan that takes the place of the one that the runner follows. A file of shared parts,
    without a plan in it, is resolved and gives no `Plan`.
    """
    project = target.project
    report = Report()
    module = project.open(target.key, report)
    if module is None:
        return Compiled(target, None, None, _shown(project, report), unreadable=True)
    if target.key.endswith(".runner"):
        if follow is not None:
            module = _following(module, follow, report)
        runner, nominal = _resolve_runner(module, project, report), False
    else:
        template = _resolve_plan(module, project, report)
        runner, nominal = template and _example(template, today), True
    if runner is None:
        return Compiled(target, None, None, _shown(project, report))
    used: set[Span] = set()
    season = _schedule(runner, report, project, nominal, used)
    if nominal and season is not None:
        _try_others(runner.blocks[0].template, today, report, project, used)
    if season is not None:
        season = season._replace(plan=with_lines(season.plan, project.texts))
    plan = season.plan if season is not None else None
    return Compiled(target, runner, plan, _shown(project, report), season=season)


def _resolve_runner(module: Module, project: Project, report: Report) -> Runner | None:
    from runplan.template.resolve import resolve_runner

    return resolve_runner(module, project.load, report)


def _resolve_plan(module: Module, project: Project, report: Report) -> Template | None:
    from runplan.template.resolve import resolve_template

    return resolve_template(module, project.load, report)


def _example(template: Template, today: date) -> Runner:
    from runplan.schedule import nominal_runner

    return nominal_runner(template, today)


def _schedule(
    runner: Runner, report: Report, project: Project, nominal: bool, used: set[Span]
) -> Season | None:
    """The plan and how it came about. What is wrong in a plan's file says for which runner. `used` collects the `allow` lines
    that silenced something."""
    if report.has_errors:
        return None
    from runplan.review.review import review_season
    from runplan.review.rules import ALL
    from runplan.schedule.season import schedule_season

    found = Report()
    season = schedule_season(runner, found, project.salt, nominal)
    if season is not None:
        rules = (*ALL, *project.rules)
        season = season._replace(plan=review_season(season, runner, found, nominal, rules, used))
    note = EXAMPLE_NOTE if nominal else f"in the plan of {runner.name}"
    for problem in found.only("needs-not-met"):
        if problem.week is not None and season is not None and len(season.blocks) > 1:
            block = season.plan.blocks[problem.week[0] - 1]
            which = f"in plan {problem.week[0]} of the season, {block.title}"
            problem = problem._replace(notes=(*problem.notes, which))
        if problem.code in ("needs-not-met", "too-few-weeks") and not nominal:
            from runplan.cli.other_plans import with_other_plans

            problem = with_other_plans(problem, runner)
        report.add(
            problem
            if not nominal and problem.at.file == runner.path
            else problem._replace(notes=(*problem.notes, note))
        )
    return season


def _try_others(template: Template, today: date, report: Report, project: Project, used: set[Span]) -> None:
    """What the review finds in a plan for other runners than the example runner, each thing once a line; and the `allow` lines
    of the plan that silence nothing for any of them."""
    from runplan.review.representatives import representatives
    from runplan.review.review import review_season, say_unused
    from runplan.review.rules import ALL
    from runplan.schedule.season import schedule_season

    said = {(problem.code, problem.at.file, problem.at.line) for problem in report}
    for who, runner in representatives(template, today):
        found = Report()
        season = schedule_season(runner, found, nominal=True)
        if season is None or found.has_errors:
            continue
        found = Report()
        review_season(season, runner, found, True, (*ALL, *project.rules), used)
        for problem in found:
            place = (problem.code, problem.at.file, problem.at.line)
            if problem.week is not None and place not in said:
                said.add(place)
                report.add(problem._replace(notes=(*problem.notes, f"{EXAMPLE_NOTE}: {who}")))
    for line in (*template.lines, *(line for phase in template.phases for line in phase.lines)):
        # One with a condition may be for a runner whom nobody has tried.
        if isinstance(line.body, nodes.Allow) and line.condition is None and line.at not in used:
            say_unused(line, line.body, report)


def with_lines(plan: Plan, texts: Mapping[str, str]) -> Plan:
    """The plan, each of whose findings quotes its line; `texts` are those of the files by their path in the project."""
    files: dict[str, list[str]] = {}

    def line_at(origin: Origin) -> str | None:
        if origin.file not in texts:
            return None
        lines = files.setdefault(origin.file, texts[origin.file].splitlines())
        return lines[origin.line - 1].strip() if 0 < origin.line <= len(lines) else None

    if not plan.findings:
        return plan
    quoted = (f if f.line is not None else f._replace(line=line_at(f.origin)) for f in plan.findings)
    return plan._replace(findings=tuple(quoted))


def _following(module: Module, plan: str, report: Report) -> Module:
    """`module`, whose runner follows the plan `plan` (a key) instead of the one that it names, if any."""
    follows = [
        line for line in module.lines if isinstance(line, Statement) and isinstance(line.body, nodes.Follows)
    ]
    if len(follows) > 1:
        report.say("several-plans", follows[1].at, path=module.path, count=counted(len(follows), "plan"))
        return module
    header = next(
        (s.at for s in module.lines if isinstance(s, Statement) and isinstance(s.body, nodes.RunnerHeader)),
        NOWHERE,
    )
    at = follows[0].at if follows else header
    path = os.path.relpath(plan, os.path.dirname(module.path) or ".").replace(os.sep, "/")
    instead = Statement(None, nodes.Follows(path, at, at), None, at)
    lines: list[Statement | BadLine] = []
    for line in module.lines:
        lines.append(instead if follows and line is follows[0] else line)
        if not follows and line.at == header:
            lines.append(instead)
    return Module(module.path, tuple(lines))


def _shown(project: Project, report: Report) -> tuple[Diagnostic, ...]:
    return tuple(project.shown(d) for d in report)


# ---- many files ----------------------------------------------------------------------------------------------


def followed(compiled: Compiled) -> tuple[str, ...]:
    """Where the plans lie that a runner follows; none of them for a plan."""
    if compiled.runner is None or not compiled.target.key.endswith(".runner"):
        return ()
    return tuple(compiled.target.project.path(block.template.path) for block in compiled.runner.blocks)


def said_once(every: Sequence[tuple[Target, Checked]]) -> list[list[Diagnostic]]:
    """The diagnostics of each. What a plan's example runner meets is left out where somebody who follows that plan meets
    it too: of the two, the real one is to be looked after."""
    met: dict[str, set[tuple[str, Span]]] = {}
    for _, checked in every:
        places = {(d.code, d.at) for d in checked.diagnostics}
        for path in checked.follows:
            met.setdefault(path, set()).update(places)

    def is_new(target: Target, problem: Diagnostic) -> bool:
        path = target.project.path(target.key)
        example = any(note.startswith(EXAMPLE_NOTE) for note in problem.notes)
        return not example or (problem.code, problem.at) not in met.get(path, ())

    return [[d for d in checked.diagnostics if is_new(target, d)] for target, checked in every]


def merged(groups: Iterable[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """All diagnostics in order of place, what several files had in common once."""
    found = dict.fromkeys(d for group in groups for d in group)
    return sorted(found, key=lambda d: (d.at.file, d.at.line, d.at.column, d.code))
