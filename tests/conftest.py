"""`cli`: runs a command in an empty folder and gives exactly what it printed and its exit code.

Every calendar that a test makes goes through the strict linter, whatever else the test looks at.
"""

import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest
from hypothesis import settings

from runplan.calendar.lint import lint_calendar
from runplan.cli import run
from runplan.emit import ics
from small import ANA, HALF

# The same random examples every time, so that a red run is about the change; RUNPLAN_EXPLORE=1 looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
if not os.environ.get("RUNPLAN_EXPLORE"):
    settings.load_profile("steady")


# What the commands remember between two runs is the tests' own, and goes with them.
_cache = tempfile.TemporaryDirectory(prefix="runplan-cache-")
os.environ.setdefault("RUNPLAN_CACHE", _cache.name)


def _linted(seal: Callable[..., bytes]) -> Callable[..., bytes]:
    """`sealed`, through which all that we write goes, with a look at what it gives. A backslash before an n is the
    author's own, and written right."""

    def sealed(*arguments: Any, **named: Any) -> bytes:
        made = seal(*arguments, **named)
        found = [
            d for d in lint_calendar(made, "made") if d.code not in ("ics-backslash-n", "ics-no-component")
        ]
        assert found == []
        return made

    return sealed


# Before any other module takes it.
ics.sealed = _linted(ics.sealed)


class Outcome(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Cli: TypeAlias = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: empty, no project, outside git."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH", "RUNPLAN_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def cli(folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """`cli("check", "half.plan", stdin=b"...")`."""

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        code = run(arguments)
        out, err = capfdbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return call


@pytest.fixture
def half(folder: Path) -> Path:
    """The current folder with a small plan, `half.plan`, and a runner who follows it, `ana.runner`."""
    (folder / "half.plan").write_text(HALF)
    (folder / "ana.runner").write_text(ANA)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` and `--update-docs` write what the compiler gives now; read it before it is committed."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption("--update-docs", action="store_true", help="write the output of commands into the pages")
