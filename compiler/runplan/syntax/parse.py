"""`parse_module`: a file's text becomes a `Module`, every line by itself, so that no mistake spoils another line."""

from typing import Any

from runplan.diagnostics.report import Diagnostic, Report, word
from runplan.syntax.build import ACTIONS
from runplan.syntax.characters import MOST_CHARACTERS, find_unreadable
from runplan.syntax.nodes import (
    BadLine,
    Call,
    Choice,
    CircuitLine,
    DayLine,
    Exercise,
    ExpectHeader,
    Module,
    PhaseHeader,
    PlanHeader,
    RaceHeader,
    RoutineHeader,
    RunnerHeader,
    Session,
    Statement,
    WorkoutHeader,
)
from runplan.syntax.parser import Complaint, Stopped, parse_lexemes, read_lexemes
from runplan.syntax.span import Span
from runplan.syntax.tables import load_tables

MOST_LINES = 50_000
MOST_EXPLAINED = 100
"""So many bad lines get a correction; a file with more of them is hardly a plan."""
MOST_BAD_LINES = 1_000
MOST_BYTES = 16_000_000
_CONFLICT_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


def decode(data: bytes, path: str, report: Report) -> str | None:
    """The text of a file, which is UTF-8; a byte-order mark goes. None, with the place, if it is not text."""
    if len(data) > MOST_BYTES:
        report.say("file-too-long", Span(path, 0, 0, 0), most=f"{MOST_BYTES // 1_000_000} megabytes")
        return None
    if _is_utf16(data[:64]):
        report.say("not-text", Span(path, 1, 1, 2), what="text in UTF-16")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        # The mistake's offset counts from after the mark, which `utf-8-sig` takes away first.
        mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        before = data[mark : mark + problem.start].decode("utf-8", "replace")
        lines = split_lines(before)
        column = len(lines[-1]) + 1
        byte = f"{data[mark + problem.start]:02X}"
        report.say("not-text", Span(path, len(lines), column, column + 1), what=f"the byte {byte}")
        return None
    if "\0" in text:
        lines = split_lines(text[: text.index("\0")])
        column = len(lines[-1]) + 1
        report.say("not-text", Span(path, len(lines), column, column + 1), what="a NUL character")
        return None
    return text


def _is_utf16(beginning: bytes) -> bool:
    """Whether the mark says so or, without one, every other byte is a NUL."""
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    return len(beginning) >= 4 and any(
        not any(beginning[i::2]) and all(beginning[1 - i :: 2]) for i in (0, 1)
    )


def split_lines(text: str) -> list[str]:
    """Lines as editors count them: `\\n`, `\\r\\n` and `\\r` end one, nothing else does."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def parse_module(text: str, path: str, report: Report) -> Module:
    """Every statement of the file, in order; a line that cannot be read is reported and stays as a `BadLine`."""
    lines: list[Statement | BadLine] = []
    wrong: list[Diagnostic] = []
    conflict = False
    texts = split_lines(text.removeprefix("\ufeff"))
    for number, line in enumerate(texts, 1):
        if number > MOST_LINES:
            at = Span(path, number, 1, 2)
            wrong.append(word("file-too-long", at, most=f"{MOST_LINES:,} lines"))
            lines.append(BadLine("", at))
            break
        if line.startswith(_CONFLICT_MARKS):
            at = Span(path, number, 1, len(line) + 1)
            if not conflict:
                wrong.append(word("merge-conflict", at))
            conflict = not line.startswith(">>>>>>>")
            lines.append(BadLine("", at))
            continue
        found = parse_line(line, path, number, thorough=len(wrong) < MOST_EXPLAINED)
        if isinstance(found, Diagnostic):
            wrong.append(found)
            lines.append(BadLine(line[:MOST_CHARACTERS], Span(path, number, 1, len(line) + 1)))
            if len(wrong) > MOST_BAD_LINES:
                wrong = [word("too-many-mistakes", wrong[0].at, number=f"{MOST_BAD_LINES:,}")]
                break
        elif conflict and found is not None:
            # Both sides stand in the file: what they say twice is no mistake of its own.
            lines.append(BadLine(line, found.at))
        elif found is not None:
            lines.append(found)
    if len(wrong) < MOST_EXPLAINED:
        wrong += _mistaken_starts(lines, texts)
    report.extend(wrong)
    return Module(path, tuple(lines))


_LISTS = (WorkoutHeader, RoutineHeader)
_HEADERS = (PlanHeader, PhaseHeader, RaceHeader, ExpectHeader, RunnerHeader, *_LISTS)


def _mistaken_starts(lines: list[Statement | BadLine], texts: list[str]) -> list[Diagnostic]:
    """What is wrong with lines that read like an exercise or like a session without a day, where neither can stand,
    because their first word is misspelt. They become bad lines, so that nothing else is said of them."""
    found: list[Diagnostic] = []
    inside = False  # a workout or a routine, where such lines belong
    defined: set[str] | None = None
    for index, line in enumerate(lines):
        if isinstance(line, BadLine):
            from runplan.syntax.first_words import opens_section

            opened = opens_section(line.text)
            inside = opened in ("workout", "routine") if opened else inside
            continue
        if isinstance(line.body, _HEADERS):
            inside = isinstance(line.body, _LISTS)
            continue
        name = None if inside or line.selector is not None else _loose_name(line.body)
        if name is None:
            continue
        if defined is None:
            headers = [s.body for s in lines if isinstance(s, Statement)]
            defined = {body.name for body in headers if isinstance(body, _LISTS)}
        if name in defined:
            continue
        from runplan.syntax.mistakes import mistaken_start

        text = texts[line.at.line - 1]
        diagnostic = mistaken_start(text, line.at.file, line.at.line)
        if diagnostic is not None:
            found.append(diagnostic)
            lines[index] = BadLine(text, line.at)
            if len(found) == MOST_EXPLAINED:
                break
    return found


def _loose_name(body: object) -> str | None:
    """The first word of an exercise, or of a session without a day."""
    match body:
        case CircuitLine(Exercise(name)):
            return name
        case DayLine(None, False, (Choice((Session(kind=name) | Call(name=name), *_)), *_)):
            return name
    return None


def parse_line(text: str, file: str, line: int, *, thorough: bool = True) -> Statement | Diagnostic | None:
    """One line: what it says, or what is wrong with it; None for a blank or a comment. A pure function.

    `thorough` looks for the correction of a line that cannot be read, which takes some milliseconds.
    """
    stripped = text.lstrip(" \t")
    if not stripped or stripped[0] == "#":
        return None
    unreadable = find_unreadable(text, file, line)
    if unreadable is not None:
        return unreadable
    tables = load_tables()
    lexemes = read_lexemes(tables, text)
    complaints: list[Complaint] = []
    found: Any = parse_lexemes(tables, lexemes, ACTIONS, file, line, complaints)
    if isinstance(found, Stopped):
        from runplan.syntax.mistakes import explain

        return explain(tables, text, lexemes, found, file, line, thorough)
    if complaints:
        from runplan.syntax.mistakes import complain

        return complain(text, min(complaints, key=lambda c: c.at.column), thorough)
    statement: Statement = found
    return statement
