"""`runplan new`: the folder that it makes is a project that checks and builds without a word."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runplan
from runplan.cli.new import shipped_plans

Cli = Callable[..., Any]

NAMES = [plan.name for plan in shipped_plans()]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_new_project(cli: Cli, folder: Path) -> None:
    code, out, err = cli("new", "coaching", "--today", "2026-12-30")
    assert code == 0
    assert out.splitlines() == [f"coaching/{name}" for name in files(folder / "coaching")]
    assert {
        ".gitattributes",
        ".github/workflows/plans.yml",
        ".gitignore",
        "README.md",
        "plans/half-marathon.plan",
        "runners/example.runner",
        "runplan.toml",
    } <= set(files(folder / "coaching"))
    assert err.endswith("  cd coaching\n  runplan check .\n  runplan build runners/example.runner\n")


def test_the_readme_tells_of_feeds_and_of_the_workflow(cli: Cli, folder: Path) -> None:
    cli("new", "coaching")
    said = (folder / "coaching/README.md").read_text()
    assert "`runplan build runners --feed public`" in said
    (workflow,) = re.findall(r"`(\.github/[^`]+)`", said)
    assert (folder / "coaching" / workflow).is_file()


def test_every_project_has_a_secret_of_its_own(cli: Cli, folder: Path) -> None:
    salts = set()
    for name in ("a", "b"):
        cli("new", name)
        salts.add(tomllib.loads((folder / name / "runplan.toml").read_text())["salt"])
    assert len(salts) == 2
    assert min(map(len, salts)) >= 32


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_plan_makes_a_project_that_is_clean(
    cli: Cli, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("new", "p", "--from", name, "--today", "2026-12-30").code == 0
    monkeypatch.chdir(folder / "p")
    assert cli("check", ".", "--strict", "--format", "short") == (0, "", "")
    assert cli("fmt", "--check", "runners") == (0, "", "")
    code, out, err = cli("build", "--today", "2026-12-30")
    assert (code, out, err) == (0, "out/example.ics\nout/example.md\nout/example.json\n", "")


def test_a_note_reads_well_with_the_example_runners_first_name(cli: Cli, folder: Path) -> None:
    cli("new", "coaching", "--today", "2026-12-30")
    cli("build", "coaching/runners/example.runner", "--to", "md", "--out", "made", "--today", "2026-12-30")
    assert "Run the easy days easy, Alex: you should" in (folder / "made/example.md").read_text("utf-8")


def test_the_runner_starts_with_the_week_after_today(cli: Cli, folder: Path) -> None:
    cli("new", "p", "--from", "base", "--today", "2027-01-04")
    assert "  start    2027-01-11\n" in (folder / "p/runners/example.runner").read_text()
    cli("new", "q", "--from", "base", "--today", "2027-01-10")
    assert "  start    2027-01-11\n" in (folder / "q/runners/example.runner").read_text()


def test_the_projects_files_tell_git_and_github_what_to_do(cli: Cli, folder: Path) -> None:
    cli("new", "p")
    assert "*.plan   text eol=lf\n" in (folder / "p/.gitattributes").read_text()
    workflow = (folder / "p/.github/workflows/plans.yml").read_text()
    assert "runplan check . --format github" in workflow
    assert "{{ vars.RUNPLAN_ADDRESS }}" in workflow
    assert (folder / "p/.gitignore").read_text() == "out/\npublic/\n.runplan/\n"


@pytest.mark.skipif(
    shutil.which("git") is None or shutil.which("bash") is None, reason="the workflow's own programs"
)
def test_the_workflow_publishes_feeds_that_go_on_from_the_last_ones(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its steps, in their order, against a repository beside it: three pushes, one of which changes nothing."""
    cli("new", "club", "--today", "2026-12-30")
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "Coach")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "coach@example.org")
    here = f"exec {shlex.quote(sys.executable)} -m runplan"
    (folder / "bin").mkdir()
    (folder / "bin/runplan").write_text(f'#!/bin/sh\n{here} "$@"\n')
    (folder / "bin/runplan").chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(runplan.__file__).parent.parent),
        "RUNPLAN_FEED_URL": "https://name.github.io/club/",
        "RUNPLAN_FEED_KEY": "k" * 64,
    }

    def git(*words: str, at: str = "club") -> str:
        done = subprocess.run(["git", *words], cwd=folder / at, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def push() -> None:
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "-m", "Plans")
        git("push", "--quiet", "origin", "HEAD:main")
        shutil.rmtree(folder / "runner", ignore_errors=True)
        git(
            "clone",
            "--quiet",
            "--depth",
            "1",
            "--branch",
            "main",
            f"file://{folder / 'origin'}",
            "runner",
            at=".",
        )
        workflow = (folder / "club/.github/workflows/plans.yml").read_text()
        for step in steps(workflow.partition("  publish:\n")[2]):
            if not step.startswith("pip "):
                done = subprocess.run(
                    ["bash", "-e", "-c", step],
                    cwd=folder / "runner",
                    env=env,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, (step, done.stderr)
                assert done.stdout.count("name.github.io") == 0, "the log tells no address"

    def calendar() -> str:
        names = git("ls-tree", "-r", "--name-only", "gh-pages", at="origin").split()
        (path,) = [name for name in names if name.endswith("/calendar.ics")]
        return git("show", f"gh-pages:{path}", at="origin")

    (folder / "origin").mkdir()
    git("init", "--quiet", "--bare", at="origin")
    git("init", "--quiet")
    git("remote", "add", "origin", str(folder / "origin"))
    push()
    first = calendar()
    assert set(re.findall(r"SEQUENCE:(\d+)", first)) == {"0"}
    push()
    assert calendar() == first
    assert git("rev-list", "--count", "gh-pages", at="origin") == "1\n", "nothing changed, nothing to commit"
    person = folder / "club/runners/example.runner"
    person.write_text(
        person.read_text().replace("# days tue thu sat sun", "at 06:30").replace("# timezone", "timezone")
    )
    push()
    told = re.findall(r"SEQUENCE:(\d+)", calendar())
    assert told.count("1") > 50
    assert told.count("0") == 1, "the race, whose hour is its own"
    assert git("rev-list", "--count", "gh-pages", at="origin") == "2\n"


def steps(job: str) -> list[str]:
    """What the steps of a job run, in order."""
    found = re.findall(r"^ {6}(?:- |  )run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", job, re.MULTILINE)
    return [textwrap.dedent(block) or line for block, line in found]


def test_list_names_every_plan(cli: Cli) -> None:
    code, out, err = cli("new", "--list")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == NAMES
    assert "half-marathon" in NAMES
    assert all(len(line.split(maxsplit=1)) == 2 for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("full",), "error: the folder `full` is not empty: name one that does not exist yet\n"),
        (("file",), "error: `file` is a file\n"),
        (
            ("x", "--from", "half-marathn"),
            "error: invalid value for --from: no plan `half-marathn` comes with runplan: did",
        ),
        (
            ("x", "--from", "zzz"),
            "error: invalid value for --from: no plan `zzz` comes with runplan: there are `10k-steady`",
        ),
        (("file/x",), "error: `file/x` cannot be written: "),
        ((), "error: missing argument 'DIR'\n"),
    ],
)
def test_wrong_use_makes_nothing(cli: Cli, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    (folder / "full").mkdir()
    (folder / "full/mine.plan").write_text("mine")
    (folder / "file").write_text("mine")
    code, out, err = cli("new", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert files(folder) == ["file", "full/mine.plan"]


def test_an_empty_folder_and_a_fresh_repository_will_do(cli: Cli, folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "repository/.git").mkdir(parents=True)
    assert cli("new", "empty").code == 0
    assert cli("new", "repository").code == 0
    assert os.path.exists(folder / "repository/runplan.toml")
