"""`check --fix`: what it writes, and what it leaves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runplan.cli.fix import applied
from runplan.diagnostics.report import Fix
from runplan.syntax.span import Span

Cli = Callable[..., Any]

# Four weeks of 30 km: up to 20% more, 36 km, is no jump, then 43 km (20% more than 36 is 43.2, on half a kilometre).
JUMP = """\
plan "A jump"

phase base 6 weeks
  volume [30 30 30 30 46 46] km  # what the club does
  tue, wed, thu, sat easy
  sun    long 10 km
"""
ANN = """\
runner "Ann"
  follows "jump.plan"
  start   2027-01-04
  result  10 km in 50:00 on 2026-12-01
"""


SHORT = JUMP.replace("6 weeks", "5 weeks").replace("46 46", "46")


def test_a_jump_is_put_right(cli: Cli, folder: Path) -> None:
    (folder / "jump.plan").write_text(SHORT)
    done = cli("check", "jump.plan", "--fix")
    assert done.err.startswith("jump.plan: `week 5: volume 36 km` (ramp)\n")
    assert (folder / "jump.plan").read_text() == SHORT.replace(
        "# what the club does\n", "# what the club does\n  week 5: volume 36 km\n"
    )
    assert "[ramp]" not in done.out


def test_what_would_bring_another_finding_is_left_and_said(cli: Cli, folder: Path) -> None:
    # 36 and 43 km would be no jump, but the sixth week in a row that builds.
    (folder / "jump.plan").write_text(JUMP)
    done = cli("check", "jump.plan", "--fix")
    assert "[ramp]" in done.out
    assert done.err.startswith("jump.plan: `ramp` is left: what was tried would bring `cutback`\n")
    assert (folder / "jump.plan").read_text() == JUMP


def test_a_jump_that_another_follows_is_put_right_as_a_whole(cli: Cli, folder: Path) -> None:
    # After a lighter week: 36 km is 20% above 30, and 43 km just below 20% above that.
    (folder / "jump.plan").write_text(JUMP.replace("30 30 30 30", "30 30 25 30"))
    done = cli("check", "jump.plan", "--fix")
    assert "week 5: volume 36 km\n  week 6: volume 43 km\n" in (folder / "jump.plan").read_text()
    assert "[ramp]" not in done.out


def test_plans_come_before_runners(cli: Cli, folder: Path) -> None:
    (folder / "jump.plan").write_text(SHORT)
    (folder / "ann.runner").write_text(ANN)
    cli("check", "ann.runner", "jump.plan", "--fix")
    assert "week 5: volume 36 km" in (folder / "jump.plan").read_text()
    assert (folder / "ann.runner").read_text() == ANN


def test_a_correction_that_was_tried_in_vain_leaves_no_trace(cli: Cli, folder: Path) -> None:
    (folder / "jump.plan").write_text(JUMP)
    (folder / "ann.runner").write_text(ANN + '  week 6: allow hard-easy "Old."\n')
    done = cli("check", "ann.runner", "--fix")
    assert "ann.runner: a line taken away (allow-unused)" in done.err
    assert (folder / "ann.runner").read_text() == ANN
    assert "week 5: volume" not in done.out


def test_what_is_wrong_for_a_runner_is_put_right_in_their_file(cli: Cli, folder: Path) -> None:
    (folder / "jump.plan").write_text(SHORT)
    (folder / "ann.runner").write_text(ANN)
    done = cli("check", "ann.runner", "--fix")
    assert (folder / "jump.plan").read_text() == SHORT
    assert (folder / "ann.runner").read_text() == ANN + "  week 5: volume 36 km\n"
    assert "[ramp]" not in done.out


def test_a_line_for_the_week_itself_gets_another_figure(cli: Cli, folder: Path) -> None:
    text = SHORT.replace("30 30 30 30 46", "30 30 30 30 34").replace(
        "  tue,", "  week 5: volume 46 km\n  tue,"
    )
    (folder / "jump.plan").write_text(text)
    done = cli("check", "jump.plan", "--fix")
    assert done.err.startswith("jump.plan: `36 km` (ramp)\n")
    assert (folder / "jump.plan").read_text() == text.replace("volume 46 km", "volume 36 km")


def test_an_allow_line_that_silences_nothing_goes(cli: Cli, folder: Path) -> None:
    (folder / "jump.plan").write_text(JUMP.replace("46 46", "36 36"))
    (folder / "ann.runner").write_text(ANN + '  week 5: allow ramp "A camp."\n')
    done = cli("check", "ann.runner", "--fix")
    assert done.err.startswith("ann.runner: a line taken away (allow-unused)\n")
    assert (folder / "ann.runner").read_text() == ANN


def test_a_lighter_week_is_put_in(cli: Cli, folder: Path) -> None:
    text = JUMP.replace("6 weeks", "7 weeks").replace("[30 30 30 30 46 46] km", "30 km, +4% a week")
    (folder / "jump.plan").write_text(text)
    done = cli("check", "jump.plan", "--fix")
    assert done.err.startswith("jump.plan: `, cutback 20% every 4 weeks` (cutback)\n")
    assert (
        "volume 30 km, +4% a week, cutback 20% every 4 weeks  # what the club does\n"
        in (folder / "jump.plan").read_text()
    )
    assert "[cutback]" not in done.out


def test_clean_files_and_files_with_mistakes_stay(cli: Cli, folder: Path) -> None:
    for text in (JUMP.replace("46 46", "36 36"), JUMP.replace("easy", "eazy")):
        (folder / "jump.plan").write_text(text)
        cli("check", "jump.plan", "--fix")
        assert (folder / "jump.plan").read_text() == text


def test_a_file_that_cannot_be_written_is_said(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: str, _: bytes) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("runplan.cli.fix.write_over", refused)
    (folder / "jump.plan").write_text(SHORT)
    done = cli("check", "jump.plan", "--fix")
    assert done.code == 2
    assert "error[unwritable-file]" in done.err


def test_a_roster_is_not_changed(cli: Cli, folder: Path) -> None:
    assert cli("check", "--roster", "squad.csv", "--fix").code == 2


@pytest.mark.parametrize(
    ("text", "line", "column", "end", "new", "result"),
    [
        ("one\ntwo\n", 2, 1, 1, "  x\n", "one\n  x\ntwo\n"),
        ("one\ntwo\n", 3, 1, 1, "  x\n", "one\ntwo\n  x\n"),
        ("one\ntwo", 3, 1, 1, "  x\n", "one\ntwo\n  x\n"),
        ("one\n  two\nthree\n", 2, 3, 6, "", "one\nthree\n"),
        ("one\n  two # why\n", 2, 3, 6, "", "one\n   # why\n"),
        ("one two\n", 1, 5, 8, "2", "one 2\n"),
    ],
)
def test_a_correction_is_put_in(text: str, line: int, column: int, end: int, new: str, result: str) -> None:
    assert applied(text, Fix(Span("f", line, column, end), new)) == result
