"""`runplan show`: a plan as a calendar in the terminal."""

import sys
from datetime import date
from typing import Literal

import click

from runplan.cli.findings import exit_code, without_notes
from runplan.cli.one import compile_one, say_no_plan
from runplan.cli.options import today_option
from runplan.cli.streams import wants_color, write_result, write_word
from runplan.diagnostics.render import render_human
from runplan.plan import Plan

WIDEST = 120


@click.command("show", short_help="Print a plan as a calendar in the terminal.")
@click.argument("path", metavar="PATH")
@click.option(
    "--week", "weeks", type=int, multiple=True, metavar="N", help="Only week N, with all its steps."
)
@click.option("--load", "loads", is_flag=True, help="The training load, a row a week.")
@today_option
def command(path: str, weeks: tuple[int, ...], loads: bool, today: date) -> int:
    """Print a plan as a calendar in the terminal: weeks down, days across. PATH is a .runner, or a .plan, which is
    shown for an example runner made of its own defaults.

    \b
    Examples:
      runplan show runners/ana.runner
      runplan show plans/half-marathon.plan --today 2027-01-04
      runplan show runners/ana.runner --week 3
      runplan show runners/ana.runner --load
    """
    if loads and weeks:
        raise click.UsageError("`--load` shows every week: leave `--week` out")
    found_one = compile_one(path, today)
    if found_one is None:
        return 2
    place, compiled = found_one
    shown = compiled.plan and not compiled.has_errors and _chosen(compiled.plan, weeks)
    write_word(
        render_human(without_notes(compiled.diagnostics), place.sources(), color=wants_color(sys.stderr))
    )
    if shown:
        write_result(_rendered(shown, "load" if loads else "weeks" if weeks else "calendar"))
    else:
        say_no_plan(compiled)
    return exit_code(list(compiled.diagnostics), unreadable=compiled.unreadable)


def _chosen(plan: Plan, weeks: tuple[int, ...]) -> Plan:
    """The plan, with the weeks of these numbers only."""
    if not weeks:
        return plan
    chosen = tuple(week for week in plan.weeks if week.index in weeks)
    if not chosen:
        last = max(week.index for week in plan.weeks)
        raise click.BadParameter(f"the plan has weeks 1 to {last}", param_hint="--week")
    return plan._replace(weeks=chosen)


def _rendered(plan: Plan, what: Literal["calendar", "weeks", "load"]) -> str:
    from shutil import get_terminal_size

    width = min(get_terminal_size((80, 24)).columns, WIDEST)
    color = wants_color(sys.stdout)
    if what == "load":
        from runplan.emit.load_table import render_load
        from runplan.fitness.load import load_of

        return render_load(plan, load_of(plan), width, color)
    from runplan.emit.terminal import render_details, render_show

    return render_details(plan, width, color) if what == "weeks" else render_show(plan, width, color)
