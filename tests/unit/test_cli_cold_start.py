"""What a cold start may import: a check in an editor or a hook must feel instant."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runplan
from small import ANA, HALF

ROOT = Path(runplan.__file__).parent.parent.parent
SLOW = (
    "lark",
    "jinja2",
    "icalendar",
    "rich",
    "asyncio",
    "dataclasses",
    "importlib.metadata",
    "tempfile",
)


def imported(*arguments: str, cache: Path) -> set[str]:
    code = (
        "import sys; from runplan.cli import run; code = run(sys.argv[1:]);"
        "sys.stdout.flush(); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "compiler"), "RUNPLAN_CACHE": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stdout
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files to check, and `cache`, filled by a first run, which has to build the grammar's tables."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "half.plan").write_text(HALF)
    (folder / "ana.runner").write_text(ANA)
    assert "lark" in imported("check", str(folder / "half.plan"), cache=folder / "cache")
    return folder


@pytest.mark.parametrize("file", ["half.plan", "ana.runner"])
def test_check_imports_nothing_slow(file: str, warm: Path) -> None:
    modules = imported("check", str(warm / file), cache=warm / "cache")
    assert not modules & set(SLOW)
    assert not {name for name in modules if name.startswith("runplan.calendar")}


def test_formatting_imports_no_schedule(warm: Path) -> None:
    modules = imported("fmt", "--check", str(warm / "half.plan"), cache=warm / "cache")
    assert not modules & {*SLOW, "runplan.schedule", "runplan.template.resolve"}


def test_a_plain_check_imports_no_click(warm: Path) -> None:
    """Only the files are named: that is what a hook and an editor type, and click is a third of a cold start."""
    modules = imported("check", str(warm / "half.plan"), cache=warm / "cache")
    assert not modules & {"click", "inspect"}
    assert "click" in imported("check", "--strict", str(warm / "half.plan"), cache=warm / "cache")


def test_a_plain_check_says_the_same_as_one_with_an_option(
    warm: Path, monkeypatch: pytest.MonkeyPatch, cli: Callable[..., Any]
) -> None:
    monkeypatch.chdir(warm)
    for path in ("half.plan", "nowhere.plan", "."):
        assert cli("check", path) == cli("check", "--format", "human", path)
