"""The kinds of sessions: what the first word of a session means. The one table that every stage asks.

Intensities are those of the workout catalogue that coaches share (Daniels' zones); which kinds count as hard follows
from them: whatever holds threshold pace or faster for minutes. Strides and hill sprints last seconds, so they do not.
"""

from __future__ import annotations

from runplan.record import Record


class Kind(Record):
    """One kind of session.

    `title` is how it begins in print. `zone` is the intensity of what names none (None: no pace at all, it goes by
    feel). `hard` says that its day always counts as a hard one; of the others those that hold enough
    that is hard do. `running` says that its distance counts
    in the week's volume. `ends`: warm-up and cool-down are added. `unsized`: without an amount it takes what the week's
    volume leaves. `open`: it needs no amount, because it is not a run. `aliases` are other words for it.
    """

    name: str
    title: str
    zone: str | None
    hard: bool = False
    running: bool = True
    ends: bool = False
    unsized: bool = False
    open: bool = False
    aliases: tuple[str, ...] = ()


_TABLE = (
    Kind("run", "Run", "E"),
    Kind("easy", "Easy", "E", unsized=True, aliases=("easy-run", "foundation", "general-aerobic")),
    Kind("recovery", "Recovery", "E", unsized=True, aliases=("recovery-run", "regeneration")),
    Kind("long", "Long run", "E", aliases=("long-run", "lsd")),
    Kind("medium-long", "Medium-long run", "E", aliases=("mlr", "medium-long-run")),
    Kind("steady", "Steady", "M"),
    Kind("tempo", "Tempo", "T", hard=True, ends=True, aliases=("threshold",)),
    Kind("cruise", "Cruise intervals", "T", hard=True, ends=True, aliases=("cruise-intervals",)),
    Kind("intervals", "Intervals", "I", hard=True, ends=True, aliases=("vo2", "vo2max")),
    Kind("reps", "Repetitions", "R", hard=True, ends=True, aliases=("repetitions",)),
    Kind("hills", "Hills", "I", hard=True, ends=True, aliases=("hill-repeats", "hill-reps")),
    Kind("hill-sprints", "Hill sprints", "R"),
    Kind("strides", "Strides", "R"),
    Kind("fartlek", "Fartlek", "I", hard=True, ends=True),
    Kind("progression", "Progression run", "M", hard=True, aliases=("progressive",)),
    Kind("race", "Race", None, hard=True),
    Kind("time-trial", "Time trial", None, hard=True, ends=True, aliases=("tt",)),
    Kind("run-walk", "Run-walk", "E", ends=True),
    Kind("walk", "Walk", None, running=False, aliases=("hike",)),
    Kind("cross", "Cross-training", None, running=False, open=True, aliases=("cross-training", "xt")),
    Kind("strength", "Strength", None, running=False, open=True, aliases=("weights",)),
    Kind("mobility", "Mobility", None, running=False, open=True, aliases=("drills", "stretching")),
    Kind("rest", "Rest", None, running=False, open=True, aliases=("off", "rest-day")),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _TABLE}

ALIASES: dict[str, str] = {alias: kind.name for kind in _TABLE for alias in kind.aliases}


def canonical(word: str) -> str | None:
    """The kind that `word` names, itself or as an alias."""
    return word if word in KINDS else ALIASES.get(word)
