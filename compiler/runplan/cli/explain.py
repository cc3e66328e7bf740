"""`runplan explain`: the page about a diagnostic's code."""

import sys
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from runplan.cli.streams import wants_color, write_result
from runplan.diagnostics.codes import CODES
from runplan.shipped import read_shipped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

WIDEST = 80


class CodeName(click.ParamType[str]):
    """A diagnostic's code, as `check` prints it: `unknown-kind`, or `error[unknown-kind]` whole."""

    name = "CODE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code, or wrong use."""
        code = str(value).strip().lower().rstrip("]:").rpartition("[")[2]
        if code not in CODES:
            from difflib import get_close_matches

            near = get_close_matches(code, CODES, 1)
            meant = f": did you mean `{near[0]}`?" if near else "; `runplan explain --list` prints all"
            self.fail(f"there is no code `{value}`{meant}", param, ctx)
        return code

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        """The codes that begin like this."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(code) for code in sorted(CODES) if code.startswith(incomplete)]


def _print_codes(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        width = max(map(len, CODES))
        write_result("".join(f"{code.ljust(width)}  {CODES[code].severity}\n" for code in sorted(CODES)))
        ctx.exit()


@click.command("explain", short_help="Tell what a message means and what to do.")
@click.argument("code", type=CodeName(), metavar="CODE")
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_print_codes, help="Print every code."
)
def command(code: str) -> int:
    """Tell what a message means and what to do, with an example that is wrong and one that is right. CODE stands in
    square brackets at the beginning of each message.

    \b
    Examples:
      runplan explain unknown-kind
      runplan explain --list
    """
    page = read_shipped("docs/diagnostics", f"{code}.md")
    write_result(plain_text(page, get_terminal_size((80, 24)).columns, wants_color(sys.stdout)))
    return 0


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
