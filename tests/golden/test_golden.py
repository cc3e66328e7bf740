"""Golden cases: a folder with plans and runners, and beside them in `expected/` every file that a build writes.

`pytest tests/golden --update-golden` writes them anew. They are read before they are committed: the figures of
`design-page` were checked by hand against the rules of the language.
"""

from pathlib import Path

import pytest

from runplan.cli import run

HERE = Path(__file__).parent
CASES = sorted(p for p in HERE.iterdir() if any(p.glob("*.runner")))


def lines(data: bytes) -> list[str]:
    return data.decode().split("\n")


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_a_build_writes_what_it_wrote(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")
    monkeypatch.chdir(case)
    runners = sorted(p.name for p in case.glob("*.runner"))
    assert run(["build", *runners, "--out", str(tmp_path)]) == 0
    built = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert {name.rsplit(".", 1)[0] for name in built} == {name.rsplit(".", 1)[0] for name in runners}
    expected = case / "expected"
    if request.config.getoption("--update-golden"):
        expected.mkdir(exist_ok=True)
        for old in expected.iterdir():
            old.unlink()
        for name, data in built.items():
            (expected / name).write_bytes(data)
    # no orphan on either side, and the same bytes
    assert set(built) == {p.name for p in expected.iterdir()}
    for name, data in built.items():
        assert lines(data) == lines((expected / name).read_bytes()), name


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_a_second_build_writes_the_same_bytes(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")
    monkeypatch.chdir(case)
    runners = sorted(p.name for p in case.glob("*.runner"))
    for folder in ("one", "two"):
        assert run(["build", *runners, "--out", str(tmp_path / folder)]) == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
