"""What the commands do where their output goes nowhere, and what is said once where a plan is checked beside its runner."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

PLAN = 'plan "D"\n  days tue sun\nphase base 4 weeks\n  tue easy 8 km\nexpect\n  peak volume <= 5 km\n'


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "compiler"), "R": f"{sys.executable} -m runplan"}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "runplan.toml").write_text("")
    (tmp_path / "d.plan").write_text(PLAN)
    for name in ("ana", "ben"):
        (tmp_path / f"{name}.runner").write_text(f'runner "{name}"\n  follows "d.plan"\n  start 2027-01-04\n')
    return tmp_path


@pytest.mark.parametrize("command", ["explain --list", "--help"])
def test_a_reader_that_goes_away_is_no_word(command: str, tmp_path: Path) -> None:
    done = shell(f"$R {command} | (exec <&-; sleep 1); exit ${{PIPESTATUS[0]}}", tmp_path)
    assert (done.returncode, done.stderr) == (141, "")


def test_a_reader_that_goes_away_stops_no_building(project: Path) -> None:
    done = shell("$R build . --to ics | (exec <&-; sleep 2); exit ${PIPESTATUS[0]}", project)
    assert done.returncode == 141
    assert sorted(p.name for p in (project / "out").iterdir()) == ["ana.ics", "ben.ics"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("end", ["--help >/dev/full", "--help >&-", "explain unknown-kind >&-", "fmt - <&-"])
def test_lost_streams_are_said_in_a_line(end: str, tmp_path: Path) -> None:
    done = shell(f"$R {end}", tmp_path)
    assert done.returncode == 2
    assert "cannot be" in done.stderr
    assert "our mistake" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_beside_its_runners_is_said_of_them_alone(project: Path) -> None:
    found = json.loads(shell("$R check . --format json", project).stdout)
    assert found["summary"]["files"] == 3
    assert [d["notes"] for d in found["diagnostics"]] == [["in the plan of ana"], ["in the plan of ben"]]
    alone = json.loads(shell("$R check d.plan --format json", project).stdout)
    assert [d["notes"] for d in alone["diagnostics"]] == [["in the plan of the example runner"]]


def test_the_last_word_names_the_gravest(project: Path) -> None:
    (project / "e.plan").write_text('plan "E"\nphase base 4 weeks\n  tue easyy 8 km\n')
    assert "`runplan explain unknown-kind` says more" in shell("$R check .", project).stderr


def test_a_week_that_there_is_not_is_the_only_word(project: Path) -> None:
    done = shell("$R show ana.runner --week 13", project)
    assert done.returncode == 2
    assert done.stderr.startswith("error: invalid value for --week: the plan has weeks 1 to 4\n")
    assert "expectation" not in done.stderr


def test_a_followed_file_without_its_ending_is_found(project: Path) -> None:
    (project / "ana.runner").write_text('runner "Ana"\n  follows "d"\n  start 2027-01-04\n')
    assert "did you mean `d.plan`?" in shell("$R check ana.runner", project).stdout
