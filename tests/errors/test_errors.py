"""Wrong programs, and exactly what is said of them.

A file holds programs, parted by lines of `---`. The line that must complain ends with ` ### code: "regexp"`, which is
taken off before the program is compiled; the regular expression is looked for in the message and the help. Any other
diagnostic fails the test, and so does none. Without a code any will do: then the line is wrong for another reason than
the program is about. `=== path` begins a further file of the program. A program whose first line
is a runner's (`runner "Ana"`, `follows "half.plan"`) is a runner's file, any other a plan, which is tried on an example
runner as `check` does.
"""

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from runplan.diagnostics import Report
from runplan.review.review import reviewed_plan
from runplan.schedule import nominal_runner
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.model import Runner
from runplan.template.resolve import resolve_runner, resolve_template

HERE = Path(__file__).parent
MARK = re.compile(r' *### (?P<code>[a-z0-9-]*): "(?P<regexp>.*)"$')
TODAY = date(2027, 1, 4)


class Expected(NamedTuple):
    """What must be said of a line: (file, line), code, and a pattern of the message and the help."""

    place: tuple[str, int]
    code: str
    regexp: str


class Program(NamedTuple):
    """The files of a program by path, the first of them the one that is compiled."""

    files: dict[str, str]
    main: str
    expected: tuple[Expected, ...]


def read_programs(path: Path) -> Iterator[tuple[int, Program]]:
    """Every program of a file, with the line it begins at."""
    start = 1
    for chunk in re.split(r"^---\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        if chunk.strip():
            yield start, read_program(chunk)
        start += chunk.count("\n") + 1


def read_program(chunk: str) -> Program:
    main = "example.runner" if re.match(r"(#.*\n|\n)*(runner|follows)\b", chunk) else "example.plan"
    files: dict[str, list[str]] = {main: []}
    expected: list[Expected] = []
    name = main
    for line in chunk.removesuffix("\n").split("\n"):
        further = re.match(r"=== (\S+)$", line)
        if further:
            name = further[1]
            files[name] = []
            continue
        mark = MARK.search(line)
        if mark:
            line = line[: mark.start()]
            expected.append(Expected((name, len(files[name]) + 1), mark["code"], mark["regexp"]))
        files[name].append(line)
    return Program({name: "\n".join(lines) + "\n" for name, lines in files.items()}, main, tuple(expected))


def compile_program(program: Program) -> Report:
    """Everything that is to be said of a program, as `runplan check` would find it."""
    report = Report()
    modules: dict[str, Module] = {}

    def load(path: str, at: Span, report: Report) -> Module | None:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(at.file), path))
        if there in program.files and there not in modules:
            modules[there] = parse_module(program.files[there], there, report)
        return modules.get(there)

    module = parse_module(program.files[program.main], program.main, report)
    modules[program.main] = module
    runner: Runner | None
    nominal = program.main.endswith(".plan")
    if nominal:
        template = resolve_template(module, load, report)
        runner = template and nominal_runner(template, TODAY)
    else:
        runner = resolve_runner(module, load, report)
    if runner is not None and not report.has_errors:
        reviewed_plan(runner, report, "", nominal, rules=())
    return report


PROGRAMS = [
    pytest.param(program, id=f"{path.stem}:{line}")
    for path in sorted(HERE.glob("*.txt"))
    for line, program in read_programs(path)
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_wrong_program(program: Program) -> None:
    assert program.expected, "a program without a marked line"
    said = [(d.at.file, d.at.line, d.code, f"{d.message}\n{d.help}") for d in compile_program(program)]
    wanted = sorted(program.expected)
    assert [place[:2] for place in said] == [e.place for e in wanted], said
    for (_, _, code, text), expected in zip(said, wanted, strict=True):
        assert expected.code in ("", code), said
        assert re.search(expected.regexp, text), f"{expected.regexp!r} is not in {text!r}"


def test_there_are_many_of_them() -> None:
    assert len(PROGRAMS) >= 300
