"""Tables in text: whatever a spreadsheet writes is read as it was meant, and every character has its place."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runplan.diagnostics import Diagnostic
from runplan.roster.delimited import MOST_CHARACTERS, open_delimited
from runplan.roster.source import file_of, is_url, open_table
from runplan.roster.table import Row, Strange, Table, Unread, made_row, place, source_lines, whole_cell
from runplan.syntax.parse import split_lines
from runplan.syntax.span import Span


def table(folder: Path, data: bytes | str) -> Table:
    path = folder / "squad.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = open_delimited(str(path), "squad.csv", "squad.csv")
    assert isinstance(found, Table), found
    return found


def rows(found: Table) -> list[Row]:
    every = list(found.rows())
    assert all(isinstance(row, Row) for row in every), every
    return [row for row in every if isinstance(row, Row)]


def cells(found: Table) -> list[tuple[object, ...]]:
    return [row.values for row in rows(found)]


# ---- what is read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_table_is_read_however_it_is_written(tmp_path: Path, delimiter: str, end: str, mark: str) -> None:
    text = mark + end.join(delimiter.join(line) for line in (("id", "name"), ("ana", "Ana"), ("ben", "Ben")))
    found = table(tmp_path, text)
    assert found.header.values == ("id", "name")
    assert cells(found) == [("ana", "Ana"), ("ben", "Ben")]
    assert [(row.number, row.line) for row in rows(found)] == [(2, 2), (3, 3)]


def test_a_table_can_be_read_again(tmp_path: Path) -> None:
    found = table(tmp_path, "id\na\nb\n")
    assert cells(found) == cells(found) == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("id,name", ","),
        ("id;name, and more", ";"),
        ("id\tweekly;days,x", "\t"),
        ("id", ","),
        ('"id";"a,b,c,d"', ";"),
        ("what;is;this", ";"),
    ],
)
def test_the_delimiter_is_the_one_that_makes_columns(tmp_path: Path, header: str, delimiter: str) -> None:
    assert table(tmp_path, f"{header}\na\n").header.delimiter == delimiter


def test_the_delimiter_may_be_said(tmp_path: Path) -> None:
    """Spreadsheets write such a line and do not count it as a row; editors count it as a line."""
    found = table(tmp_path, "sep=|\r\nid|name\r\nana|Ana\r\n")
    (row,) = rows(found)
    assert (row.values, row.number, row.line) == (("ana", "Ana"), 2, 3)


def test_empty_rows_are_no_rows(tmp_path: Path) -> None:
    found = table(tmp_path, "id,name\n\n,\nana,\n , \n\n")
    assert [(row.number, row.values) for row in rows(found)] == [(4, ("ana", ""))]


def test_a_line_end_in_a_cell(tmp_path: Path) -> None:
    found = table(tmp_path, 'id,lines\nana,"one\ntwo ""2"""\nben,x\n')
    first, second = rows(found)
    assert first.values == ("ana", 'one\ntwo "2"')
    assert (second.number, second.line) == (3, 4)
    assert source_lines(first.source, first.line) == ((2, 'ana,"one'), (3, 'two ""2"""'))


def test_bytes_that_are_no_text_spoil_one_cell(tmp_path: Path) -> None:
    found = table(tmp_path, "id,name\nzoe,Zo\xeb\nana,Ana\n".encode("cp1252"))
    assert cells(found) == [("zoe", "Zo\udceb"), ("ana", "Ana")]


def test_a_broken_row_is_left_out(tmp_path: Path) -> None:
    broken, good = table(tmp_path, 'id,name\nana,"A"na\nben,Ben\n').rows()
    assert isinstance(broken, Unread)
    assert broken.diagnostic.code == "row-broken"
    assert broken.diagnostic.at == Span("squad.csv", 2, 1, 2)
    assert broken.lines == ((2, 'ana,"A"na'),)
    assert isinstance(good, Row)
    assert good.values == ("ben", "Ben")


def test_a_cell_without_end_takes_the_rest(tmp_path: Path) -> None:
    good, broken = table(tmp_path, 'id,name\nana,Ana\nben,"Ben\ncleo,Cleo\n').rows()
    assert isinstance(good, Row)
    assert isinstance(broken, Unread)
    assert (broken.diagnostic.code, broken.diagnostic.at.line) == ("row-without-end", 3)
    assert broken.lines == ((3, 'ben,"Ben'),)


def test_a_cell_without_end_in_a_long_table(tmp_path: Path) -> None:
    """A cell is read up to a limit, so that the rest of a great table does not end up in memory; then rows come
    again, and what they say is up to them."""
    every = list(table(tmp_path, 'id,name\nben,"Ben\n' + "ana,Ana Silva from Lisbon\n" * 20_000).rows())
    assert isinstance(every[0], Unread)
    assert every[0].diagnostic.code == "row-without-end"
    assert isinstance(every[-1], Row)


def test_a_line_without_end_stops_the_reading(tmp_path: Path) -> None:
    first, last = table(tmp_path, "id\nana\n" + "x" * (MOST_CHARACTERS + 1) + "\nben\n").rows()
    assert isinstance(first, Row)
    assert isinstance(last, Unread)
    assert (last.diagnostic.code, last.diagnostic.at.line) == ("roster-line-too-long", 3)


def test_rows_are_not_kept(tmp_path: Path) -> None:
    found = table(tmp_path, "id,name\n" + "".join(f"r{i},Runner number {i}\n" for i in range(30_000)))
    tracemalloc.start()
    try:
        assert sum(1 for _ in found.rows()) == 30_000
        assert tracemalloc.get_traced_memory()[1] < 300_000
    finally:
        tracemalloc.stop()


# ---- what is no table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster-empty"),
        (b"\n \n,,\n", "roster-empty"),
        (b"PK\x03\x04...", "roster-is-workbook"),
        (b"\xd0\xcf\x11\xe0...", "roster-is-workbook"),
        ("\ufeffid,name".encode("utf-16-le"), "roster-not-utf8"),
        ("\ufeffid,name".encode("utf-16-be"), "roster-not-utf8"),
        (b'id,"na"me\n', "row-broken"),
        (b'id,"name\n', "row-without-end"),
        (b"SQLite format 3\0nonsense", "unreadable-roster"),
    ],
)
def test_what_cannot_be_a_table_says_what_it_is(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "squad"
    path.write_bytes(data)
    found = open_table(str(path), "squad", "squad")
    assert isinstance(found, Diagnostic)
    assert (found.code, found.at.file) == (code, "squad")


def test_folders_and_what_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        found = open_table(str(path), "squad", "squad")
        assert isinstance(found, Diagnostic)
        assert found.code == "unreadable-file"


def test_names_of_tables_and_urls(tmp_path: Path) -> None:
    odd = tmp_path / "club#1.db"
    odd.write_text("")
    assert file_of(str(odd)) == str(odd)
    assert file_of(f"{odd}#runners") == str(odd)
    assert file_of("club.db#runners") == "club.db"
    assert is_url("postgresql+psycopg://host/club")
    assert not is_url("club.db#runners")
    assert not is_url("odd name://x")


# ---- places --------------------------------------------------------------------------------------------------

TEXTS = st.text(alphabet=st.sampled_from("ab \"',;|\t\n\r=é漢"), max_size=8)


def shown(lines: list[str], at: Span) -> str:
    return lines[at.line - 1][at.column - 1 : at.end - 1]


@given(
    st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=4),
    st.sampled_from(",;\t"),
    # With "\n" between the rows, `csv` writes a lone "\r" without quotes, which nobody can read back.
    st.sampled_from([(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\r\n"), (csv.QUOTE_ALL, "\n")]),
)
def test_every_character_of_every_cell_has_its_place(
    tmp_path_factory: pytest.TempPathFactory,
    written: list[list[str]],
    delimiter: str,
    form: tuple[int, str],
) -> None:
    """What `csv` writes is read back, and the place of each character shows that character in the file."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=form[0], lineterminator=form[1])
    header = ["id", "name", "weekly", "days"]
    writer.writerows([header, *written])
    text = buffer.getvalue()
    found = table(tmp_path_factory.mktemp("t"), text)
    lines = split_lines(text)
    blank = [row for row in written if all(not cell.strip() for cell in row)]
    assert [list(row.values) for row in rows(found)] == [row for row in written if row not in blank]
    for row in rows(found):
        assert source_lines(row.source, row.line) == tuple(
            enumerate(lines[row.line - 1 : row.line - 1 + len(split_lines(row.source)) - 1], row.line)
        )
        for index, value in enumerate(row.values):
            assert isinstance(value, str)
            for i, char in enumerate(value):
                at = place(row, index, i, i + 1, "squad.csv")
                if char not in "\r\n":
                    assert shown(lines, at)[0] == char
            end_at = place(row, index, len(value), len(value), "squad.csv")
            assert end_at.end == end_at.column + 1
            assert row.line <= end_at.line < row.line + len(split_lines(row.source))


def test_a_stretch_of_a_quoted_cell(tmp_path: Path) -> None:
    text = 'id,"race"\nana,"2027 ""Lisbon"" x"\n'
    (row,) = rows(table(tmp_path, text))
    lines = split_lines(text)
    assert shown(lines, place(row, 1, 5, 13, "f")) == '""Lisbon""'
    assert shown(lines, place(row, 1, 14, 15, "f")) == "x"
    assert shown(lines, whole_cell(row, 1, "f")) == '2027 ""Lisbon"" x'
    assert shown(lines, place(row, 1, 15, 16, "f")) == '"'  # what is missing, before the closing quote


def test_a_stretch_over_lines_ends_with_its_first(tmp_path: Path) -> None:
    text = 'id,lines\nana,"one\ntwo"\n'
    (row,) = rows(table(tmp_path, text))
    assert shown(split_lines(text), whole_cell(row, 1, "f")) == "one"


def test_cells_that_are_not_there(tmp_path: Path) -> None:
    (row,) = rows(table(tmp_path, "id,name,days\nana\n"))
    at = whole_cell(row, 2, "f")
    assert (at.line, at.end - at.column) == (2, 1)


def test_the_rows_of_a_database_are_shown_side_by_side() -> None:
    row = made_row(3, ("ana", Strange("bytes"), "one\ntwo", ""))
    assert row.source == "ana | (bytes) | one|two | "
    lines = ["", "", row.source]
    assert shown(lines, whole_cell(row, 0, "f")) == "ana"
    assert shown(lines, whole_cell(row, 1, "f")) == "(bytes)"
    assert shown(lines, place(row, 2, 4, 7, "f")) == "two"
    assert place(row, 3, 0, 0, "f") == Span("f", 3, 27, 28)
