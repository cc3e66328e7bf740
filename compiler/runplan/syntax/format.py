"""`format_text`: a file as it should look. Lexemes are printed with the right space between them, nothing else.

Headers begin a line, what belongs to them is indented, the second word of neighbours is aligned, and blank lines part
the sections. Comments stay where they are; a line that cannot be read stays as it is. What comes out says the same,
which `format_text` makes sure of before it gives it away.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from runplan.diagnostics.report import Diagnostic, Report
from runplan.syntax.nodes import (
    BadLine,
    CircuitLine,
    DayLine,
    Exercise,
    Expectation,
    Module,
    PaceDefinition,
    PacesFrom,
    ShortestRun,
    Statement,
    WeekStarts,
)
from runplan.syntax.parse import parse_line, parse_module, split_lines
from runplan.syntax.parser import Lexeme, read_lexemes
from runplan.syntax.spacing import spaced
from runplan.syntax.span import NOWHERE, Span
from runplan.syntax.tables import load_tables

INDENT = "  "
WIDEST = 13
"""A first part wider than this takes no part in the alignment, so that one long selector does not tear a section."""
_WIDEST = {"column": WIDEST, "measure": 16, "exercise": 24, "condition": 48}

# Selectors that stand in column with days and settings; dates and names of phases are of any length.
_ALIGNED_SELECTORS = frozenset(["week", "weeks", "odd", "even", "cutback", "last", "every", "race"])


class _Line(NamedTuple):
    """A line in parts: what is aligned (`head`), how many spaces part it at least from the `rest`, and the comment.

    `kind`: a blank line, a header, a `use`, a statement, a comment alone, or a line that stays as it is. Of a section
    those lines align whose `group` is the same; "" is on its own.
    """

    kind: str
    head: str = ""
    rest: str = ""
    comment: str = ""
    group: str = ""
    gap: int = 1


def format_text(text: str, path: str) -> str | None:
    """The text in its canonical form, or None if that form would not say the very same (which is a bug of ours)."""
    # Line by line is the slower way, and is needed where a single line cannot be formatted.
    return _vouched(text, path, False) or _vouched(text, path, True)


def _vouched(text: str, path: str, careful: bool) -> str | None:
    """The form, if it says the same, has the same comments, and is its own form."""
    before = parse_module(text, path, Report())
    once = _formatted(text, careful, _bad(before, careful))
    after = parse_module(once, path, Report())
    same = (
        _meaning(before) == _meaning(after)
        and _formatted(once, careful, _bad(after, careful)) == once
        and _comments(text, careful) == _comments(once, careful)
    )
    return once if same else None


def _bad(module: Module, careful: bool) -> frozenset[int]:
    """The lines that only the whole file shows to be wrong, as a misspelt word that reads as an exercise."""
    return frozenset(line.at.line for line in module.lines if careful and isinstance(line, BadLine))


# ---- the file -----------------------------------------------------------------------------------------------


def _lines(text: str, careful: bool, bad: Collection[int] = ()) -> list[_Line]:
    return [
        _Line("as it is", line.rstrip(" \t")) if number in bad else _read(line, careful)
        for number, line in enumerate(split_lines(text.removeprefix("\ufeff")), 1)
    ]


def _formatted(text: str, careful: bool, bad: Collection[int]) -> str:
    return _print(_settle(_lines(text, careful, bad)))


@lru_cache(4096)
def _read(line: str, careful: bool) -> _Line:
    """The parts of a line; `careful` parses what is made of them, and keeps the line if that says something else."""
    bare = line.strip(" \t")
    if not bare:
        return _Line("blank")
    if bare[0] == "#":
        return _Line("comment", comment=bare)
    found = parse_line(line, "", 0, thorough=False)
    if found is None or isinstance(found, Diagnostic):
        return _Line("as it is", line.rstrip(" \t"))
    lexemes = read_lexemes(load_tables(), line)
    if careful and _placeless(parse_line(spaced(lexemes), "", 0, thorough=False)) != _placeless(found):
        return _Line("as it is", line.rstrip(" \t"))
    comment = line[lexemes[-1].end :].strip(" \t")
    body = type(found.body).__name__
    if body == "Use" or body.endswith("Header"):
        return _Line("use" if body == "Use" else "header", spaced(lexemes), comment=comment)
    split, group, gap = _split(lexemes, found)
    if not 0 < split < len(lexemes):
        return _Line("line", spaced(lexemes), comment=comment)
    head = spaced(lexemes[:split])
    return _Line("line", head, spaced(lexemes[split:]), comment, group, gap)


def _split(lexemes: list[Lexeme], statement: Statement) -> tuple[int, str, int]:
    """How many lexemes are aligned (the selector, the days, the first word of a setting), with whom, and the gap."""
    texts = [lexeme.text for lexeme in lexemes]
    if statement.selector is not None:
        named = texts[0] in _ALIGNED_SELECTORS or (lexemes[0].pattern == "NUMBER")
        return texts.index(":") + 1, "column" if named else "", 1
    match statement.body:
        case DayLine(None):
            return (texts.index("if"), "condition", 2) if statement.condition is not None else (0, "", 1)
        case DayLine():
            return _days(lexemes), "column", 2
        case CircuitLine(Exercise()):
            return 1, "exercise", 2
        case CircuitLine():
            return 0, "", 1
        case Expectation():
            return (
                next(i for i, text in enumerate(texts) if text in ("<", "<=", ">", ">=", "=")),
                "measure",
                1,
            )
        case PaceDefinition() | PacesFrom() | ShortestRun() | WeekStarts():
            return 2, "column", 1
        case _:
            return 1, "column", 2


def _days(lexemes: list[Lexeme]) -> int:
    """How many lexemes are the days of a line of sessions that has days."""
    if lexemes[0].text == "other":
        return 1
    if lexemes[0].pattern == "DAY":
        index = 1
        while lexemes[index].pattern == "DAY" or lexemes[index].text in (",", "-"):
            index += 1
        return index
    # `run 1-3, 5` or `day 2`
    index = 2
    while lexemes[index].text in (",", "-"):
        index += 2
    return index


def _settle(lines: list[_Line]) -> list[_Line]:
    """Blank lines: none at the ends, never two, one before every header with its comments."""
    out: list[_Line] = []
    blank = _Line("blank")
    for index, line in enumerate(lines):
        if line.kind == "blank":
            if out and out[-1].kind != "blank":
                out.append(blank)
            continue
        if out and out[-1].kind != "blank" and _opens(lines, index) and not _continues(out, line):
            out.append(blank)
        out.append(line)
    while out and out[-1].kind == "blank":
        out.pop()
    return out


def _opens(lines: list[_Line], index: int) -> bool:
    """Whether the line is a header, or the first of the comments that stand right above one."""
    if lines[index].kind in ("header", "use"):
        return not (index and lines[index - 1].kind == "comment")
    if lines[index].kind != "comment" or (index and lines[index - 1].kind == "comment"):
        return False
    while index < len(lines) and lines[index].kind == "comment":
        index += 1
    return index < len(lines) and lines[index].kind in ("header", "use")


def _continues(out: list[_Line], line: _Line) -> bool:
    """`use` lines may stand together."""
    return line.kind == "use" and out[-1].kind == "use"


def _print(lines: list[_Line]) -> str:
    in_section = False
    out: list[str] = []
    widths = _widths(lines)
    for index, line in enumerate(lines):
        indent = INDENT if in_section else ""
        match line.kind:
            case "blank":
                text = ""
            case "header" | "use":
                in_section = line.kind == "header"
                text = line.head
            case "comment":
                text = "" if _above_header(lines, index) else indent
            case "as it is":
                text = line.head
            case _:
                text = indent + line.head.ljust(widths[index]) + line.rest
        if line.comment:
            text += line.comment if line.kind == "comment" else f"  {line.comment}"
        out.append(text)
    return "\n".join(out) + "\n" if out else ""


def _above_header(lines: list[_Line], index: int) -> bool:
    """Whether a comment stands before a header, with nothing but comments and blank lines between."""
    while index < len(lines) and lines[index].kind in ("comment", "blank"):
        index += 1
    return index < len(lines) and lines[index].kind in ("header", "use")


def _widths(lines: list[_Line]) -> list[int]:
    """For each line where its `rest` begins: in a section, the same column for all lines of a group."""
    widths = [len(line.head) + 1 for line in lines]
    start = 0
    for end in [i for i, line in enumerate(lines) if line.kind in ("header", "use")] + [len(lines)]:
        for group, widest in _WIDEST.items():
            members = [
                i
                for i in range(start, end)
                if lines[i].rest and lines[i].group == group and len(lines[i].head) <= widest
            ]
            column = max((len(lines[i].head) + lines[i].gap for i in members), default=0)
            for i in members:
                widths[i] = column
        start = end
    return [width if line.rest else 0 for width, line in zip(widths, lines, strict=True)]


# ---- the guard ----------------------------------------------------------------------------------------------


def _meaning(module: Module) -> list[object]:
    """The module's statements without places, its bad lines as text."""
    return [
        ("bad", line.text.rstrip(" \t")) if isinstance(line, BadLine) else _placeless(line)
        for line in module.lines
    ]


def _placeless(node: object) -> object:
    if isinstance(node, Span):
        return NOWHERE
    if isinstance(node, tuple):
        return (type(node).__name__, *(_placeless(child) for child in node))
    return node


def _comments(text: str, careful: bool) -> list[str]:
    """Every comment, in order."""
    return [line.comment for line in _lines(text, careful) if line.comment]
