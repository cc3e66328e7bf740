"""The rule of a club that docs/review.md shows, installed as the page says, finds what the page says."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from blocks import ROOT, blocks

PAGE = blocks(ROOT / "docs/review.md")
PLAN = """\
plan "Far"

phase base 1 week
  mon-sat easy {each} km
"""


def the_block(kind: str, piece: str) -> str:
    (found,) = [block.text for block in PAGE if block.kind == kind and piece in block.text]
    return found


@pytest.mark.parametrize(
    ("each", "said"),
    [
        ("20", ""),
        ("20.5", "half.plan:4:3: warning[club-far]: week 1: 123 km is more than anybody here runs\n"),
    ],
)
def test_a_club_s_rule_works_as_the_page_has_it(tmp_path: Path, each: str, said: str) -> None:
    points = tomllib.loads(the_block("toml", "entry-points"))["project"]["entry-points"]
    ((name, target),) = points["runplan.rules"].items()
    info = tmp_path / "brought" / "club-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: club\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[runplan.rules]\n{name} = {target}\n")
    (tmp_path / "brought" / f"{target.split(':')[0]}.py").write_text(the_block("text", "RULES = ("))
    (tmp_path / "runplan.toml").write_text(the_block("toml", "[review]"))
    (tmp_path / "half.plan").write_text(PLAN.format(each=each))
    path = os.pathsep.join((str(ROOT / "compiler"), str(tmp_path / "brought")))
    done = subprocess.run(
        [sys.executable, "-m", "runplan", "check", "half.plan", "--format", "short"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, said)
