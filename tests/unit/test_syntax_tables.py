"""The grammar's tables: made once, kept in the cache, and never in the way."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import lark
import pytest

from runplan.diagnostics import Report
from runplan.shipped import read_shipped
from runplan.syntax import tables
from runplan.syntax.parse import parse_module
from runplan.syntax.tables import Rows, Tables, WholeWords, cache_folder, compile_grammar, load_tables, unpack

GRAMMAR = read_shipped("grammar", "runplan.lark")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, and nothing remembered of another one."""
    monkeypatch.setenv("RUNPLAN_CACHE", str(tmp_path / "cache"))
    load_tables.cache_clear()
    yield tmp_path / "cache"
    load_tables.cache_clear()


def same(one: Tables, other: Tables) -> bool:
    """Whether both say the same, however much of them has been read."""
    rows = one.actions.texts == other.actions.texts and one.gotos.texts == other.gotos.texts
    empty = Rows([])
    return rows and one._replace(actions=empty, gotos=empty) == other._replace(actions=empty, gotos=empty)


def loaded_without_lark(monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the tables can be had without making them again."""

    def refuse(grammar: str) -> None:
        raise AssertionError("made again")

    load_tables.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(tables, "compile_grammar", refuse)
        try:
            load_tables()
        except AssertionError:
            return False
    return True


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    lark.logger.addHandler(caplog.handler)
    try:
        caplog.set_level(logging.DEBUG, lark.logger.name)
        lark.Lark(GRAMMAR, parser="lalr", start="line", postlex=WholeWords(), debug=True)
    finally:
        lark.logger.removeHandler(caplog.handler)
    assert not [r.message for r in caplog.records if "onflict" in r.message]
    # and a grammar with a conflict would be heard
    with pytest.raises(lark.exceptions.GrammarError):
        lark.Lark('start: a | b\na: "x"\nb: "x"', parser="lalr")


def test_a_first_run_fills_the_cache_and_the_second_reads_it(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_tables()
    (file,) = cache.iterdir()
    assert file.suffix == ".json"
    assert json.loads(file.read_text().partition("\n")[2])["lark"] == lark.__version__
    assert loaded_without_lark(monkeypatch)
    assert same(load_tables(), first)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"gotos"', '"gotoz"'),
        lambda text: text[:-1],
        lambda text: "00000000\n{}",
        lambda text: text.replace("volume", "vorume", 1),
        lambda text: "\0" * 40,
    ],
)
def test_a_damaged_cache_is_made_again(damage, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_tables()
    (file,) = cache.iterdir()
    file.write_text(damage(file.read_text()))
    assert not loaded_without_lark(monkeypatch)
    assert same(load_tables(), first)
    assert loaded_without_lark(monkeypatch)


def test_bytes_that_are_no_text_are_a_damaged_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_tables()
    (file,) = cache.iterdir()
    file.write_bytes(b"\xff\xfe\x00")
    assert not loaded_without_lark(monkeypatch)


def test_tables_of_another_grammar_are_not_taken(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_tables()
    (file,) = cache.iterdir()
    text = file.read_text().partition("\n")[2].replace("The runplan language", "Another language", 1)
    file.write_text(f"{tables._checksum(text)}\n{text}")
    assert not loaded_without_lark(monkeypatch)


@pytest.mark.skipif(os.name == "nt", reason="a file cannot be a folder there either, but says so otherwise")
def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RUNPLAN_CACHE", str(tmp_path / "file" / "below"))
    load_tables.cache_clear()
    report = Report()
    parse_module("phase base 3 weeks\n", "x.plan", report)
    assert not list(report)
    load_tables.cache_clear()


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"RUNPLAN_CACHE": "/there"}, "/there"),
        ("linux", {"XDG_CACHE_HOME": "/xdg"}, "/xdg/runplan"),
        ("linux", {"XDG_CACHE_HOME": "relative", "HOME": "/home/ana"}, "/home/ana/.cache/runplan"),
        ("linux", {"HOME": "/home/ana"}, "/home/ana/.cache/runplan"),
        ("darwin", {"HOME": "/Users/ana"}, "/Users/ana/Library/Caches/runplan"),
        ("win32", {"LOCALAPPDATA": "/appdata"}, "/appdata/runplan/Cache"),
        ("win32", {}, None),
    ],
)
def test_where_the_cache_is(
    platform: str, environment: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RUNPLAN_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == expected


def test_a_warm_start_imports_no_lark(cache: Path) -> None:
    load_tables()
    code = (
        "import sys; from runplan.diagnostics import Report; from runplan.syntax.parse import parse_module;"
        "parse_module('phase base 3 weeks', 'x.plan', Report());"
        "print([m for m in ('lark', 'tempfile', 'pathlib', 'hashlib', 'importlib.metadata', 'dataclasses') if m in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(tables.__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert done.stdout == "[]\n"


def test_what_is_kept_is_what_lark_made() -> None:
    assert same(unpack(json.loads(json.dumps(compile_grammar(GRAMMAR)))), load_tables())
