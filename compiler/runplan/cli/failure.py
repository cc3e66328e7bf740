"""What the program says when it fails through no fault of the user's."""

import os
import platform
import re
import shlex
import traceback
from collections.abc import Sequence

from runplan import __version__
from runplan.cli.streams import write_word


def say_failure(failure: BaseException, arguments: Sequence[str]) -> None:
    """Says that the fault is ours, and what a report needs: the version, the command, the place in our code."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    frames = traceback.extract_tb(failure.__traceback__)
    ours = [f for f in frames if f.filename.startswith(package)][-4:]
    places = "".join(f"    {_within(f.filename, package)}:{f.lineno} in {f.name}\n" for f in ours)
    what = "".join(traceback.format_exception_only(failure)).strip().splitlines()[-1]
    write_word(
        "error: runplan failed. This is our mistake, please report it.\n"
        "  Open an issue where you got runplan from, with these lines and, if you may share it, the file:\n"
        f"    runplan {__version__}, Python {platform.python_version()}, {platform.system()}\n"
        f"    runplan {_discreet(shlex.join(arguments))}\n"
        f"    {_discreet(what)}\n{places}"
    )
    if os.environ.get("RUNPLAN_DEBUG"):
        write_word(_discreet("".join(traceback.format_exception(failure))))
    else:
        write_word("  RUNPLAN_DEBUG=1 before the command tells more.\n")


def _discreet(text: str) -> str:
    """`text` without what may follow `://`: a password."""
    return re.sub(r"(?<=://)[^\s'\"]+", "...", text)


def _within(path: str, package: str) -> str:
    return "runplan" + path[len(package) :].replace("\\", "/")
