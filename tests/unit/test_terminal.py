"""The calendar in the terminal: what it shows, and that it keeps to its width whatever a coach wrote."""

import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import samples
from plan_strategies import mapped
from runplan.emit.terminal import columns, cut, plain, render_details, render_show, wrapped
from runplan.plan import Alternative, Plan, Session, Step

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE = (
    "\x1b[2J\x1b[31m",
    "\x9b5A",
    "\a\b\r",
    "\n\n",
    "\u202eabc",
    "李小龙" * 20,
    "🏃‍♀️🇵🇹",
    "e\u0301\u0302",
    "\ud800",
    "x" * 300,
    "\t\u2028",
    "",
)


@pytest.mark.parametrize("name", samples.ALL)
def test_the_calendar_at_80_columns(name: str) -> None:
    assert render_show(samples.ALL[name]()) == (GOLDEN / f"{name}.show.txt").read_text("utf-8")


@pytest.mark.parametrize(("name", "first"), [("half_km", 9), ("season_mi", 4), ("beginner", 0)])
def test_weeks_with_their_steps(name: str, first: int) -> None:
    plan = samples.ALL[name]()
    shown = render_details(plan._replace(weeks=plan.weeks[first : first + 3]))
    assert shown == (GOLDEN / f"{name}.weeks.txt").read_text("utf-8")


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", samples.ALL)
def test_every_week_and_its_volume_bar(name: str, width: int) -> None:
    plan = samples.ALL[name]()
    rows = [line for line in render_show(plan, width).splitlines() if re.match(r"▌ ?\d", line)]
    assert [int(row[1:3]) for row in rows] == [week.index for week in plan.weeks]
    lengths = [len(re.findall("[█▒]", row)) for row in rows]
    assert max(lengths) >= 6
    assert [("▒" in row) for row in rows] == [week.cutback for week in plan.weeks]


def test_a_bar_is_as_long_as_its_week_is_big() -> None:
    rows = [line for line in render_show(samples.half_km(), 120).splitlines() if re.match(r"▌ ?\d", line)]
    full = {int(row[1:3]): len(re.findall("█", row)) for row in rows}
    assert full[1] / full[13] == pytest.approx(32 / 57.7, abs=0.03)


def test_color_only_where_it_is_asked_for() -> None:
    plan = samples.half_km()
    assert "\x1b" not in render_show(plan, 80) + render_details(plan, 80)
    colored = render_show(plan, 80, color=True)
    assert colored.count("\x1b[0m") * 2 == len(ANSI.findall(colored))
    # Keys are bold, so that the star for them goes.
    assert "\x1b[1;33mI 6×400\x1b[0m" in colored
    assert "\x1b[1;35m★21.1\x1b[0m" in colored
    details = render_details(plan, 80, color=True)
    assert ANSI.sub("", details) == render_details(plan, 80)


def test_narrower_terminals_lose_detail_before_days() -> None:
    plan = samples.half_km()
    sixty = render_show(plan, 60)
    assert "I*" in sixty
    assert "█" in sixty
    assert "I 6×400" not in sixty
    forty_six = render_show(plan, 46)
    assert "8 Mar" not in forty_six
    assert "I*" in forty_six
    thirty = render_show(plan, 30)
    assert "  Tue Intervals 6 × 400 m\n" in thirty
    assert "Mon Tue" not in thirty


@pytest.mark.parametrize("width", [20, 30, 44, 46, 53, 60, 72, 80, 100, 200])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("name", samples.ALL)
def test_no_line_is_wider_than_the_terminal(name: str, color: bool, width: int) -> None:
    plan = samples.ALL[name]()
    for shown in (render_show(plan, width, color), render_details(plan, width, color)):
        assert [line for line in ANSI.sub("", shown).splitlines() if columns(line) > width] == []


@settings(max_examples=30, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(st.sampled_from(sorted(samples.ALL)), st.integers(24, 130), st.integers(1, 10**6), st.booleans())
def test_hostile_texts_do_nothing_to_the_terminal(name: str, width: int, seed: int, color: bool) -> None:
    good = samples.ALL[name]()
    phases = {phase.name for block in good.blocks for phase in block.phases}
    kept = {
        "kind",
        "phase",
        "role",
        "part",
        "what",
        "units",
        "weekday",
        "severity",
        "about",
        "intensity",
        "label",
    }

    def worse(field: str, said: str) -> str:
        if field in kept or (field == "name" and said in phases):
            return said
        return said + HOSTILE[zlib.crc32(f"{said}{seed}".encode(errors="replace")) % len(HOSTILE)]

    bad: Plan = mapped(good, worse)
    for shown in (render_show(bad, width, color), render_details(bad, width, color)):
        bare = ANSI.sub("", shown)
        assert [c for c in bare if c != "\n" and c != "\u200d" and not c.isprintable()] == []
        assert [line for line in bare.splitlines() if columns(line) > width] == []
        shown.encode()


def test_a_plan_without_weeks() -> None:
    plan = samples.beginner()._replace(weeks=())
    assert render_show(plan).startswith("From the sofa to half an hour\n")
    assert render_details(plan) == "\n"


def test_kinds_that_a_cell_has_no_code_for() -> None:
    plan = samples.beginner()
    strange = samples.easy(8)._replace(kind="parkour", steps=(), distance_m=0, duration_s=0, about=None)
    day = plan.weeks[0].days[0]._replace(sessions=(strange,))
    week = plan.weeks[0]._replace(days=(day, *plan.weeks[0].days[1:]))
    assert re.search(r"▌ 1  1 Mar  pa ", render_show(plan._replace(weeks=(week,))))


@pytest.mark.parametrize(
    ("shown", "width"),
    [
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("李小龙", 6),
        ("ｆｕｌｌ", 8),
        ("한국", 4),
        ("🏃", 2),
        ("🏃‍♀️", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇵🇹", 2),
        ("🇵🇹🇭🇺", 4),
        ("👍🏽", 2),
        ("❤️", 2),
        ("★", 1),
        ("█▍", 2),
        ("", 0),
    ],
)
def test_columns(shown: str, width: int) -> None:
    """The widths of Unicode's East Asian Width and of emoji sequences."""
    assert columns(shown) == width


@pytest.mark.parametrize(
    ("shown", "width", "kept"),
    [
        ("Half marathon", 13, "Half marathon"),
        ("Half marathon", 6, "Half…"),
        ("李小龙", 5, "李小…"),
        ("李小龙", 4, "李…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_cut(shown: str, width: int, kept: str) -> None:
    assert cut(shown, width) == kept
    assert columns(kept) <= width


def test_wrapped() -> None:
    assert wrapped("run the easy days easy", 10) == ["run the", "easy days", "easy"]
    assert wrapped("a verylongwordindeed b", 8) == ["a", "verylong", "wordinde", "ed b"]
    assert wrapped("李小龙李小龙", 5) == ["李小", "龙李", "小龙"]
    assert wrapped("", 10) == []


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(2, 40))
def test_wrapped_keeps_every_word(written: str, width: int) -> None:
    shown = plain(written)
    lines = wrapped(shown, width)
    assert "".join("".join(lines).split()) == "".join(shown.split())
    assert all(columns(line) <= width for line in lines)


def test_showing_a_plan_needs_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import runplan.emit.terminal; "
        "print({'jinja2', 'rich', 'icalendar', 'asyncio', 'importlib.metadata'} & set(sys.modules))"
    )
    root: Any = Path(__file__).parents[2] / "compiler"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert run.stdout == "set()\n"


def test_the_legend_explains_the_slash_of_a_choice() -> None:
    """Only where there is one."""
    plan = samples.half_km()
    assert "/ or" not in render_show(plan)
    other = Alternative("cross", "Cross bike 60 min", 0, 3600, (Step("work", "bike", duration_s=3600),))

    def chosen(session: Session) -> Session:
        return session._replace(alternatives=(other,)) if session.kind == "easy" else session

    weeks = tuple(
        week._replace(days=tuple(d._replace(sessions=tuple(map(chosen, d.sessions))) for d in week.days))
        for week in plan.weeks
    )
    shown = render_show(plan._replace(weeks=weeks))
    assert "/x60'" in shown
    assert "/ or" in re.split(r" {3,}|\n", shown)
