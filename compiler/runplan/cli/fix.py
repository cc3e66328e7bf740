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
    """A correction that was made: the file as the user would type it, the rule or code, and what was written. `left` says why it
    was not."""

    file: str
    code: str
    text: str
    left: str = ""


class Tried(Record):
    """The texts of a project as they are or might be, by their keys, and what is found in a target with them."""

    texts: dict[str, str]
    found: list[Diagnostic]
    read: Mapping[str, str]

    def text(self, key: str) -> str | None:
        """A file's text."""
        return self.texts.get(key) or self.read.get(key)


def fix_files(targets: Sequence[Target], today: date) -> list[Fixed]:
    """Puts right what can be in the files of `targets`, and writes those that changed; OSError where one cannot be written.

    Plans come before runners: what is wrong for everybody is put right there.
    """
    done: list[Fixed] = []
    texts: dict[str, dict[str, str]] = {}
    for target in sorted(targets, key=lambda t: t.key.endswith(".runner")):
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
    now = _tried(target, texts, today)
    hopeless: dict[tuple[str, str, int], Fixed] = {}
    while True:
        problem = next(
            (d for d in now.found if d.fix is not None and d.fix.safe and _name(d) not in hopeless), None
        )
        if problem is None:
            return now.texts, [*made, *hopeless.values()]
        result = _without(problem, target, now, today)
        if isinstance(result, str):
            hopeless[_name(problem)] = Fixed(problem.at.file, problem.code, "", result)
            continue
        now, steps = result
        made += steps


def _without(
    problem: Diagnostic, target: Target, start: Tried, today: date
) -> tuple[Tried, list[Fixed]] | str:
    """The texts in which the problem is gone and nothing else has come, and what was done; or what would have come."""
    before = _counts(start.found)
    steps: list[Fixed] = []
    step: Diagnostic | None = problem
    now = start
    written: set[tuple[str, int]] = set()
    for _ in range(MOST_STEPS):
        if step is None or step.fix is None:
            break
        key = target.project.key(step.fix.at.file)
        text = now.text(key)
        if text is None:
            break
        if step.fix.text.endswith("\n"):
            # What stood there and below stands a line lower now.
            written = {(f, row + (f == step.fix.at.file and row >= step.fix.at.line)) for f, row in written}
            written.add((step.fix.at.file, step.fix.at.line))
        steps.append(Fixed(step.fix.at.file, step.code, step.fix.text.strip()))
        now = _tried(target, {**now.texts, key: applied(text, step.fix)}, today)
        # A finding that was there already may now stand at a line that was written, besides where it was.
        after = _counts(
            d for d in now.found if d.code == problem.code or (d.at.file, d.at.line) not in written
        )
        come = sorted(name for name, count in after.items() if count > before[name])
        come += sorted({d.code for d in now.found if not d.is_note} - before.keys())
        if come:
            return come[0]
        if after[step.code] < before[step.code]:
            return now, steps
        last = step.fix
        step = next((d for d in now.found if d.code == problem.code and d.fix not in (None, last)), None)
    return problem.code


def _name(problem: Diagnostic) -> tuple[str, str, int]:
    assert problem.fix is not None
    return problem.code, problem.fix.text, problem.fix.at.line


def _tried(target: Target, texts: dict[str, str], today: date) -> Tried:
    project = Project(target.project.root, texts)
    compiled = compile_target(Target(project, target.key, target.shown), today)
    return Tried(texts, list(compiled.diagnostics), project.texts)


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
