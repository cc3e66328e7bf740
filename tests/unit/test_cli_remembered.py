"""What `check` remembers of files that have not changed, and when it looks again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runplan.cli import checking

Cli = Callable[..., Any]

PLAN = """\
plan "Twice"
use "parts.plan"
phase base 2 weeks
  tue easy 5 km
  tue easy 6 km
  thu fast(5)
"""
PARTS = """\
workout fast(n)
  intervals {n} x (400 m @ I, 400 m jog)
"""


@pytest.fixture
def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan with a warning and the file of parts that it uses; nothing is remembered yet."""
    monkeypatch.setenv("RUNPLAN_CACHE", str(folder / "cache"))
    (folder / "runplan.toml").write_text("")
    (folder / "twice.plan").write_text(PLAN)
    (folder / "parts.plan").write_text(PARTS)
    return folder


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are compiled, as they are."""
    done: list[str] = []
    compile_target = checking.compile_target

    def counted(target: Any, *rest: Any) -> Any:
        done.append(target.key)
        return compile_target(target, *rest)

    monkeypatch.setattr(checking, "compile_target", counted)
    return done


def test_what_has_not_changed_is_not_looked_at_again_and_says_the_same(
    cli: Cli, project: Path, compiled: list[str]
) -> None:
    first = cli("check", "twice.plan")
    assert "warning[never-wins]" in first.out
    assert "4 |   tue easy 5 km" in first.out
    assert cli("check", "twice.plan") == first
    assert compiled == ["twice.plan"]


def test_a_file_that_is_used_counts_as_well(cli: Cli, project: Path, compiled: list[str]) -> None:
    cli("check", "twice.plan")
    (project / "parts.plan").write_text(PARTS.replace("fast(n)", "slow(n)"))
    assert "error[unknown-workout]" in cli("check", "twice.plan").out
    (project / "parts.plan").write_text(PARTS)
    assert cli("check", "twice.plan").code == 0
    assert compiled == ["twice.plan"] * 3 or compiled == ["twice.plan"] * 2


def test_another_day_counts_for_a_plan(cli: Cli, project: Path, compiled: list[str]) -> None:
    cli("check", "twice.plan", "--today", "2027-01-04")
    cli("check", "twice.plan", "--today", "2027-01-05")
    assert compiled == ["twice.plan"] * 2


def test_errors_are_always_looked_at_again(cli: Cli, project: Path, compiled: list[str]) -> None:
    (project / "parts.plan").unlink()
    assert cli("check", "twice.plan").code == 1
    (project / "parts.plan").write_text(PARTS)
    assert cli("check", "twice.plan").code == 0
    assert compiled == ["twice.plan"] * 2


def test_it_is_remembered_from_wherever_one_asks(
    cli: Cli, project: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", "twice.plan")
    (project / "below").mkdir()
    monkeypatch.chdir(project / "below")
    assert "--> ../twice.plan:" in cli("check", "../twice.plan").out
    assert compiled == ["twice.plan"]


@pytest.mark.parametrize("damage", ["", "{}", "nothing", "\x00"])
def test_a_damaged_memory_is_none(cli: Cli, project: Path, damage: str) -> None:
    first = cli("check", "twice.plan")
    (file,) = (project / "cache").glob("checked-*.json")
    file.write_text(damage)
    assert cli("check", "twice.plan") == first


def test_one_made_by_another_program_is_none(cli: Cli, project: Path, compiled: list[str]) -> None:
    from runplan.cli.remembered import _checksum

    first = cli("check", "twice.plan")
    (file,) = (project / "cache").glob("checked-*.json")
    stored = json.loads(file.read_text().partition("\n")[2])
    text = json.dumps({**stored, "by": "0.0.0"})
    file.write_text(f"{_checksum(text)}\n{text}")
    assert cli("check", "twice.plan") == first
    assert compiled == ["twice.plan"] * 2


def test_no_place_to_remember_costs_nothing(cli: Cli, project: Path) -> None:
    first = cli("check", "twice.plan")
    cache = project / "cache"
    for file in cache.iterdir():
        file.unlink()
    cache.rmdir()
    cache.write_text("a file is in the way")
    assert cli("check", "twice.plan") == first


def test_many_files_at_once_say_the_same(cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        text = PLAN.replace("Twice", f"Number {number}")
        (project / f"n{number}.plan").write_text(text.replace("fast(5)", "fats(5)") if number == 4 else text)
    one_by_one = cli("check", ".")
    for file in (project / "cache").glob("checked-*.json"):
        file.unlink()
    monkeypatch.setattr(checking, "MANY", 2)
    started: list[int] = []
    together = checking._tried_together

    def counted(*arguments: Any) -> Any:
        found = together(*arguments)
        started.append(len(found or ()))
        return found

    monkeypatch.setattr(checking, "_tried_together", counted)
    assert cli("check", ".") == one_by_one
    assert "unknown-workout" in one_by_one.out or "unknown-kind" in one_by_one.out
    assert started == [11] or started == [0], "a machine with one processor looks at them one by one"
