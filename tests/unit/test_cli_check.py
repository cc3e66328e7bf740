"""`runplan check`: what it prints and where, and with which exit code it ends."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from runplan.cli import streams
from runplan.diagnostics.render import schema

Cli = Callable[..., Any]

WRONG = 'plan "Wrong"\nphase base 2 weeks\n  tue tepo 20 min\n  thu easy 5 km\n'
DOUBTFUL = 'plan "Doubtful"\nphase base 2 weeks\n  tue easy 5 km\n  tue easy 6 km\n'
PARTS = "workout big-hills(n)\n  hills {n} x (45 s uphill @ I, 2 min jog)\n"


def test_clean_says_so_to_the_person_only(cli: Cli, half: Path) -> None:
    assert cli("check", "half.plan", "ana.runner") == (0, "", "2 files checked, no mistakes\n")
    assert cli("check", "half.plan", "--format", "short") == (0, "", "")
    assert cli("check", "half.plan", "--format", "github") == (0, "", "")


def test_human(cli: Cli, folder: Path) -> None:
    (folder / "wrong.plan").write_text(WRONG)
    assert cli("check", "wrong.plan") == (
        1,
        "error[unknown-kind]: unknown kind of session `tepo`\n"
        " --> wrong.plan:3:7\n"
        "  |\n"
        "3 |   tue tepo 20 min\n"
        "  |       ^^^^ not known\n"
        "  |\n"
        "  = help: did you mean `tempo`?\n"
        "\n"
        "1 error in 1 file\n",
        "`runplan explain unknown-kind` says more\n",
    )


def test_short(cli: Cli, folder: Path) -> None:
    (folder / "wrong.plan").write_text(WRONG)
    out = "wrong.plan:3:7: error[unknown-kind]: unknown kind of session `tepo`\n"
    assert cli("check", "wrong.plan", "--format", "short") == (1, out, "")


def test_json_follows_the_published_schema(cli: Cli, folder: Path) -> None:
    (folder / "wrong.plan").write_text(WRONG)
    code, out, err = cli("check", "wrong.plan", "--format", "json")
    assert (code, err) == (1, "")
    document = json.loads(out)
    jsonschema.validate(document, schema())
    assert document["diagnostics"][0]["at"] == {
        "file": "wrong.plan",
        "line": 3,
        "column": 7,
        "end_column": 11,
    }
    assert json.loads(cli("schema", "diagnostics").out) == schema()


def test_warnings_count_only_when_strict(cli: Cli, folder: Path) -> None:
    (folder / "doubtful.plan").write_text(DOUBTFUL)
    code, out, _ = cli("check", "doubtful.plan", "--format", "short")
    assert code == 0
    assert out.startswith("doubtful.plan:3:3: warning[")
    assert out.count("\n") == 1
    assert cli("check", "doubtful.plan", "--format", "short", "--strict") == (1, out, "")


def test_shared_parts_alone_are_checked(cli: Cli, folder: Path) -> None:
    (folder / "parts.plan").write_text(PARTS)
    assert cli("check", "parts.plan") == (0, "", "1 file checked, no mistakes\n")
    (folder / "parts.plan").write_text(PARTS.replace("uphill", "uphil"))
    assert cli("check", "parts.plan").code == 1


def test_a_folder_is_walked_for_plans_and_runners(cli: Cli, half: Path) -> None:
    for path in (
        "b/wrong.plan",
        "a/wrong.plan",
        ".hidden/wrong.plan",
        "node_modules/x/wrong.plan",
        "b/not.txt",
    ):
        (half / path).parent.mkdir(parents=True, exist_ok=True)
        (half / path).write_text(WRONG)
    code, out, _ = cli("check", ".", "--format", "short")
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == ["a/wrong.plan", "b/wrong.plan"]


def test_a_file_named_twice_is_checked_once(cli: Cli, half: Path) -> None:
    _, _, err = cli("check", ".", "half.plan", "./half.plan", str(half / "half.plan"))
    assert err == "2 files checked, no mistakes\n"


def test_a_mistake_in_a_shared_plan_is_said_once(cli: Cli, half: Path) -> None:
    (half / "half.plan").write_text(WRONG)
    (half / "ben.runner").write_text((half / "ana.runner").read_text().replace("Ana Silva", "Ben"))
    code, out, _ = cli("check", ".", "--format", "short")
    assert (code, out) == (1, "half.plan:3:7: error[unknown-kind]: unknown kind of session `tepo`\n")


def test_what_is_wrong_for_one_runner_names_the_runner(cli: Cli, half: Path) -> None:
    text = (
        (half / "half.plan")
        .read_text()
        .replace("  mon, fri  rest\n", '  needs     weekly >= 40 km "More."\n')
    )
    (half / "half.plan").write_text(text)
    document = json.loads(cli("check", "ana.runner", "--format", "json").out)
    (found,) = (d for d in document["diagnostics"] if d["severity"] == "error")
    assert "Ana Silva" in json.dumps(found)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("halb.plan", "error[missing-file]: there is no file `halb.plan`"),
        ("half", "error[missing-file]: there is no file `half`"),
        ("notes.txt", "error[not-a-plan-file]: `notes.txt` is neither a `.plan` nor a `.runner` file"),
        ("empty", "error[empty-folder]: `empty` holds no `.plan` and no `.runner` file"),
        ("folder.plan", "error[empty-folder]: `folder.plan` holds no `.plan` and no `.runner` file"),
        ("binary.plan", "error[not-text]: the file holds a NUL character, and should be text in UTF-8"),
        ("latin.plan", "error[not-text]: the file holds the byte E9, and should be text in UTF-8"),
        (
            "dangling.plan",
            "error[unreadable-file]: `dangling.plan` cannot be read: no such file or directory",
        ),
        ("fifo.plan", "error[unreadable-file]: `fifo.plan` cannot be read: it is no ordinary file"),
    ],
)
def test_what_cannot_be_read_is_said_and_exits_2(cli: Cli, half: Path, path: str, shown: str) -> None:
    (half / "notes.txt").write_text("x")
    (half / "empty").mkdir()
    (half / "folder.plan").mkdir()
    (half / "binary.plan").write_bytes(b"plan\0")
    (half / "latin.plan").write_bytes(b'plan "Ren\xe9"\n')
    (half / "dangling.plan").symlink_to("nowhere.plan")
    os.mkfifo(half / "fifo.plan")
    code, out, _ = cli("check", path, "half.plan")
    assert code == 2
    assert out.splitlines()[0] == shown


@pytest.mark.parametrize(
    ("path", "meant"), [("halb.plan", "half.plan"), ("half", "half.plan"), ("./Half.plan", "half.plan")]
)
def test_a_missing_file_is_answered_with_the_one_that_was_meant(
    cli: Cli, half: Path, path: str, meant: str
) -> None:
    assert f"help: did you mean `{meant}`?" in cli("check", path).out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(cli: Cli, half: Path) -> None:
    (half / "half.plan").chmod(0)
    code, out, _ = cli("check", "half.plan", "--format", "short")
    assert (code, out) == (
        2,
        "half.plan: error[unreadable-file]: `half.plan` cannot be read: permission denied\n",
    )


def test_today_stands_for_the_clock(cli: Cli, half: Path) -> None:
    for day in ("2024-02-29", "1999-12-31"):
        assert cli("check", "half.plan", "--today", day) == (0, "", "1 file checked, no mistakes\n")


def test_long_work_shows_progress_on_a_terminal_only(
    cli: Cli, half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runplan.cli.progress.PATIENCE", -1.0)
    assert cli("check", ".") == (0, "", "2 files checked, no mistakes\n")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    _, _, err = cli("check", ".")
    assert err == (
        "\r1 of 2: ana.runner\r2 of 2: half.plan \r                 \r2 files checked, no mistakes\n"
    )


def test_a_terminal_that_is_dumb_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert streams.wants_color(Terminal())  # type: ignore[arg-type]
    monkeypatch.setenv("TERM", "dumb")
    assert not streams.wants_color(Terminal())  # type: ignore[arg-type]


def test_a_pattern_that_the_shell_left_is_filled_in(cli: Cli, half: Path) -> None:
    assert cli("check", "*.plan").err == "1 file checked, no mistakes\n"
    assert cli("check", "?na.*", "half.plan").err == "2 files checked, no mistakes\n"
    assert cli("check", "*.txt").out.startswith("error[missing-file]: there is no file `*.txt`\n")
