"""Wording for problems of files and of the command line: found by `cli` and `emit`."""

from runplan.diagnostics.wording.code import Code

CODES: dict[str, Code] = {}
