"""What `build` does with the calendars that it finds where it writes."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runplan
from runplan.cli import write
from runplan.cli.write import locked, read_file

Cli = Callable[..., Any]

ROOT = Path(runplan.__file__).parent.parent


def ics(half: Path, name: str = "ana") -> bytes:
    return (half / f"out/{name}.ics").read_bytes()


def edit(half: Path, old: str, new: str, file: str = "half.plan") -> None:
    text = (half / file).read_text()
    assert old in text
    (half / file).write_text(text.replace(old, new))


def sequences(data: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"SEQUENCE:(\d+)", data)]


def test_a_second_build_on_another_day_changes_no_byte_and_writes_none(cli: Cli, half: Path) -> None:
    assert cli("build", "ana.runner", "--today", "2027-01-01").code == 0
    before, written = ics(half), (half / "out/ana.ics").stat().st_mtime_ns
    code, out, err = cli("build", "ana.runner", "--today", "2027-03-01")
    assert (code, out, err) == (0, "out/ana.ics\nout/ana.md\nout/ana.json\n", "")
    assert ics(half) == before
    assert (half / "out/ana.ics").stat().st_mtime_ns == written


def test_what_changed_is_told_and_what_went_is_cancelled(cli: Cli, half: Path) -> None:
    cli("build", "ana.runner", "--to", "ics", "--today", "2027-01-01")
    before = ics(half)
    edit(half, "  thu     tempo 20 min @ T\n", "")
    assert cli("build", "ana.runner", "--to", "ics", "--today", "2027-01-09").code == 0
    after = ics(half)
    assert after.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT")
    assert after.count(b"STATUS:CANCELLED") == 3, "three weeks of build"
    cancelled = [block for block in after.split(b"BEGIN:VEVENT") if b"STATUS:CANCELLED" in block]
    assert all(
        b"\r\nSUMMARY:Tempo 20 min\r\n" in block and b"\r\nSEQUENCE:1\r\n" in block for block in cancelled
    )
    assert all(b"\r\nDTSTAMP:20270109T000000Z\r\n" in block for block in cancelled)


def test_the_other_files_are_what_they_were(cli: Cli, half: Path) -> None:
    cli("build", "ana.runner")
    kept = {kind: (half / f"out/ana.{kind}").read_bytes() for kind in ("md", "json")}
    cli("build", "ana.runner", "--out", "other")
    assert {kind: (half / f"other/ana.{kind}").read_bytes() for kind in ("md", "json")} == kept


def test_standard_output_knows_nothing_of_before(cli: Cli, half: Path) -> None:
    cli("build", "ana.runner", "--to", "ics", "--today", "2027-01-01")
    edit(half, "tempo 20 min", "tempo 25 min")
    out = cli("build", "ana.runner", "--to", "ics", "--out", "-", "--today", "2027-01-02").out.encode()
    assert set(sequences(out)) == {0}
    assert set(re.findall(rb"DTSTAMP:(\d{8})", out)) == {b"20270102"}


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (
            b"Ring Ana on Thursday\n",
            "error[foreign-calendar]: `out/ana.ics` is no calendar of runplan's, and stays as it is: it is no calendar that "
            "runplan wrote\n --> out/ana.ics\n  = help: move it away, or choose another folder with `--out`\n",
        ),
        (
            b"",
            "error[broken-calendar]: the calendar `out/ana.ics` is damaged, and stays as it is: it is empty\n"
            " --> out/ana.ics\n  = help: put the last good one back in its place, or delete it to begin anew\n",
        ),
    ],
)
def test_a_file_that_must_stay_does_and_the_others_are_built(
    cli: Cli, half: Path, there: bytes, said: str
) -> None:
    (half / "out").mkdir()
    (half / "out/ana.ics").write_bytes(there)
    (half / "ben.runner").write_text((half / "ana.runner").read_text().replace("Ana Silva", "Ben"))
    code, out, err = cli("build", ".")
    assert (code, out) == (1, "out/ben.ics\nout/ben.md\nout/ben.json\n")
    assert err == f"{said}\n1 error in 1 file\n1 of 2 runners built, 3 files in out\n"
    assert ics(half) == there
    assert sorted(os.listdir(half / "out")) == ["ana.ics", "ben.ics", "ben.json", "ben.md"]


def test_a_roster_keeps_its_calendars_in_the_same_way(cli: Cli, half: Path) -> None:
    header = "id,name,race,start,result,weekly\n"
    rows = [f"{name.lower()},{name},2027-04-11 half marathon,2027-02-01,10 km in 47:30 on 2026-11-01,32 km" for name in ("Ana", "Ben")]  # fmt: skip
    (half / "squad.csv").write_text(header + "\n".join(rows) + "\n")
    code, _, err = cli("build", "half.plan", "--roster", "squad.csv", "--to", "ics", "--today", "2027-01-01")
    assert code == 0, err
    before = ics(half, "ben")
    (half / "out/ana.ics").write_text("notes")
    edit(half, "tempo 20 min", "tempo 25 min")
    code, out, err = cli(
        "build", "half.plan", "--roster", "squad.csv", "--to", "ics", "--today", "2027-01-09"
    )
    assert (code, out) == (1, "out/ben.ics\n")
    assert "error[foreign-calendar]" in err
    assert (half / "out/ana.ics").read_text() == "notes"
    tempos = [block for block in ics(half, "ben").split(b"BEGIN:VEVENT") if b"\r\nSUMMARY:Tempo" in block]
    assert [sequences(block) for block in tempos] == [[1], [1], [1]]
    assert before.count(b"BEGIN:VEVENT") == ics(half, "ben").count(b"BEGIN:VEVENT")


def test_a_folder_in_its_place_is_told(cli: Cli, half: Path) -> None:
    (half / "out/ana.ics").mkdir(parents=True)
    code, _, err = cli("build", "ana.runner", "--to", "ics")
    assert code == 2
    assert err.startswith(
        "error[unwritable-file]: `out/ana.ics` cannot be written: a folder is in its place\n"
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_its_place_stops_nothing(cli: Cli, half: Path) -> None:
    (half / "out").mkdir()
    os.mkfifo(half / "out/ana.ics")
    code, _, err = cli("build", "ana.runner", "--to", "ics")
    assert code == 2
    assert "cannot be written: it is no ordinary file" in err


def test_reading_stops_at_the_limit(folder: Path) -> None:
    (folder / "file").write_bytes(b"12345")
    assert read_file(str(folder / "file"), 3) == b"123"
    assert read_file(str(folder / "none"), 3) is None


BUILD = """
import sys
from runplan.cli import run
sys.exit(run(["build", "ana.runner", "--to", "ics", "--out", sys.argv[1], "--today", "2027-01-09"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_builds_at_once_tear_no_file_and_lose_no_sequence(cli: Cli, half: Path) -> None:
    """Eight builds at once, each with another tempo: whatever their order, each changes what the one before it wrote."""
    cli("build", "ana.runner", "--to", "ics", "--today", "2027-01-01")
    for number in range(8):
        (half / f"at{number}").mkdir()
        for name in ("half.plan", "ana.runner"):
            (half / f"at{number}" / name).write_bytes((half / name).read_bytes())
        edit(half, "tempo 20 min", f"tempo {21 + number} min", f"at{number}/half.plan")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD, str(half / "out")],
            cwd=half / f"at{number}", env=env, stdout=subprocess.DEVNULL,
        )
        for number in range(8)
    ]  # fmt: skip
    assert [process.wait() for process in running] == [0] * 8
    tempos = [block for block in ics(half).split(b"BEGIN:VEVENT") if b"\r\nSUMMARY:Tempo" in block]
    assert [sequences(block) for block in tempos] == [[8], [8], [8]]
    assert os.listdir(half / "out") == ["ana.ics"], "no file beside it"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_a_folder_is_locked_for_others(folder: Path) -> None:
    """Another process waits until we let go: it tells when it got in, and we have written by then."""
    code = (
        "from runplan.cli.write import locked\n"
        "print('ready', flush=True)\n"
        "with locked('out'):\n"
        "    print(open('out/note').read(), flush=True)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with locked("out"):
        waiting = subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True)
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(0.3)
        write.write_files("out", {"note": b"written"})
    assert waiting.communicate(timeout=30)[0] == "written\n"
