"""`runplan lint-ics`: what is wrong with calendars, whoever wrote them."""

import os
import sys
from collections.abc import Sequence
from typing import Any, cast

import click

from runplan.cli.findings import closing, exit_code
from runplan.cli.options import strict_option
from runplan.cli.progress import watched
from runplan.cli.project import MOST_READ, display_path, read_bytes
from runplan.cli.streams import STANDARD_INPUT, read_input, wants_color, write_result, write_word
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import FORMATS, Format, render
from runplan.syntax.span import Span


@click.command("lint-ics", short_help="Look for mistakes in calendars, whoever wrote them.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    metavar="FORM",
    default="human",
    show_default=True,
    help="How to print it: human, short, json, github or sarif.",
)
@strict_option
def command(files: tuple[str, ...], form: str, strict: bool) -> int:
    """Look for mistakes in calendars (.ics), whoever wrote them; `-` is standard input.

    Errors are what RFC 5545, RFC 7986 and their successors forbid; warnings are what is legal and known to break in
    programs. The exit code is 0 if all is well, 1 if there are errors, and 2 if a file cannot be read.

    \b
    Examples:
      runplan lint-ics out/ana.ics
      runplan lint-ics public/*.ics --strict --format github
      curl -s https://example.org/club.ics | runplan lint-ics -
    """
    return lint_files(files, cast("Format", form), strict=strict)


def lint_files(files: Sequence[str], form: Format, *, strict: bool) -> int:
    """Prints what is wrong with each calendar; gives the exit code."""
    from runplan.calendar.lint import lint_calendar, text_of

    found: list[Diagnostic] = []
    sources: dict[str, str] = {}
    unreadable = False
    for file in watched(files, len(files), str):
        name = "<standard input>" if file == STANDARD_INPUT else display_path(file)
        if name in sources:
            continue
        report = Report()
        data = read_calendar(file, name, report)
        if data is None:
            unreadable = True
        else:
            report = lint_calendar(data, name)
            sources[name] = text_of(data) if len(report) else ""
        found += report
    write_result(render(found, sources, form, color=wants_color(sys.stdout), files=len(sources)))
    if form == "human":
        write_word(closing(found, len(sources)))
    return exit_code(found, strict, unreadable)


def read_calendar(file: str, name: str, report: Report) -> bytes | None:
    """The bytes of a calendar that the user named; None where they cannot be had, which is reported."""
    if file == STANDARD_INPUT:
        data = read_input(name, report)
    elif os.path.lexists(file):
        data = read_bytes(file, name, report)
    else:
        report.say("missing-file", Span(name, 0, 0, 0), path=name, **_near(file))
        return None
    if data is not None and len(data) >= MOST_READ:
        report.say("ics-too-long", Span(name, 0, 0, 0), most=MOST_READ // 1_000_000)
        return None
    return data


def _near(file: str) -> dict[str, Any]:
    """The calendar of the folder whose name is most like that of `file`, if there is one."""
    from difflib import get_close_matches

    folder, name = os.path.split(file)
    try:
        there = [each for each in os.listdir(folder or ".") if each.endswith(".ics")]
    except OSError:
        return {}
    near = get_close_matches(name, sorted(there), 1)
    return {"near": display_path(os.path.join(folder, near[0]))} if near else {}
