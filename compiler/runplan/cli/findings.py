"""What a command has found, and what it ends with. Imports no click, so that a plain `check` starts quickly."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date

from runplan.cli.checking import try_files
from runplan.cli.compile import Target, Workplace, merged, said_once
from runplan.cli.progress import watched
from runplan.cli.project import ENDINGS, display_path, reason
from runplan.cli.remembered import Checked
from runplan.cli.streams import wants_color, write_result, write_word
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import Format, render
from runplan.diagnostics.report import Severity, counted
from runplan.syntax.span import Span


def check_files(
    paths: Sequence[str], form: Format, *, strict: bool, today: date, notes: bool = False, fix: bool = False
) -> int:
    """Prints every mistake of the files, and of those in the folders, that `paths` name; gives the exit code.

    `notes` asks for what the review found merely worth knowing too, `fix` for putting right what can be put right first.
    """
    place = Workplace()
    wrong = Report()
    targets = place.find(paths, ENDINGS, wrong)
    groups: list[tuple[Diagnostic, ...]] = [tuple(wrong)]
    unreadable = bool(len(wrong))
    if fix and not _fix(targets, today, wrong):
        return 2
    tried: list[tuple[Target, Checked]] = []
    for target, checked, unread in watched(
        try_files(targets, today), len(targets), lambda each: each[0].shown
    ):
        tried.append((target, checked))
        unreadable = unreadable or unread
    found = merged([*groups, *said_once(tried)])
    found = found if notes else without_notes(found)
    color = wants_color(sys.stdout)
    write_result(render(found, place.sources(), form, color=color, files=len(targets)))
    if form == "human":
        write_word(closing(found, len(targets)))
    return exit_code(found, strict, unreadable)


def _fix(targets: Sequence[Target], today: date, wrong: Report) -> bool:
    """Corrects the files and says what was written where; False where one could not be written."""
    from runplan.cli.fix import fix_files

    try:
        made = fix_files(targets, today)
    except OSError as problem:
        path = display_path(problem.filename or "")
        wrong.say("unwritable-file", Span(path, 0, 0, 0), path=path, why=reason(problem))
        write_word(render(list(wrong), {}, "human", color=wants_color(sys.stderr)))
        return False
    for each in made:
        if each.left:
            why = "would not go" if each.left == each.code else f"would bring `{each.left}`"
            write_word(f"{each.file}: `{each.code}` is left: what was tried {why}\n")
            continue
        what = f"`{each.text}`" if each.text else "a line taken away"
        write_word(f"{each.file}: {what} ({each.code})\n")
    return True


def without_notes(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What everybody should see."""
    return [problem for problem in found if not problem.is_note]


def closing(found: list[Diagnostic], files: int) -> str:
    """The last word to a person: that all is well, or where to read on."""
    if not found:
        return f"{counted(files, 'file')} checked, no mistakes\n"
    return hint(found)


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
