"""Every rule of the review, in the order of the catalogue: a file a topic, a function a rule."""

from runplan.review.rule import Rule
from runplan.review.rules import load

ALL: tuple[Rule, ...] = (*load.RULES,)
