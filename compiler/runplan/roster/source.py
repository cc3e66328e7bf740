"""What a roster is: a file of text, an SQLite file, one of its tables, or the URL of a database."""

import os
import stat
from pathlib import Path

from runplan.diagnostics.report import Diagnostic, word
from runplan.roster.table import Table
from runplan.syntax.span import Span

_SQLITE = b"SQLite format 3\0"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def is_url(where: str) -> bool:
    """Whether a database is meant, and not a file."""
    scheme, found, _ = where.partition("://")
    return bool(found) and scheme.replace("+", "").replace("_", "").isalnum()


def file_of(where: str) -> str:
    """The path of the file in `where`, which may name a table of it: `club.db#runners`."""
    path, found, _ = where.rpartition("#")
    return path if found and not Path(where).exists() else where


def open_table(where: str, name: str, origin: str) -> Table | Diagnostic:
    """The table that `where` names, or why there is none. `name` is how the user knows it, `origin` how plans name
    it; a database finds both itself."""
    if is_url(where):
        from runplan.roster.database import open_database

        return open_database(where)
    path = file_of(where)
    try:
        with Path(path).open("rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return _unreadable(name, "it is no ordinary file")
            begin = file.read(len(_SQLITE))
        if begin == _SQLITE:
            from runplan.roster.sqlite import open_sqlite

            return open_sqlite(path, where[len(path) + 1 :], name, origin)
        if begin.startswith(_WORKBOOKS):
            return word("roster-is-workbook", Span(name, 0, 0, 0), path=name)
        if begin.startswith(_UTF16):
            return word("roster-not-utf8", Span(name, 0, 0, 0), path=name)
        from runplan.roster.delimited import open_delimited

        return open_delimited(path, name, origin)
    except OSError as problem:
        return _unreadable(name, reason(problem))


def reason(problem: OSError) -> str:
    """Why the system said no, in its words with a small letter."""
    text = problem.strerror or type(problem).__name__
    return text[:1].lower() + text[1:]


def _unreadable(name: str, why: str) -> Diagnostic:
    return word("unreadable-file", Span(name, 0, 0, 0), path=name, why=why)
