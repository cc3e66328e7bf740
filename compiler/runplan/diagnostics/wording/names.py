"""Wording for problems of names, places and files that belong together: found by `template`."""

from runplan.diagnostics.wording.code import Code

CODES: dict[str, Code] = {}
