"""`show --load`: what the table says, and that it keeps to its width."""

import re

import pytest

import samples
from compiled import compiled
from conftest import Cli
from plan_strategies import mapped
from runplan.emit.load_table import render_load
from runplan.emit.terminal import columns
from runplan.fitness.load import load_of
from runplan.plan import Plan

ANSI = re.compile(r"\x1b\[[0-9;]*m")
PLAN = """
plan "Two weeks"

phase base "Base" 1 week
  mon easy 60 min
  wed run 15 min easy, 5 x (3 min @ I, 2 min jog), 10 min easy
  thu strength 30 min
  sat long 90 min

phase off "Off" 1 week
  mon rest
"""
ANA = 'runner "Ana Silva"\n  follows "half.plan"\n  start 2027-01-04\n'


def shown(plan: Plan, width: int = 80, color: bool = False) -> str:
    return render_load(plan, load_of(plan), width, color)


def row(table: str, week: int) -> dict[str, str]:
    """The figures of a week by the heads of their columns."""
    lines = table.splitlines()
    heads = next(line.split() for line in lines if " time " in line)
    found = next(line for line in lines if re.match(rf" {week}  ", line))
    return dict(zip(heads, found[10:].split(), strict=True))


def test_the_figures_of_a_week_by_hand() -> None:
    plan = compiled(PLAN, ANA).plan
    assert plan is not None
    table = shown(plan, 120)
    # 198 min, 15 of them hard; 60·3 + 318 + 30·5 + 90·4 (the second: 0.6·8 and 0.4 of 4.5625, times 48); 165 min of E and 18 of I
    assert row(table, 1) == {
        "km": row(table, 1)["km"],
        "time": "3:18",
        "points": f"{183 * 0.2 + 15:.0f}",
        "sRPE": f"{180 + 318 + 150 + 360}",
        "monotony": "0.94",
        "strain": row(table, 1)["strain"],
        "easy": "92%",
        "mod": "·",
        "hard": "8%",
        "fitness": row(table, 1)["fitness"],
        "form": row(table, 1)["form"],
    }
    assert row(table, 2)["time"] == "0:00"
    assert [row(table, 2)[head] for head in ("points", "sRPE", "monotony", "easy", "hard")] == [
        "0",
        "0",
        "0.00",
        "·",
        "·",
    ]
    assert "of the 3 runs 67% is easy, 0% moderate and 33% hard." in table


def test_the_race_day_and_tanda_are_told() -> None:
    table = " ".join(shown(samples.season_mi()).split())
    load = load_of(samples.season_mi())
    assert load.tanda_s is not None
    assert re.search(
        r"Road mile, 1 mi, Fri 26 Feb 2027: form \+\d+ in the morning, fitness \d+ in the evening\.", table
    )
    assert re.search(
        r"Tanda's equation \(2011\) reads a marathon in 3:\d\d:\d\d from the eight weeks that end", table
    )
    assert "1. Fast mile" in table
    assert "not what a body makes of it" in table


def test_only_what_is_shown_is_explained() -> None:
    with_paces, without = shown(samples.half_km()), shown(samples.beginner())
    assert "rTSS" in with_paces
    assert "points" not in with_paces
    assert "points: Daniels' points" in without
    assert "rTSS" not in without
    assert "fitness: the mean daily sRPE" in without
    narrow = shown(samples.half_km(), 50)
    assert "fitness:" not in narrow
    assert "km  time  rTSS" in narrow


@pytest.mark.parametrize("width", [24, 30, 44, 53, 60, 72, 79, 80, 100, 200])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("name", samples.ALL)
def test_no_line_is_wider_than_the_terminal(name: str, color: bool, width: int) -> None:
    for plan in (samples.ALL[name](), mapped(samples.ALL[name](), longer)):
        table = shown(plan, width, color)
        assert [line for line in ANSI.sub("", table).splitlines() if columns(line) > width] == []
        assert len(re.findall(r"^(?:\x1b\[\dm)? ?\d+  ", table, re.MULTILINE)) >= len(plan.weeks)


def longer(field: str, said: str) -> str:
    return said + " 李小龙\x1b[2J" * 9 if field in ("title", "phase_title") else said


def test_color_adds_nothing_but_color() -> None:
    plan = samples.half_km()
    assert "\x1b" not in shown(plan)
    assert ANSI.sub("", shown(plan, color=True)) == shown(plan)


def test_a_plan_without_weeks() -> None:
    assert shown(samples.beginner()._replace(weeks=())).startswith("From the sofa to half an hour\n")


def test_the_command(cli: Cli, half: object) -> None:
    code, out, _ = cli("show", "ana.runner", "--load")
    assert code == 0
    assert out.startswith("Half marathon\nAna Silva · ")
    assert max(map(len, out.splitlines())) <= 80
    code, out, err = cli("show", "ana.runner", "--load", "--week", "3")
    assert (code, out) == (2, "")
    assert err.startswith("error: `--load` shows every week: leave `--week` out\n")
