"""Rosters in databases: a real PostgreSQL server, started for these tests, and SQLite through SQLAlchemy."""

import csv
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from runplan.roster.source import open_table
from runplan.roster.table import Row, Table, Unread
from small import HALF

pytestmark = pytest.mark.judge

Cli = Callable[..., Any]

PASSWORD = "s3cret/with@signs"
IN_URL = "s3cret%2Fwith%40signs"


def absent(what: str) -> None:
    """A judge that is missing is skipped on a laptop and fails where `CI` is set."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is not installed")


class Server(NamedTuple):
    """A running server: its socket's folder, and statements as its owner."""

    folder: Path
    run: Callable[[str], None]

    def url(self, table: str = "", password: str = IN_URL) -> str:
        """The roster's URL."""
        more = f"&table={table}" if table else ""
        return f"postgresql://coach:{password}@/postgres?host={self.folder}{more}"


def programs() -> Path | None:
    """The folder of the newest PostgreSQL; Debian keeps it off the path."""
    found = [Path(p) for p in (shutil.which("initdb"),) if p]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A cluster of its own in a temporary folder, on a socket only, with passwords; stopped and gone afterwards."""
    tools = programs()
    if tools is None:
        absent("PostgreSQL")
    for package in ("sqlalchemy", "psycopg"):
        try:
            __import__(package)
        except ModuleNotFoundError:
            absent(package)
    import psycopg

    # PostgreSQL refuses to run as root, which is what tests in a container are.
    owner: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="rp-pg-", dir="/tmp"))
    if os.getuid() == 0:
        nobody = next((p for p in pwd.getpwall() if p.pw_name == "postgres"), pwd.getpwnam("nobody"))
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def call(program: str, *arguments: str) -> None:
        command = [str(tools / program), *arguments]
        done = subprocess.run(
            command,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **owner,
        )
        assert done.returncode == 0, done.stderr

    def run(statement: str) -> None:
        with psycopg.connect(
            host=str(folder), user="coach", password=PASSWORD, dbname="postgres"
        ) as connection:
            connection.execute(statement)

    data = str(folder / "data")
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)
    try:
        call(
            "initdb", "-D", data, "-U", "coach", "-A", "scram-sha-256", "--pwfile=password",
            "--locale=C", "--encoding=UTF8", "--no-sync",
        )  # fmt: skip
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
        call("pg_ctl", "-D", data, "-w", "-o", settings, "-l", str(folder / "log"), "start")
        try:
            yield Server(folder, run)
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def squad(folder: Path, server: Server) -> Path:
    """The current folder with a plan, and an empty database."""
    (folder / "runplan.toml").write_text("")
    (folder / "half.plan").write_text(HALF)
    server.run("drop schema public cascade; drop schema if exists club cascade; create schema public")
    return folder


COLUMNS = ("id", "name", "race", "start", "result", "weekly", "hrmax", "limit", "at", "timezone", "lines")
PEOPLE = [
    (
        f"r{i}",
        f'Runner "{i}" \\ Ünal',
        '2027-04-11 half marathon "Lisbon | Half"',
        "2027-02-01",
        "10 km in 47:30 on 2026-11-01",
        f"{30 + i} km",
        str(180 + i),
        "tue 60 min|thu 45 min",
        "06:30",
        "Europe/Lisbon",
        '2027-02-09: rest "Late, and tired"\n2027-02-11: easy 5 km',
    )
    for i in range(5)
]


def write_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *PEOPLE])


def calendars(cli: Cli, roster: str, out: str) -> dict[str, bytes]:
    """The files of a roster, the data without the places where it says what stands where."""
    build = ("build", "half.plan", "--roster", roster, "--today", "2027-01-01", "--out", out)
    code, _, err = cli(*build)
    assert code == 0, err
    files = {p.name: p.read_bytes() for p in Path(out).iterdir()}
    return {
        name: b"\n".join(line for line in data.splitlines() if b"#" not in line and b"squad.csv" not in line)
        if name.endswith(".json")
        else data
        for name, data in files.items()
    }


def test_a_table_of_postgres_gives_the_files_of_the_same_table_in_text(
    cli: Cli, squad: Path, server: Server
) -> None:
    """Typed as a database would: dates, numbers, times of day, lists; the reserved words in quotes."""
    write_csv(squad / "squad.csv")
    server.run(
        "create table runners (id text primary key, name varchar(80), race text, start date, result text, weekly text,"
        ' hrmax numeric(5, 1), "limit" text[], "at" time, timezone text, lines text)'
    )
    import psycopg

    with psycopg.connect(
        host=str(server.folder), user="coach", password=PASSWORD, dbname="postgres"
    ) as connection:
        for row in reversed(PEOPLE):
            id_, name, race, start, result, weekly, hrmax, limit, at, zone, lines = row
            connection.execute(
                f"insert into runners values ({', '.join(['%s'] * len(row))})",
                (id_, name, race, date.fromisoformat(start), result, weekly, int(hrmax), limit.split("|"),
                 time.fromisoformat(at), zone, lines),
            )  # fmt: skip
    texts = calendars(cli, "squad.csv", "text")
    assert len(texts) == 15
    assert calendars(cli, server.url(), "rows") == texts


def test_sqlite_gives_the_same_files_through_both_doors(cli: Cli, folder: Path) -> None:
    pytest.importorskip("sqlalchemy") if not os.environ.get("CI") else __import__("sqlalchemy")
    (folder / "runplan.toml").write_text("")
    (folder / "half.plan").write_text(HALF)
    write_csv(folder / "squad.csv")
    with closing(sqlite3.connect(folder / "club.db")) as connection, connection:
        connection.execute(f"create table runners ({', '.join(map(repr, COLUMNS))})")
        connection.executemany(f"insert into runners values ({', '.join('?' * len(COLUMNS))})", PEOPLE)
    texts = calendars(cli, "squad.csv", "text")
    assert calendars(cli, "club.db", "library") == texts
    assert calendars(cli, "sqlite:///club.db", "sqlalchemy") == texts
    assert calendars(cli, f"sqlite:///{folder}/club.db?table=runners", "whole") == texts


def test_an_error_names_row_and_column_and_no_password(cli: Cli, squad: Path, server: Server) -> None:
    server.run("create table runners (id text, weekly text, race text, start date, extra_ jsonb)")
    server.run("alter table runners rename extra_ to name")
    server.run(
        "insert into runners values ('ben', '32', '2027-04-11 half marathon', '2027-02-01', null),"
        " ('ana', '32 km', '2027-04-11 half marathon', '2027-02-01', '{\"a\": 1}'),"
        " ('cleo', '32 km', '2027-04-11 half marathon', '2027-02-01', null)"
    )
    code, out, err = cli("build", "half.plan", "--roster", server.url(), "--to", "ics")
    assert (code, out) == (1, "out/cleo.ics\n")
    assert "error[cell-not-text]: row 1 (`ana`), column `name`: JSON cannot be a line of a plan\n" in err
    assert (
        "error[missing-unit]: row 2 (`ben`), column `weekly`: `32` needs a unit\n"
        " --> postgresql:///postgres#runners:2:7\n"
        "  |\n"
        "2 | ben | 32 | 2027-04-11 half marathon | 2027-02-01 |\n"
        "  |       ^^ of what?\n"
    ) in err
    assert "s3cret" not in err


def test_a_wrong_password_is_said_and_not_shown(cli: Cli, squad: Path, server: Server) -> None:
    code, out, err = cli("build", "half.plan", "--roster", server.url(password="guess3d"))
    assert (code, out) == (2, "")
    assert err.startswith("error[unreadable-roster]: `postgresql:///postgres` cannot be read: ")
    assert "password authentication failed" in err
    assert "guess3d" not in err
    asked = f"postgresql://coach@/postgres?host={server.folder}&password=guess3d"
    assert "guess3d" not in cli("check", "half.plan", "--roster", asked).err


def test_nobody_listens(cli: Cli, squad: Path) -> None:
    code, _, err = cli("build", "half.plan", "--roster", "postgresql://coach:s3cret@localhost:1/club")
    assert code == 2
    assert err.startswith("error[unreadable-roster]: `postgresql://localhost:1/club` cannot be read: ")
    assert "s3cret" not in err


def opened(where: str) -> Table:
    found = open_table(where, "", "")
    assert isinstance(found, Table), found
    return found


def test_tables_views_and_schemas(cli: Cli, squad: Path, server: Server) -> None:
    server.run('create schema club; create table club."Spring 27" (id text, "is" text)')
    server.run("insert into club.\"Spring 27\" values ('b', 'x'), ('a', null)")
    server.run('create view autumn as select id as "ID" from club."Spring 27"')
    for where in (server.url("club.Spring%2027"), server.url("club.Spring 27")):
        table = opened(where)
        assert (table.name, table.origin) == (
            "postgresql:///postgres#club.Spring 27",
            "postgres#club.Spring 27",
        )
        assert [row.values for row in table.rows() if isinstance(row, Row)] == [("a", ""), ("b", "x")]
    assert [row.values for row in opened(server.url()).rows() if isinstance(row, Row)] == [("a",), ("b",)]
    assert cli("check", "--roster", server.url("autum")).code == 2
    server.run("create table runner2 (id text)")
    assert "[which-roster-table]" in cli("check", "--roster", server.url(), "--format", "short").out


def test_many_rows_come_in_portions(squad: Path, server: Server) -> None:
    server.run("create table runners (id int)")
    server.run("insert into runners select generate_series(1, 3000)")
    table = opened(server.url())
    assert [row.values for row in table.rows()] == [(str(i),) for i in range(1, 3001)]  # type: ignore[union-attr]
    rows = table.rows()
    assert isinstance(next(rows), Row)
    server.run(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where pid <> pg_backend_pid() and backend_type = 'client backend'"
    )
    *before, last = rows
    assert isinstance(last, Unread)
    assert last.diagnostic.code == "unreadable-roster"
    assert len(before) < 1000
    assert len(list(table.rows())) == 3000


def test_a_roster_is_only_read(squad: Path, server: Server) -> None:
    """Not even a view that writes can: the transaction is read-only."""
    server.run(
        "create table seen (n int); create function touch() returns text language sql volatile as"
        " $$ insert into seen values (1) returning 'x' $$; create view runners as select touch() as id"
    )
    (found,) = opened(server.url()).rows()
    assert isinstance(found, Unread)
    assert "read-only" in found.diagnostic.message
