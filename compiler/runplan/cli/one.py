"""The one file that a command is about: a runner, or a plan."""

import sys
from datetime import date

import click

from runplan.cli.compile import Compiled, Workplace, compile_target
from runplan.cli.project import ENDINGS
from runplan.cli.streams import wants_color, write_word
from runplan.diagnostics import Report
from runplan.diagnostics.render import render_human


def compile_one(path: str, today: date) -> tuple[Workplace, Compiled] | None:
    """The file that `path` names, compiled; None where there is none, which is said. Several are wrong use."""
    place = Workplace()
    wrong = Report()
    targets = place.find((path,), ENDINGS, wrong)
    if len(targets) > 1:
        raise click.UsageError(
            f"`{path}` holds {len(targets)} files: name one of them, such as `{targets[0].shown}`"
        )
    if not targets:
        write_word(render_human(list(wrong), {}, color=wants_color(sys.stderr)))
        return None
    return place, compile_target(targets[0], today)


def say_no_plan(compiled: Compiled) -> None:
    """Says why there is nothing to show of a file without a mistake and without a plan."""
    if not compiled.diagnostics:
        write_word(f"{compiled.target.shown} holds parts that plans share, and no plan\n")
