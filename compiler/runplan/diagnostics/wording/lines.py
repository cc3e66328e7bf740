"""Wording for problems of a single line: found by `syntax`."""

from runplan.diagnostics.wording.code import Code

CODES: dict[str, Code] = {}
