"""The commands of the command line, as click has them: a file a command, imported when it is called."""

from __future__ import annotations

import click

from runplan import __version__
from runplan.record import Record


class Entry(Record):
    """A command: where it stands, and the line about it in `runplan --help`."""

    module: str
    about: str


COMMANDS: dict[str, Entry] = {
    "new": Entry("runplan.cli.new", "Make a project folder, with a plan to start from."),
    "check": Entry("runplan.cli.check", "Look for mistakes in plans and runners."),
    "build": Entry("runplan.cli.build", "Write a runner's calendar, page and data."),
    "serve": Entry("runplan.cli.serve", "Serve feeds and a live preview from this machine."),
    "publish": Entry("runplan.cli.publish", "Bring runners' calendars to a CalDAV server."),
    "show": Entry("runplan.cli.show", "Print a plan as a calendar in the terminal."),
    "chart": Entry("runplan.cli.chart", "Draw a plan's volume, intensity and form as SVG."),
    "explain": Entry("runplan.cli.explain", "Tell why a figure is what it is, or what a message means."),
    "fmt": Entry("runplan.cli.fmt", "Put plans and runners into the usual form."),
    "import": Entry("runplan.cli.import_", "Turn a calendar that you have into a draft of a plan."),
    "lint-ics": Entry("runplan.cli.lint_ics", "Look for mistakes in calendars, whoever wrote them."),
    "schema": Entry("runplan.cli.schema", "Print a JSON Schema of what runplan writes."),
    "completion": Entry("runplan.cli.completion", "Print a shell's completion script."),
}
"""Every command by its name, in the order in which a coach meets them."""


class Commands(click.Group):
    """The commands, of which only the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command `cmd_name`."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(COMMANDS[cmd_name].module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A mistyped command is answered with the one that was meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            meant = f": did you mean `{near[0]}`?" if near else "; `runplan --help` lists them"
            ctx.fail(f"there is no command `{args[0]}`{meant}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table, without importing a command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.about) for name, entry in COMMANDS.items()])


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"runplan {__version__}")
        ctx.exit()


@click.group(
    cls=Commands,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`runplan COMMAND --help` says more about a command.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
def commands() -> None:
    """Running plans as text, and every runner's own calendar made from them."""


def call(arguments: list[str]) -> int:
    """Runs a command and gives its exit code; wrong use is said and is 2."""
    try:
        code = commands.main(arguments, prog_name="runplan", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        _say_wrong_use(error)
        return 2
    except click.Abort:
        return 130
    return code if isinstance(code, int) else 0


def _say_wrong_use(error: click.ClickException) -> None:
    message = error.format_message().rstrip(".")
    if message[1:2].islower():
        message = message[:1].lower() + message[1:]
    click.echo(f"error: {message}", err=True)
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(f"  {context.get_usage()}", err=True)
        click.echo(f"  `{context.command_path} --help` says more", err=True)
