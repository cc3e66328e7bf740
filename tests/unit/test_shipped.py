"""The files that come with the compiler are found in a checkout, in an installed package and in a zip file."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import runplan
from runplan import shipped as module
from runplan.shipped import read_shipped, shipped

PACKAGE = Path(runplan.__file__).parent
FILES = {"grammar": "runplan.lark", "plans": "half-marathon.plan", "docs/diagnostics": "missing-file.md"}


@pytest.mark.parametrize(("folder", "name"), FILES.items())
def test_a_checkout_has_them(folder: module.Folder, name: str) -> None:
    assert read_shipped(folder, name) == shipped(folder).joinpath(name).read_text("utf-8") != ""


def test_the_installed_package_comes_before_what_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in ("lib/site-packages/runplan", "lib"):
        (tmp_path / home / "grammar").mkdir(parents=True)
        (tmp_path / home / "grammar/runplan.lark").write_text(home)
    monkeypatch.setattr(module, "__file__", str(tmp_path / "lib/site-packages/runplan/shipped.py"))
    assert read_shipped("grammar", "runplan.lark") == "lib/site-packages/runplan"


def test_a_zipped_package_works(tmp_path: Path) -> None:
    """What a wheel holds, without unpacking it."""
    root = PACKAGE.parent.parent
    wheel = tmp_path / "runplan.zip"
    with zipfile.ZipFile(wheel, "w") as file:
        for source, inside in [
            (PACKAGE, "runplan"),
            (root / "grammar", "runplan/grammar"),
            (root / "plans", "runplan/plans"),
            (root / "docs/diagnostics", "runplan/docs/diagnostics"),
        ]:
            for path in sorted(source.rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    file.write(path, f"{inside}/{path.relative_to(source).as_posix()}")
    (tmp_path / "x.plan").write_text('plan "X"\n\nphase a 2 weeks\n  tue  easy 5 km\n')
    env = {**os.environ, "PYTHONPATH": str(wheel), "RUNPLAN_CACHE": str(tmp_path / "cache")}
    for arguments in (["check", "x.plan"], ["explain", "missing-file"], ["new", "--list"]):
        done = subprocess.run(
            [sys.executable, "-m", "runplan", *arguments],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert "half-marathon" in done.stdout
