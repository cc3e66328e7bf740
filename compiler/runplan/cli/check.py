"""`runplan check`: every mistake of the files that are named."""

from datetime import date
from typing import cast

import click

from runplan.cli.findings import check_files
from runplan.cli.options import strict_option, today_option
from runplan.diagnostics.render import FORMATS, Format


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
@click.option("--fix", is_flag=True, help="Put right what can be without anything else coming of it.")
@click.option("--notes", is_flag=True, help="Also what the review finds merely worth knowing.")
@strict_option
@today_option
def command(
    paths: tuple[str, ...], form: str, roster: str | None, fix: bool, notes: bool, strict: bool, today: date
) -> int:
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
        if fix:
            raise click.UsageError("`--fix` writes plans and runners: it cannot change a roster")
        from runplan.cli.roster import check_roster

        return check_roster(roster, paths, form, strict, notes)
    if not paths:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    return check_files(paths, cast("Format", form), strict=strict, today=today, notes=notes, fix=fix)
