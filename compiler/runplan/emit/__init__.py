"""The last stage: a `Plan` becomes files. A backend is a function from a plan to bytes, in a module of its own.

A backend reads no file but its own templates, no clock and no random: the same plan and settings give the same bytes.
A stranger's package adds one by an entry point:

    [project.entry-points."runplan.backends"]
    docx = "their_package.page:render_docx"
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from runplan.plan import Plan
from runplan.record import Record


class Settings(Record):
    """What a backend may know beside the plan.

    `stamp` is the time, with a zone, that stands for the build's own. `templates` is a folder of a coach's own
    templates, looked at before the built-in ones. `charts` is the name of the file of charts that the same build writes
    beside this one, if it does.
    """

    stamp: datetime
    templates: str | None = None
    charts: str | None = None


class BackendError(Exception):
    """What the user gave to a backend cannot be used: a template of their own with a mistake in it.

    Not a fault of ours: the command line prints `message` with its place and goes on with other files. `line` is 0
    where the file as a whole is meant.
    """

    def __init__(self, message: str, path: str, line: int = 0) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.message, self.path, self.line = message, path, line


Backend: TypeAlias = Callable[[Plan, Settings], bytes]


class Entry(Record):
    """Where a backend stands, and the ending of the files it makes."""

    module: str
    function: str
    suffix: str


BACKENDS: dict[str, Entry] = {
    "ics": Entry("runplan.emit.ics", "render_ics", ".ics"),
    "md": Entry("runplan.emit.markdown", "render_markdown", ".md"),
    "html": Entry("runplan.emit.html", "render_html", ".html"),
    "svg": Entry("runplan.emit.charts", "render_svg", ".svg"),
    "json": Entry("runplan.emit.data", "render_json", ".json"),
}
"""The built-in backends by the name that `--to` takes."""

GROUP = "runplan.backends"
"""The entry point group that other packages use."""


def backend(name: str) -> Backend | None:
    """The backend `name`, imported now: a built-in one, else one that an installed package brings, else None."""
    from importlib import import_module

    if name in BACKENDS:
        entry = BACKENDS[name]
        found: Backend = getattr(import_module(entry.module), entry.function)
        return found
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=GROUP, name=name), key=lambda p: p.value):
        brought: Backend = point.load()
        return brought
    return None


def suffix(name: str) -> str:
    """The ending of the files of backend `name`. One from outside may carry a `suffix` of its own."""
    if name in BACKENDS:
        return BACKENDS[name].suffix
    return str(getattr(backend(name), "suffix", f".{name}"))


def names() -> list[str]:
    """Every backend that can be asked for, the built-in ones first."""
    from importlib.metadata import entry_points

    return [*BACKENDS, *sorted({point.name for point in entry_points(group=GROUP)} - BACKENDS.keys())]
