"""`runplan build`: the files that it writes, the ones that it keeps, and what it does when somebody's are wrong."""

import json
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from runplan.cli.write import safe_name, write_files, write_over
from runplan.codec import read_json
from runplan.plan import Plan

Cli = Callable[..., Any]

KINDS = ("ics", "md", "json")


def add_runner(folder: Path, name: str, **changes: str) -> None:
    text = (folder / "ana.runner").read_text()
    for old, new in {"Ana Silva": name.title(), **changes}.items():
        text = text.replace(old, new)
    (folder / f"{name}.runner").write_text(text)


def test_findings_quote_their_lines(cli: Cli, half: Path) -> None:
    add_runner(half, "ben")
    with (half / "ben.runner").open("a") as file:
        file.write("  in bild: tue rest\n")
    number = (half / "ben.runner").read_text().count("\n")
    assert cli("build", "ben.runner").code == 0
    page = (half / "out/ben.md").read_text()
    said = "the plan has no phase `bild`, so this line holds nowhere"
    assert f"1. warning: {said} (`ben.runner:{number}`, `in bild: tue rest`)\n" in page
    (finding,) = json.loads((half / "out/ben.json").read_bytes())["findings"]
    assert (finding["message"], finding["line"]) == (said, "in bild: tue rest")


def test_the_main_job(cli: Cli, half: Path) -> None:
    code, out, err = cli("build", "ana.runner")
    assert (code, out, err) == (0, "out/ana.ics\nout/ana.md\nout/ana.json\n", "")
    assert sorted(os.listdir(half / "out")) == ["ana.ics", "ana.json", "ana.md"]
    assert (half / "out/ana.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert (half / "out/ana.md").read_text().startswith("# ")
    document = json.loads((half / "out/ana.json").read_bytes())
    jsonschema.validate(document, json.loads(cli("schema", "plan").out))
    assert (document["runner"]["name"], document["race"]["date"]) == ("Ana Silva", "2027-04-11")


def test_the_same_input_gives_the_same_bytes_from_anywhere(
    cli: Cli, half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (half / "deep/er").mkdir(parents=True)
    cli("build", "ana.runner", "--today", "2027-01-01")
    first = {kind: (half / f"out/ana.{kind}").read_bytes() for kind in KINDS}
    monkeypatch.chdir(half / "deep/er")
    assert cli("build", "../../ana.runner", "--out", "x", "--today", "2027-01-01").out.startswith(
        "x/ana.ics\n"
    )
    assert {kind: (half / f"deep/er/x/ana.{kind}").read_bytes() for kind in KINDS} == first


def test_only_what_is_asked_for(cli: Cli, half: Path) -> None:
    assert cli("build", "ana.runner", "--to", "json,ics", "--out", "a/b").out == "a/b/ana.json\na/b/ana.ics\n"
    assert sorted(os.listdir(half / "a/b")) == ["ana.ics", "ana.json"]


def test_without_a_path_the_current_folder_is_built(cli: Cli, half: Path) -> None:
    (half / "team").mkdir()
    add_runner(half, "ben")
    (half / "ben.runner").rename(half / "team/ben.runner")
    text = (half / "team/ben.runner").read_text().replace('"half.plan"', '"../half.plan"')
    (half / "team/ben.runner").write_text(text)
    (half / "runplan.toml").write_text("")
    code, out, err = cli("build", "--to", "md")
    assert (code, out) == (0, "out/ana.md\nout/ben.md\n")
    assert err == "2 of 2 runners built, 2 files in out\n"


def test_standard_output_takes_one_file(cli: Cli, half: Path) -> None:
    code, out, err = cli("build", "ana.runner", "--to", "json", "--out", "-")
    assert (code, err) == (0, "")
    assert read_json(Plan, out).runner.id == "ana"
    assert not (half / "out").exists()
    assert cli("build", "ana.runner", "--out", "-").code == 2


def test_a_calendar_on_standard_output_keeps_its_line_ends(cli: Cli, half: Path) -> None:
    out = cli("build", "ana.runner", "--to", "ics", "--out", "-").out
    assert out.count("\r\n") == out.count("\n") > 100


def test_a_plan_for_a_runner_who_follows_another(cli: Cli, half: Path) -> None:
    (half / "other.plan").write_text((half / "half.plan").read_text().replace('"Half marathon"', '"Other"'))
    code, _, err = cli("build", "other.plan", "--runner", "ana.runner")
    assert (code, err) == (0, "")
    assert read_json(Plan, (half / "out/ana.json").read_bytes()).title == "Other"


def test_a_plan_for_a_runner_who_follows_none(cli: Cli, half: Path) -> None:
    text = (half / "ana.runner").read_text().replace('  follows  "half.plan"\n', "")
    (half / "ana.runner").write_text(text)
    assert cli("build", "ana.runner").code == 1
    code, _, err = cli("build", "half.plan", "--runner", "ana.runner")
    assert (code, err) == (0, "")
    assert read_json(Plan, (half / "out/ana.json").read_bytes()).title == "Half marathon"


def test_a_runner_of_several_plans_cannot_take_another(cli: Cli, half: Path) -> None:
    (half / "ana.runner").write_text((half / "ana.runner").read_text() + '  follows "half.plan"\n')
    code, _, err = cli("build", "half.plan", "--runner", "ana.runner")
    assert code == 1
    assert err.startswith(
        "error[several-plans]: `ana.runner` follows 2 plans, and `--runner` takes the place of one\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("half.plan",), "error[nobody-to-build-for]: `half.plan` is a plan, and `build` needs a runner\n"),
        (("anna.runner",), "error[missing-file]: there is no file `anna.runner`\n"),
        (("empty",), "error[empty-folder]: `empty` holds no `.runner` file\n"),
        (
            ("half.plan", "--runner", "half.plan"),
            "error: invalid value for --runner: `half.plan` is no `.runner` file\n",
        ),
        (("--runner", "ana.runner"), "error: `--runner` goes with one `.plan` file\n"),
        (("half.plan", "--runner", "anna.runner"), "error[missing-file]: there is no file `anna.runner`\n"),
        (
            ("ana.runner", "--to", "pdf"),
            "error: invalid value for '--to': `pdf` cannot be built: `ics`, `md`, `html`, `svg`, or `json`",
        ),
        (("ana.runner", "--to", ","), "error: invalid value for '--to': name what to build: `--to ics`\n"),
        (("ana.runner", "--templates", "no"), "error: invalid value for --templates: `no` is no folder\n"),
    ],
)
def test_wrong_use_exits_2(cli: Cli, half: Path, arguments: tuple[str, ...], said: str) -> None:
    (half / "empty").mkdir()
    code, out, err = cli("build", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert not (half / "out").exists()


def test_one_runners_error_does_not_stop_the_others(cli: Cli, half: Path) -> None:
    for name in ("ben", "cleo"):
        add_runner(half, name)
    cli("build")
    old = (half / "out/ben.ics").read_bytes()
    text = (half / "ben.runner").read_text()
    (half / "ben.runner").write_text(text.replace("weekly   32 km", "weekly   32"))
    (half / "out/ana.ics").unlink()
    code, out, err = cli("build")
    assert code == 1
    assert out.splitlines() == [f"out/{name}.{kind}" for name in ("ana", "cleo") for kind in KINDS]
    assert err.startswith("error[missing-unit]: ")
    assert err.endswith("2 of 3 runners built, 6 files in out\n")
    assert (half / "out/ben.ics").read_bytes() == old


def test_strict_builds_nothing_with_a_warning(cli: Cli, half: Path) -> None:
    (half / "ana.runner").write_text((half / "ana.runner").read_text() + "  week 90: mon easy 5 km\n")
    assert cli("build", "ana.runner", "--strict").code == 1
    assert not (half / "out").exists()
    code, _, err = cli("build", "ana.runner")
    assert code == 0
    assert err.startswith("warning[")


def test_two_runners_of_one_name_are_an_error_for_both(cli: Cli, half: Path) -> None:
    (half / "team").mkdir()
    (half / "runplan.toml").write_text("")
    text = (half / "ana.runner").read_text().replace('"half.plan"', '"../half.plan"')
    (half / "team/ANA.runner").write_text(text)
    add_runner(half, "ben")
    code, out, err = cli("build", "--to", "ics")
    assert (code, out) == (1, "out/ben.ics\n")
    assert err.startswith(
        "error[same-output]: `ana.runner` and `team/ANA.runner` would both be written to `out/ANA.ics`\n"
    )


def test_what_cannot_be_written_is_said(cli: Cli, half: Path) -> None:
    (half / "file").write_text("x")
    code, out, err = cli("build", "ana.runner", "--out", "file")
    assert (code, out) == (2, "")
    assert err.startswith("error[unwritable-file]: `file` cannot be written: ")
    assert (half / "file").read_text() == "x"


def test_a_folder_in_a_files_place_leaves_every_old_file(cli: Cli, half: Path) -> None:
    cli("build", "ana.runner", "--to", "ics")
    old = (half / "out/ana.ics").read_bytes()
    (half / "ana.runner").write_text((half / "ana.runner").read_text().replace("Ana", "Anna"))
    (half / "out/ana.json").mkdir()
    code, out, err = cli("build", "ana.runner")
    assert (code, out) == (2, "")
    assert "`out/ana.json` cannot be written: a folder is in its place" in err
    assert (half / "out/ana.ics").read_bytes() == old
    assert sorted(os.listdir(half / "out")) == ["ana.ics", "ana.json"]


def test_own_templates_come_first(cli: Cli, half: Path) -> None:
    (half / "mine").mkdir()
    page = "plan.md.jinja"
    (half / "mine" / page).write_text("Hello {{ plan.runner.name }}\n")
    assert cli("build", "ana.runner", "--to", "md", "--templates", "mine").code == 0
    assert (half / "out/ana.md").read_text().startswith("Hello Ana")
    (half / "mine" / page).write_text("fine\n{% if %}\n")
    code, out, err = cli("build", "ana.runner", "--to", "md", "--templates", "mine")
    assert (code, out) == (1, "")
    assert err.startswith("error[bad-page-template]: the template is wrong: ")
    assert f" --> mine/{page}:2:1\n" in err


# ---- the stamp -----------------------------------------------------------------------------------------------


def stamp(folder: Path) -> str:
    lines = (folder / "out/ana.ics").read_text().splitlines()
    return next(line for line in lines if line.startswith("DTSTAMP"))


def test_the_stamp_is_todays_midnight_outside_git(cli: Cli, half: Path) -> None:
    assert cli("build", "ana.runner", "--today", "2027-01-02").code == 0
    assert stamp(half) == "DTSTAMP:20270102T000000Z"


def test_the_stamp_is_that_of_the_last_commit(cli: Cli, half: Path) -> None:
    git = ["git", "-C", str(half), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "half.plan"], check=True)
    env = {**os.environ, "GIT_COMMITTER_DATE": "2026-12-24T18:00:00Z"}
    subprocess.run([*git, "commit", "-q", "-m", "a plan"], check=True, env=env)
    assert cli("build", "ana.runner", "--today", "2027-01-02").code == 0
    assert stamp(half) == "DTSTAMP:20261224T180000Z"


def test_source_date_epoch_comes_first(cli: Cli, half: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert cli("build", "ana.runner").code == 0
    assert stamp(half) == "DTSTAMP:20231114T221320Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    code, _, err = cli("build", "ana.runner")
    assert code == 2
    assert err.startswith("error: SOURCE_DATE_EPOCH is no number of seconds: `yesterday`\n")


# ---- files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ana", "ana"),
        ("Ana Silva", "Ana-Silva"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "runner"),
        ("", "runner"),
        (".hidden", "hidden"),
        ("a\nb\0c", "a-b-c"),
        ("zoë", "zoë"),
        ("zoe\u0308", "zoë"),
        ("走る", "走る"),
        ("con", "con-runner"),
        ("LPT1.old", "LPT1.old-runner"),
        ("console", "console"),
        ("a" * 300, "a" * 100),
        ("a:b*c?", "a-b-c"),
    ],
)
def test_file_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_files_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(str(tmp_path), {"a": b"old", "b": b"old"})
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_files(str(tmp_path), {"a": b"new", "b": b"new"})
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == b"old"


def test_a_name_with_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="a folder"):
        write_files(str(tmp_path / "out"), {"../a": b"x"})
    assert not (tmp_path / "a").exists()


def test_a_link_in_the_folder_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.ics").symlink_to(tmp_path / "secret")
    write_files(str(tmp_path / "out"), {"a.ics": b"new"})
    assert (tmp_path / "secret").read_bytes() == b"mine"
    assert not (tmp_path / "out/a.ics").is_symlink()
    assert (tmp_path / "out/a.ics").read_bytes() == b"new"


def test_what_a_killed_run_left_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / f".a.{os.getpid()}.new").write_bytes(b"half a f")
    write_files(str(tmp_path), {"a": b"whole"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"whole"}


def test_new_files_have_the_usual_permissions(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_files(str(tmp_path), {"a": b"x"})
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o644


def test_writing_over_keeps_permissions_and_links(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    write_over(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
