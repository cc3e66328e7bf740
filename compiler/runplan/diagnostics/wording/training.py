"""Wording for problems of a plan for a runner: found by `schedule` and `review`."""

from runplan.diagnostics.wording.code import Code

CODES: dict[str, Code] = {}
