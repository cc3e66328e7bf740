"""`runplan completion`: the script that teaches a shell our commands and options."""

import click

from runplan.cli.streams import write_result

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", short_help="Print a shell's completion script.")
@click.argument("shell", metavar="bash|zsh|fish", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the script that completes commands, options and file names in a shell.

    \b
    Examples:
      runplan completion bash >> ~/.bashrc
      runplan completion zsh >> ~/.zshrc
      runplan completion fish > ~/.config/fish/completions/runplan.fish
    """
    from click.shell_completion import get_completion_class

    from runplan.cli.group import commands

    found = get_completion_class(shell)
    assert found is not None
    write_result(found(commands, {}, "runplan", "_RUNPLAN_COMPLETE").source())
    return 0
