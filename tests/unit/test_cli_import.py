"""`runplan import`: what it prints, what it writes, and what it ends with."""

from pathlib import Path

import pytest

from conftest import Cli

CLUB = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//Else//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20270105
SUMMARY:Easy 8 km
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20270107
SUMMARY:Long run
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20270108
SUMMARY:Dentist
END:VEVENT
END:VCALENDAR
"""
DRAFT = """\
# A draft, made from the calendar club.ics. Lines with `# guessed` want a look.
plan "Imported"
  start  2027-01-04
  units  km

phase imported "Imported" 1 week
  2027-01-05: easy 8 km
  2027-01-07: long 90 min  # guessed: 90 min, nothing says how much

  # In the calendar, and not known for training:
  #   2027-01-08         Dentist
"""
SUMMARY = "3 events: 2 understood, with a guess in 1 line; 1 not known for training\n"


@pytest.fixture
def club(folder: Path) -> Path:
    (folder / "club.ics").write_bytes(CLUB)
    return folder


def test_the_draft_goes_to_the_output_and_the_summary_beside_it(cli: Cli, club: Path) -> None:
    assert cli("import", "club.ics") == (0, DRAFT, SUMMARY)
    done = cli("import", "-", stdin=CLUB)
    assert done == (0, DRAFT.replace("club.ics", "<standard input>"), SUMMARY)


def test_the_draft_is_fit_for_fmt_check_and_show(cli: Cli, club: Path) -> None:
    assert cli("import", "club.ics", "--out", "club.plan") == (0, "club.plan\n", SUMMARY)
    assert (club / "club.plan").read_text() == DRAFT
    assert cli("fmt", "--check", "club.plan") == (0, "", "")
    assert cli("check", "club.plan", "--today", "2026-03-02").code == 0
    assert "4 Jan  ·     8" in cli("show", "club.plan", "--today", "2026-03-02").out


def test_a_file_that_is_there_stays(cli: Cli, club: Path) -> None:
    (club / "club.plan").write_text("mine")
    done = cli("import", "club.ics", "--out", "club.plan")
    assert (done.code, done.out) == (2, "")
    assert "error[unwritable-file]: `club.plan` cannot be written: it is there already\n" in done.err
    assert "= help: name another file with `--out`, or move this one away\n" in done.err
    assert (club / "club.plan").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_said(cli: Cli, club: Path) -> None:
    done = cli("import", "club.ics", "--out", "club.ics/club.plan")
    assert done.code == 2
    assert "error[unwritable-file]" in done.err


def test_days_are_chosen(cli: Cli, club: Path) -> None:
    done = cli("import", "club.ics", "--from", "2027-01-06", "--to", "2027-01-07")
    assert "2027-01-07: long" in done.out
    assert "2027-01-05" not in done.out
    assert done.err == "1 event: 1 understood, with a guess in 1 line\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2027-01-06", "--to", "2027-01-05"), "`--to 2027-01-05` lies before `--from 2027-01-06`"),
        (("--out", "club.ics"), "a draft is a plan: `--out club.plan`"),
        (("--from", "monday"), "`monday` is no date: write `2027-04-11`"),
    ],
)
def test_wrong_use_is_said(cli: Cli, club: Path, arguments: tuple[str, ...], said: str) -> None:
    done = cli("import", "club.ics", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", 2, "error[ics-no-calendar]"),
        (b"\x89PNG\r\n\x1a\n", 2, "error[ics-no-calendar]"),
        (b'plan "Half"\n', 2, "error[ics-no-calendar]"),
        (CLUB[: CLUB.index(b"END:VEVENT")], 2, "error[ics-not-closed]"),
        (CLUB.replace(b"Easy 8 km", b"Lunch").replace(b"Long run", b"Tea"), 1, "error[nothing-to-import]"),
    ],
)
def test_a_file_of_which_no_draft_can_be_made_is_said(
    cli: Cli, folder: Path, data: bytes, code: int, said: str
) -> None:
    Path("club.ics").write_bytes(data)
    done = cli("import", "club.ics", "--out", "club.plan")
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert not Path("club.plan").exists()


def test_a_file_that_is_not_there_is_said(cli: Cli, folder: Path) -> None:
    done = cli("import", "club.ics")
    assert (done.code, done.out) == (2, "")
    assert "error[missing-file]: there is no file `club.ics`" in done.err
    Path("clubs.ics").write_bytes(CLUB)
    assert "= help: did you mean `clubs.ics`?" in cli("import", "club.ics").err


@pytest.mark.parametrize(
    ("address", "loaded"),
    [
        ("https://example.org/club.ics", "https://example.org/club.ics"),
        ("webcal://example.org/club.ics", "https://example.org/club.ics"),
        ("https://example.org/club?a=1&b=2", "'https://example.org/club?a=1&b=2'"),
    ],
)
def test_an_address_is_for_another_program_to_load(cli: Cli, folder: Path, address: str, loaded: str) -> None:
    done = cli("import", address)
    assert (done.code, done.out) == (2, "")
    assert f"there is no file `{address}`" in done.err
    assert f"`curl -sL {loaded} | runplan import -`" in done.err


def test_what_is_not_closed_is_counted(cli: Cli, folder: Path) -> None:
    Path("club.ics").write_bytes(CLUB[: CLUB.index(b"END:VEVENT")])
    assert "`VEVENT` and `VCALENDAR` are not closed" in cli("import", "club.ics").err
    Path("club.ics").write_bytes(CLUB.replace(b"END:VCALENDAR\n", b""))
    assert "`VCALENDAR` is not closed" in cli("lint-ics", "club.ics").out


def test_a_part_of_several_years_is_asked_for(cli: Cli, club: Path) -> None:
    (club / "club.ics").write_bytes(CLUB.replace(b"20270105", b"20120105"))
    done = cli("import", "club.ics")
    assert done.code == 1
    assert "goes from 2012-01-05 to 2027-01-07, and a plan takes at most 10 years" in done.err
    assert cli("import", "club.ics", "--from", "2027-01-01").code == 0
