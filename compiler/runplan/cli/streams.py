"""Standard output and standard error: results on the one, everything else on the other; colour only where wanted."""

import os
import sys
from contextlib import suppress
from typing import TextIO

BROKEN_PIPE = 141
"""The exit code where the reader of our output has gone: what a shell gives for the signal."""


def prepare() -> None:
    """Output that goes to a file or a pipe is UTF-8 everywhere; what a terminal cannot show becomes a `?`."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="replace")


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


class OutputLostError(Exception):
    """Standard output takes no more: a full disk behind `>`."""


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
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            code, lost = BROKEN_PIPE, True
        except OSError:
            code, lost = 2, True
    if lost:
        # The interpreter flushes once more when it ends, and would complain.
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
