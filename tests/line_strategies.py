"""Lines for property tests: random walks through the grammar's tables, real lines re-spaced, and real lines damaged."""

import random
import re
from pathlib import Path

from hypothesis import strategies as st

from runplan.syntax.parse import split_lines
from runplan.syntax.parser import Lexeme, acceptable, read_lexemes
from runplan.syntax.tables import load_tables

HERE = Path(__file__).parent
PLANS = HERE.parent / "plans"

# One or more texts for each kind of lexeme that is not a fixed word.
SAMPLES = {
    "NUMBER": ["1", "2", "6", "8", "2.5", "10", "400"],
    "DATE": ["2027-03-09"],
    "CLOCK": ["4:30", "47:30", "1:45:00"],
    "HM": ["1h15"],
    "K": ["5k", "10k"],
    "DAY": ["mon", "tue", "sun"],
    "X": ["x"],
    "CALL": ["big-hills", "core"],
    "NAME": ["easy", "jog", "base", "tempo", "injury-prone", "plank", "days", "weekly", "fitness", "hills"],
    "ZONE": ["E", "T", "Z2"],
    "RPE": ["RPE"],
    "HRMAX": ["HRmax"],
    "LTHR": ["LTHR"],
    "TZ": ["Europe/Lisbon", "UTC"],
    "PARAM": ["{n}"],
    "STRING": ['"Run easy."', '"a # b"'],
    "SIGN": ["+", "-"],
    "CMP": ["<", "<=", ">=", "="],
}
LONGEST = 24


@st.composite
def grammatical_lines(draw: st.DrawFn) -> str:
    """A line that the grammar allows, whatever it may mean."""
    tables = load_tables()
    texts = {kind: text for text, kind in tables.words.items()}
    states = [tables.start]
    line = ""
    length = 0
    while True:
        kinds = acceptable(tables, tuple(states))
        if "$END" in kinds and (len(kinds) == 1 or length >= LONGEST or draw(st.integers(0, 3)) == 0):
            return line.strip()
        options = sorted(kinds - {"$END", "JUNK"})
        if length > LONGEST // 2:
            # Towards an end: nothing that opens something, nothing that joins, if there is another way.
            options = [k for k in options if k not in ("LPAR", "LSQB", "COMMA", "PLUS", "WITH")] or options
        kind = draw(st.sampled_from(options))
        # A name that would be a keyword here is that keyword.
        samples = [
            text
            for text in SAMPLES.get(kind, [texts.get(kind, "")])
            if kind != "NAME" or tables.words.get(text) not in kinds
        ]
        text = draw(st.sampled_from(samples))
        line += text if kind == "CALL" else f"{text} "
        length += 1
        _advance(states, kind)


def _advance(states: list[int], kind: str) -> None:
    tables = load_tables()
    while True:
        action = tables.actions[states[-1]][kind]
        if action > 0:
            states.append(action - 1)
            return
        rule = tables.rules[-action - 1]
        del states[-rule.size :]
        states.append(tables.gotos[states[-1]][rule.origin])


def accepted_lines() -> list[str]:
    """Lines of every form of the language."""
    return [line for line in (HERE / "lines" / "accepted.txt").read_text("utf-8").split("\n") if line]


def shipped_texts() -> dict[str, str]:
    """The plans and runners that come with the compiler, by their path."""
    return {
        str(path.relative_to(PLANS)): path.read_text("utf-8")
        for path in sorted([*PLANS.rglob("*.plan"), *PLANS.rglob("*.runner")])
    }


def shipped_lines() -> list[str]:
    """Every statement in them."""
    lines = [line.strip() for text in shipped_texts().values() for line in split_lines(text)]
    return [line for line in lines if line and not line.startswith("#")]


@st.composite
def respaced(draw: st.DrawFn, line: str) -> str:
    """The same line with other spaces; none only where no two words grow together."""
    lexemes = read_lexemes(load_tables(), line)
    out = draw(st.sampled_from(["", " ", "\t", "    "]))
    for before, lexeme in zip([None, *lexemes], lexemes, strict=False):
        if before is not None and not (before.pattern == "CALL" and lexeme.text == "("):
            least = 1 if _grow_together(before, lexeme) else 0
            out += " " * draw(st.integers(least, 3))
        out += lexeme.text
    return out + line[lexemes[-1].end :] if lexemes else line


def _grow_together(before: Lexeme, lexeme: Lexeme) -> bool:
    """Whether two lexemes without a space between them would be read as something else."""
    if before.pattern == "NUMBER" and lexeme.text in ("km", "m", "mi", "min", "s", "x", "%"):
        return False
    if before.pattern == "X" and lexeme.pattern in ("NUMBER", "SIGNS"):
        return False
    wordy = re.compile(r"[A-Za-z0-9_\-+.{}:]")
    return (
        bool(wordy.match(before.text[-1]) and wordy.match(lexeme.text[0]))
        or lexeme.text[0] == "("
        or (before.text in "<>=-.+/" and lexeme.text in "<>=-.+/")
    )


@st.composite
def damaged(draw: st.DrawFn, line: str) -> str:
    """The line with one lexeme or one character dropped, doubled, changed or put in."""
    lexemes = read_lexemes(load_tables(), line)
    pieces = [
        "km",
        "x",
        ",",
        "(",
        ")",
        "@",
        "8",
        "easy",
        "tue",
        "->",
        "..",
        ":",
        '"',
        "at",
        "%",
        "[",
        "foo",
        "–",
        "8",
    ]
    if draw(st.booleans()) and lexemes:
        at = draw(st.sampled_from(lexemes))
        start, end = at.start, at.end
        new = draw(st.sampled_from(["", f"{at.text} {at.text}", *pieces]))
    else:
        start = draw(st.integers(0, max(len(line) - 1, 0)))
        end = start + draw(st.integers(0, 1))
        new = draw(st.sampled_from(["", " ", *"abekmxET0123456789.,:;-+*/()[]{}<>=@%\"'#\\_~"]))
    return line[:start] + new + line[end:]


def mutated(line: str, choose: random.Random) -> str:
    """One character of the line dropped, doubled, replaced or put in."""
    at = choose.randrange(len(line))
    new = choose.choice("abekmxET0123456789.,:;-+*/()[]{}<>=@%\"'#~ ")
    return choose.choice(
        [
            line[:at] + line[at + 1 :],
            line[: at + 1] + line[at:],
            line[:at] + new + line[at + 1 :],
            line[:at] + new + line[at:],
        ]
    )
