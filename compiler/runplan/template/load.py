"""`Load`: how the resolver asks for another file. The command line gives one that reads the project's folder."""

from typing import Protocol

from runplan.diagnostics import Report
from runplan.syntax.nodes import Module
from runplan.syntax.span import Span


class Load(Protocol):
    """Gives the module that `path`, written at `at` in the file `at.file`, names.

    Paths are relative to the file that names them and may not leave the project's root. What is missing, outside
    or unreadable is reported at `at`, problems inside the file at their own places, and None is given. A file is
    parsed once a run.
    """

    def __call__(self, path: str, at: Span, report: Report) -> Module | None: ...
