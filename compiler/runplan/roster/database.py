"""A table of any database that SQLAlchemy reads. No password, and no more of a URL than is needed, is ever shown."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from runplan.diagnostics.report import Diagnostic, word
from runplan.roster.select import choose_table, text_of
from runplan.roster.table import Row, Table, Unread, made_row
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from sqlalchemy import URL, ColumnClause

AT_ONCE = 500
"""Rows that are fetched at a time."""

_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_EXTRA = "install it with `pip install 'runplan[roster]'`"
_SECRET = ("pass", "secret", "token", "key")


def open_database(where: str) -> Table | Diagnostic:
    """The table that the URL `where` names: `postgresql://coach@host/club?table=runners`; or why there is none."""
    scheme = where.partition("://")[0]
    at = Span(f"{scheme}://", 0, 0, 0)
    if not _has_sound_port(where):
        return word("bad-roster-url", at, scheme=scheme)
    try:
        import sqlalchemy
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
    except ModuleNotFoundError:
        return word("roster-needs-extra", at, what="sqlalchemy", help=_EXTRA)
    try:
        url = sqlalchemy.make_url(where)
    except (ArgumentError, ValueError):
        return word("bad-roster-url", at, scheme=scheme)
    said = url.query.get("table", "")
    schema, dot, wanted = (said if isinstance(said, str) else said[-1]).rpartition(".")
    url = url.difference_update_query(["table"])
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    name = _shown(url)
    at = Span(name, 0, 0, 0)
    if _is_missing(url):
        return word("missing-file", at, path=url.database)
    try:
        engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
        with engine.connect() as connection:
            inspector = sqlalchemy.inspect(connection)
            tables = [*inspector.get_table_names(schema or None), *inspector.get_view_names(schema or None)]
            chosen = choose_table(wanted, sorted(tables), name, f"...?table={schema}{dot}")
            if isinstance(chosen, Diagnostic):
                return chosen
            columns = [str(column["name"]) for column in inspector.get_columns(chosen, schema or None)]
    except NoSuchModuleError:
        return word("bad-roster-url", at, scheme=scheme)
    except ModuleNotFoundError as problem:
        help_ = (
            _EXTRA
            if problem.name == "psycopg"
            else f"install the driver that SQLAlchemy asks for: `{problem.name}`"
        )
        return word("roster-needs-extra", at, what=problem.name, help=help_)
    except (SQLAlchemyError, OSError, TypeError, ValueError) as problem:
        return word("unreadable-roster", at, path=name, why=_why(problem, url))
    shown = f"{name}#{schema}{dot}{chosen}"

    def rows() -> Iterator[Row | Unread]:
        # Without types: values come as the driver gives them, so that no odd one stops the rest.
        quoted = partial(sqlalchemy.quoted_name, quote=True)
        every: list[ColumnClause[object]] = [sqlalchemy.column(quoted(column)) for column in columns]
        source = sqlalchemy.table(quoted(chosen), *every, schema=quoted(schema) if schema else None)
        order = [column for column in source.c if column.name.strip().lower() == "id"][:1]
        query = sqlalchemy.select(*source.c).order_by(*order)
        options = {"stream_results": True, "yield_per": AT_ONCE, "postgresql_readonly": True}
        try:
            with (
                engine.connect() as connection,
                connection.execution_options(**options).execute(query) as found,
            ):
                for number, values in enumerate(found, 1):
                    row = made_row(number, tuple(text_of(value) for value in values))
                    if not row.is_blank:
                        yield row
        except (SQLAlchemyError, OSError) as problem:
            yield Unread(word("unreadable-roster", Span(shown, 0, 0, 0), path=shown, why=_why(problem, url)))

    database = (url.database or "").replace("\\", "/").rpartition("/")[2]
    return Table(shown, f"{database}#{schema}{dot}{chosen}", Row(0, 0, tuple(columns), "", None), rows)


def _shown(url: "URL") -> str:
    """The URL without who asks and how: `postgresql://host:5433/club`."""
    place = (url.host or "") + (f":{url.port}" if url.port else "")
    return f"{url.get_backend_name()}://{place}/{url.database or ''}"


def _has_sound_port(where: str) -> bool:
    try:
        port = urlsplit(where).port
    except ValueError:
        return False
    return port != 0


def _is_missing(url: "URL") -> bool:
    """Whether the file of an SQLite database is not there; SQLite would make it."""
    if (
        url.get_backend_name() != "sqlite"
        or not url.database
        or url.database.startswith((":memory:", "file:"))
    ):
        return False
    return not Path(url.database).exists()


def _why(problem: Exception, url: "URL") -> str:
    """What the database says, in its first words, with no secret of the URL in it."""
    said = str(getattr(problem, "orig", None) or problem).strip().split("\n")[0].rstrip(".:")
    secrets = [url.password or ""]
    for key, value in url.query.items():
        if any(part in key.lower() for part in _SECRET):
            secrets += [value] if isinstance(value, str) else value
    for secret in filter(None, map(str, secrets)):
        said = said.replace(secret, "***")
    return said[:1].lower() + said[1:] if said[1:2].islower() else said
