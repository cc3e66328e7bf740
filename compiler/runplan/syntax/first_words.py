"""What the first word of a line was meant to be, where it is no word that begins one: misspelt, or another tongue's.

`parse` asks for lines that read like an exercise or a session without a day, `mistakes` for those that cannot be
read, and the outline of a file for what a damaged line may have begun.
"""

import re
from collections.abc import Iterator

from runplan.template.kinds import canonical
from runplan.template.names import LINE_WORDS, SECTIONS

# What coaches call the same, and the days of the week in German and Spanish and short in English.
MEANT = {
    "mileage": "volume", "distance": "volume", "vol": "volume", "kilometres": "volume", "load": "volume",
    "weekly-volume": "weekly", "week-volume": "weekly", "weekly-mileage": "weekly",
    "reminder": "remind", "reminders": "remind", "remember": "remind", "alarm": "remind",
    "warm-up": "warmup", "warm": "warmup", "warming-up": "warmup", "wu": "warmup",
    "cool-down": "cooldown", "cool": "cooldown", "warm-down": "cooldown", "warmdown": "cooldown", "cd": "cooldown",
    "comment": "note", "remark": "note", "notice": "note", "target": "goal", "aim": "goal",
    "following": "follows", "uses": "use", "import": "use", "include": "use",
    "fase": "phase", "block": "phase", "stage": "phase", "woche": "week", "semana": "week",
    "expectation": "expect", "expectations": "expect", "begin": "start", "begins": "start", "starts": "start",
    "holiday": "away", "holidays": "away", "vacation": "away", "sick": "ill", "illness": "ill", "injury": "injured",
    "hr": "hrmax", "hr-max": "hrmax", "maxhr": "hrmax", "max-hr": "hrmax", "resthr": "hrrest", "rhr": "hrrest",
    "rounding": "round", "unit": "units", "tz": "timezone", "time-zone": "timezone", "zone": "timezone",
    "pb": "result", "pr": "result", "athlete": "runner", "event": "race", "longest-run": "longest",
    "mo": "mon", "m": "mon", "montag": "mon", "lun": "mon", "lunes": "mon", "lundi": "mon",
    "tu": "tue", "di": "tue", "dienstag": "tue", "martes": "tue", "mardi": "tue",
    "we": "wed", "mi": "wed", "mittwoch": "wed", "mie": "wed", "miercoles": "wed", "mercredi": "wed",
    "th": "thu", "do": "thu", "donnerstag": "thu", "jue": "thu", "jueves": "thu", "jeudi": "thu",
    "fr": "fri", "freitag": "fri", "vie": "fri", "viernes": "fri", "vendredi": "fri",
    "sa": "sat", "samstag": "sat", "sonnabend": "sat", "sab": "sat", "sabado": "sat", "samedi": "sat",
    "su": "sun", "so": "sun", "sonntag": "sun", "dom": "sun", "domingo": "sun", "dimanche": "sun",
}  # fmt: skip

# Exercises that are spelt nearly as a word of the language.
_EXERCISES = frozenset(["plank", "planks", "lunge", "lunges", "step-up", "step-ups", "swings", "rows", "row"])

_NEAR = 0.7


def first_word(text: str) -> tuple[int, str]:
    """Where the first word of a line begins, and the word, letters and hyphens."""
    match = re.match(r"[ \t]*([^\W\d_][\w-]*)", text)
    return (match.start(1), match[1]) if match else (0, "")


def is_known(word: str) -> bool:
    """Whether a line may begin with that word: the language's own, or a kind of session."""
    return word in LINE_WORDS or canonical(word) is not None


def meant(word: str) -> Iterator[str]:
    """The words that begin a line and that `word` may be meant to be, the likeliest first."""
    import difflib

    small = word.lower()
    if is_known(small) or small in _EXERCISES:
        return
    first = MEANT.get(small)
    if first is not None:
        yield first
    if len(small) > 1:
        for near in difflib.get_close_matches(small, sorted(LINE_WORDS), 3, _NEAR):
            if near != first:
                yield near


def meant_to_open(text: str) -> str | None:
    """What a line that could not be read seems to begin: a section by its name, another line by its word."""
    if re.match(
        r"[ \t]*[a-z][a-z0-9-]*[ \t]+[0-9.]+(?:[ \t]*(?:-|to)[ \t]*[0-9]+)?[ \t]+weeks?[ \t]*$", text
    ):
        return "phase"
    return next(meant(first_word(text)[1]), None)


def opens_section(text: str) -> str | None:
    """The section that a line which could not be read opens, if it does."""
    word = first_word(text)[1]
    opened = word if word in SECTIONS else meant_to_open(text)
    return opened if opened in SECTIONS and opened != "use" else None
