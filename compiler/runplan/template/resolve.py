"""The doors of this stage: a `Module` becomes a `Template`, a runner's module a `Runner`."""

from runplan.template.runners import resolve_runner
from runplan.template.templates import resolve_template

__all__ = ["resolve_runner", "resolve_template"]
