"""Damage: never an exception, and one damaged line gives exactly one diagnostic, on that line."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from line_strategies import accepted_lines, damaged, grammatical_lines, mutated, shipped_texts
from runplan.diagnostics import Diagnostic, Report
from runplan.syntax.nodes import BadLine, Statement
from runplan.syntax.parse import decode, parse_line, parse_module, split_lines

QUIET = settings(max_examples=300, deadline=None, derandomize=True)
DESIGN = Path(__file__).parent.parent / "golden" / "design-page"
MUTATIONS = 2_000


def is_sound(found: Diagnostic, line: str) -> bool:
    """Whether a diagnostic of a line points into it and says something without holes."""
    return (
        1 <= found.at.column <= found.at.end <= len(line) + 2
        and bool(found.message)
        and "{" not in found.message.replace("{n}", "").replace("`{", "")
        and "unexpected token" not in found.message.lower()
        and "Traceback" not in found.message
    )


@given(st.one_of(st.sampled_from(accepted_lines()).flatmap(damaged), grammatical_lines()))
@QUIET
def test_a_line_is_right_or_has_one_mistake(line: str) -> None:
    match parse_line(line, "x.plan", 3):
        case Statement():
            pass
        case Diagnostic() as found:
            assert (found.at.file, found.at.line) == ("x.plan", 3)
            assert 1 <= found.at.column <= found.at.end <= len(line) + 2
            assert found.message
        case None:
            assert not line.strip() or line.strip()[0] == "#"


@given(st.sampled_from(accepted_lines()).flatmap(damaged))
@QUIET
def test_a_fix_makes_the_line_right(line: str) -> None:
    found = parse_line(line, "x.plan", 1)
    if isinstance(found, Diagnostic) and found.fix is not None:
        fix = found.fix
        fixed = line[: fix.at.column - 1] + fix.text + line[fix.at.end - 1 :]
        assert isinstance(parse_line(fixed, "x.plan", 1), Statement), fixed
        assert found.help.strip("`") in fixed


@given(st.text(max_size=200))
@QUIET
def test_any_text_is_read_without_an_exception(text: str) -> None:
    report = Report()
    module = parse_module(text, "x.plan", report)
    assert len({d.at.line for d in report}) == len(list(report))
    assert sum(isinstance(line, BadLine) for line in module.lines) >= len(list(report))


@given(st.binary(max_size=200))
@QUIET
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    report = Report()
    text = decode(data, "x.plan", report)
    assert (text is None) == report.has_errors
    assert len(report) <= 1


@pytest.mark.parametrize(
    "path", [*shipped_texts(), "design-page/ana.runner", "design-page/half-marathon.plan"]
)
def test_a_damaged_file_has_one_mistake_on_the_damaged_line(path: str) -> None:
    text = shipped_texts().get(path) or (DESIGN.parent / path).read_text("utf-8")
    lines = split_lines(text)
    statements = [i for i, line in enumerate(lines) if line.strip() and line.strip()[0] != "#"]
    report = Report()
    parse_module(text, path, report)
    assert not list(report)
    choose = random.Random(path)
    bad = 0
    for _ in range(MUTATIONS // 20):
        number = choose.choice(statements)
        changed = mutated(lines[number], choose)
        report = Report()
        parse_module("\n".join([*lines[:number], changed, *lines[number + 1 :]]), path, report)
        found = list(report)
        assert len(found) <= 1, changed
        if found:
            bad += 1
            assert found[0].at.line == number + 1
            assert is_sound(found[0], changed), found[0]
    assert bad > MUTATIONS // 60
