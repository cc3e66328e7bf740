"""A table of an SQLite file, by the standard library."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from runplan.diagnostics.report import Diagnostic, word
from runplan.roster.select import choose_table, text_of
from runplan.roster.table import Row, Table, Unread, made_row
from runplan.syntax.span import Span


def open_sqlite(path: str, table: str, name: str, origin: str) -> Table | Diagnostic:
    """The table `table`, or the one that is meant, of the database at `path`; or why there is none."""
    try:
        with closing(_connect(path)) as connection:
            names = [
                str(row[0])
                for row in connection.execute(
                    "select name from sqlite_master where type in ('table', 'view')"
                    " and name not like 'sqlite\\_%' escape '\\' order by name"
                )
            ]
            chosen = choose_table(table, names, name, f"{name}#")
            if isinstance(chosen, Diagnostic):
                return chosen
            columns = [str(row[1]) for row in connection.execute(f"pragma table_xinfo({_quoted(chosen)})")]
    except sqlite3.Error as problem:
        return word("unreadable-roster", Span(name, 0, 0, 0), path=name, why=_why(problem))
    shown = f"{name}#{chosen}"
    order = next((c for c in columns if c.strip().lower() == "id"), None)
    statement = f"select * from {_quoted(chosen)}" + (f" order by {_quoted(order)}" if order else "")

    def rows() -> Iterator[Row | Unread]:
        try:
            with closing(_connect(path)) as connection:
                for number, values in enumerate(connection.execute(statement), 1):
                    row = made_row(number, tuple(text_of(value) for value in values))
                    if not row.is_blank:
                        yield row
        except sqlite3.Error as problem:
            yield Unread(word("unreadable-roster", Span(shown, 0, 0, 0), path=shown, why=_why(problem)))

    return Table(shown, f"{origin}#{chosen}", Row(0, 0, tuple(columns), "", None), rows)


def _connect(path: str) -> sqlite3.Connection:
    """Read-only: a roster is never changed, and a file that is not there is not made."""
    connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return connection


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _why(problem: sqlite3.Error) -> str:
    text = str(problem)
    return text[:1].lower() + text[1:]
