"""The Markdown page: what a runner reads, what a coach sees in a diff, and templates of a coach's own."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from difflib import ndiff
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samples
from runplan.dates import MONTHS
from runplan.emit import BackendError, Settings
from runplan.emit.markdown import _context, _filters, bars, escaped, message, quoted, render_markdown
from runplan.plan import Plan, Session

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))


def page(plan: Plan, templates: Path | None = None) -> str:
    return render_markdown(plan, SETTINGS._replace(templates=templates and str(templates))).decode()


# ---- what stands on it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.ALL)
def test_the_page(name: str) -> None:
    assert page(samples.ALL[name]()) == (GOLDEN / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", samples.ALL)
def test_every_session_stands_on_the_page_once(name: str) -> None:
    plan = samples.ALL[name]()
    rows = [
        row
        for row in page(plan).splitlines()
        if row.startswith("|") and row.replace("\\|", "").count("|") == 5
    ]
    body = [row for row in rows if not row.startswith(("| Day", "|:--"))]
    sessions = sum(max(len(day.sessions), 1) for week in plan.weeks for day in week.days)
    assert len(body) == sessions


def figures(plan: Plan) -> list[tuple[str, Decimal, Decimal]]:
    """Each week's heading, the total in it, and the sum of the figures in its table."""
    found = []
    for week in re.split(r"^### ", page(plan), flags=re.MULTILINE)[1:]:
        heading = week.splitlines()[0]
        total = re.search(r"([0-9.]+)(?: \+ [0-9.]+)? (?:km|mi)(?: · cutback)?$", heading)
        assert total, heading
        cells = re.findall(r"^\|.*\| (?:about )?([0-9.]+) \|[^|]*\|$", week, re.MULTILINE)
        race = re.search(r" \+ ([0-9.]+) ", heading)
        found.append((heading, Decimal(total[1]), sum(map(Decimal, cells)) - Decimal(race[1] if race else 0)))
    return found


@pytest.mark.parametrize("name", samples.ALL)
def test_a_printed_total_is_the_sum_of_the_printed_sessions(name: str) -> None:
    weeks = figures(samples.ALL[name]())
    assert len(weeks) > 5
    for heading, total, summed in weeks:
        assert total == summed, heading


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 60_000), min_size=7, max_size=7), st.sampled_from(["km", "mi"]))
def test_a_total_is_the_sum_whatever_the_distances(metres: list[int], unit: Any) -> None:
    plan = samples.beginner()
    days = tuple(
        day._replace(sessions=(samples.easy(8)._replace(distance_m=m),))
        for day, m in zip(plan.weeks[0].days, metres, strict=True)
    )
    weeks = (plan.weeks[0]._replace(days=days, volume=plan.weeks[0].volume._replace(target_m=1)),)
    ((heading, total, summed),) = figures(plan._replace(weeks=weeks, runner=plan.runner._replace(units=unit)))
    assert total == summed, heading


def test_the_goal_race_stands_beside_the_volume() -> None:
    assert "### Week 14 · Taper 1/1 · 5–11 Apr · about 22.5 + 21.1 km\n" in page(samples.half_km())
    assert "### Week 8 · Marathon 8/8 · 18–24 Apr · 19 + 26.22 mi\n" in page(samples.season_mi())


def test_a_session_that_changes_changes_few_lines() -> None:
    """A note, a step or an hour is one fact on one line; a distance also changes the totals that it is part of."""
    plan = samples.half_km()

    def changed(edit: Callable[[Session], Session]) -> list[str]:
        days = list(plan.weeks[10].days)
        days[1] = days[1]._replace(sessions=(edit(days[1].sessions[0]),))
        week = plan.weeks[10]._replace(days=tuple(days))
        other = plan._replace(weeks=(*plan.weeks[:10], week, *plan.weeks[11:]))
        lines = ndiff(page(plan).splitlines(), page(other).splitlines())
        return [line for line in lines if line[0] in "+-"]

    assert changed(lambda s: s._replace(note="Flat course.")) == ["+   > Flat course."]
    assert changed(lambda s: s._replace(steps=(s.steps[0]._replace(duration_s=1200), *s.steps[1:]))) == [  # type: ignore[call-arg]
        "-   - 15 min easy",
        "+   - 20 min easy",
    ]
    longer = changed(lambda s: s._replace(distance_m=9900))
    assert [line[:12] for line in longer if line[0] == "+"] == [
        "+ **Ana Silv",
        "+ | 11 | 15 ",
        "+ 4 weeks, 8",
        "+ ### Week 1",
        "+ | **Tue 16",
    ]


def test_a_bar_does_not_move_with_another_week() -> None:
    plan = samples.half_km()
    before = bars(plan)
    most = plan.weeks[12]
    days = (most.days[0]._replace(sessions=(samples.easy(2),)), *most.days[1:])
    other = plan._replace(weeks=(*plan.weeks[:12], most._replace(days=days), *plan.weeks[13:]))
    after = bars(other)
    same = [week.start for week in plan.weeks if week != most]
    assert [before[start] for start in same] == [after[start] for start in same]
    assert len(after[most.start]) >= len(before[most.start])


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert render_markdown(samples.season_mi(), SETTINGS) == render_markdown(samples.season_mi(), SETTINGS)


def test_a_season_has_a_chapter_for_each_block() -> None:
    said = page(samples.season_mi())
    assert re.findall(r"^# .*", said, re.MULTILINE) == [
        "# Marathon in eight weeks",
        "# 1. Fast mile",
        "# 2. Marathon in eight weeks",
    ]
    assert said.count("| E, easy |") == 1, "paces that stay as they were are not told again"


# ---- escaping ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plain", "markdown"),
    [
        ("Easy 5.5 km @ 6:20–5:40/km", "Easy 5.5 km @ 6:20–5:40/km"),
        ("6 × (400 m @ I, 400 m jog)", "6 × (400 m @ I, 400 m jog)"),
        ("a | b", r"a \| b"),
        ("two\nlines\r\n\u2028here", "two lines here"),
        ("**bold** `code`", r"\*\*bold\*\* \`code\`"),
        ("snake_case _x_", r"snake_case \_x\_"),
        ("<b>&amp; fish & chips", r"\<b>\&amp; fish & chips"),
        ("[x](y)", r"\[x\](y)"),
        ("# 1", r"\# 1"),
        ("1. one", r"1\. one"),
        ("10) ten", r"10\) ten"),
        ("9.5 km", "9.5 km"),
        ("- 5", r"\- 5"),
        ("\x1b[31m\x00\ud800", r"\[31m"),
        ("    code", "code"),
    ],
)
def test_escaped(plain: str, markdown: str) -> None:
    assert escaped(plain) == markdown
    assert escaped(escaped(plain)) == markdown


@given(st.text(st.sampled_from("1a9 .)(-+:%|*_#\n<×–'")))
def test_the_short_way_escapes_as_the_long_way_does(plain: str) -> None:
    with patch("runplan.emit.markdown._PLAIN", re.compile("(?!)")):
        long_way = escaped(plain)
    assert escaped(plain) == long_way


def test_a_note_is_quoted_line_by_line() -> None:
    note = "Run *easy*.\n\n- talk\r\n- smile <script>"
    assert quoted(note) == "> Run *easy*.\n>\n> - talk\n> - smile &lt;script>"
    assert quoted("a\nb", "  ") == "  > a\n  > b"


def test_the_words_of_a_diagnostic_keep_their_backticks() -> None:
    assert message("`peak <= 65 km` is *not* true") == r"`peak <= 65 km` is \*not\* true"
    assert message("one ` alone") == r"one \` alone"


# ---- templates of a coach's own ---------------------------------------------------------------------------


def test_a_finding_quotes_its_line_and_names_its_plan_in_a_season() -> None:
    plan = samples.half_km()
    about = plan.findings[0]._replace(message="week 2: too much", line="volume 80 km")
    season = plan._replace(blocks=(plan.blocks[0], plan.blocks[0]._replace(title="10 km * 2")))
    found = (about._replace(block=2), about._replace(line='note "`x`"'))
    assert page(season._replace(findings=found)).endswith(
        "1. warning: plan 2, 10 km \\* 2: week 2: too much (`plans/half-marathon.plan:47`, `volume 80 km`)\n"
        '2. warning: week 2: too much (`plans/half-marathon.plan:47`, note "\\`x\\`")\n'
    )
    # Of one plan nobody asks which.
    one = page(plan._replace(findings=(about._replace(block=1),)))
    assert "1. warning: week 2: too much (" in one


def folder(tmp_path: Path, **templates: str) -> Path:
    for name, source in templates.items():
        (tmp_path / f"{name}.md.jinja").write_text(source, "utf-8")
    return tmp_path


def test_a_part_can_be_replaced(tmp_path: Path) -> None:
    own = folder(tmp_path, week="### {{ week.index }}: {{ total([week]) }}\n")
    said = page(samples.half_km(), own)
    assert "### 1: 32 km\n" in said
    assert "| Day |" not in said
    assert "## Weeks at a glance" in said


def test_the_whole_page_can_be_replaced_and_stays_escaped(tmp_path: Path) -> None:
    own = folder(
        tmp_path,
        plan="{{ plan.runner.name }}: {{ 42195 | distance }}, {{ 5400 | duration }}, {{ 5400 | clock }}, "
        "{{ plan.start | date }}, {{ plan.start | long_date }}, {{ plan.fitness.paces.E | pace }}, "
        "{{ '**x**' | markdown }} {{ '**x**' }}",
    )
    assert page(samples.season_mi(), own) == (
        "Ben O'Neill: 26.22 mi, 1 h 30 min, 1:30:00, 31 Jan, Sun 31 Jan 2027, 9:17–8:17/mi, **x** \\*\\*x\\*\\*\n"
    )


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("one\n{% if %}", 2, "Expected an expression"),
        ("one\n\n{{ plan.titel }}", 3, "has no attribute 'titel'"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("{{ plan.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ ''.__class__ }}", 1, "unsafe"),
        ("{{ total.__globals__ }}", 1, "unsafe"),
        ("{% for i in range(10000000) %}{% endfor %}", 1, "Range too big"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{% include 'other.md' %}", 0, "there is no template `other.md`"),
        ("{% include '../secret' %}", 0, "there is no template `../secret`"),
        ("{% include '../markdown.py' %}", 0, "there is no template `../markdown.py`"),
        ("{% include '/etc/hostname' %}", 0, "there is no template `/etc/hostname`"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_place(
    tmp_path: Path, source: str, line: int, said: str
) -> None:
    (tmp_path / "secret").write_text("secret")
    own = tmp_path / "own"
    own.mkdir()
    with pytest.raises(BackendError, match=re.escape(said)) as caught:
        page(samples.beginner(), folder(own, plan=source))
    assert caught.value.line == line
    assert caught.value.path == (str(own / "plan.md.jinja") if line else str(own))


def test_a_mistake_in_a_part_is_told_at_the_part(tmp_path: Path) -> None:
    own = folder(tmp_path, week="fine\n{{ week.number }}")
    with pytest.raises(BackendError, match="number") as caught:
        page(samples.beginner(), own)
    assert (caught.value.path, caught.value.line) == (str(own / "week.md.jinja"), 2)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="no such folder"):
        page(samples.beginner(), tmp_path / "none")


def test_a_template_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "plan.md.jinja").write_bytes(b"\xff\xfe")
    with pytest.raises(BackendError, match="not UTF-8"):
        page(samples.beginner(), tmp_path)


def test_a_changed_template_counts_at_once(tmp_path: Path) -> None:
    import os

    own = folder(tmp_path, plan="one")
    assert page(samples.beginner(), own) == "one\n"
    folder(tmp_path, plan="other")
    os.utime(own / "plan.md.jinja", (1, 1))
    assert page(samples.beginner(), own) == "other\n"


def test_a_shifted_plan_shifts_its_dates_only() -> None:
    """Four weeks later: the same page but for dates."""
    plan = samples.beginner()

    def later(value: Any) -> Any:
        if isinstance(value, date):
            return value + timedelta(weeks=4)
        if isinstance(value, tuple):
            items = [later(item) for item in value]
            return type(value)._make(items) if hasattr(value, "_fields") else tuple(items)
        return value

    def undated(said: str) -> str:
        dated = rf"\d+(?: (?:{'|'.join(MONTHS)}))?(?: 2027)?"
        months = rf"{dated}[  ]?–[  ]?{dated}|\d+ (?:{'|'.join(MONTHS)})"
        return re.sub(months, "DATE", said)

    assert undated(page(later(plan))) == undated(page(plan))


def test_the_page_shows_the_charts_that_are_built_with_it() -> None:
    plan = samples.half_km()
    assert "![" not in page(plan)
    shown = render_markdown(plan, SETTINGS._replace(charts="José María.svg")).decode()
    assert re.findall(r"^!\[.+\]\((.+)\)$", shown, re.MULTILINE) == ["Jos%C3%A9%20Mar%C3%ADa.svg"]
    assert shown.index("## Load") < shown.index("## Charts") < shown.index("## For the coach")


def test_every_name_that_a_template_is_given_is_documented() -> None:
    said = (Path(__file__).parents[2] / "docs/decisions/markdown-templates.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?) \|", said, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`([a-z_]+)(?:\(.*?\))?`", row)}
    files = {name for row in rows for name in re.findall(r"`([a-z]+\.md\.jinja)`", row)}
    assert documented == set(_context(samples.half_km())) | set(_filters())
    folder = Path(__file__).parents[2] / "compiler/runplan/emit/templates"
    assert files == {path.name for path in folder.glob("*.md.jinja")}


def test_the_documented_template_works(tmp_path: Path) -> None:
    said = (Path(__file__).parents[2] / "docs/decisions/markdown-templates.md").read_text("utf-8")
    source = re.findall(r"```text\n(\{#.*?)```", said, re.DOTALL)[0]
    assert "\n### Week 1, 32 km\n\n- Mon 4 Jan: Rest\n- Tue 5 Jan: Easy 5.5 km\n" in page(
        samples.half_km(), folder(tmp_path, week=source)
    )
