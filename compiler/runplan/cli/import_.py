"""`runplan import`: a coach's own calendar as a draft of a plan."""

import os
import shlex
import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from runplan.cli.findings import exit_code, hint
from runplan.cli.lint_ics import read_calendar
from runplan.cli.options import Day
from runplan.cli.project import display_path, reason
from runplan.cli.streams import (
    STANDARD_INPUT,
    wants_color,
    write_listed,
    write_result,
    write_word,
)
from runplan.cli.write import write_files
from runplan.diagnostics import Report
from runplan.diagnostics.render import render_human
from runplan.diagnostics.report import counted
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from runplan.calendar.draft import Draft


@click.command("import", short_help="Turn a calendar that you have into a draft of a plan.")
@click.argument("file", metavar="FILE")
@click.option(
    "--out", metavar="PLAN", help="Write the draft to this new file, a .plan, and not to standard output."
)
@click.option("--from", "since", type=Day(), metavar="DATE", help="Only what is on this day or later.")
@click.option("--to", "until", type=Day(), metavar="DATE", help="Only what is on this day or earlier.")
def command(file: str, out: str | None, since: date | None, until: date | None) -> int:
    """Turn a calendar (.ics) that you have into a draft of a plan: each run, race and hour of strength in it becomes a
    line with its date, and a comment says where something was guessed. `-` is standard input.

    English, German, French and Spanish are understood. What is not about training is listed at the end.

    \b
    Examples:
      runplan import club.ics > club.plan
      runplan import club.ics --from 2027-01-04 --out plans/club.plan
      curl -s https://example.org/club.ics | runplan import -
    """
    if since is not None and until is not None and until < since:
        raise click.UsageError(f"`--to {until}` lies before `--from {since}`")
    if out is not None and not out.endswith(".plan"):
        raise click.UsageError(f"a draft is a plan: `--out {os.path.splitext(out)[0] or 'draft'}.plan`")
    from runplan.calendar.draft import draft_calendar

    report = Report()
    name = "<standard input>" if file == STANDARD_INPUT else display_path(file)
    data = None if _is_address(file, report) else read_calendar(file, name, report)
    unreadable = data is None
    draft = None if data is None else draft_calendar(data, name, report, since, until)
    if draft is not None:
        if out is None:
            write_result(draft.text)
        elif not _write(out, draft.text, report):
            unreadable = True
        write_word(_summary(draft))
    found = list(report)
    write_word(render_human(found, _sources(data, name, report), color=wants_color(sys.stderr)))
    if found:
        write_word(hint(found))
    unreadable = unreadable or any(d.code not in ("nothing-to-import", "import-too-long") for d in found)
    return exit_code(found, unreadable=unreadable)


def _is_address(file: str, report: Report) -> bool:
    """Whether the user gave an address and no file, which is reported: what is on the network is for another program to load."""
    scheme, mark, rest = file.partition("://")
    if not mark or scheme.lower() not in ("http", "https", "webcal", "webcals"):
        return False
    scheme = "http" if scheme.lower() == "http" else "https"
    help_ = f"load it with another program: `curl -sL {shlex.quote(f'{scheme}://{rest}')} | runplan import -`"
    report.say("missing-file", Span(file, 0, 0, 0), path=file, help=help_)
    return True


def _sources(data: bytes | None, name: str, report: Report) -> dict[str, str]:
    if data is None or not len(report):
        return {}
    from runplan.calendar.lint import text_of

    return {name: text_of(data)}


def _write(out: str, text: str, report: Report) -> bool:
    """Writes the draft; False where that failed, which is reported. What is there already may be work."""
    shown = display_path(out)
    folder, name = os.path.split(out)
    there = os.path.lexists(out)
    why = "it is there already" if there else ""
    if not there:
        try:
            write_files(folder or ".", {name: text.encode()})
        except OSError as problem:
            why = reason(problem)
    if why:
        help_ = "name another file with `--out`, or move this one away" if there else None
        report.say("unwritable-file", Span(shown, 0, 0, 0), path=shown, why=why, help=help_)
        return False
    write_listed(f"{shown}\n")
    return True


def _summary(draft: "Draft") -> str:
    """`57 events: 42 understood, in 6 lines something guessed; 12 not known for training, 3 cancelled`."""
    said = f"{counted(draft.events, 'event')}: {draft.understood} understood"
    if draft.guessed:
        said += f", with a guess in {counted(draft.guessed, 'line')}"
    rest = [
        f"{count} {what}"
        for count, what in (
            (draft.others, "not known for training"),
            (draft.cancelled, "cancelled"),
            (draft.twice, "there twice"),
            (draft.unread, "without a date that can be read"),
        )
        if count
    ]
    return f"{said}{'; ' if rest else ''}{', '.join(rest)}\n"
