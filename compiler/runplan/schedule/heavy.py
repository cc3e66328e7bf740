"""What a day asks of a runner, before its paces are known: the load and the worth of drafts, for placement."""

from __future__ import annotations

from collections.abc import Sequence

from runplan.schedule.drafts import Draft
from runplan.schedule.placement import EASY, HARD, HARD_LONG, LONG, RACE
from runplan.schedule.steps import is_unsized
from runplan.syntax import nodes
from runplan.template.kinds import KINDS


def load_of(group: Sequence[Draft]) -> int:
    """What the running of a day is to its neighbours."""
    if any(d.kind == "race" for d in group):
        return RACE
    long = any(d.kind == "long" for d in group)
    if any(is_hard_draft(d) for d in group):
        return HARD_LONG if long else HARD
    return LONG if long else EASY


def heaviest(group: Sequence[Draft]) -> Draft:
    """The session because of which a day has its load."""
    return max(group, key=lambda d: (d.kind == "race", is_hard_draft(d), d.kind == "long", not d.added))


def is_hard_draft(draft: Draft) -> bool:
    """Whether a session counts as hard before its paces are known: by its kind, else by the zones it names."""
    kind = KINDS[draft.kind]
    if kind.hard or kind.zone == "M":
        return True
    steps: list[nodes.AnyStep] = list(draft.option.steps)
    if draft.option.inside is not None:
        steps.append(draft.option.inside.step)
    return any(_names_hard(step) for step in steps)


def _names_hard(step: nodes.AnyStep) -> bool:
    match step:
        case nodes.Step(_, mover, target):
            return mover != "strides" and target is not None and _is_hard(target)
        case nodes.Sets(_, _, steps, target):
            return (target is not None and _is_hard(target)) or any(_names_hard(s) for s in steps)
        case nodes.Ladder(_, _, _, target):
            return target is not None and _is_hard(target)
    return False


def _is_hard(target: nodes.Target) -> bool:
    match target:
        case nodes.Zone(name):
            return name in ("M", "T", "I", "R", "Z3", "Z4", "Z5")
        case nodes.RacePace() | nodes.GoalPace() | nodes.MaxEffort() | nodes.Offset() | nodes.PercentOf():
            return True
        case nodes.Between(_, high):
            return _is_hard(high)
        case nodes.OwnPace(_, definition):
            return definition is not None and _is_hard(definition)
    return False


def rank_of(group: Sequence[Draft]) -> int:
    """The worth of a day when days are short: what is best of it."""
    return max(_worth(d) for d in group)


def _worth(draft: Draft) -> int:
    if draft.marks.key or draft.kind == "race":
        return 6
    if draft.marks.optional:
        return 0
    if draft.kind == "long":
        return 5
    if is_hard_draft(draft):
        return 4
    if is_unsized(draft.option):
        return 1
    return 2 if draft.kind in ("easy", "recovery", "run") else 3
