"""`runplan fmt`: plans and runners in the usual form."""

import sys

import click

from runplan.cli.compile import Target, Workplace, merged
from runplan.cli.findings import exit_code
from runplan.cli.progress import watched
from runplan.cli.project import ENDINGS, read_bytes, reason
from runplan.cli.streams import (
    STANDARD_INPUT,
    read_input,
    wants_color,
    write_listed,
    write_result,
    write_word,
)
from runplan.cli.write import write_over
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import render_human
from runplan.syntax.format import format_text
from runplan.syntax.parse import decode, parse_module, split_lines
from runplan.syntax.span import Span


@click.command("fmt", short_help="Put plans and runners into the usual form.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Write nothing; the exit code is 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
def command(paths: tuple[str, ...], check: bool, diff: bool) -> int:
    """Put plans and runners into the usual form: indented, aligned, one space where one belongs. PATH is a file, a
    folder, or `-` for standard input, which comes out on standard output.

    Comments stay, and so does every word: only space changes. A line with a mistake stays as it is.

    \b
    Examples:
      runplan fmt plans runners
      runplan fmt --check --diff .
      runplan fmt - < draft.plan
    """
    if STANDARD_INPUT in paths:
        if len(paths) > 1:
            raise click.UsageError("`-` stands alone")
        return _format_input(check, diff)
    place = Workplace()
    wrong = Report()
    targets = place.find(paths, ENDINGS, wrong)
    groups: list[tuple[Diagnostic, ...]] = [tuple(wrong)]
    sources: dict[str, str] = {}
    unreadable = bool(len(wrong))
    changed = 0
    for target in watched(targets, len(targets), lambda t: t.shown):
        report = Report()
        data = read_bytes(target.project.path(target.key), target.shown, report)
        text = None if data is None else decode(data, target.shown, report)
        unreadable = unreadable or text is None
        if text is not None:
            sources[target.shown] = text
            formatted = _formatted(text, target.shown, report)
            if formatted.encode() != data:
                changed += 1
                if diff:
                    write_result(_difference(text, formatted, target.shown))
                elif check:
                    write_result(f"{target.shown}\n")
                else:
                    write_listed(f"{target.shown}\n")
                    _write(target, formatted, report)
        groups.append(tuple(report))
    found = merged(groups)
    write_word(render_human(found, sources, color=wants_color(sys.stderr)))
    return exit_code(found, unreadable=unreadable) or int(check and changed > 0)


def _format_input(check: bool, diff: bool) -> int:
    name = "<standard input>"
    report = Report()
    data = read_input(name, report)
    text = None if data is None else decode(data, name, report)
    changed = False
    if text is not None:
        formatted = _formatted(text, name, report)
        changed = formatted.encode() != data
        if diff:
            write_result(_difference(text, formatted, name))
        elif not check:
            write_result(formatted.encode())
    write_word(render_human(list(report), {name: text or ""}, color=wants_color(sys.stderr)))
    return exit_code(list(report), unreadable=text is None) or int(check and changed)


def _formatted(text: str, name: str, report: Report) -> str:
    """The text in its usual form; lines that cannot be read are reported and stay."""
    parse_module(text, name, report)
    formatted = format_text(text, name)
    if formatted is None:
        raise AssertionError("the usual form of a file would not say the same, so nothing was written")
    return formatted


def _difference(text: str, formatted: str, name: str) -> str:
    from difflib import unified_diff

    lines = unified_diff(split_lines(text), split_lines(formatted), name, f"{name} (formatted)", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _write(target: Target, formatted: str, report: Report) -> None:
    try:
        write_over(target.project.path(target.key), formatted.encode())
    except OSError as problem:
        report.say("unwritable-file", Span(target.shown, 0, 0, 0), path=target.shown, why=reason(problem))
