"""The hooks for pre-commit and the action for GitHub, at the top of the repository: their makers' programs take them, and what
they run finds mistakes."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"
ACTION = ROOT / "action.yml"

PLAN = """\
plan "Half"
  days  tue thu sun

phase base 4 weeks
  tue, thu  easy 6 km
  sun       long 10 km

race 10 km
"""
ANA = """\
runner "Ana Silva"
  follows  "half.plan"
  race     2027-01-31 10 km
  start    2027-01-04
"""
JUMP = """\
plan "Jump"
  days    tue thu sat sun
  weekly  24 km

phase base 3 weeks
  volume  [24 24 34] km
  other   easy
  sun     long 30% of week
"""


def needed(module: str) -> Any:
    """A module that is missing is skipped on a laptop and fails where `CI` is set."""
    if os.environ.get("CI"):
        return __import__(module)
    return pytest.importorskip(module)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty project, and beside it a `runplan` that is this one."""
    tools = tmp_path / "tools"
    tools.mkdir()
    program = tools / "runplan"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m runplan "$@"\n')
    program.chmod(0o755)
    project = tmp_path / "project"
    project.mkdir()
    (project / "runplan.toml").write_text("")
    return project


def run(command: list[str], folder: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """The exit code of a program in the project, and what it printed, both streams."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") and k != "FORCE_COLOR"}
    beside = folder.parent
    done = subprocess.run(
        command,
        cwd=folder,
        env={
            **outside,
            "PATH": f"{beside / 'tools'}{os.pathsep}{outside['PATH']}",
            "PYTHONPATH": str(ROOT / "compiler"),
            "PRE_COMMIT_HOME": str(beside / "pre-commit"),
            **(env or {}),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Coach", "-c", "user.email=coach@example.org")
    code, said = run(["git", *who, *arguments], folder)
    assert code == 0, said


# ---- pre-commit ------------------------------------------------------------------------------------------------


@pytest.mark.judge
def test_pre_commit_takes_the_hooks(folder: Path) -> None:
    needed("pre_commit")
    code, said = run([sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)], folder)
    assert (code, said) == (0, "")


@pytest.fixture
def committed(folder: Path) -> Path:
    """A project in git whose hooks are ours, with a plan and a runner who follows it, both without a mistake. The hooks run the
    program beside it and install nothing."""
    yaml = needed("yaml")
    needed("pre_commit")
    hooks = [{**hook, "language": "system"} for hook in yaml.safe_load(HOOKS.read_text("utf-8"))]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    (folder / "half.plan").write_text(PLAN)
    (folder / "ana.runner").write_text(ANA)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "A plan")
    return folder


def hooked(folder: Path, *options: str) -> tuple[int, str]:
    return run([sys.executable, "-m", "pre_commit", "run", "--color=never", *options], folder)


@pytest.mark.judge
def test_hooks_pass_what_is_right(committed: Path) -> None:
    code, said = hooked(committed, "--all-files")
    assert code == 0, said
    assert re.findall(r"^(runplan \w+)\.+Passed$", said, re.MULTILINE) == ["runplan check", "runplan fmt"]


@pytest.mark.judge
def test_a_plans_change_is_checked_for_its_runners(committed: Path) -> None:
    """The plan is right by itself; the runner, who is not in the commit, has a week less than it needs."""
    (committed / "half.plan").write_text(PLAN.replace("4 weeks", "5 weeks"))
    git(committed, "add", "half.plan")
    code, said = hooked(committed)
    assert code == 1
    assert "ana.runner:4:" in said
    assert "error[too-few-weeks]" in said


@pytest.mark.judge
def test_the_hook_puts_a_plan_into_the_usual_form(committed: Path) -> None:
    (committed / "half.plan").write_text(PLAN.replace("  days  tue", "days tue"))
    git(committed, "add", "half.plan")
    code, said = hooked(committed, "runplan-fmt")
    assert code == 1
    assert "files were modified by this hook" in said
    assert (committed / "half.plan").read_text() == PLAN


# ---- GitHub ----------------------------------------------------------------------------------------------------


@pytest.mark.judge
def test_github_takes_the_action(folder: Path) -> None:
    """By the schema of action files that GitHub's own editor goes by."""
    needed("check_jsonschema")
    schema = ("--builtin-schema", "vendor.github-actions")
    code, said = run([sys.executable, "-m", "check_jsonschema", *schema, str(ACTION)], folder)
    assert code == 0, said


def action() -> Any:
    return needed("yaml").safe_load(ACTION.read_text("utf-8"))


def checked(folder: Path, **given: str) -> tuple[int, list[str]]:
    """The exit code of the action's step that checks, and the lines that it printed, run as GitHub runs it."""
    made = action()
    inputs = {name: entry["default"] for name, entry in made["inputs"].items()} | given
    step = next(each for each in made["runs"]["steps"] if each.get("name") == "Check")
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: inputs[m[1]], text)
        for name, text in step["env"].items()
    }
    assert not [text for text in env.values() if "${{" in text]
    script = folder.parent / "step.sh"
    script.write_text(step["run"])
    code, said = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], folder, env)
    return code, said.splitlines()


@pytest.mark.judge
def test_the_action_uses_every_input() -> None:
    made = action()
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", ACTION.read_text("utf-8")))
    assert used == set(made["inputs"])


@pytest.mark.judge
def test_the_action_is_content_with_what_is_right(folder: Path) -> None:
    (folder / "half.plan").write_text(PLAN)
    assert checked(folder) == (0, [])


@pytest.mark.judge
def test_the_action_marks_a_mistake_in_its_line(folder: Path) -> None:
    (folder / "half.plan").write_text(PLAN.replace("long 10 km", "long 10"))
    code, lines = checked(folder)
    assert code == 1
    assert len(lines) == 1
    assert lines[0].startswith("::error file=half.plan,line=6,col=18,endColumn=19,title=missing-unit::")


@pytest.mark.judge
def test_warnings_fail_the_action_only_if_it_is_strict(folder: Path) -> None:
    (folder / "jump.plan").write_text(JUMP)
    code, lines = checked(folder)
    assert code == 0
    assert [line.split(" ")[0] for line in lines if "title=ramp::" in line] == ["::warning"]
    assert not [line for line in lines if line.startswith("::notice")]
    assert checked(folder, strict="true") == (1, lines)


@pytest.mark.judge
def test_the_action_gives_notes_to_who_asks(folder: Path) -> None:
    (folder / "jump.plan").write_text(JUMP)
    code, lines = checked(folder, notes="true")
    assert code == 0
    assert [line for line in lines if line.startswith("::notice file=jump.plan,")]


@pytest.mark.judge
@pytest.mark.parametrize("paths", ["plans runners", "plans\nrunners\n"])
def test_the_action_looks_where_it_is_told(folder: Path, paths: str) -> None:
    for name in ("plans", "runners", "drafts"):
        (folder / name).mkdir()
        (folder / name / "one.plan").write_text(PLAN.replace("long 10 km", "long 10"))
    code, lines = checked(folder, paths=paths)
    assert code == 1
    assert [line.split(",")[0] for line in lines] == [
        "::error file=plans/one.plan",
        "::error file=runners/one.plan",
    ]
    assert checked(folder, paths="nowhere")[0] == 2
