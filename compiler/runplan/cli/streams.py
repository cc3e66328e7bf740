"""The standard streams: results on the output, everything else on the error, colour only where wanted; and what stands
for a file, the input."""

import errno
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from runplan.diagnostics import Report

STANDARD_INPUT = "-"
"""How a command calls the standard input."""

BROKEN_PIPE = 141
"""The exit code where the reader of our output has gone: what a shell gives for the signal."""


def prepare() -> None:
    """Output that goes to a file or a pipe is UTF-8 everywhere; what a terminal cannot show becomes a `?`.

    A stream that was closed before we began (`>&-`) gets a stand-in: results then fail as on a full disk, and words go
    nowhere.
    """
    _losses.clear()
    if sys.stdout is None:
        sys.stdout = _closed(os.O_RDONLY)
    if sys.stderr is None:
        sys.stderr = _closed(os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")


def read_input(name: str, report: "Report") -> bytes | None:
    """The bytes of the standard input, which messages call `name`; None where it cannot be read."""
    from runplan.cli.project import reason
    from runplan.syntax.span import Span

    why = "it is closed"
    if sys.stdin is not None:
        try:
            return sys.stdin.buffer.read()
        except OSError as problem:
            why = reason(problem)
    report.say("unreadable-file", Span(name, 0, 0, 0), path=name, why=why)
    return None


def write_result(text: str | bytes) -> None:
    """Puts a result on standard output. Bytes go out as they are, with no change of line ends."""
    try:
        if isinstance(text, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise OutputLostError(f"the output cannot be written: {problem.strerror}") from None


def write_listed(text: str) -> None:
    """Puts the name of what was done on standard output. Losing it must not stop what is still to do:
    `close_quietly` tells in the end."""
    try:
        write_result(text)
    except (BrokenPipeError, OutputLostError) as problem:
        _losses.append(problem)


class OutputLostError(Exception):
    """Standard output takes no more: a full disk behind `>`."""


_losses: list[BrokenPipeError | OutputLostError] = []
"""What `write_listed` could not write in this run."""


def is_lost_output(problem: OSError) -> bool:
    """Whether a failure is one of standard output, into which click writes its help: such a one names no file."""
    return problem.filename is None and problem.errno in _LOST


_LOST = (errno.ENOSPC, errno.EBADF, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))


def _closed(mode: int) -> TextIO:
    return open(os.open(os.devnull, mode), "w", encoding="utf-8")


def write_word(text: str) -> None:
    """Puts what is not a result on standard error."""
    sys.stderr.write(text)


def wants_color(stream: TextIO) -> bool:
    """NO_COLOR says no, FORCE_COLOR says yes; otherwise a terminal that is not dumb has colours."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def close_quietly(code: int) -> int:
    """Flushes both streams; gives the exit code, another one where nobody reads our output any more."""
    lost = False
    for loss in _losses[:1]:
        lost = True
        if isinstance(loss, OutputLostError):
            write_word(f"error: {loss}\n")
            code = 2
        else:
            code = BROKEN_PIPE
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            code, lost = BROKEN_PIPE, True
        except OSError as problem:
            if stream is sys.stdout and code != 2:
                write_word(f"error: the output cannot be written: {problem.strerror}\n")
            code, lost = 2, True
    if lost:
        # The interpreter flushes once more when it ends, and would complain.
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
