"""Lark is the judge of our parser: the same lines accepted, the same lines refused, the same trees."""

from typing import Any, TypeAlias

import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors_text import wrong_lines
from line_strategies import accepted_lines, damaged, grammatical_lines, shipped_lines
from runplan.shipped import read_shipped
from runplan.syntax.parser import Action, Stopped, Token, parse_lexemes, read_lexemes
from runplan.syntax.tables import WholeWords, load_tables

Tree: TypeAlias = Any
"""(name, children) of a node, (kind, text) of a lexeme, None for what an option leaves out."""

LARK = lark.Lark(
    read_shipped("grammar", "runplan.lark"),
    parser="lalr",
    lexer="contextual",
    start="line",
    postlex=WholeWords(),
)


class _Trees(dict[str, Action]):
    """Actions that make a tree of everything."""

    def __missing__(self, name: str) -> Action:
        return lambda children, at, complaints: ("node", name, children)


def our_tree(line: str) -> Tree | None:
    tables = load_tables()
    found = parse_lexemes(tables, read_lexemes(tables, line), _Trees(), "", 1, [])
    return None if isinstance(found, Stopped) else _plain(found)


def _plain(value: Any) -> Tree:
    if isinstance(value, Token):
        return (value.kind, value.text, value.at.column, value.at.end)
    return value if value is None else (value[1], [_plain(child) for child in value[2]])


def larks_tree(line: str) -> Tree | None:
    try:
        return _plain_lark(LARK.parse(line))
    except lark.UnexpectedInput:
        return None


def _plain_lark(value: Any) -> Tree:
    if isinstance(value, lark.Tree):
        return (str(value.data), [_plain_lark(child) for child in value.children])
    return value if value is None else (value.type, str(value), value.column, value.end_column)


@pytest.mark.parametrize("line", [*accepted_lines(), *shipped_lines()])
def test_what_is_right_has_larks_tree(line: str) -> None:
    tree = larks_tree(line)
    assert tree is not None
    assert our_tree(line) == tree


def test_what_is_wrong_is_wrong_to_lark() -> None:
    lines = wrong_lines()
    assert len(lines) > 300
    assert [our_tree(line) for line in lines] == [larks_tree(line) for line in lines]
    assert sum(our_tree(line) is None for line in lines) > 200


@given(grammatical_lines())
@settings(max_examples=300, deadline=None)
def test_grammatical_lines_have_larks_tree(line: str) -> None:
    tree = larks_tree(line)
    assert tree is not None
    assert our_tree(line) == tree


@given(st.sampled_from(accepted_lines()).flatmap(damaged))
@settings(max_examples=500, deadline=None)
def test_damaged_lines_are_the_same_to_lark(line: str) -> None:
    assert our_tree(line) == larks_tree(line)


@pytest.mark.parametrize(
    "line",
    [
        "mon strength tue(3) 20 min",
        "mon strength x(3) 20 min",
        "mon strength mon-fri(3)",
        "tue 6x(400 m)",
        "tue run @ RPE4..5",
    ],
)
def test_lexemes_exclude_one_another(line: str) -> None:
    """Lines that random damage has found: Lark's lexer tries fewer patterns in a state than ours."""
    assert our_tree(line) == larks_tree(line)
