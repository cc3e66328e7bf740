"""`runplan chart`, as a user types it."""

import xml.etree.ElementTree as ET
from pathlib import Path

from conftest import Cli

TITLES = {
    "volume": "Running a week, in kilometres",
    "intensity": "Easy, moderate and hard running",
    "form": "Fitness, fatigue and form",
}


def titles(svg: str) -> list[str]:
    """The charts in a file, by the titles that are read in it."""
    said = ["".join(each.itertext()) for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    return [kind for kind, title in TITLES.items() if title in said]


def test_all_charts_go_to_standard_output(half: Path, cli: Cli) -> None:
    done = cli("chart", "ana.runner")
    assert done.code == 0
    assert "error" not in done.err
    assert titles(done.out) == ["volume", "intensity", "form"]


def test_the_charts_that_are_named_in_their_own_order(half: Path, cli: Cli) -> None:
    assert titles(cli("chart", "ana.runner", "--kind", "intensity").out) == ["intensity"]
    assert titles(cli("chart", "ana.runner", "--kind", "form", "--kind", "volume").out) == ["volume", "form"]


def test_a_plan_is_drawn_for_its_example_runner(half: Path, cli: Cli) -> None:
    done = cli("chart", "half.plan", "--today", "2027-01-04", "--kind", "volume")
    assert done.code == 0
    assert titles(done.out) == ["volume"]


def test_a_file_is_written_and_named(half: Path, cli: Cli) -> None:
    done = cli("chart", "ana.runner", "--out", "charts/ana.svg")
    assert (done.code, done.out) == (0, "charts/ana.svg\n")
    assert (half / "charts/ana.svg").read_text("utf-8") == cli("chart", "ana.runner").out


def test_it_is_what_a_build_writes(half: Path, cli: Cli) -> None:
    cli("build", "ana.runner", "--to", "svg")
    assert (half / "out/ana.svg").read_text("utf-8") == cli("chart", "ana.runner").out


def test_a_file_that_cannot_be_written(half: Path, cli: Cli) -> None:
    (half / "taken.svg").mkdir()
    done = cli("chart", "ana.runner", "--out", "taken.svg")
    assert (done.code, done.out) == (2, "")
    assert "error[unwritable-file]: " in done.err
    assert "taken.svg" in done.err
    assert cli("chart", "ana.runner", "--out", "half.plan/ana.svg").code == 2
    assert cli("chart", "ana.runner", "--out", "new/").code == 2


def test_a_plan_with_a_mistake_is_not_drawn(half: Path, cli: Cli) -> None:
    (half / "half.plan").write_text('plan "Half"\n\nphase base 4 weeks\n  tue easy 8\n')
    done = cli("chart", "half.plan", "--out", "half.svg")
    assert (done.code, done.out) == (1, "")
    assert "error[missing-unit]" in done.err
    assert not (half / "half.svg").exists()


def test_wrong_use(half: Path, cli: Cli) -> None:
    for arguments, said in (
        (("chart",), "error: missing argument 'PATH'"),
        (("chart", "."), "error: `.` holds 2 files: name one of them, such as `ana.runner`\n"),
        (("chart", "bob.runner"), "error[missing-file]: "),
        (("chart", "ana.runner", "--kind", "pie"), "error: invalid value for '--kind': 'pie' is not one of"),
    ):
        done = cli(*arguments)
        assert done.code == 2, arguments
        assert done.err.startswith(said), done.err


def test_parts_that_plans_share_hold_no_plan(half: Path, cli: Cli) -> None:
    (half / "parts.plan").write_text('workout thresholds "Thresholds"\n  tempo 20 min @ T\n')
    done = cli("chart", "parts.plan")
    assert (done.code, done.out) == (0, "")
    assert done.err == "parts.plan holds parts that plans share, and no plan\n"


def test_a_page_of_markdown_shows_the_charts_of_the_same_build(half: Path, cli: Cli) -> None:
    cli("build", "ana.runner", "--to", "svg,md")
    assert "](ana.svg)" in (half / "out/ana.md").read_text("utf-8")
    cli("build", "ana.runner", "--to", "md")
    assert "](ana.svg)" not in (half / "out/ana.md").read_text("utf-8")
