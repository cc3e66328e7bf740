"""The command line: a file a command, imported when it is called. The only part that touches the world.

A command returns its exit code: 0 clean, 1 findings, 2 wrong use, an unreadable file or our own failure.
"""

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The program: `run`, and the process ends with its exit code."""
    # Trees of tuples have no cycles, and looking for some takes a twentieth of a run.
    gc.disable()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Runs a command and gives its exit code. Never raises, but for a process that is told to end."""
    from runplan.cli.streams import (
        BROKEN_PIPE,
        OutputLostError,
        close_quietly,
        is_lost_output,
        prepare,
        write_word,
    )

    prepare()
    output = sys.stdout
    try:
        code = _call(list(arguments))
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = BROKEN_PIPE
    except OutputLostError as lost:
        write_word(f"error: {lost}\n")
        code = 2
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
        if sys.stdout is not output:
            # click has met a broken pipe, put another stream there, and ends with a code of its own.
            code = BROKEN_PIPE
    except Exception as failure:
        if isinstance(failure, OSError) and is_lost_output(failure):
            write_word(f"error: the output cannot be written: {failure.strerror}\n")
            return close_quietly(2)
        from runplan.cli.failure import say_failure

        say_failure(failure, arguments)
        code = 2
    return close_quietly(code)


def _call(arguments: list[str]) -> int:
    # Hooks and editors check files all day long, and importing click is a third of such a run: files alone, without
    # an option, need no parser of arguments.
    if len(arguments) > 1 and arguments[0] == "check" and not any(a.startswith("-") for a in arguments):
        from datetime import date

        from runplan.cli.findings import check_files

        return check_files(arguments[1:], "human", strict=False, today=date.today())
    from runplan.cli.group import call

    return call(arguments)
