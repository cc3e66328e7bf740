"""Charts, read back by ElementTree: every bar and line against the plan's own figures, through the scale that is drawn beside it."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

import samples
from runplan.cli.compile import Workplace, compile_target
from runplan.emit.charts import (
    KINDS,
    chart_file,
    drawn,
    form_chart,
    intensity_chart,
    volume_chart,
)
from runplan.emit.charts.drawing import WIDTH, cut, place, room, ticks, wrapped
from runplan.emit.charts.volume import draw_volume
from runplan.fitness.load import load_of
from runplan.plan import Finding, Load, Origin, Plan, Repeat, Step

SVG = "{http://www.w3.org/2000/svg}"
ROOT = Path(__file__).parents[2]
HERE = Origin("plans/sample.plan", 1, 1)
EVIL = "</text><script>alert('1')</script> & \"x\" ]]> \x00\x1b\ud800\u202e <b>Ä 李小龙 مرحبا 🏃"


def read(chart: str) -> ET.Element:
    """An `<svg>` of a page, or a file, without its name space."""
    root = ET.fromstring(chart.encode("utf-8"))
    for each in root.iter():
        each.tag = each.tag.removeprefix(SVG)
    return root


def ways(root: ET.Element, kind: str) -> str:
    """The paths of a kind, the legend's aside."""
    legend = {
        id(path) for group in root.iter("g") if "transform" in group.attrib for path in group.iter("path")
    }
    found = [p for p in root.iter("path") if p.get("class") == kind and id(p) not in legend]
    return "".join(p.attrib["d"] for p in found)


def boxes(root: ET.Element, kind: str) -> list[tuple[float, float, float, float]]:
    """x, y, width and height of every box of a kind."""
    found = re.findall(r"M([\d.-]+) ([\d.-]+)h([\d.-]+)v([\d.-]+)h-[\d.]+z", ways(root, kind))
    return [tuple(map(float, each)) for each in found]  # type: ignore[misc]


def scale(root: ET.Element) -> tuple[float, float]:
    """Where 0 stands, and how many units of the drawing one of the axis has: by the first axis of figures."""
    for group in root.iter("g"):
        if group.get("text-anchor") == "end" and group.get("class") == "soft":
            figures = [(float(t.text or ""), float(t.attrib["y"])) for t in group]
            (low, at), (high, to) = figures[0], figures[-1]
            assert low == 0
            return at - 3.5, (at - to) / (high - low)
    raise AssertionError("no axis")


def texts(root: ET.Element) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter("text")]


def counted(plan: Plan, unit: float) -> list[float]:
    """Each week's running in kilometres or miles."""
    return [
        sum(s.distance_m for day in week.days for s in day.sessions if s.counts) / unit for week in plan.weeks
    ]


@pytest.mark.parametrize(("name", "unit"), [("half_km", 1000), ("season_mi", 1609.344)])
def test_bars_are_as_high_as_the_weeks_are_long(name: str, unit: float) -> None:
    plan = samples.ALL[name]()
    root = read(volume_chart(plan))
    zero, each = scale(root)
    columns: dict[float, float] = {}
    for kind in ("easy", "moderate", "hard"):
        for x, y, _, height in boxes(root, kind):
            # Parts stand on each other: the top of one is where the next begins.
            assert y + height == pytest.approx(zero - columns.get(x, 0) * each, abs=0.2)
            columns[x] = (zero - y) / each
    assert [columns[x] for x in sorted(columns)] == pytest.approx(counted(plan, unit), abs=0.15)


def test_the_goal_race_stands_beside_its_week() -> None:
    root = read(volume_chart(samples.half_km()))
    zero, each = scale(root)
    ((x, y, width, height),) = boxes(root, "race-day")
    assert height / each == pytest.approx(21.1, abs=0.15)
    assert y + height == pytest.approx(zero, abs=0.1)
    week = [box for box in boxes(root, "easy") if box[0] < x][-1]
    assert week[0] + week[2] < x
    following = next(box for box in boxes(root, "easy") if box[0] > x)
    assert x + width < following[0]


def test_hard_and_moderate_are_what_is_run_so() -> None:
    """Intervals 6 × 400 m, with 400 m jogs between them, after 15 and before 10 easy minutes at 6:00/km: 2.4 km are hard."""
    plan = samples.half_km()
    session = samples.intervals(6)
    week = plan.weeks[0]
    days = tuple(d._replace(sessions=(session,) if n == 1 else ()) for n, d in enumerate(week.days))
    root = read(volume_chart(plan._replace(weeks=(week._replace(days=days),))))
    zero, each = scale(root)
    # 15 and 10 easy minutes are 2.5 and 1.7 km; the session is rounded to 8.6 km.
    (easy,), (hard,) = boxes(root, "easy"), boxes(root, "hard")
    assert hard[3] / each == pytest.approx(2.4, abs=0.1)
    assert easy[3] / each == pytest.approx(8.6 - 2.4, abs=0.1)
    assert boxes(root, "moderate") == []
    assert zero > 0


def test_a_plan_by_time_is_drawn_in_hours() -> None:
    plan = samples.beginner()
    root = read(volume_chart(plan))
    _, each = scale(root)
    hours = [sum(s.duration_s for d in w.days for s in d.sessions if s.counts) / 3600 for w in plan.weeks]
    assert [height / each for _, _, _, height in boxes(root, "easy")] == pytest.approx(hours, abs=0.02)
    assert "h" in texts(root)
    assert not {"km", "mi"} & set(texts(root))


def test_the_other_unit_can_be_drawn() -> None:
    plan = samples.half_km()
    miles = draw_volume(plan, "mi", "volume-mi")
    assert miles.table.head[2] == "Running, mi"
    # 32 km are 19.9 mi.
    assert draw_volume(plan).table.rows[0][2] == "32"
    assert miles.table.rows[0][2] == "19.9"
    assert 'id="volume-mi-hatch"' in miles.body
    assert "#volume-hatch" not in miles.body


def test_long_runs_and_cutbacks_are_marked() -> None:
    plan = samples.half_km()
    root = read(volume_chart(plan))
    zero, each = scale(root)
    marks = re.findall(r"M[\d.]+ ([\d.]+)l3.2 3.2", ways(root, "long-run"))
    runs = [s.distance_m / 1000 for w in plan.weeks for d in w.days for s in d.sessions if s.kind == "long"]
    assert [(zero - float(y) - 3.2) / each for y in marks] == pytest.approx(runs, abs=0.15)
    assert ways(root, "cutback").count("z") == sum(week.cutback for week in plan.weeks) == 2


def pinned() -> Plan:
    found = [
        ("a-rule", "warning", "week 6: too much at once", 1, 6),
        ("b-rule", "info", "nothing to see", None, None),
        ("c-rule", "info", "`week 7` & more", 1, 7),
        ("d-rule", "warning", "no such week", 1, 99),
    ]
    return samples.half_km()._replace(
        findings=tuple(
            Finding(code, severity, said, HERE, block, week) for code, severity, said, block, week in found
        )  # type: ignore[arg-type]
    )


def test_findings_are_pinned_to_their_week_and_listed_by_the_same_number() -> None:
    root = read(volume_chart(pinned()))
    easy = boxes(root, "easy")
    pins = {t.text: float(t.attrib["x"]) for t in root.iter("text") if "number" in (t.get("class") or "")}
    # The legend has a 1 of its own, at 0.
    assert set(pins) == {"1", "3"}
    for number, week in (("1", 6), ("3", 7)):
        x, _, width, _ = easy[week - 1]
        places = [
            float(t.attrib["x"])
            for t in root.iter("text")
            if t.text == number and "number" in (t.get("class") or "")
        ]
        assert any(x <= at <= x + width for at in places)
    said = " ".join(texts(read(chart_file(pinned(), ["volume"]))))
    assert "1. warning: week 6: too much at once 3. info: week 7 & more" in said
    assert "no such week" not in said
    assert "nothing to see" not in said
    description = root.findtext("desc") or ""
    assert "Finding 1, warning: week 6: too much at once." in description


def test_many_findings_of_neighbouring_weeks_do_not_cover_each_other() -> None:
    plan = shipped("runners/dora.runner")
    weeks = [(1, n) for n in range(1, 14) for _ in range(n % 4)]
    found = tuple(Finding("a", "warning", "much", HERE, *where) for where in weeks)
    root = read(volume_chart(plan._replace(findings=found)))
    places = [
        (float(r.attrib["x"]), float(r.attrib["y"]), float(r.attrib["width"]), float(r.attrib["height"]))
        for r in root.iter("rect")
        if float(r.attrib["x"]) > 0
    ]
    assert len(places) == 10
    for n, (x, y, width, height) in enumerate(places):
        for other_x, other_y, other_width, _ in places[n + 1 :]:
            beside = x + width <= other_x or other_x + other_width <= x
            assert beside or abs(y - other_y) >= height


def test_shares_are_those_of_the_time() -> None:
    """An easy hour, and a tempo of 15 easy, 20 threshold and 10 easy minutes: 85 of 105 minutes are easy."""
    plan = samples.half_km()
    easy = samples.session("easy", "Easy 60 min", samples.long(3600, "easy"))
    days = tuple(
        d._replace(
            sessions={
                0: (easy,),
                2: (samples.tempo(20),),
                6: (samples.race("Half", 21097, seconds=6300),),
            }.get(n, ())
        )
        for n, d in enumerate(plan.weeks[0].days)
    )
    root = read(intensity_chart(plan._replace(weeks=(plan.weeks[0]._replace(days=days),))))
    said = texts(root)
    assert "Whole plan, by time 1 h 45 min" in said
    assert said[said.index("Whole plan, by time 1 h 45 min") + 1] == "81 / 19 / 0 %"
    assert "Whole plan, by sessions 2 runs" in said
    assert said[said.index("Whole plan, by sessions 2 runs") + 1] == "50 / 50 / 0 %"
    # The bars, of the plan by time, by sessions and of the phase by time, are as broad as their share.
    assert [width / (WIDTH - 1) for _, _, width, _ in boxes(root, "easy")] == pytest.approx(
        [85 / 105, 0.5, 85 / 105], abs=0.001
    )
    assert [width / (WIDTH - 1) for _, _, width, _ in boxes(root, "moderate")] == pytest.approx(
        [20 / 105, 0.5, 20 / 105], abs=0.001
    )


def points(way: str) -> list[tuple[float, float]]:
    """The places that a path goes through."""
    found = re.findall(r"[MlVHz]|-?(?:\d+\.\d+|\.\d+|\d+)", way)
    x, y = float(found[1]), float(found[2])
    places = [(x, y)]
    steps = [each for each in found[3:] if each != "l"]
    for far, high in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + float(far), y + float(high)
        places.append((x, y))
    return places


def test_lines_go_through_the_days() -> None:
    plan = samples.half_km()
    load = load_of(plan)
    root = read(form_chart(plan, load))
    zero, each = scale(root)
    for kind, values in (
        ("fitness", [day.fitness for day in load.form]),
        ("fatigue", [day.fatigue for day in load.form]),
    ):
        drawn_through = points(ways(root, kind))
        assert len(drawn_through) == len(plan.weeks) * 7
        assert [(zero - y) / each for _, y in drawn_through] == pytest.approx(values, abs=0.05 / each + 0.05)
        assert all(1 < after[0] - before[0] < 4 for before, after in pairwise(drawn_through))
    # From the line of 0, through every day, and back to it.
    start, *below, end = points(ways(root, "form"))
    assert start[1] == pytest.approx(end[1])
    forms = [day.form for day in load.form]
    # Form has a panel of its own: what is higher in form is higher up, in the same measure everywhere.
    high, low = max(range(len(forms)), key=forms.__getitem__), min(range(len(forms)), key=forms.__getitem__)
    unit = (below[low][1] - below[high][1]) / (forms[high] - forms[low])
    assert unit > 0
    for value, (_, y) in zip(forms, below, strict=True):
        assert below[high][1] + (forms[high] - value) * unit == pytest.approx(y, abs=0.11)


def test_the_race_day_is_marked_with_what_it_begins_with() -> None:
    plan = samples.half_km()
    load = load_of(plan)
    root = read(form_chart(plan, load))
    assert plan.race is not None
    days = {day.date: day for day in load.form}
    eve, day = days[plan.race.date - timedelta(days=1)], days[plan.race.date]
    assert day.form == pytest.approx(eve.fitness - eve.fatigue, abs=0.1)
    label = next(said for said in texts(root) if said.startswith(plan.race.name))
    figures = [int(n) for n in re.findall(r"[+-]?\d+", label.split(":")[1])]
    assert figures == pytest.approx([day.form, eve.fitness, eve.fatigue], abs=0.51)
    at = float(re.findall(r"M([\d.]+)", ways(root, "race-line"))[0])
    where = dict(zip([d.date for d in load.form], points(ways(root, "fitness")), strict=True))
    assert at == pytest.approx(where[plan.race.date][0], abs=0.11)


def test_a_season_marks_each_race_and_tells_each_in_words() -> None:
    plan = samples.season_mi()
    root = read(form_chart(plan, load_of(plan)))
    assert ways(root, "race-line").count("M") == 2
    assert {said.split(",")[0] for said in texts(root) if "form " in said and ":" in said} >= {"Road mile"}


def test_a_long_gap_in_a_season_breaks_the_lines() -> None:
    plan = samples.season_mi()
    later = timedelta(days=60)
    weeks = tuple(
        w
        if w.block == 1
        else w._replace(start=w.start + later, days=tuple(d._replace(date=d.date + later) for d in w.days))
        for w in plan.weeks
    )
    plan = plan._replace(weeks=weeks, end=plan.end + later)
    root = read(form_chart(plan, load_of(plan)))
    assert ways(root, "fitness").count("M") == 2
    assert (
        ways(read(form_chart(samples.season_mi(), load_of(samples.season_mi()))), "fitness").count("M") == 1
    )


# ---- words, and the words of others -----------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.ALL)
def test_a_chart_is_a_picture_with_a_name_and_its_figures_in_words(name: str) -> None:
    plan = samples.ALL[name]()
    for chart in (volume_chart(plan), intensity_chart(plan), form_chart(plan, load_of(plan))):
        root = read(chart)
        assert root.get("role") == "img"
        ids = {each.get("id"): each for each in root.iter() if each.get("id")}
        named = [ids[each] for each in root.attrib["aria-labelledby"].split()]
        assert [each.tag for each in named] == ["title", "desc"]
        assert all(each.text for each in named)
    described = read(volume_chart(plan)).findtext("desc") or ""
    for total in counted(plan, 1000 if plan.runner.units == "km" else 1609.344) if name != "beginner" else ():
        assert f"{round(total + 1e-9, 1):g}" in described


def test_the_tables_say_what_the_charts_show() -> None:
    plan = samples.half_km()
    volume, intensity, form = drawn(plan)
    assert len(volume.table.rows) == len(form.table.rows) == 16
    assert (
        volume.table.rows[3] == ("4", "25 Jan", "28", "28", "0", "0", "8.5", "cutback")
        or volume.table.rows[3][-1] == "cutback"
    )
    for chart in (volume, intensity, form):
        assert {len(row) for row in chart.table.rows} == {len(chart.table.head)}
    for row in volume.table.rows:
        total = Fraction(row[2].split(" + ")[0])
        assert float(sum(map(Fraction, row[3:6]))) == pytest.approx(float(total), abs=0.16)


def hostile() -> Plan:
    plan = samples.half_km()
    return plan._replace(
        title=EVIL * 3,
        runner=plan.runner._replace(name=EVIL),
        weeks=tuple(w._replace(phase_title=EVIL) for w in plan.weeks),
        blocks=tuple(b._replace(title=EVIL, race=b.race and b.race._replace(name=EVIL)) for b in plan.blocks),
        findings=(Finding("x", "warning", EVIL * 4, HERE, 1, 3),),
    )


def test_hostile_words_are_words() -> None:
    text = chart_file(hostile())
    root = read(text)
    assert {each.tag for each in root.iter()} == {
        "svg",
        "title",
        "desc",
        "style",
        "path",
        "pattern",
        "g",
        "text",
        "tspan",
        "rect",
    }
    assert "<script>alert('1')</script> & \"x\" ]]>" in (root.findtext("title") or "")
    assert "李小龙" in text
    assert "مرحبا" in text
    assert "\u202e" not in text
    text.encode("utf-8")


@pytest.mark.parametrize(
    "plan", [samples.half_km(), samples.season_mi(), samples.beginner(), hostile()], ids=lambda p: p.title[:8]
)
def test_nothing_outside_is_asked_for_and_nothing_runs(plan: Plan) -> None:
    for chart in (chart_file(plan), volume_chart(plan)):
        root = read(chart)
        for each in root.iter():
            for key, value in each.attrib.items():
                assert not key.startswith("on")
                assert "href" not in key
                assert key != "style"
                assert "url(" not in value or re.fullmatch(r"url\(#[a-z-]+\)", value)
        style = root.findtext("style") or ""
        assert not re.search(r"url|import|http|expression", style)


def test_every_class_has_a_look_in_the_file() -> None:
    for plan in (pinned(), samples.season_mi(), samples.beginner()):
        root = read(chart_file(plan))
        style = root.findtext("style") or ""
        for each in root.iter():
            for name in (each.get("class") or "").split():
                assert f".{name}" in style, name
        for part, shown in (("easy", "#2b5f57"), ("paper", "#14171c")):
            assert f".{part}{{fill:{shown}" in style.partition("prefers-color-scheme:dark")[2]


def test_ids_are_those_of_the_chart() -> None:
    plan = samples.half_km()
    page = volume_chart(plan) + intensity_chart(plan) + form_chart(plan, load_of(plan))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


# ---- bytes ------------------------------------------------------------------------------------------------


def shipped(name: str) -> Plan:
    compiled = compile_target(Workplace().target(str(ROOT / "plans" / name)), date(2027, 1, 4))
    assert compiled.plan is not None
    return compiled.plan


def test_sixteen_weeks_are_small() -> None:
    plan = shipped("runners/ana.runner")._replace(findings=())
    assert len(plan.weeks) == 16
    for kind in KINDS:
        assert len(chart_file(plan, [kind]).encode()) < 8000, kind


def test_the_same_plan_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import sys; sys.path[:0] = ['compiler', 'tests']; import samples; from runplan.emit.charts import chart_file;"
        "sys.stdout.buffer.write(chart_file(samples.half_km()).encode())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert made == {chart_file(samples.half_km()).encode()}


def test_all_that_is_drawn_is_on_the_paper() -> None:
    plan = shipped("runners/dora.runner")
    for kind in KINDS:
        root = read(chart_file(plan, [kind]))
        left, top, width, height = map(float, root.attrib["viewBox"].split())
        for each in root.iter("text"):
            assert left <= float(each.attrib["x"]) <= left + width
            assert top <= float(each.attrib["y"]) <= top + height
        assert float(root.attrib["width"]) / float(root.attrib["height"]) == pytest.approx(
            width / height, abs=0.01
        )


def test_a_load_that_the_plan_brings_is_what_is_drawn() -> None:
    plan = samples.half_km()
    load = load_of(plan)
    other = load._replace(form=tuple(day._replace(fitness=day.fitness * 2) for day in load.form))
    assert isinstance(other, Load)
    assert (
        drawn(plan._replace(load=other), ["form"])[0].body
        == drawn(plan._replace(load=other), ["form"])[0].body
    )
    assert drawn(plan._replace(load=other), ["form"])[0].body != drawn(plan, ["form"])[0].body


def test_a_plan_without_running_is_no_failure() -> None:
    plan = samples.beginner()
    empty = plan._replace(
        weeks=tuple(w._replace(days=tuple(d._replace(sessions=()) for d in w.days)) for w in plan.weeks)
    )
    for kind in KINDS:
        read(chart_file(empty, [kind]))
    for kind in KINDS:
        read(chart_file(plan._replace(weeks=()), [kind]))


# ---- drawing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (47, "0 20 40"),
        (60, "0 20 40 60"),
        (2.2, "0 0.5 1 1.5 2"),
        (9, "0 2 4 6 8"),
        (0.3, "0 0.1 0.2 0.3"),
        (180, "0 50 100 150"),
        (0, "0"),
    ],
)
def test_scales_are_round(most: float, steps: str) -> None:
    assert [float(t) for t in ticks(Fraction(str(most)))] == [float(t) for t in steps.split()]


@pytest.mark.parametrize(
    ("value", "said"),
    [(12.0, "12"), (12.34, "12.3"), (12.25, "12.3"), (-0.04, "0"), (-3.21, "-3.2"), (Fraction(1, 3), "0.3")],
)
def test_places_are_told_to_a_tenth(value: float, said: str) -> None:
    assert place(value) == said


def test_words_are_cut_and_wrapped_to_their_room() -> None:
    assert cut("Base", 100) == "Base"
    short = cut("A phase with a very long name", 80)
    assert short.endswith("…")
    assert room(short) <= 80
    lines = wrapped("one two three " + "w" * 200, WIDTH / 2)
    assert all(room(each) <= WIDTH / 2 for each in lines)
    assert "".join(lines).replace(" ", "") == "onetwothree" + "w" * 200


def test_a_step_without_a_class_is_easy() -> None:
    plan = samples.half_km()
    step = Step("work", "run", duration_s=1800, estimate_m=5000, estimate_s=1800)
    session = samples.session("easy", "Run 30 min", Repeat(1, (step,)))
    week = plan.weeks[0]
    days = tuple(d._replace(sessions=(session,) if n == 0 else ()) for n, d in enumerate(week.days))
    root = read(volume_chart(plan._replace(weeks=(week._replace(days=days),))))
    assert len(boxes(root, "easy")) == 1
    assert not boxes(root, "hard")
