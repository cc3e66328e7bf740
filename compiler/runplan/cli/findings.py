"""What a command has found, and what it ends with. Imports no click, so that a plain `check` starts quickly."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date

from runplan.cli.compile import Compiled, Workplace, compile_target, merged, said_once
from runplan.cli.progress import watched
from runplan.cli.project import ENDINGS
from runplan.cli.streams import wants_color, write_result, write_word
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import Format, render
from runplan.diagnostics.report import Severity, counted


def check_files(paths: Sequence[str], form: Format, *, strict: bool, today: date, notes: bool = False) -> int:
    """Prints every mistake of the files, and of those in the folders, that `paths` name; gives the exit code.

    `notes` asks for what the review found merely worth knowing too.
    """
    place = Workplace()
    wrong = Report()
    targets = place.find(paths, ENDINGS, wrong)
    groups: list[tuple[Diagnostic, ...]] = [tuple(wrong)]
    unreadable = bool(len(wrong))
    tried: list[Compiled] = []
    for target in watched(targets, len(targets), lambda t: t.shown):
        compiled = compile_target(target, today)
        tried.append(compiled)
        unreadable = unreadable or compiled.unreadable
    found = merged([*groups, *said_once(tried)])
    quiet = 0 if notes else sum(map(is_note, found))
    found = found if notes else without_notes(found)
    color = wants_color(sys.stdout)
    write_result(render(found, place.sources(), form, color=color, files=len(targets)))
    if form == "human":
        write_word(closing(found, len(targets), quiet))
    return exit_code(found, strict, unreadable)


def is_note(problem: Diagnostic) -> bool:
    """Whether it is a finding of the review that asks for nothing: shown only to those who ask for it."""
    return problem.severity == "info" and problem.week is not None


def without_notes(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What everybody should see."""
    return [problem for problem in found if not is_note(problem)]


def closing(found: list[Diagnostic], files: int, notes: int = 0) -> str:
    """The last word to a person: that all is well, or where to read on; and how many `notes` were left out."""
    more = f"; {counted(notes, 'note')} with `--notes`" if notes else ""
    if not found:
        return f"{counted(files, 'file')} checked, no mistakes{more}\n"
    return hint(found).rstrip("\n") + f"{more}\n"


def hint(found: Sequence[Diagnostic]) -> str:
    """Where to read on about the gravest problem, the first one of that weight."""
    gravest = min(found, key=lambda d: _WEIGHT.index(d.severity))
    return f"`runplan explain {gravest.code}` says more\n"


_WEIGHT: tuple[Severity, ...] = ("error", "warning", "info")


def exit_code(found: list[Diagnostic], strict: bool = False, unreadable: bool = False) -> int:
    """0 clean, 1 findings, 2 where something could not be read at all, or not be written."""
    if unreadable or any(d.code == "unwritable-file" for d in found):
        return 2
    return int(any(d.severity == "error" or (strict and d.severity == "warning") for d in found))
