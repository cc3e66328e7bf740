"""`runplan check`: every mistake of the files that are named."""

import sys
from datetime import date
from typing import cast

import click

from runplan.cli.compile import Workplace, compile_target, merged
from runplan.cli.options import strict_option, today_option
from runplan.cli.progress import watched
from runplan.cli.project import ENDINGS
from runplan.cli.streams import wants_color, write_result, write_word
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import FORMATS, Format, render
from runplan.diagnostics.report import counted


@click.command("check", short_help="Look for mistakes in plans and runners.")
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    metavar="FORM",
    default="human",
    show_default=True,
    help="How to print it: human, short, json, github or sarif.",
)
@click.option(
    "--roster", metavar="FILE|URL", help="Check every row of a table, with the plan PATH if one is given."
)
@strict_option
@today_option
def command(paths: tuple[str, ...], form: str, roster: str | None, strict: bool, today: date) -> int:
    """Look for mistakes in plans and runners; PATH is a file or a folder.

    A runner's plan is worked out day by day, and a plan by itself is tried on an example runner made of its own
    defaults. The exit code is 0 if all is well, 1 if there are errors, and 2 if a file cannot be read.

    \b
    Examples:
      runplan check plans/half-marathon.plan
      runplan check . --strict
      runplan check plans runners --format github
      runplan check plans/half-marathon.plan --roster squad.csv
    """
    if roster is not None:
        from runplan.cli.roster import check_roster

        return check_roster(roster, paths, form, strict)
    if not paths:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    place = Workplace()
    wrong = Report()
    targets = place.find(paths, ENDINGS, wrong)
    groups: list[tuple[Diagnostic, ...]] = [tuple(wrong)]
    unreadable = bool(len(wrong))
    for target in watched(targets, len(targets), lambda t: t.shown):
        compiled = compile_target(target, today)
        groups.append(compiled.diagnostics)
        unreadable = unreadable or compiled.unreadable
    found = merged(groups)
    color = wants_color(sys.stdout)
    write_result(render(found, place.sources(), cast("Format", form), color=color))
    if form == "human":
        write_word(closing(found, len(targets)))
    return exit_code(found, strict, unreadable)


def closing(found: list[Diagnostic], files: int) -> str:
    """The last word to a person: that all is well, or where to read on."""
    if not found:
        return f"{counted(files, 'file')} checked, no mistakes\n"
    return f"`runplan explain {found[0].code}` says more\n"


def exit_code(found: list[Diagnostic], strict: bool = False, unreadable: bool = False) -> int:
    """0 clean, 1 findings, 2 where something could not be read at all."""
    if unreadable:
        return 2
    return int(any(d.severity == "error" or (strict and d.severity == "warning") for d in found))
