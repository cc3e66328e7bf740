"""Names: which ones are taken by the language, and which one was meant."""

from collections.abc import Iterable

from runplan.template.kinds import ALIASES, KINDS

UNITS = frozenset({"km", "m", "mi", "s", "min", "h", "reps"})

SECTIONS = ("plan", "phase", "race", "workout", "routine", "expect", "runner", "use")

# The first words of lines, so that a line that begins with a name cannot be taken for another.
LINE_WORDS = frozenset(SECTIONS) | frozenset(
    [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "other",
        "day",
        "run",
        "week",
        "weeks",
        "odd",
        "even",
        "every",
        "last",
        "cutback",
        "in",
        "from",
        "volume",
        "goal",
        "units",
        "round",
        "warmup",
        "cooldown",
        "needs",
        "ranges",
        "shortest",
        "cycle",
        "pace",
        "paces",
        "note",
        "allow",
        "rule",
        "follows",
        "start",
        "result",
        "weekly",
        "peak",
        "longest",
        "days",
        "long",
        "limit",
        "at",
        "remind",
        "timezone",
        "is",
        "away",
        "ill",
        "injured",
        "move",
        "swap",
        "repeat",
        "hrmax",
        "lthr",
        "hrrest",
    ]
)

# Words that join the parts of a line: a name like one of them could not be called.
JOINTS = frozenset({"or", "if", "with", "x", "hold"})

# Words that may follow `strength`, so that no routine can be called so.
AFTER_STRENGTH = JOINTS | {
    "am",
    "pm",
    "key",
    "optional",
    "back-to-back",
    "climb",
    "ladder",
    "per",
    "at",
    "weekly",
    "peak",
}

# How a step is moved through.
MOVERS = frozenset(
    [
        "run",
        "easy",
        "recovery",
        "steady",
        "fast",
        "on",
        "uphill",
        "downhill",
        "strides",
        "jog",
        "float",
        "off",
        "walk",
        "rest",
    ]
)

RACES = ("mile", "3k", "5k", "10k", "15k", "half", "marathon")
ZONES = ("E", "M", "T", "I", "R")

# What a condition can ask of a runner, besides their words.
FACTS = ("days", "weekly", "peak", "longest", "goal", "fitness")

PACE_MODELS = ("daniels-gilbert", "critical-speed", "threshold-hr", "hr-reserve", "rpe")

# What coaches call the same.
PACE_MODELS_MEANT = {
    "cs": "critical-speed",
    "critical-pace": "critical-speed",
    "critical-velocity": "critical-speed",
    "vdot": "daniels-gilbert",
    "results": "daniels-gilbert",
    "result": "daniels-gilbert",
    "lthr": "threshold-hr",
    "friel": "threshold-hr",
    "threshold": "threshold-hr",
    "heart-rate": "threshold-hr",
    "hrr": "hr-reserve",
    "hrmax": "hr-reserve",
    "reserve": "hr-reserve",
    "karvonen": "hr-reserve",
    "effort": "rpe",
    "feel": "rpe",
}

METRICS = (
    "peak volume",
    "week volume",
    "longest run",
    "easy share",
    "long share",
    "rest days",
    "hard days",
    "ramp",
    "quality sessions",
)


def why_reserved(name: str) -> str | None:
    """What the language means by `name`, so that no workout and no exercise may be called so; None if it is free."""
    if name in KINDS:
        return "the name of a kind of session"
    if name in UNITS:
        return "a unit"
    if name in LINE_WORDS:
        return "the first word of a line"
    if name in JOINTS:
        return "a word of the language"
    return None


def why_reserved_for_paces(name: str) -> str | None:
    """The same for a pace of one's own; `easy` is the planning pace."""
    if name in RACES:
        return "the pace of a race distance"
    if name in ("goal", "max"):
        return "a pace of the language"
    return None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be, if any is near."""
    import difflib

    names = sorted(set(known))
    for name in names:
        if name.lower() == word.lower():
            return name
    found = difflib.get_close_matches(word, names, 1, 0.65)
    if found:
        return found[0]
    for name in names:
        if len(word) >= 4 and (name.startswith(word) or word.startswith(name)) and len(name) >= 4:
            return name
    return None


def kind_words(workouts: Iterable[str] = ()) -> list[str]:
    """Every word that a session may start with."""
    return [*workouts, *KINDS, *ALIASES]
