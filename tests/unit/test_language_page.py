"""The tables of the language reference say what the compiler's own tables say."""

import re
from pathlib import Path

from runplan.template.kinds import KINDS
from runplan.template.names import FACTS, METRICS, MOVERS, RACES, ZONES
from runplan.template.notes import FILTERS, VALUES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "language.md").read_text("utf-8")


def section(title: str) -> str:
    """The text under a heading, up to the next of any level."""
    found = re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables in `text`, headings left out."""
    cells = [
        [c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return [
        row
        for i, row in enumerate(cells)
        if "---" not in row[0] and (i + 1 == len(cells) or "---" not in cells[i + 1][0])
    ]


def words(text: str) -> list[str]:
    """Everything in backticks."""
    return re.findall(r"`([^`]+)`", text)


def test_every_kind_stands_in_the_table_with_its_aliases() -> None:
    table = {words(row[0])[0]: (row[2], tuple(words(row[3]))) for row in rows(section("Kinds"))}
    hard = {True: "yes", False: ""}
    assert table == {kind.name: (hard[kind.hard], kind.aliases) for kind in KINDS.values()}


def test_the_intensity_of_each_kind_is_the_one_in_the_table() -> None:
    table = {words(row[0])[0]: words(row[1]) for row in rows(section("Kinds"))}
    assert table == {kind.name: [kind.zone] if kind.zone else [] for kind in KINDS.values()}


def test_every_way_to_move_stands_in_the_table() -> None:
    assert {word for row in rows(section("Steps")) for word in words(row[0])} == MOVERS


def test_zones_and_race_paces_are_listed() -> None:
    named = {word for row in rows(section("Intensity")) for word in words(row[0])}
    assert named >= {*ZONES, *RACES, "goal", "max"}


def test_what_a_condition_may_ask_is_listed() -> None:
    text = section("For whom: conditions")
    assert [fact for fact in FACTS if not re.search(rf"`if {fact}\b", text)] == []


def test_every_expectation_stands_in_the_table() -> None:
    named = [words(row[0])[0] for row in rows(section("Expectations"))]
    assert sorted(re.split(r" [<>=]", text)[0] for text in named) == sorted(METRICS)


def test_every_value_of_a_note_stands_in_the_table() -> None:
    table = {words(row[0])[0]: tuple(words(row[1])) for row in rows(section("Notes"))}
    assert table == VALUES


def test_every_filter_of_a_note_is_named() -> None:
    assert set(words(section("Notes").rsplit("filters", 1)[1])) == set(FILTERS)
