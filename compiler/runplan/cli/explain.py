"""`runplan explain`: why a figure of a plan is what it is, or the page about a diagnostic's code."""

import os
import sys
from datetime import date
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from runplan.cli.findings import exit_code
from runplan.cli.one import compile_one, say_no_plan
from runplan.cli.options import today_option
from runplan.cli.project import ENDINGS, Project
from runplan.cli.streams import wants_color, write_result, write_word
from runplan.diagnostics.codes import CODES
from runplan.diagnostics.render import render_human
from runplan.plan import Origin
from runplan.shipped import read_shipped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from runplan.schedule.season import Season

WIDEST = 80


FORMS = ("human", "json")


class Asked(click.ParamType[str]):
    """A diagnostic's code, as `check` prints it: `unknown-kind`, or `error[unknown-kind]` whole; or a file."""

    name = "CODE"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """The codes that begin like this, else files."""
        from click.shell_completion import CompletionItem

        codes = [CompletionItem(code) for code in sorted(CODES) if incomplete and code.startswith(incomplete)]
        return codes or [CompletionItem(incomplete, type="file")]


def _print_codes(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        width = max(map(len, CODES))
        write_result("".join(f"{code.ljust(width)}  {CODES[code].severity}\n" for code in sorted(CODES)))
        ctx.exit()


@click.command("explain", short_help="Tell why a figure is what it is, or what a message means.")
@click.argument("asked", type=Asked(), metavar="PATH|CODE")
@click.argument("where", nargs=-1, metavar="[WHERE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    metavar="FORM",
    default="human",
    show_default=True,
    help="How to print what is said of PATH: human or json.",
)
@today_option
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_print_codes, help="Print every code."
)
def command(asked: str, where: tuple[str, ...], form: str, today: date) -> int:
    """Tell why a figure of a plan is what it is: the lines and facts that it comes from, step by step. PATH is a
    .runner, or a .plan, for an example runner. WHERE says what is asked about; without it the whole plan is.

    \b
    Examples:
      runplan explain ana.runner                     how the plan was laid out
      runplan explain ana.runner 2027-03-02          a day
      runplan explain ana.runner week 9 volume       a week's volume
      runplan explain ana.runner build week 2 tue    a day of a phase's week
      runplan explain ana.runner long run of week 9  a session
      runplan explain ana.runner pace T              a pace; `race` the race

    Or tell what a message means and what to do. CODE stands in square brackets at the beginning of each message.

    \b
      runplan explain unknown-kind
      runplan explain --list
    """
    if where or asked.endswith(ENDINGS) or os.sep in asked or os.path.exists(asked):
        return _explain_plan(asked, " ".join(where), form, today)
    page = read_shipped("docs/diagnostics", f"{_code(asked)}.md")
    write_result(plain_text(page, get_terminal_size((80, 24)).columns, wants_color(sys.stdout)))
    return 0


def _code(asked: str) -> str:
    """The code that is meant, or wrong use."""
    code = asked.strip().lower().rstrip("]:").rpartition("[")[2]
    if code not in CODES:
        from difflib import get_close_matches

        near = get_close_matches(code, CODES, 1)
        meant = f": did you mean `{near[0]}`?" if near else "; `runplan explain --list` prints all"
        raise click.BadParameter(f"there is no code `{asked}`{meant}", param_hint="CODE")
    return code


# ---- a plan --------------------------------------------------------------------------------------------------


def _explain_plan(path: str, where: str, form: str, today: date) -> int:
    found_one = compile_one(path, today)
    if found_one is None:
        return 2
    place, compiled = found_one
    if compiled.season is None:
        write_word(render_human(compiled.diagnostics, place.sources(), color=wants_color(sys.stderr)))
        say_no_plan(compiled)
        return exit_code(list(compiled.diagnostics), unreadable=compiled.unreadable)
    return _answer(compiled.season, compiled.target.project, where, form)


def _answer(season: "Season", project: Project, where: str, form: str) -> int:
    from runplan.explain import Refusal, answer, askable
    from runplan.explain.data import render_json
    from runplan.explain.render import render_derivation

    found = answer(where, season)
    if isinstance(found, Refusal):
        asks = askable(season)
        width = max(len(words) for words, _ in asks)
        said = "".join(f"  {words.ljust(width)}  {about}\n" for words, about in asks)
        write_word(f"error: {found.message}\nWhat can be asked, for example:\n{said}")
        return 2
    texts = {key: text.splitlines() for key, text in project.texts.items()}

    def quote(origin: Origin) -> str:
        lines = texts.get(origin.file, [])
        return lines[origin.line - 1] if 0 < origin.line <= len(lines) else ""

    unit = season.plan.runner.units
    if form == "json":
        write_result(render_json(found, unit, quote))
        return 0
    width = get_terminal_size((80, 24)).columns
    color = wants_color(sys.stdout)
    text = render_derivation(
        found, unit, lambda o: f"{project.display(o.file)}:{o.line}", quote, width, color
    )
    if not where.strip():
        text += f"\n{_ask_on(season, min(width, WIDEST))}\n"
    write_result(text)
    return 0


def _ask_on(season: "Season", width: int) -> str:
    """What may be asked next, each question kept on one line."""
    from runplan.explain import askable

    words = ", ".join(words.replace(" ", "\0") for words, _ in askable(season))
    return "\n".join(wrap(f"Ask on: {words}", width)).replace("\0", " ")


# ---- a code --------------------------------------------------------------------------------------------------


def plain_text(page: str, width: int, color: bool = False) -> str:
    """A page of Markdown as text for a terminal: paragraphs and lists filled to `width` (80 at most), headings bold,
    blocks indented."""
    lines: list[str] = []
    waiting: list[str] = []
    block = False

    def fill() -> None:
        if waiting:
            hang = "  " if waiting[0].startswith("- ") else ""
            lines.extend(
                wrap(" ".join(waiting), min(width, WIDEST), subsequent_indent=hang, break_on_hyphens=False)
            )
            waiting.clear()

    for line in page.strip().splitlines():
        if block or line.startswith(("```", "#", "|")) or not line.strip():
            fill()
        if line.startswith("```"):
            block = not block
        elif block:
            lines.append(f"    {line}".rstrip())
        elif line.startswith("#"):
            heading = line.lstrip("# ")
            lines.append(f"\033[1m{heading}\033[0m" if color else heading)
        elif line.startswith("|") or not line.strip():
            lines.append(line)
        else:
            if line.startswith("- "):
                fill()
            waiting.append(line.strip())
    fill()
    return "\n".join(lines) + "\n"
