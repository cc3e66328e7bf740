"""Every rule of the review, in the order of the catalogue: a file a topic, a function a rule."""

from runplan.review.rule import Rule
from runplan.review.rules import load, long_run, phases, quality, race, recovery, rest, runner, strength

ALL: tuple[Rule, ...] = (
    *load.RULES,
    *recovery.RULES,
    *phases.RULES,
    *long_run.RULES,
    *quality.RULES,
    *rest.RULES,
    *race.RULES,
    *strength.RULES,
    *runner.RULES,
)
