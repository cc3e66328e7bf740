"""The parser: a line's lexemes, driven through the grammar's tables. It knows no grammar and builds no node itself.

A lexeme's text is clear without context; what it is, a keyword or a name, the parser's state decides: the first
kind, in the grammar's order of priority, that the state has a use for. Lark does the same, and a test holds the two
together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias

from runplan.record import Record
from runplan.syntax.span import Span
from runplan.syntax.tables import Tables


class Lexeme(Record):
    """A piece of a line before anybody knows what it is: `kinds` are what its text may be, in order.

    `start` and `end` count characters from 0.
    """

    pattern: str
    text: str
    start: int
    end: int
    kinds: tuple[str, ...]


class Token(Record):
    """A lexeme whose kind is known."""

    kind: str
    text: str
    at: Span


class Complaint(Record):
    """A line that can be parsed and yet makes no sense; `code` and `facts` are those of a diagnostic."""

    code: str
    at: Span
    facts: dict[str, object]
    replace: str | None = None


class Stopped(Record):
    """Where no rule goes on: before lexeme `place` (the number of lexemes is the line's end), in these states."""

    place: int
    states: tuple[int, ...]


Action: TypeAlias = Callable[[list[Any], Span, list[Complaint]], Any]


def read_lexemes(tables: Tables, line: str) -> list[Lexeme]:
    """All lexemes of a line; spaces and the comment are none. What fits nothing is a lexeme of kind JUNK."""
    lexemes: list[Lexeme] = []
    words = tables.words
    first = tables.first
    for match in tables.lexeme.finditer(line):
        pattern = match.lastgroup
        if pattern == "IGNORED" or pattern is None:
            continue
        text = match.group()
        word = words.get(text)
        if word is None:
            kinds: tuple[str, ...] = (pattern,)
        elif pattern == "SIGNS":
            kinds = (word,)
        elif pattern in first:
            kinds = (pattern, word)
        else:
            kinds = (word, pattern)
        lexemes.append(Lexeme(pattern, text, match.start(), match.end(), kinds))
    return lexemes


def parse_lexemes(
    tables: Tables,
    lexemes: list[Lexeme],
    actions: Mapping[str, Action],
    file: str,
    line: int,
    complaints: list[Complaint],
) -> Any:
    """What the actions make of the whole line, or `Stopped`. Each action gets the children, in Lark's shape, and
    the place of its text; what it finds wrong it adds to `complaints`."""
    table, gotos, rules, kept_kinds = tables.actions, tables.gotos, tables.rules, tables.kept
    states = [tables.start]
    values: list[Any] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, lexeme in enumerate([*lexemes, None]):
        row = table[states[-1]]
        if lexeme is None:
            kind = "$END"
        else:
            for kind in lexeme.kinds:
                if kind in row:
                    break
            else:
                kind = _other_kind(tables, lexeme, row)
        while True:
            action = row.get(kind)
            if action is None:
                return Stopped(index, tuple(states))
            if action > 0:
                assert lexeme is not None
                states.append(action - 1)
                _, text, start, end, _ = lexeme
                starts.append(start)
                ends.append(end)
                values.append(
                    Token(kind, text, Span(file, line, start + 1, end + 1)) if kind in kept_kinds else None
                )
                break
            origin, size, name, inline, single, shape, absent, same = rules[-action - 1]
            if same:
                # One child that stands for itself: only the state changes.
                goto = gotos[states[-2]][origin]
                states[-1] = goto
                row = table[goto]
                continue
            first = len(values) - size
            children = values[first:]
            if shape is not None:
                kept: list[Any] = []
                for child, spliced, nones in shape:
                    if nones:
                        kept += [None] * nones
                    if spliced:
                        kept += children[child]
                    else:
                        kept.append(children[child])
                if absent:
                    kept += [None] * absent
                children = kept
            value: Any
            if inline:
                value = children
            elif single and len(children) == 1:
                value = children[0]
            else:
                at = Span(file, line, starts[first] + 1, ends[-1] + 1)
                value = actions[name](children, at, complaints)
            if size == 1:
                values[-1] = value
                goto = gotos[states[-2]][origin]
                states[-1] = goto
            else:
                del states[-size:]
                values[first:] = [value]
                del starts[first + 1 :]
                ends[first:] = [ends[-1]]
                goto = gotos[states[-1]][origin]
                states.append(goto)
            if goto == tables.end and lexeme is None:
                return value
            row = table[goto]
    raise AssertionError("the end of the line is a lexeme of its own")


def _other_kind(tables: Tables, lexeme: Lexeme, row: dict[str, int]) -> str:
    """Another pattern that takes the very same text and that the state has a use for, else the kind itself."""
    for kind in tables.others:
        if kind in row and kind not in lexeme.kinds and _pattern(tables.others[kind]).fullmatch(lexeme.text):
            return kind
    return lexeme.kinds[0]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def acceptable(tables: Tables, states: tuple[int, ...]) -> set[str]:
    """The kinds, `$END` among them, that can really come next: followed through all rules that they complete."""
    found = set()
    for kind in tables.actions[states[-1]]:
        stack = list(states)
        while True:
            action = tables.actions[stack[-1]].get(kind)
            if action is None:
                break
            if action > 0:
                found.add(kind)
                break
            rule = tables.rules[-action - 1]
            del stack[-rule.size :]
            stack.append(tables.gotos[stack[-1]][rule.origin])
            if kind == "$END" and stack[-1] == tables.end:
                found.add(kind)
                break
    return found


def trace_states(tables: Tables, lexemes: list[Lexeme]) -> list[tuple[int, ...]]:
    """The states before each lexeme, as far as the parser gets."""
    traced: list[tuple[int, ...]] = []
    stack = [tables.start]
    for lexeme in lexemes:
        traced.append(tuple(stack))
        row = tables.actions[stack[-1]]
        kind = next((kind for kind in lexeme.kinds if kind in row), None) or _other_kind(tables, lexeme, row)
        while True:
            action = tables.actions[stack[-1]].get(kind)
            if action is None:
                return traced
            if action > 0:
                stack.append(action - 1)
                break
            rule = tables.rules[-action - 1]
            del stack[-rule.size :]
            stack.append(tables.gotos[stack[-1]][rule.origin])
    return traced
