"""A calendar that runplan wrote, read back: its categories name the kinds, and its descriptions are nearly the language.

What is not as `emit.ics` writes it, because a hand has touched it, is left to `recognise`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from runplan.calendar.draft.amounts import amount_at, amounts, folded
from runplan.calendar.draft.recognise import RUNS, UNSIZED, Session
from runplan.emit.text import raised
from runplan.syntax.nodes import Statement
from runplan.syntax.parse import parse_line
from runplan.template.kinds import ALIASES, KINDS

_KIND_OF_TITLE = {kind.title.casefold(): kind.name for kind in KINDS.values()}
_ROUTINES = ("strength", "mobility")


def own_session(title: str, description: str, categories: Sequence[str]) -> Session | None:
    """What a title and a description of ours say, with what the plan said besides as the note; None where they are not
    as we write them."""
    kind = categories[0].casefold() if categories else ""
    if kind not in KINDS:
        return None
    halves = re.search(r" \((am|pm)\)$", title)
    title = title[: halves.start()] if halves else title
    blocks = description.split("\n\n")
    lines = blocks[0].split("\n") if blocks else []
    sides = title.split(" or ")
    made = [_side(sides[0], kind, lines), *(_side(side, _kind_of(side), []) for side in sides[1:])]
    if None in made:
        return None
    marks = [f" {halves[1]}"] if halves else []
    marks += [mark for word, mark in (("Key", " key"), ("Optional", " optional")) if word in categories[1:]]
    climb = re.search(r"\bclimb (\d+) m\b", lines[0]) if lines else None
    text = (
        " or ".join(side for side in made if side)
        + (f" climb {climb[1]} m" if climb else "")
        + "".join(marks)
    )
    if not is_right(text):
        return None
    return Session(kind, text, (), True, _note(kind, title, lines, blocks[1:-1]))


def is_right(text: str) -> bool:
    """Whether the language has such a session."""
    return isinstance(parse_line(f"2027-01-04: {text}", "draft", 1, thorough=False), Statement)


def _kind_of(title: str) -> str:
    """The kind of the other side of a choice, by the words that a title begins with."""
    label = re.split(r"[:\d]", title, maxsplit=1)[0].strip().casefold()
    return _KIND_OF_TITLE.get(label) or ALIASES.get(label) or label


def _side(title: str, kind: str, lines: list[str]) -> str | None:
    if kind not in KINDS:
        return None
    if kind == "rest":
        return "rest"
    if kind == "race":
        return _race(title)
    size = _size(title)
    if kind in UNSIZED or kind == "walk":
        named = (
            re.match(r"Cross-training: ([a-z][a-z-]*)\b", title, re.IGNORECASE) if kind == "cross" else None
        )
        return " ".join(word for word in (kind, named[1] if named else "", size) if word)
    steps = _steps(lines)
    if kind in RUNS and size and (kind != "run" or len(steps) == 1):
        inside = re.match(r"[^,]*\d[^,]*, (.+)$", title)
        text = f"{kind} {size} with {written(inside[1])}" if inside else f"{kind} {size}"
        if is_right(text):
            return text
    text = f"{kind} {', '.join(steps)}"
    if steps and is_right(text):
        return text
    return f"{kind} {size}" if size else None


def _size(title: str) -> str:
    """`25 min` of `Strength: core 25 min`: the first amount that is no part of a set."""
    text = folded(title)
    start = re.search(r"(?<![\d.,:a-z-])\d", text)
    found = start and amount_at(text, start.start())
    return found.amount.text if found else ""


def _race(title: str) -> str | None:
    """`Race: Lisbon Half (half marathon)`, `Race 10 km`."""
    named = re.fullmatch(r"Race: (.+) \(([^()]+)\)", title)
    far = named[2] if named else re.sub(r"^Race:? ", "", title)
    if far not in ("half marathon", "marathon"):
        found = amounts(folded(far))
        if len(found) != 1:
            return None
        far = found[0].amount.text
    return f"race {far} {quoted(named[1])}" if named else f"race {far}"


def quoted(text: str) -> str:
    """`text` between the quotes of the language."""
    marked = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{marked}"'


# ---- steps -------------------------------------------------------------------------------------------------------

_EFFORTS = {"half marathon": "half", "marathon": "marathon", "mile": "mile"}
_NO_STEP = re.compile(r"(?:or |- |Goal: |Predicted |\d+ rounds of$)")


def _steps(lines: list[str]) -> list[str]:
    """The steps of a description, as the language writes them; the first line is its figures."""
    return [written(line) for line in lines[1:] if not _NO_STEP.match(line)]


def written(line: str) -> str:
    """`6 × (400 m @ I 4:28/km, 400 m jog)` is `6 x (400 m @ I, 400 m jog)`: of a step's two targets the first is the
    plan's, the other one the runner's."""
    text = re.sub(r"\((5k|10k|15k|3k|mile|half marathon|marathon) effort\)", _effort, line.replace("×", "x"))
    text = re.sub(r"(\d) ?– ?(?=\d)", r"\1..", text)
    text = re.sub(r" \([^()]*RPE [^()]*\)", "", text)
    text = re.sub(r"(@ (?:[EMTIR]|[\w.]*[a-z])) \d[\d:.]*(?:/km|/mi| bpm)", r"\1", text)
    text = re.sub(r"\beasy @ [\d:.]+/(?:km|mi)", "easy", text)
    text = re.sub(r"\brun (?=@)", "", text)
    return re.sub(r"(?<![\w:])\d+ (?:h|min)(?: \d+ (?:min|s))+", _clock, text)


def _effort(match: re.Match[str]) -> str:
    return f"@ {_EFFORTS.get(match[1], match[1])}"


def _clock(match: re.Match[str]) -> str:
    found = amount_at(match[0], 0)
    return found.amount.text if found else match[0]


def _note(kind: str, title: str, lines: list[str], blocks: list[str]) -> str:
    """What the plan says of the session; of strength its name."""
    notes = list(blocks)
    named = re.match(r"[^:]+: ([^\d:]+?) (?=\d)|[^:]+: ([^\d:]+)$", title) if kind in _ROUTINES else None
    if named:
        notes.insert(0, raised(named[1] or named[2]))
    elif kind == "rest":
        notes.insert(0, " ".join(line for line in lines if not line.startswith("or ")))
    said = (note.replace("\n", " ").strip() for note in notes)
    return " ".join(note if note.endswith((".", "!", "?")) else f"{note}." for note in said if note)
