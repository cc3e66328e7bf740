"""A row says what a runner's file says, and a cell never more than its own column."""

import csv
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from gc import get_objects
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runplan.cli.compile import Workplace, compile_target
from runplan.cli.write import safe_name
from runplan.codec import to_json
from runplan.diagnostics import Diagnostic, Report
from runplan.plan import Plan, Session
from runplan.roster.columns import FIELDS, Columns, is_field, read_columns
from runplan.roster.select import choose_table, text_of
from runplan.roster.sheet import MOST_VALUES, Names, Read, read_row
from runplan.roster.source import open_table
from runplan.roster.squad import Member, Squad, members, open_squad
from runplan.roster.table import Row, Strange, Table, made_row
from runplan.syntax import nodes
from runplan.syntax.nodes import BadLine, Module, Statement
from runplan.syntax.span import Span
from runplan.template.load import Load
from small import HALF

ROOT = Path(__file__).parent.parent.parent
NAMES = Names("squad.csv.runner", "squad.csv", "squad.csv")


def columns_of(*names: str) -> Columns:
    header = Row(1, 1, names, ",".join(names), ",")
    found, wrong = read_columns(Table("squad.csv", "squad.csv", header, lambda: iter(())))
    assert found is not None, wrong
    return found


def read(plan: str | None = "half.plan", **cells: str) -> Read:
    """The row with these cells."""
    cells = {name.replace("_", " "): value for name, value in {"id": "ana", **cells}.items()}
    return read_row(made_row(1, tuple(cells.values())), columns_of(*cells), NAMES, plan, True)


def bodies(found: Read) -> list[nodes.Body]:
    return [line.body for line in found.module.lines if isinstance(line, Statement)]


# ---- columns -------------------------------------------------------------------------------------------------


def test_every_line_of_a_runner_is_a_column_or_stands_in_lines() -> None:
    """The grammar's own list of what a runner says: a new word needs a place here, or a reason."""
    grammar = (ROOT / "grammar/runplan.lark").read_text()
    rules = grammar[grammar.index("?runner_fact:") : grammar.index("race_goal:")]
    words = set(re.findall(r'[|:] "([a-z]+)"', rules))
    of_a_place = {"move", "swap", "repeat"}
    assert words - of_a_place <= set(FIELDS), "a field of a runner without a column"
    assert set(FIELDS) - words == {"name", "units", "pace", "goal"}


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in ("pace",)])
def test_the_example_of_every_column_is_of_that_column(name: str) -> None:
    found = read(
        None, **{name: FIELDS[name].example, **({} if name == "follows" else {"follows": "half.plan"})}
    )
    assert found.diagnostics == []
    assert sum(type(body) is FIELDS[name].node for body in bodies(found)) == 1


def table_of_the_docs() -> Iterator[tuple[str, str]]:
    """The columns that docs/rosters.md names, each with its example."""
    page = (ROOT / "docs/rosters.md").read_text("utf-8")
    for names, cells in re.findall(r"^\| (`[^|]+`) \| (`[^|]+`) \|", page, re.MULTILINE):
        examples = re.findall("`([^`]+)`", cells)
        for i, name in enumerate(re.findall("`([^`]+)`", names)):
            yield name, examples[min(i, len(examples) - 1)]


def test_the_docs_name_every_column() -> None:
    named = {name.partition(" ")[0] for name, _ in table_of_the_docs()}
    assert named == {"id", "lines", *FIELDS}


@pytest.mark.parametrize(("name", "example"), list(table_of_the_docs()))
def test_the_cells_of_the_docs_are_right(name: str, example: str) -> None:
    found = read(None, **{"follows": "half.plan", name: example})
    assert found.diagnostics == []
    assert len(bodies(found)) == 2 + (name not in ("id", "name", "follows"))


@pytest.mark.parametrize(
    "name", ["Weekly", " weekly ", "WEEKLY", "pace_easy", "pace  easy", "Pace_Float", "id", "lines"]
)
def test_names_of_columns_are_read_kindly(name: str) -> None:
    assert is_field(name)


@pytest.mark.parametrize("name", ["", "pace", "pace 5", "week", "week ly", "runner", "plan", "phase"])
def test_other_names_are_no_columns(name: str) -> None:
    assert not is_field(name)


def test_what_holds_for_every_plan_comes_before_follows() -> None:
    """However the columns stand, the lines come in one order, with what belongs to a plan after it."""
    cells = {name: field.example for name, field in FIELDS.items() if name != "pace"}
    backwards = dict(reversed(cells.items()))
    order = [type(body) for body in bodies(read(None, **backwards))]
    assert order == [type(body) for body in bodies(read(None, **cells))]
    after = order[order.index(nodes.Follows) + 1 :]
    assert after == [nodes.RunnerRace, nodes.Goal, nodes.Start]


# ---- cells ---------------------------------------------------------------------------------------------------


def test_several_values_in_a_cell() -> None:
    found = read(
        result="10 km in 47:30 on 2026-11-01 | 5 km in 22:50 on 2026-12-05\n\n| half in 1:45:00 on 2027-01-01"
    )
    assert [body.seconds for body in bodies(found) if isinstance(body, nodes.Result)] == [2850, 1370, 6300]


def test_a_bar_in_quotes_parts_nothing() -> None:
    found = read(away='2027-02-08 "Ski | sun" | 2027-03-01 "Work"')
    assert [body.reason for body in bodies(found) if isinstance(body, nodes.TimeOff)] == ["Ski | sun", "Work"]


@pytest.mark.parametrize(
    "name", ['Ana "the fast" Silva', "back\\slash", 'x" if days > 3', "a | b", "# one", "=1+1", "走る"]
)
def test_a_name_is_taken_as_it_is(name: str) -> None:
    found = read(name=f"  {name} ")
    assert found.diagnostics == []
    assert [body.name for body in bodies(found) if isinstance(body, nodes.RunnerHeader)] == [name]


def test_without_a_name_the_id_is_the_name() -> None:
    assert bodies(read())[0] == nodes.RunnerHeader("ana", bodies(read())[0].at)


@pytest.mark.parametrize("path", ["half.plan", '"half.plan"', " half.plan "])
def test_a_plan_is_named_with_or_without_quotes(path: str) -> None:
    (_, follows) = bodies(read(None, follows=path))
    assert isinstance(follows, nodes.Follows)
    assert follows.path == "half.plan"


def test_a_pace_of_ones_own() -> None:
    found = read(pace_easy="6:30/km", pace_float="E +20 s/km")
    assert [body.name for body in bodies(found) if isinstance(body, nodes.PaceDefinition)] == [
        "easy",
        "float",
    ]


@pytest.mark.parametrize("blank", ["", "  ", "\n", "\t \n"])
def test_empty_cells_say_nothing(blank: str) -> None:
    assert len(bodies(read(weekly=blank, name=blank, lines=blank, days=blank))) == 2


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("weekly", "=1+1", "misplaced-word"),
        ("weekly", "32", "missing-unit"),
        ("weekly", "#N/A", "cell-failed"),
        ("weekly", "# nothing", "unfinished-line"),
        ("weekly", "weekly 32 km", "misplaced-word"),
        ("race", "day: rest", "cell-misfit"),
        ("race", "10 km", "cell-misfit"),
        ("peak", "volume <= 65 km", "cell-misfit"),
        ("longest", "run <= 2 h", "cell-misfit"),
        ("long", "20 km", "cell-misfit"),
        ("long", "share <= 30%", "cell-misfit"),
        ("name", "Ana\nrunner", "bad-character"),
        ("name", "Ana\0", "bad-character"),
        ("days", "tue: rest", "misplaced-word"),
        ("id", "", "row-without-id"),
        ("id", "a\nb", "bad-row-id"),
        ("id", "\u202eana", "bad-row-id"),
        ("id", "a" * 101, "bad-row-id"),
        ("id", "#REF!", "cell-failed"),
        ("lines", "#DIV/0!", "cell-failed"),
        ("lines", "tue rest|" * (MOST_VALUES + 1), "cell-too-full"),
        ("lines", "tue: rest", "not-needed"),
        ("is", "Zo\udceb", "cell-not-utf8"),
    ],
)  # fmt: skip
def test_what_a_cell_cannot_say(column: str, cell: str, code: str) -> None:
    found = read(**{column: cell})
    assert [problem.code for problem in found.diagnostics] == [code], found.diagnostics
    assert any(isinstance(line, BadLine) for line in found.module.lines)


WORDS = st.sampled_from(
    ["runner", "plan", "phase", "race", "day", ":", "week", "1", "volume", "share", "<=", "32", "km", "tue", "rest",
     '"x"', '"', "\\", "|", "\n", "\r", "#", "if", "use", "follows", "expect", "2027-02-01", "..", "@", "+", "E", "=",
     "long", "run", "peak", "weekly", "in", "on", "half", "marathon", "47:30", "6:30", "/", "%", "\u2028", "\x0b", "”"]
)  # fmt: skip
CELLS = (
    st.lists(WORDS, max_size=8).map(" ".join)
    | st.lists(WORDS, max_size=8).map("".join)
    | st.text(max_size=20)
)


@given(st.sampled_from([name for name in FIELDS if name != "pace"] + ["pace easy"]), CELLS)
def test_a_cell_never_says_more_than_its_column(column: str, cell: str) -> None:
    """Whatever stands in it: the row has its header, its plan, and lines of that column without selectors."""
    field = FIELDS[column.partition(" ")[0]]
    found = read(None if column == "follows" else "half.plan", **{column: cell})
    for line in found.module.lines:
        if isinstance(line, BadLine):
            continue
        assert line.selector is None
        assert type(line.body) in (nodes.RunnerHeader, nodes.Follows, field.node)
        if isinstance(line.body, nodes.RunnerFigure | nodes.HeartRate):
            assert line.body.name == column
        if isinstance(line.body, nodes.TimeOff):
            assert line.body.why == column
    assert sum(isinstance(body, nodes.RunnerHeader) for body in bodies(found)) <= 1
    assert sum(isinstance(body, nodes.Follows) for body in bodies(found)) <= 1
    assert bool(found.diagnostics) == any(isinstance(line, BadLine) for line in found.module.lines)


@given(CELLS)
def test_an_id_is_only_an_id(cell: str) -> None:
    found = read(id=cell)
    assert [type(body) for body in bodies(found)] == [nodes.RunnerHeader, nodes.Follows]


# ---- the whole way -------------------------------------------------------------------------------------------


def row_of(runner: Path) -> dict[str, str]:
    """A runner's file as a row: the lines of the first plan in their columns, all others in `lines`."""
    cells: dict[str, list[str]] = {}
    for line in runner.read_text("utf-8").splitlines():
        text = line.strip()
        word, _, rest = text.partition(" ")
        if not text or text.startswith("#"):
            continue
        if word == "runner":
            cells["name"] = [text.split('"')[1]]
        elif word in FIELDS and not (word == "follows" and "follows" in cells) and "lines" not in cells:
            cells.setdefault(word, []).append(rest.strip())
        else:
            cells.setdefault("lines", []).append(text)
    return {"id": runner.stem, **{name: " | ".join(values) for name, values in cells.items()}}


def squad_of(path: Path) -> tuple[Squad, Load, str]:
    table = open_table(str(path), path.name, path.name)
    assert isinstance(table, Table), table
    project = Workplace().target(str(path)).project
    key = project.key(str(path))
    squad, wrong = open_squad(table, f"{key}.runner", safe_name)
    assert squad is not None, wrong
    return squad, project.load, project.salt


def compiled(path: Path, plan: str | None = None) -> list[Member]:
    squad, load, salt = squad_of(path)
    return list(members(squad, load, salt, plan))


def without_places(plan: Plan) -> Any:
    """A plan but for the lines that made it."""

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: strip(item) for key, item in value.items() if key not in ("origin", "line")}
        return [strip(item) for item in value] if isinstance(value, list) else value

    return strip(to_json(plan))


def write_table(path: Path, *cells: dict[str, str]) -> None:
    names = list(dict.fromkeys(name for row in cells for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(cells)


RUNNERS = sorted((ROOT / "plans/runners").glob("*.runner"))


@pytest.mark.parametrize("runner", RUNNERS, ids=lambda path: path.stem)
def test_a_row_gives_the_plan_of_the_same_file(runner: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    (tmp_path / "runplan.toml").write_text("")
    file = tmp_path / "plans/runners" / runner.name
    write_table(file.parent / "squad.csv", row_of(runner))
    (member,) = compiled(file.parent / "squad.csv")
    expected = compile_target(Workplace().target(str(file)), date(2027, 1, 4))
    assert [d.message for d in (*member.diagnostics, *member.apart)] == [
        d.message for d in expected.diagnostics
    ]
    assert member.plan is not None
    assert expected.plan is not None
    assert without_places(member.plan) == without_places(expected.plan)
    assert {s.uid for s in sessions(member.plan)} == {s.uid for s in sessions(expected.plan)}


def sessions(plan: Plan) -> Iterator[Session]:
    return (session for week in plan.weeks for day in week.days for session in day.sessions)


ANA = {
    "id": "ana",
    "follows": "half.plan",
    "race": "2027-04-11 half marathon",
    "start": "2027-02-01",
}


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    """The place of a roster, beside a small plan."""
    (tmp_path / "runplan.toml").write_text("")
    (tmp_path / "half.plan").write_text(HALF)
    return tmp_path / "squad.csv"


def test_what_the_row_made_says_where_it_stands_in_the_table(squad: Path) -> None:
    lines = (
        '2027-02-09: rest "Late"\n2027-02-11: easy 5 km | week 3: volume 33 km\nmove 2027-02-17 to 2027-02-18'
    )
    write_table(squad, {**ANA, "lines": lines})
    (member,) = compiled(squad)
    assert member.diagnostics == ()
    assert member.plan is not None
    text = squad.read_text().splitlines()
    places = {s.origin for s in sessions(member.plan) if s.origin.file == "squad.csv"}
    places |= {
        c.origin
        for s in sessions(member.plan)
        for c in s.changes
        if c.origin and c.origin.file != "half.plan"
    }
    places |= {w.volume.origin for w in member.plan.weeks if w.volume.origin}
    here = {text[at.line - 1][at.column - 1 :].split(" ")[0] for at in places if at.file == "squad.csv"}
    assert here >= {"2027-02-09:", "2027-02-11:", "volume", "move"}
    assert not any(at.file.endswith(".runner") for at in places)


def test_a_roster_in_a_folder_names_itself_from_the_root(squad: Path) -> None:
    deeper = squad.parent / "squads/spring.csv"
    deeper.parent.mkdir()
    write_table(deeper, {**ANA, "follows": "../half.plan", "lines": "2027-02-09: easy 5 km"})
    table = open_table(str(deeper), "spring.csv", "squads/spring.csv")
    assert isinstance(table, Table)
    opened, _ = open_squad(table, "squads/spring.csv.runner", safe_name)
    assert opened is not None
    (member,) = members(opened, Workplace().target(str(deeper)).project.load, "")
    assert member.plan is not None
    assert "squads/spring.csv" in {s.origin.file for s in sessions(member.plan)}


def test_problems_stand_at_the_very_characters(squad: Path) -> None:
    write_table(
        squad,
        {
            **ANA,
            "result": "10 km in 47:30 on 2026-11-01\n5 km in 2x:50 on 2026-12-05",
            "timezone": "Europe/Lisbo",
        },
        {
            **ANA,
            "id": "ben",
            "race": '2027-04-11 half marathon "A ""big"" race" gaol 1:45:00',
            "days": "tue sunn",
        },
        {**ANA, "id": "cleo", "lines": "week 1: tue rest | week 1 tue rest"},
    )
    text = squad.read_text().splitlines()
    found = [
        (text[d.at.line - 1][d.at.column - 1 : d.at.end - 1], d.message.split(": ")[0])
        for member in compiled(squad)
        for d in member.diagnostics
    ]
    assert found == [
        ("2", "row 2 (`ana`), column `result`"),
        ("Europe/Lisbo", "row 2 (`ana`), column `timezone`"),
        ("sunn", "row 3 (`ben`), column `days`"),
        ("gaol", "row 3 (`ben`), column `race`"),
        ("week 1", "row 4 (`cleo`), column `lines`"),
    ]


def test_corrections_are_those_of_the_cell(squad: Path) -> None:
    write_table(squad, {**ANA, "weekly": "32,5 km", "days": "tue wedd", "pace easy": "6.30/km"})
    (member,) = compiled(squad)
    assert [d.help for d in member.diagnostics] == ["`32.5 km`", "`6:30/km`", "`tue wed`"]
    assert all(d.fix is None for d in member.diagnostics)


def test_what_is_missing_is_looked_for_in_its_column(squad: Path) -> None:
    write_table(squad, {**ANA, "race": ""})
    (member,) = compiled(squad)
    (problem,) = member.diagnostics
    assert problem.message == (
        "row 2 (`ana`), column `follows`: `Half marathon` ends in a race, and the runner has none"
    )
    assert problem.help == "say it in the column `race`, such as `2027-04-11 half marathon`"


def test_a_plan_takes_the_place_of_what_rows_follow(squad: Path) -> None:
    (squad.parent / "other.plan").write_text(HALF.replace('"Half marathon"', '"Other"'))
    write_table(squad, {**ANA, "follows": "nowhere.plan"}, {**ANA, "id": "ben", "follows": ""})
    first, second = compiled(squad, "other.plan")
    assert first.plan is not None
    assert second.plan is not None
    assert first.plan.title == second.plan.title == "Other"
    for member in compiled(squad):
        assert member.plan is None


def test_a_season_stands_in_lines(squad: Path) -> None:
    second = 'follows "half.plan" | race 2027-10-10 half marathon "Autumn" | start 2027-07-05'
    write_table(squad, {**ANA, "lines": second})
    (member,) = compiled(squad)
    assert member.diagnostics == ()
    assert member.plan is not None
    assert [block.race and block.race.date for block in member.plan.blocks] == [
        date(2027, 4, 11),
        date(2027, 10, 10),
    ]


@pytest.mark.parametrize("header", ['runner "Ben"', 'plan "X"', "phase base 3 weeks", "race half marathon"])
def test_lines_open_no_other_runner_and_no_plan(squad: Path, header: str) -> None:
    write_table(squad, {**ANA, "lines": header}, {**ANA, "id": "ben"})
    first, second = compiled(squad)
    assert first.plan is None
    assert [d.at.line for d in first.diagnostics] == [2]
    assert second.plan is not None


def test_rows_go_one_by_one_and_no_plan_is_kept(squad: Path) -> None:
    write_table(squad, *({**ANA, "id": f"r{i}"} for i in range(12)))
    opened, load, salt = squad_of(squad)
    before = sum(isinstance(thing, Plan) for thing in get_objects())  # other tests keep plans of their own
    held = []
    for member in members(opened, load, salt):
        assert member.plan is not None
        held.append(sum(isinstance(thing, Plan) for thing in get_objects()) - before)
    assert max(held) == held[0] == 1


def test_a_plan_that_all_follow_is_resolved_once(squad: Path) -> None:
    write_table(squad, *({**ANA, "id": f"r{i}"} for i in range(5)))
    opened, load, salt = squad_of(squad)
    asked = []

    def counting(path: str, at: Span, report: Report) -> Module | None:
        asked.append(path)
        return load(path, at, report)

    assert all(member.plan for member in members(opened, counting, salt))
    assert asked == ["half.plan"]


# ---- databases -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (32, "32"),
        (188.0, "188"),
        (6.25, "6.25"),
        (Decimal("47.50"), "47.5"),
        (Decimal("1E+2"), "100"),
        (True, "yes"),
        (date(2027, 4, 11), "2027-04-11"),
        (datetime(2027, 4, 11), "2027-04-11"),
        (datetime(2027, 4, 11, 6, 30), "2027-04-11 06:30:00"),
        (time(6, 30), "06:30"),
        (time(6, 30, 15), "06:30:15"),
        (timedelta(hours=1, minutes=45), "1:45:00"),
        (["tue rest", None, "wed rest"], "tue rest\n\nwed rest"),
        (b"x", Strange("bytes")),
        ([b"x"], Strange("bytes")),
        ({"a": 1}, Strange("JSON")),
        (3j, Strange("complex")),
    ],
)
def test_values_are_written_as_a_coach_would(value: object, text: object) -> None:
    assert text_of(value) == text


def test_which_table_is_meant() -> None:
    assert choose_table("", ["a", "runners"], "db", "db#") == "runners"
    assert choose_table("", ["a"], "db", "db#") == "a"
    assert choose_table("a", ["a", "runners"], "db", "db#") == "a"
    for wanted, names, code in (
        ("", [], "roster-empty"),
        ("", ["a", "b"], "which-roster-table"),
        ("x", ["a", "b"], "no-roster-table"),
    ):
        found = choose_table(wanted, names, "db", "db#")
        assert isinstance(found, Diagnostic)
        assert found.code == code


def test_sqlite_gives_the_plans_of_the_same_table_in_text(squad: Path) -> None:
    people = [{**ANA, "id": f"r{i}", "weekly": f"{30 + i} km", "limit": "tue 60 min"} for i in range(4)]
    write_table(squad, *people)
    write_sqlite(squad.with_suffix(".db"), "runners", *people)
    texts = [without_places(m.plan) for m in compiled(squad) if m.plan]
    rows = [without_places(m.plan) for m in compiled(squad.with_suffix(".db")) if m.plan]
    assert len(texts) == 4
    assert texts == rows


def write_sqlite(path: Path, table: str, *cells: dict[str, object]) -> None:
    names = list(dict.fromkeys(name for row in cells for name in row))
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table {table} ({quoted})")
        connection.executemany(
            f"insert into {table} values ({marks})",
            [tuple(row.get(name) for name in names) for row in cells],
        )


def test_a_table_of_sqlite_may_be_called_anything(squad: Path) -> None:
    path = squad.with_suffix(".db")
    for name in ('spring "27"', "order"):
        write_sqlite(path, '"' + name.replace('"', '""') + '"', ANA)
        found = open_table(f"{path}#{name}", "squad.db", "squad.db")
        assert isinstance(found, Table)
        assert (found.name, found.origin) == (f"squad.db#{name}", f"squad.db#{name}")
        assert [row.values for row in found.rows() if isinstance(row, Row)] == [tuple(ANA.values())]


def test_sqlite_rows_come_in_the_order_of_their_ids_and_nothing_is_written(squad: Path) -> None:
    path = squad.with_suffix(".db")
    write_sqlite(
        path, "runners", {"id": "b", "hrmax": 188}, {"id": "a", "hrmax": 171.0}, {"id": None, "hrmax": None}
    )
    before = path.read_bytes()
    found = open_table(str(path), "squad.db", "squad.db")
    assert isinstance(found, Table)
    assert [row.values for row in found.rows() if isinstance(row, Row)] == [("a", "171"), ("b", "188")]
    assert path.read_bytes() == before
    assert [p.name for p in squad.parent.iterdir() if p.name.startswith("squad.db")] == ["squad.db"]
