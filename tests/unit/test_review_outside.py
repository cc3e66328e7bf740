"""Rules that a package brings: asked for in `runplan.toml`, with words, limits and allowances like ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import runplan

COMPILER = Path(runplan.__file__).parent.parent

CLUB = """\
from runplan.diagnostics.wording.code import warning
from runplan.review.catalogue import Scale
from runplan.review.rule import Limits, Measured, Rule


def mondays(case):
    for week, run in case.runs():
        if run.day.weekday() == 0:
            yield Measured(week, 1, run.origin, lambda limit, run=run: {"title": run.session.title}, run.day)


def farthest(case):
    for week in case.weeks:
        yield Measured(week, week.volume, week.at, lambda limit, week=week: {"far": case.amount(week.volume)})


RULES = (
    Rule("club-monday", mondays, Limits(warning=0), code=warning("{title} on the evening of the club"), grounds="the club"),
    Rule(
        "club-volume",
        farthest,
        Limits(warning=50_000),
        code=warning("{place}: {far} is far"),
        scale=Scale("most", "distance"),
    ),
)


def failing(case):
    yield 1 / 0


FAILING = Rule("club-failing", failing, Limits(warning=0), code=warning("never said"))
OURS = Rule("ramp", mondays, Limits(warning=0), code=warning("said twice"))
WORDLESS = Rule("club-wordless", mondays, Limits(warning=0))
"""
POINTS = """\
[runplan.rules]
club = club:RULES
failing = club:FAILING
ours = club:OURS
wordless = club:WORDLESS
broken = nowhere:RULES
"""
PLAN = """\
plan "Half"

phase base 4 weeks
  mon, thu easy 8 km
  sun      long 10 km
"""


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A project beside which a package of a club is installed."""
    brought = tmp_path / "brought"
    (brought / "club-1.0.dist-info").mkdir(parents=True)
    (brought / "club-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: club\nVersion: 1.0\n")
    (brought / "club-1.0.dist-info/entry_points.txt").write_text(POINTS)
    (brought / "club.py").write_text(CLUB)
    (tmp_path / "half.plan").write_text(PLAN)
    return tmp_path


def check(club: Path, *rules: str, plan: str = PLAN) -> tuple[int, str]:
    (club / "runplan.toml").write_text(f"[review]\nrules = {list(rules)}\n".replace("'", '"'))
    (club / "half.plan").write_text(plan)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(COMPILER), str(club / "brought")))}
    command = [sys.executable, "-m", "runplan", "check", "half.plan", "--format", "short"]
    done = subprocess.run(command, cwd=club, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_nobody_is_asked_who_is_not_named(club: Path) -> None:
    assert check(club) == (0, "")


def test_a_club_s_rule_finds_like_ours(club: Path) -> None:
    assert check(club, "club") == (
        0,
        "half.plan:4:3: warning[club-monday]: Easy 8 km on the evening of the club\n",
    )


def test_it_is_allowed_and_moved_like_ours(club: Path) -> None:
    allowed = PLAN.replace("\n\nphase", '\n  allow club-monday "We meet at noon."\n\nphase')
    assert check(club, "club", plan=allowed) == (0, "")
    moved = allowed.replace("\n\nphase", "\n  rule club-volume at most 25 km\n\nphase")
    assert check(club, "club", plan=moved) == (
        0,
        "half.plan:7:3: warning[club-volume]: week 1: 26 km is far\n",
    )
    wrong = allowed.replace("\n\nphase", "\n  rule club-volume at most 3\n\nphase")
    assert "warning[rule-other-unit]" in check(club, "club", plan=wrong)[1]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        (
            "clubb",
            "no package here brings them; installed are `broken`, `club`, `failing`, `ours`, and `wordless`",
        ),
        ("broken", "ModuleNotFoundError: No module named 'nowhere'"),
        ("ours", "`ramp` is the name of one of ours"),
        ("wordless", "`club-wordless` has no words: it needs a `code`"),
        ("failing", "it failed at this plan (ZeroDivisionError: division by zero)"),
    ],
)
def test_what_cannot_be_used_is_said(club: Path, name: str, why: str) -> None:
    code, said = check(club, name)
    assert code == 1
    assert "error[unusable-rules]: the rules `" in said
    assert said.rstrip().endswith(f"cannot be used: {why}")
