"""`runplan chart`: volume, intensity and form of a plan as SVG."""

import os
import sys
from datetime import date

import click

from runplan.cli.findings import exit_code, without_notes
from runplan.cli.one import compile_one, say_no_plan
from runplan.cli.options import today_option
from runplan.cli.project import display_path, reason
from runplan.cli.streams import wants_color, write_listed, write_result, write_word
from runplan.cli.write import write_files
from runplan.diagnostics import Report
from runplan.diagnostics.render import render_human
from runplan.syntax.span import Span

KINDS = ("volume", "intensity", "form")
STANDARD_OUTPUT = "-"


@click.command("chart", short_help="Draw a plan's volume, intensity and form as SVG.")
@click.argument("path", metavar="PATH")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only this chart; may be given several times.",
)
@click.option(
    "--out",
    metavar="FILE",
    default=STANDARD_OUTPUT,
    show_default=True,
    help="Where to; `-` is standard output.",
)
@today_option
def command(path: str, kinds: tuple[str, ...], out: str, today: date) -> int:
    """Draw a plan as SVG: the weeks' volume, how it is divided into easy, moderate and hard, and fitness, fatigue and form.
    PATH is a .runner, or a .plan, which is drawn for an example runner made of its own defaults.

    \b
    Examples:
      runplan chart runners/ana.runner --out ana.svg
      runplan chart plans/half-marathon.plan --kind volume > volume.svg
    """
    found_one = compile_one(path, today)
    if found_one is None:
        return 2
    place, compiled = found_one
    found = list(compiled.diagnostics)
    written = True
    if compiled.plan is not None and not compiled.has_errors:
        from runplan.emit.charts import chart_file

        drawn = chart_file(compiled.plan, [kind for kind in KINDS if not kinds or kind in kinds])
        wrong = Report()
        written = _delivered(drawn.encode(), out, wrong)
        found += wrong
    else:
        say_no_plan(compiled)
    write_word(render_human(without_notes(found), place.sources(), color=wants_color(sys.stderr)))
    return exit_code(found, unreadable=compiled.unreadable or not written)


def _delivered(drawn: bytes, out: str, wrong: Report) -> bool:
    """Writes the file; False where that failed, which is reported."""
    if out == STANDARD_OUTPUT:
        write_result(drawn)
        return True
    folder, name = os.path.split(out)
    try:
        write_files(folder or ".", {name or ".": drawn})
    except OSError as problem:
        shown = display_path(problem.filename or out)
        wrong.say("unwritable-file", Span(shown, 0, 0, 0), path=shown, why=reason(problem))
        return False
    write_listed(f"{display_path(out)}\n")
    return True
