"""`runplan lint-ics`: what it prints and ends with."""

import json
from pathlib import Path

import pytest

from conftest import Cli
from planted_ics import PLANTED, SOUND

WRONG = SOUND.replace(b"SUMMARY:Race", b"SUMMARY:Race, run")
LINE = SOUND[: SOUND.index(b"SUMMARY:Race")].count(b"\n") + 1


def test_a_sound_calendar_ends_with_0(cli: Cli) -> None:
    Path("club.ics").write_bytes(SOUND)
    assert cli("lint-ics", "club.ics") == (0, "", "1 file checked, no mistakes\n")


def test_a_finding_is_shown_with_its_line(cli: Cli) -> None:
    Path("club.ics").write_bytes(WRONG)
    done = cli("lint-ics", "club.ics")
    assert done.code == 1
    gutter = " " * len(str(LINE))
    assert done.out == (
        "error[ics-unescaped]: a `,` in the text has no backslash\n"
        f"{gutter}--> club.ics:{LINE}:13\n"
        f"{gutter} |\n"
        f"{LINE} | SUMMARY:Race, run\n"
        f"{gutter} |             ^ ends the text for some programs\n"
        f"{gutter} |\n"
        f"{gutter} = help: write `\\,`\n"
        "\n"
        "1 error in 1 file\n"
    )
    assert done.err == "`runplan explain ics-unescaped` says more\n"


def test_the_standard_input_is_a_file_too(cli: Cli) -> None:
    done = cli("lint-ics", "-", "--format", "short", stdin=WRONG)
    said = "error[ics-unescaped]: a `,` in the text has no backslash\n"
    assert done == (1, f"<standard input>:{LINE}:13: {said}", "")
    assert cli("lint-ics", "-", stdin=SOUND).code == 0


def test_warnings_count_where_that_is_asked_for(cli: Cli) -> None:
    Path("club.ics").write_bytes(PLANTED["a METHOD"].calendar)
    assert cli("lint-ics", "club.ics").code == 0
    assert cli("lint-ics", "club.ics", "--strict").code == 1


def test_every_form_has_every_finding(cli: Cli) -> None:
    Path("club.ics").write_bytes(WRONG)
    Path("good.ics").write_bytes(SOUND)
    found = json.loads(cli("lint-ics", "club.ics", "good.ics", "--format", "json").out)
    assert found["summary"] == {"errors": 1, "warnings": 0, "infos": 0, "files": 2}
    assert found["diagnostics"][0]["at"] == {"file": "club.ics", "line": LINE, "column": 13, "end_column": 14}
    github = cli("lint-ics", "club.ics", "--format", "github").out
    assert github.startswith(f"::error file=club.ics,line={LINE},col=13,endColumn=13,title=ics-unescaped::")
    sarif = json.loads(cli("lint-ics", "club.ics", "--format", "sarif").out)
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["ics-unescaped"]


def test_what_cannot_be_read_is_2_and_the_others_are_linted(cli: Cli) -> None:
    Path("club.ics").write_bytes(WRONG)
    Path("folder").mkdir()
    done = cli("lint-ics", "clubs.ics", "folder", "club.ics", "--format", "short")
    assert done.code == 2
    assert done.out.splitlines() == [
        "clubs.ics: error[missing-file]: there is no file `clubs.ics`",
        "folder: error[unreadable-file]: `folder` cannot be read: is a directory",
        f"club.ics:{LINE}:13: error[ics-unescaped]: a `,` in the text has no backslash",
    ]


def test_a_file_that_was_misspelt_is_guessed(cli: Cli) -> None:
    Path("club.ics").write_bytes(SOUND)
    assert "did you mean `club.ics`?" in cli("lint-ics", "culb.ics").out


def test_a_file_beyond_all_measure_is_not_read(cli: Cli) -> None:
    with Path("club.ics").open("wb") as file:
        file.truncate(20_000_000)
    done = cli("lint-ics", "club.ics", "--format", "short")
    assert (done.code, done.out.split(":")[1]) == (2, " error[ics-too-long]")


def test_a_file_named_twice_is_linted_once(cli: Cli) -> None:
    Path("club.ics").write_bytes(WRONG)
    assert cli("lint-ics", "club.ics", "club.ics", "--format", "short").out.count("ics-unescaped") == 1


@pytest.mark.parametrize("arguments", [(), ("--format", "short")])
def test_without_a_file_it_is_wrong_use(cli: Cli, arguments: tuple[str, ...]) -> None:
    assert cli("lint-ics", *arguments).code == 2
