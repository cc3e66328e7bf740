"""`check --fix`: corrections that can be worked out are put into the files, each only if nothing else comes of it.

A correction is tried in memory first. It stays if its finding goes, or moves on to a later week and goes in the end, and if no
other finding appears or grows; otherwise the text is as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from runplan.cli.compile import Target, compile_target
from runplan.cli.project import Project
from runplan.cli.write import write_over
from runplan.diagnostics import Diagnostic
from runplan.diagnostics.report import Fix
from runplan.record import Record

MOST_STEPS = 26
"""A finding that has not gone after so many lines for as many weeks is left to the coach."""


class Fixed(Record):
    """A correction that was made: the file as the user would type it, the rule or code, and what was written."""

    file: str
    code: str
    text: str


def fix_files(targets: Sequence[Target], today: date) -> list[Fixed]:
    """Puts right what can be in the files of `targets`, and writes those that changed; OSError where one cannot be written."""
    done: list[Fixed] = []
    texts: dict[str, dict[str, str]] = {}
    for target in targets:
        mine = texts.setdefault(target.project.root, {})
        changed, made = _fixed(target, dict(mine), today)
        mine.update(changed)
        done += made
    for root, changed in texts.items():
        project = Project(root)
        for key, text in changed.items():
            write_over(project.path(key), text.encode())
    return done


def _fixed(target: Target, texts: dict[str, str], today: date) -> tuple[dict[str, str], list[Fixed]]:
    """The texts with what could be put right for one target, and what that was."""
    made: list[Fixed] = []
    found = _found(target, texts, today)
    hopeless: set[tuple[str, str]] = set()
    while True:
        problem = next(
            (d for d in found if d.fix is not None and d.fix.safe and _name(d) not in hopeless), None
        )
        if problem is None:
            return texts, made
        result = _without(problem, target, texts, found, today)
        if result is None:
            hopeless.add(_name(problem))
            continue
        texts, steps, found = result
        made += steps


def _without(
    problem: Diagnostic, target: Target, texts: dict[str, str], found: Sequence[Diagnostic], today: date
) -> tuple[dict[str, str], list[Fixed], list[Diagnostic]] | None:
    """The texts in which the problem is gone and nothing else has come, what was done, and what is found then."""
    before = _counts(found)
    steps: list[Fixed] = []
    step: Diagnostic | None = problem
    for _ in range(MOST_STEPS):
        if step is None or step.fix is None:
            return None
        key = target.project.key(step.fix.at.file)
        text = texts.get(key) or target.project.texts.get(key)
        if text is None:
            return None
        texts = {**texts, key: applied(text, step.fix)}
        steps.append(Fixed(step.fix.at.file, step.code, step.fix.text.strip()))
        now = _found(target, texts, today)
        after = _counts(now)
        if any(count > before[name] for name, count in after.items()):
            return None
        if after[step.code] < before[step.code]:
            return texts, steps, now
        week = step.week
        step = next(
            (
                d
                for d in now
                if d.code == problem.code and d.fix is not None and _first_week(d) != _first_week(step)
            ),
            None,
        )
        if step is not None and week == step.week and step.fix == problem.fix:
            return None
    return None


def _first_week(problem: Diagnostic) -> str:
    return problem.fix.text if problem.fix is not None else ""


def _name(problem: Diagnostic) -> tuple[str, str]:
    return problem.code, problem.fix.text if problem.fix is not None else ""


def _found(target: Target, texts: Mapping[str, str], today: date) -> list[Diagnostic]:
    project = Project(target.project.root, texts)
    compiled = compile_target(Target(project, target.key, target.shown), today)
    target.project.texts.update(project.texts)
    return list(compiled.diagnostics)


def _counts(found: Iterable[Diagnostic]) -> Counter[str]:
    """How often each code is said, notes aside, whatever line it is said of: lines move."""
    return Counter(problem.code for problem in found if not problem.is_note)


def applied(text: str, fix: Fix) -> str:
    """The text with a correction in it. A whole statement that goes takes its line with it."""
    lines = text.split("\n")
    at = fix.at
    if at.line > len(lines):
        return (text if text.endswith("\n") or not text else text + "\n") + fix.text
    line = lines[at.line - 1]
    changed = line[: at.column - 1] + fix.text + line[at.end - 1 :]
    if not fix.text and not changed.strip():
        del lines[at.line - 1]
    else:
        lines[at.line - 1] = changed
    return "\n".join(lines)
