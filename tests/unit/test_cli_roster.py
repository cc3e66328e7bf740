"""`build --roster` and `check --roster`: what is written, what is said, and how it ends."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import runplan
from runplan.cli import progress, roster
from runplan.codec import read_json
from runplan.plan import Plan

Cli = Callable[..., Any]

WEEK = """\
plan "A week"
  weekly 20 km

phase base 1 week
  tue, thu easy 5 km
  sun      long 10 km
"""


@pytest.fixture
def week(folder: Path) -> Path:
    """The current folder with a plan of one week, `week.plan`."""
    (folder / "week.plan").write_text(WEEK)
    (folder / "runplan.toml").write_text("")
    return folder


def write(folder: Path, *lines: str, name: str = "squad.csv") -> None:
    (folder / name).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="")


def test_every_row_is_built(cli: Cli, week: Path) -> None:
    write(week, "id,name,start", "ana,Ana Silva,2027-02-01", "Ben Okri,Ben,2027-02-08")
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv", "--to", "ics,json")
    assert (code, out) == (0, "out/ana.ics\nout/ana.json\nout/Ben-Okri.ics\nout/Ben-Okri.json\n")
    assert err == "2 of 2 runners built, 4 files in out\n"
    plan = read_json(Plan, (week / "out/Ben-Okri.json").read_bytes())
    assert (plan.runner.id, plan.runner.name, plan.start.isoformat()) == ("Ben Okri", "Ben", "2027-02-08")


def test_rows_may_name_their_plans_from_the_rosters_folder(cli: Cli, week: Path) -> None:
    (week / "squads").mkdir()
    (week / "other.plan").write_text(WEEK.replace('"A week"', '"Other"'))
    write(
        week / "squads",
        "id,follows,start",
        "ana,../week.plan,2027-02-01",
        'ben,"""../other.plan""",2027-02-01',
    )
    assert cli("build", "--roster", "squads/squad.csv", "--to", "json").code == 0
    titles = [read_json(Plan, (week / f"out/{name}.json").read_bytes()).title for name in ("ana", "ben")]
    assert titles == ["A week", "Other"]


def test_the_same_roster_gives_the_same_bytes_from_anywhere(
    cli: Cli, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(week, "id,start,lines", "ana,2027-02-01,2027-02-02: easy 8 km")
    build = ("--today", "2027-01-01", "--out")
    assert cli("build", "week.plan", "--roster", "squad.csv", *build, "a").code == 0
    (week / "deep").mkdir()
    monkeypatch.chdir(week / "deep")
    assert cli("build", "../week.plan", "--roster", "../squad.csv", *build, "../b").code == 0
    monkeypatch.chdir("/")
    assert cli("build", f"{week}/week.plan", "--roster", f"{week}/squad.csv", *build, f"{week}/c").code == 0
    first, *others = ({p.name: p.read_bytes() for p in (week / to).iterdir()} for to in "abc")
    assert len(first) == 3
    assert others == [first, first]
    assert '"file": "squad.csv", "line": 2, "column": 16' in first["ana.json"].decode()


def test_a_roster_may_lie_outside_the_project(
    cli: Cli, week: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("downloads")
    write(elsewhere, "id,start", "ana,2027-02-01")
    assert cli("build", "week.plan", "--roster", f"{elsewhere}/squad.csv", "--to", "json").code == 0
    write(elsewhere, "id,follows,start", f"ana,{week}/week.plan,2027-02-01")
    code, out, err = cli("build", "--roster", f"{elsewhere}/squad.csv")
    assert (code, out) == (1, "")
    assert "error[leaves-project]" in err


def test_a_bad_row_does_not_stop_the_others(cli: Cli, week: Path) -> None:
    write(week, "id,start,weekly", "ana,2027-02-01,20 km", "ben,2027-02-01,20 km", "cleo,2027-02-01,20 km")
    build = ("build", "week.plan", "--roster", "squad.csv", "--to", "ics")
    cli(*build)
    old = (week / "out/ben.ics").read_bytes()
    write(week, "id,start,weekly", "ana,2027-02-08,20 km", "ben,2027-02-08,20", "cleo,2027-02-08,20 km")
    code, out, err = cli(*build)
    assert (code, out) == (1, "out/ana.ics\nout/cleo.ics\n")
    assert err == (
        "error[missing-unit]: row 3 (`ben`), column `weekly`: `20` needs a unit\n"
        " --> squad.csv:3:16\n"
        "  |\n"
        "3 | ben,2027-02-08,20\n"
        "  |                ^^ of what?\n"
        "  |\n"
        "  = help: say what it counts, as in `20 km` or `20 min`\n"
        "\n"
        "1 error in 1 file\n"
        "2 of 3 runners built, 2 files in out\n"
    )
    assert (week / "out/ben.ics").read_bytes() == old


def test_a_thousand_rows_of_which_every_tenth_is_wrong(cli: Cli, week: Path) -> None:
    rows = [f"r{i},2027-02-01,{'x' if i % 10 == 3 else '20 km'}" for i in range(1000)]
    write(week, "id,start,weekly", *rows)
    code, out, _ = cli("check", "week.plan", "--roster", "squad.csv", "--format", "short")
    assert code == 1
    places = [line.split(": error[", 1)[0] for line in out.splitlines()]
    assert places == [f"squad.csv:{i + 2}:{len(f'r{i}') + 13}" for i in range(1000) if i % 10 == 3]
    assert all(f"row {i + 2} (`r{i}`), column `weekly`: " in out for i in range(3, 1000, 10))


def test_what_a_plan_says_to_all_is_said_once(cli: Cli, week: Path) -> None:
    (week / "week.plan").write_text(WEEK + "\nexpect\n  longest run <= 8 km\n")
    write(week, "id,start", *(f"r{i},2027-02-01" for i in range(5)))
    err = cli("build", "week.plan", "--roster", "squad.csv", "--to", "json").err
    assert err.count("[expectation-failed]") == err.count(" --> week.plan:9:3\n") == 1
    assert "  = note: in the plans of 5 runners: `r0`, `r1`, `r2` and 2 more\n" in err
    write(week, "id,start", "r0,2027-02-01")
    assert "  = note: in the plan of `r0`\n" in cli("build", "week.plan", "--roster", "squad.csv").err


def test_a_mistake_in_the_plan_is_said_once_and_nobody_is_built(cli: Cli, week: Path) -> None:
    (week / "week.plan").write_text(WEEK.replace("long 10", "lonk 10"))
    write(week, "id,start", *(f"r{i},2027-02-01" for i in range(5)))
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv", "--to", "json")
    assert (code, out) == (1, "")
    assert err.count("error[") == 1
    assert err.endswith("0 of 5 runners built, 0 files in out\n")


@pytest.mark.parametrize("second", ["ana", "ANA", " ana ", "ana?", "?ana"])
def test_rows_of_one_file_are_none_of_them_built(cli: Cli, week: Path, second: str) -> None:
    write(week, "id,start", "ana,2027-02-01", "ben,2027-02-01", f"{second},2027-02-01")
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv", "--to", "json")
    assert (code, out) == (1, "out/ben.json\n")
    assert err.count("error[row-id-twice]") == 2
    assert "would be those of more than one row: 2 and 4\n" in err


@pytest.mark.parametrize("id_", ["../../x", "/etc/passwd", "..", ".hidden", "con", "a/b", "a:b"])
def test_files_stay_in_their_folder(cli: Cli, week: Path, id_: str) -> None:
    write(week, "id,start", f"{id_},2027-02-01")
    before = set(week.rglob("*"))
    assert cli("build", "week.plan", "--roster", "squad.csv", "--to", "json").code == 0
    (made,) = {p for p in week.rglob("*") if p.is_file()} - before
    assert made.parent == week / "out"
    assert not made.name.startswith(".")


def test_strict_builds_nobody_with_a_warning(cli: Cli, week: Path) -> None:
    write(week, "id,start,lines", "ana,2027-02-01,week 9: mon rest", "ben,2027-02-01,")
    code, out, _ = cli("build", "week.plan", "--roster", "squad.csv", "--to", "json", "--strict")
    assert (code, out) == (1, "out/ben.json\n")
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv", "--to", "json")
    assert (code, out) == (0, "out/ana.json\nout/ben.json\n")
    assert err.startswith("warning[")
    assert "row 2 (`ana`), column `lines`: " in err


def test_a_page_template_that_is_wrong_is_said_once(cli: Cli, week: Path) -> None:
    (week / "mine").mkdir()
    (week / "mine/plan.md.jinja").write_text("{% if %}")
    write(week, "id,start", "ana,2027-02-01", "ben,2027-02-01")
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv", "--to", "md", "--templates", "mine")
    assert (code, out) == (1, "")
    assert err.count("error[bad-page-template]") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--roster", "squad.csv", "--runner", "ana.runner"), "`--runner` and `--roster` exclude each other"),
        (("--roster", "squad.csv", "ana.runner"), "`--roster` goes with one `.plan` file"),
        (("--roster", "squad.csv", "week.plan", "week.plan"), "`--roster` goes with one `.plan` file"),
        (
            ("--roster", "squad.csv", "--out", "-"),
            "standard output takes one file, and a roster has many runners",
        ),
        (("--roster", "none.csv"), "there is no file `none.csv`"),
        (("none.plan", "--roster", "squad.csv"), "there is no file `none.plan`"),
        (("--roster", "week"), "is a directory"),
    ],
)
def test_wrong_use_and_what_is_not_there_exit_2(
    cli: Cli, week: Path, arguments: tuple[str, ...], said: str
) -> None:
    write(week, "id,start", "ana,2027-02-01")
    (week / "week").mkdir()
    code, out, err = cli("build", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not (week / "out").exists()


def test_a_header_that_is_wrong_builds_nobody(cli: Cli, week: Path) -> None:
    write(week, "id,stat,weekly", "ana,2027-02-01,20 km")
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv")
    assert (code, out) == (1, "")
    assert err == (
        "error[unknown-column]: a roster has no column `stat`\n"
        " --> squad.csv:1:4\n"
        "  |\n"
        "1 | id,stat,weekly\n"
        "  |    ^^^^ not known\n"
        "  |\n"
        "  = help: did you mean `start`?\n"
        "\n"
        "1 error in 1 file\n"
    )


@pytest.mark.parametrize(("column", "meant"), [("weekday", "days"), ("mileage", "weekly"), ("pb", "result")])
def test_what_tables_call_otherwise_is_known(cli: Cli, week: Path, column: str, meant: str) -> None:
    write(week, f"id,start,{column}", "ana,2027-02-01,")
    assert f"= help: did you mean `{meant}`?\n" in cli("check", "week.plan", "--roster", "squad.csv").out


def test_a_project_file_that_is_wrong_is_said(cli: Cli, week: Path) -> None:
    (week / "runplan.toml").write_text("salt = 3\n")
    write(week, "id,start", "ana,2027-02-01")
    code, out, err = cli("build", "week.plan", "--roster", "squad.csv")
    assert (code, out) == (1, "")
    assert "error[bad-salt]" in err


# ---- check ---------------------------------------------------------------------------------------------------


def test_check_says_the_same_and_writes_nothing(cli: Cli, week: Path) -> None:
    write(week, "id,start,weekly", "ana,2027-02-01,20", "ben,2027-02-01,20 km")
    code, out, err = cli("check", "week.plan", "--roster", "squad.csv")
    assert code == 1
    assert out.startswith("error[missing-unit]: row 2 (`ana`), column `weekly`: `20` needs a unit\n")
    assert err == "`runplan explain missing-unit` says more\n"
    assert not (week / "out").exists()
    write(week, "id,start", "ben,2027-02-01")
    assert cli("check", "week.plan", "--roster", "squad.csv") == (0, "", "1 runner checked, no mistakes\n")


def test_check_in_every_form_names_row_and_column(cli: Cli, week: Path) -> None:
    write(week, "id,start,weekly", "ana,2027-02-01,20")
    check = ("check", "week.plan", "--roster", "squad.csv", "--format")
    said = "row 2 (`ana`), column `weekly`: `20` needs a unit"
    assert cli(*check, "short").out == f"squad.csv:2:16: error[missing-unit]: {said}\n"
    (found,) = json.loads(cli(*check, "json").out)["diagnostics"]
    assert found["message"] == said
    assert found["at"] == {"file": "squad.csv", "line": 2, "column": 16, "end_column": 18}
    assert cli(*check, "github").out.startswith("::error file=squad.csv,line=2,col=16,endColumn=17,")
    region = json.loads(cli(*check, "sarif").out)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert region["region"] == {"startLine": 2, "startColumn": 16, "endLine": 2, "endColumn": 18}


def test_check_of_a_roster_that_cannot_be_read_exits_2(cli: Cli, week: Path) -> None:
    (week / "squad.csv").write_bytes(b"PK\x03\x04")
    code, out, _ = cli("check", "week.plan", "--roster", "squad.csv", "--format", "short")
    assert code == 2
    assert out.startswith("squad.csv: error[roster-is-workbook]: ")


# ---- the terminal, and secrets -------------------------------------------------------------------------------


def test_long_work_shows_how_far_it_is(cli: Cli, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(week, "id,start", "ana,2027-02-01", "ben,2027-02-01", "cleo,2027-02-01")
    monkeypatch.setattr(progress, "PATIENCE", -1.0)
    assert "of 3" not in cli("check", "week.plan", "--roster", "squad.csv").err
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: stream is sys.stderr, raising=False)
    err = cli("check", "week.plan", "--roster", "squad.csv").err
    assert [part.rstrip() for part in err.split("\r")[1:4]] == ["1 of 3: ana", "2 of 3: ben", "3 of 3: cleo"]
    assert err.endswith("\r3 runners checked, no mistakes\n")


def test_our_own_failure_shows_no_password(cli: Cli, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://coach:s3cret@localhost/club?sslpassword=s3cret"

    def fail(*_: object) -> None:
        raise RuntimeError(f"it broke at {url}")

    monkeypatch.setattr(roster, "open_table", fail)
    for debug in ("", "1"):
        monkeypatch.setenv("RUNPLAN_DEBUG", debug)
        code, _, err = cli("build", "week.plan", "--roster", url)
        assert code == 2
        assert "This is our mistake" in err
        assert "postgresql://..." in err
        assert "s3cret" not in err


def test_without_the_extra_a_url_says_what_to_install(
    cli: Cli, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    code, out, err = cli("build", "week.plan", "--roster", "postgresql://coach:s3cret@localhost/club")
    assert (code, out) == (2, "")
    assert err == (
        "error[roster-needs-extra]: to read this database, the package `sqlalchemy` is missing\n"
        " --> postgresql://\n"
        "  = help: install it with `pip install 'runplan[roster]'`\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_a_command_without_a_roster_does_not_pay_for_one(half: Path) -> None:
    code = (
        "import sys; from runplan.cli import run; run(['build', 'ana.runner', '--to', 'json']);"
        "assert not any(m.startswith(('runplan.roster', 'csv', 'sqlite3', 'sqlalchemy')) for m in sys.modules)"
    )
    path = str(Path(runplan.__file__).parent.parent)
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": path})
    assert (half / "out/ana.json").exists()


def test_a_runner_whom_the_plan_does_not_suit_is_told_which_would(cli: Cli, folder: Path) -> None:
    shutil.copytree(Path(__file__).parents[2] / "plans", folder / "plans")
    (folder / "squad.csv").write_text(
        "id,name,race,start,weekly,longest\nbo,Bo,2027-06-06 half marathon,2027-01-04,12 km,7 km\n"
    )
    done = cli("check", "plans/half-marathon.plan", "--roster", "squad.csv")
    assert done.code == 1
    assert "error[needs-not-met]: row 2 (`bo`)" in done.out
    assert "`half-first`, which comes with runplan, suits Bo" in done.out
    assert done.out.count("[") == 1, "what follows from it is not told"
