"""Formatting changes no meaning, loses no comment and has nothing to do the second time, however a file is spaced."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from line_strategies import accepted_lines, damaged, grammatical_lines, respaced, shipped_texts
from runplan.diagnostics import Report
from runplan.syntax.format import format_text
from runplan.syntax.nodes import BadLine, Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import NOWHERE, Span

QUIET = settings(max_examples=150, deadline=None, derandomize=True)


def meaning(text: str) -> list[object]:
    """The statements of a text without places, and the bad lines as they stand."""
    module: Module = parse_module(text, "x.plan", Report())
    return [line.text.rstrip() if isinstance(line, BadLine) else placeless(line) for line in module.lines]


def placeless(node: object) -> object:
    match node:
        case Span():
            return NOWHERE
        case tuple():
            return (type(node), *map(placeless, node))
        case _:
            return node


def comments(text: str) -> list[str]:
    return [line[line.index("#") :].rstrip() for line in text.split("\n") if "#" in line and '"' not in line]


def check(text: str) -> str:
    once = format_text(text, "x.plan")
    assert once is not None, "the formatter itself found its work wrong"
    assert meaning(once) == meaning(text)
    assert format_text(once, "x.plan") == once
    assert comments(once) == comments(text)
    assert not any(line != line.rstrip() for line in once.split("\n"))
    assert once == "" or once.endswith("\n")
    assert "\n\n\n" not in once
    return once


@pytest.mark.parametrize("path", shipped_texts())
def test_shipped_plans(path: str) -> None:
    check(shipped_texts()[path])


@given(st.data())
@settings(QUIET, max_examples=30)
def test_a_file_under_other_spacing_has_one_form(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(sorted(shipped_texts().values(), key=len)[:8]))
    lines = text.split("\n")
    spaced = [
        data.draw(respaced(line)) if line.strip() and line.strip()[0] != "#" else line for line in lines
    ]
    assert check("\n".join(spaced)) == check(text)


@given(st.lists(st.one_of(grammatical_lines(), st.sampled_from(accepted_lines())), max_size=3))
@settings(QUIET, max_examples=60)
def test_lines_of_any_form(lines: list[str]) -> None:
    check("\n".join(lines))


@given(st.lists(st.sampled_from(accepted_lines()).flatmap(damaged), min_size=1, max_size=4))
@QUIET
def test_damaged_lines_stay_as_they_are(lines: list[str]) -> None:
    check("\n".join(lines))


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"))
)
@QUIET
def test_any_text(text: str) -> None:
    once = format_text(text, "x.plan")
    assert once is not None
    assert format_text(once, "x.plan") == once
