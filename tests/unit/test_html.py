"""The HTML page: what stands on it, that nothing leaves it, and that no text of a coach becomes markup."""

import base64
import hashlib
import re
import zlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import samples
from page_reader import Element, read_page
from plan_strategies import mapped
from runplan.emit import BackendError, Settings, text
from runplan.emit.html import (
    MARKS,
    PRINT_SIZES,
    _context,
    _environment,
    _filters,
    _inline,
    mark_of,
    message,
    months,
    print_size,
    render_html,
    volume_bars,
)
from runplan.emit.note import note_html
from runplan.emit.other_units import session_in
from runplan.emit.outline import chapters
from runplan.plan import Block, Finding, Origin, Plan, Repeat, Session, Step, Target
from runplan.template.kinds import KINDS

SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))
HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</style><style>*{display:none}",
    "<!-- ",
    "]]>",
    "&lt;b&gt; &amp &#60;",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left",
    "a\x00b\x1b[31m\ud800\ufdd0",
    "two\nlines\r\n\u2028here",
    "</title></head><body onload=alert(1)>",
    "x" * 300,
)


def page(plan: Plan, templates: Path | None = None) -> str:
    return render_html(plan, SETTINGS._replace(templates=templates and str(templates))).decode()


def tree(name: str) -> Element:
    return read_page(page(samples.ALL[name]()))


def days(root: Element) -> list[Element]:
    return root.all("li", "day")


# ---- what stands on it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.ALL)
def test_every_session_stands_on_its_day_once_and_in_order(name: str) -> None:
    plan = samples.ALL[name]()
    seen = [
        (day.attributes["id"], [each.one(of="title").text for each in day.all("article")])
        for day in days(tree(name))
    ]
    meant = [
        (day.date.isoformat(), [" ".join(text.choice(session).split()) for session in day.sessions])
        for week in plan.weeks
        for day in week.days
    ]
    assert seen == meant
    assert sum(len(titles) for _, titles in seen) > 20


@pytest.mark.parametrize("name", samples.ALL)
def test_a_week_says_its_total(name: str) -> None:
    plan = samples.ALL[name]()
    seen = [week.one("header").one("p", "total").text for week in tree(name).all("section", "week")]
    assert seen == [str(text.total([week], plan.runner.units)) for week in plan.weeks]


def test_totals_worked_out_by_hand() -> None:
    """Week 14 of the sample: 5 + 5 km of easy running, intervals, 20 min easy; the race of 21.1 km beside."""
    weeks = tree("half_km").all("section", "week")
    assert weeks[13].one("p", "total").text == "about 22.5 + 21.1 km"
    assert weeks[0].one("p", "total").text == "32 km"


def test_a_day_has_an_anchor_and_a_date() -> None:
    root = tree("season_mi")
    day = next(day for day in days(root) if day.attributes["id"] == "2027-03-02")
    assert day.one("time").attributes["datetime"] == "2027-03-02"
    assert day.one("h4").text == "Tue 2 Mar"


@pytest.mark.parametrize("name", samples.ALL)
def test_every_link_inside_the_page_leads_somewhere(name: str) -> None:
    root = tree(name)
    ids = [each.attributes["id"] for each in root.walk() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    links = [each.attributes["href"] for each in root.walk() if "href" in each.attributes]
    assert len(links) > 10
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_steps_paces_changes_and_notes() -> None:
    root = tree("half_km")
    thursday = next(day for day in days(root) if day.attributes["id"] == "2027-03-18")
    assert [step.text for step in thursday.one("ul", "steps").all("li")] == [
        "15 min easy",
        "25 min @ T 4:52/km",
        "10 min easy",
    ]
    race = next(day for day in days(root) if day.attributes["id"] == "2027-04-11")
    assert race.one("div", "note").text == "Start at 5:05/km, and race from 15 km."
    moved = [each.text for day in days(root) for each in day.all("p", "change")]
    assert moved == ["Moved from Tue to Wed"]
    paces = root.one("table", "paces")
    assert [row.text for row in paces.one("tbody").all("tr")][:3] == [
        "E easy6:20–5:40/km",
        "M marathon5:12/km",
        "T threshold4:52/km",
    ]


def test_alternatives_doubles_and_optional_sessions() -> None:
    root = tree("season_mi")
    tuesday = next(day for day in days(root) if day.attributes["id"] == "2027-03-02")
    assert [each.one("p", "figures").text for each in tuesday.all("article")] == [
        "amabout 53 min",
        "pmabout 35 minoptional",
    ]
    monday = next(day for day in days(root) if day.attributes["id"] == "2027-03-01")
    assert monday.one(of="title").text == "Rest or easy 4 mi or cross (bike) 40 min"


def test_a_routine_is_told_once_and_linked() -> None:
    root = tree("half_km")
    routine = next(each for each in root.walk() if each.attributes.get("id") == "routine-1")
    assert [line.text for line in routine.all("li")][:2] == ["2 rounds", "plank 45 s"]
    links = [each for each in root.all("a") if each.attributes["href"] == "#routine-1"]
    assert len(links) == sum(
        session.title == routine.one("h3").text for session in text.sessions(samples.half_km().weeks)
    )


def test_a_season_tells_its_blocks() -> None:
    root = tree("season_mi")
    assert [each.one("h2").text for each in root.all("section", "goal")] == [
        "1. Fast mile",
        "2. Marathon in eight weeks",
    ]
    assert [each.text for each in root.all("p", "block")] == ["1. Fast mile", "2. Marathon in eight weeks"]


def test_a_plan_without_a_race_or_paces() -> None:
    root = tree("beginner")
    assert root.one("section", "goal").all("p", "race") == []
    assert root.all("table", "paces") == []
    assert root.one("section", "goal").one("div", "note").one("em").text == "really"
    times = {p.all("span")[0].text for p in root.all("p", "figures")}
    assert times == {"07:00"}


def test_a_week_begins_on_its_own_day() -> None:
    first = [week.all("time")[0].text for week in tree("season_mi").all("section", "week")]
    assert all(said.startswith("Sun ") for said in first)


def test_the_language_the_title_and_the_phone() -> None:
    root = tree("half_km")
    assert root.one("html").attributes["lang"] == "en"
    assert root.one("head").one("title").text == "Half marathon: mileage first, then speed · Ana Silva"
    metas = {meta.attributes.get("name"): meta.attributes["content"] for meta in root.all("meta")[1:]}
    assert metas["viewport"] == "width=device-width, initial-scale=1"
    assert "noindex" in metas["robots"]
    assert root.all("h1") == [root.one("h1")]


def test_a_key_session_says_so_to_those_who_see_no_bold_print() -> None:
    root = tree("half_km")
    keys = [each for each in root.all("article") if "key" in each.classes]
    assert len(keys) == sum(s.role == "key" for s in text.sessions(samples.half_km().weeks))
    assert all(each.one("h5").text.endswith(", key session") for each in keys)


def test_every_kind_has_a_mark_of_its_own_shape() -> None:
    kinds = [kind for mark in MARKS for kind in mark.kinds]
    assert sorted(kinds) == sorted(KINDS)
    root = tree("half_km")
    shapes = {each.attributes["id"]: "".join(map(repr, each.inside)) for each in root.all("symbol")}
    assert shapes.keys() == {f"m-{mark.name}" for mark in MARKS}
    assert len(set(shapes.values())) == len(MARKS)
    assert [each.text for each in root.one("ul", "legend").all("li")][:7] == [mark.said for mark in MARKS]


def test_a_run_looks_like_the_fastest_part_of_it() -> None:
    marathon = samples.session(
        "run", "Run 18 km", samples.far(5000, "easy"), samples.far(13000, "run", zone="M")
    )
    assert mark_of(marathon) == "steady"
    assert mark_of(samples.easy(8, strides=6)._replace(kind="run")) == "easy"
    assert mark_of(samples.intervals(6)._replace(kind="run")) == "fast"
    assert mark_of(samples.long_run(20, 5)) == "long"


def test_a_figure_is_left_out_where_the_title_says_it() -> None:
    day = samples.beginner().weeks[0].days[0]
    plan = samples.beginner()
    made = (samples.easy(15)._replace(title="Easy 15 km"), samples.easy(5)._replace(title="Easy 15 km"))
    week = plan.weeks[0]._replace(days=(day._replace(sessions=made), *plan.weeks[0].days[1:]))
    first = days(read_page(page(plan._replace(weeks=(week,)))))[0]
    # 15 and 5 km at 6:00/km.
    assert [each.text for each in first.all("p", "figures")] == ["about 1 h 30 min", "5 km, about 30 min"]


def test_a_finding_leads_to_its_week() -> None:
    plan = samples.half_km()
    about = plan.findings[0]._replace(block=1, week=13)
    root = read_page(page(plan._replace(findings=(about, about._replace(week=None)))))
    lines = root.one("section", "findings").all("li")
    assert lines[0].one("a").attributes["href"] == "#w-2027-03-29"
    said = "warning longest run <= 2 h does not hold in week 13: 2 h 1 min plans/half-marathon.plan:47"
    assert lines[0].text == said
    assert lines[0].one("a").text == "week 13"
    assert lines[1].all("a") == []


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("week 13: 49 km, 40% above", "warning week 13: 49 km, 40% above"),
        ("49 km & more, not in week 130", "warning week 13 49 km & more, not in week 130"),
        ("`week 13: note` counts in week 13 <b>", "warning week 13: note counts in week 13 <b>"),
    ],
)
def test_the_week_of_a_finding_is_said_once(message: str, shown: str) -> None:
    """Where the words name it, they lead there; a line that they quote names nothing."""
    plan = samples.half_km()
    about = Finding("a-rule", "warning", message, Origin("", 1, 1), 1, 13)
    (line,) = read_page(page(plan._replace(findings=(about,)))).one("section", "findings").all("li")
    assert line.text == shown
    assert [link.text for link in line.all("a")] == ["week 13"]
    assert not [link for code in line.all("code") for link in code.all("a")]


def test_findings_are_the_coachs_and_closed() -> None:
    plan = samples.half_km()
    for count, title in ((1, "For the coach: 1 finding"), (2, "For the coach: 2 findings")):
        section = read_page(page(plan._replace(findings=plan.findings * count))).one("section", "findings")
        details = section.one("details")
        assert "open" not in details.attributes
        assert details.one("summary").text == title
        assert len(details.all("li")) == count
    assert read_page(page(plan._replace(findings=()))).all("section", "findings") == []
    printed = page(plan).partition("@media print {")[2]
    hidden = re.findall(r"([^{}]*) \{ display: none; \}", printed)
    assert any(".findings" in each.strip().split(", ") for each in hidden)


def test_a_finding_quotes_its_line_and_names_its_plan_in_a_season() -> None:
    plan = samples.half_km()
    about = plan.findings[0]._replace(block=2, line="longest run <= 2 h # <b>")
    season = plan._replace(
        findings=(about,), blocks=(plan.blocks[0], plan.blocks[0]._replace(title="Second"))
    )
    (line,) = read_page(page(season)).one("section", "findings").all("li")
    assert line.text == (
        "warning plan 2, Second: longest run <= 2 h does not hold in week 13: 2 h 1 min"
        " plans/half-marathon.plan:47 longest run <= 2 h # <b>"
    )


# ---- months and paper -------------------------------------------------------------------------------------


def test_a_week_stands_whole_in_the_month_of_most_of_its_days() -> None:
    """29 March to 4 April 2027 has three days of March and four of April; 1 to 7 March is all March."""
    plan = samples.half_km()
    made = months(plan, chapters(plan))
    assert [(month.id, month.title) for month in made] == [
        ("2027-01", "January 2027"),
        ("2027-02", "February 2027"),
        ("2027-03", "March 2027"),
        ("2027-04", "April 2027"),
    ]
    starts = [[turn.week.start for turn in month.turns] for month in made]
    assert starts[2] == [date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22)]
    assert starts[3][0] == date(2027, 3, 29)
    assert [week for month in starts for week in month] == [week.start for week in plan.weeks]


def test_a_fuller_month_is_printed_smaller() -> None:
    plan = samples.half_km()
    month = months(plan, chapters(plan))[2]
    size = print_size(month, "km")
    assert PRINT_SIZES[size] > 8
    week = month.turns[0].week
    talk = week.days[1].sessions[0]._replace(note="A long word about the wind. " * 12)
    fuller = week._replace(days=(week.days[0], week.days[1]._replace(sessions=(talk,) * 2), *week.days[2:]))
    full = month._replace(turns=(month.turns[0]._replace(week=fuller), *month.turns[1:]))
    assert PRINT_SIZES[print_size(full, "km")] < PRINT_SIZES[size]
    assert list(PRINT_SIZES) == sorted(PRINT_SIZES, reverse=True)


def test_every_print_size_has_a_rule() -> None:
    style = tree("half_km").one("style").raw
    for index, points in enumerate(PRINT_SIZES):
        assert f".size{index} {{ font-size: {points:g}pt; }}" in style


def test_bars_are_hundredths_of_the_biggest_week() -> None:
    """Week 14 runs 22.5 km and races 21.1; the biggest week of the sample is week 13 with 57.7 km."""
    plan = samples.half_km()
    bars = volume_bars(plan)
    assert bars[date(2027, 3, 29)] == (100, 0)
    assert bars[date(2027, 4, 5)] == (round(22.5 / 57.7 * 100), round(21.1 / 57.7 * 100))
    assert max(bar.run + bar.race for bar in bars.values()) == 100


# ---- nothing leaves the page ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.ALL)
def test_nothing_asks_for_anything_outside(name: str) -> None:
    root = tree(name)
    style = root.one("style").raw
    assert not re.search(r"url\(|@import|image-set|src:", style)
    for each in root.walk():
        assert each.tag not in ("img", "link", "iframe", "object", "embed", "base", "form", "video", "audio")
        assert not {"src", "srcset", "style", "action", "data", "ping", "background"} & each.attributes.keys()
        assert not [name for name in each.attributes if name.startswith("on")]
        assert each.attributes.get("href", "#").startswith("#")


def test_the_policy_forbids_all_but_this_style_and_this_script() -> None:
    root = tree("half_km")
    (policy,) = (meta.attributes["content"] for meta in root.all("meta") if "http-equiv" in meta.attributes)

    def hashed(source: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"

    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": hashed(root.one("style").raw),
        "script-src": hashed(root.one("script").raw),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    # It counts only for what comes after it.
    assert page(samples.half_km()).index("Content-Security-Policy") < page(samples.half_km()).index("<style>")


def test_the_script_asks_the_network_for_nothing() -> None:
    script = tree("half_km").one("script").raw
    assert not re.search(r"fetch|XMLHttpRequest|import\b|WebSocket|sendBeacon|Image\(|innerHTML|eval", script)


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert render_html(samples.season_mi(), SETTINGS) == render_html(samples.season_mi(), SETTINGS)


@pytest.mark.parametrize("name", samples.ALL)
def test_a_page_is_small(name: str) -> None:
    assert len(render_html(samples.ALL[name](), SETTINGS)) < 150_000


# ---- hostile texts ----------------------------------------------------------------------------------------


def shape(element: Element) -> list[object]:
    """The elements without their texts and without what hangs on the length of a text."""
    kept = {name: value for name, value in element.attributes.items() if name in ("id", "datetime", "scope")}
    return [element.tag, kept, [shape(each) for each in element.inside if isinstance(each, Element)]]


def worse(plan: Plan, turn: int, notes: bool = False) -> Plan:
    """`plan` with a hostile text after every text of a person, but for the notes."""
    phases = {phase.name for block in plan.blocks for phase in block.phases}
    kept = {"kind", "phase", "role", "part", "what", "units", "weekday", "severity", "about", "intensity"}
    kept |= {"label", "low", "high", *(() if notes else ("note", "notes"))}

    def change(field: str, said: str) -> str:
        if field in kept or (field == "name" and said in phases):
            return said
        return said + " " + HOSTILE[(zlib.crc32(said.encode()) + turn) % len(HOSTILE)]

    changed: Plan = mapped(plan, change)
    # Paces are looked up by their names.
    blocks = zip(changed.blocks, plan.blocks, strict=True)
    return changed._replace(blocks=tuple(b._replace(fitness=good.fitness) for b, good in blocks))


@pytest.mark.parametrize("turn", range(len(HOSTILE)))
@pytest.mark.parametrize("name", samples.ALL)
def test_a_page_keeps_its_shape_whatever_is_written(name: str, turn: int) -> None:
    plan = samples.ALL[name]()
    good = worse(plan, turn)

    def tame(field: str, said: str) -> str:
        return said if field in ("note", "notes") else re.sub(r"[^\w\s:.,·×–@/()`'-]|_", "x", said)

    # The same texts, as long and with the same figures, of letters alone.
    bad, harmless = read_page(page(good)), read_page(page(mapped(good, tame)))
    assert shape(bad.one("main")) == shape(harmless.one("main"))
    assert [each.tag for each in bad.one("head").walk()] == [each.tag for each in harmless.one("head").walk()]


@pytest.mark.parametrize("written", HOSTILE)
def test_a_hostile_text_is_read_as_it_was_written(written: str) -> None:
    plan = samples.half_km()
    seen = read_page(page(plan._replace(title=written, runner=plan.runner._replace(name=written))))
    meant = " ".join(re.sub(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufdd0]", "", written).split())
    assert seen.one("h1").text == meant
    assert seen.one("p", "runner").text == meant
    assert seen.one("head").one("title").text == f"{meant} · {meant}"


@pytest.mark.parametrize("written", HOSTILE)
def test_a_note_becomes_no_markup_but_markdown(written: str) -> None:
    plan = samples.half_km()
    days_ = list(plan.weeks[0].days)
    days_[0] = days_[0]._replace(sessions=(days_[0].sessions[0]._replace(note=written),))
    root = read_page(page(plan._replace(weeks=(plan.weeks[0]._replace(days=tuple(days_)), *plan.weeks[1:]))))
    note = days(root)[0].one("div", "note")
    assert {each.tag for each in note.walk()} <= {"div", "p", "em", "strong", "code"}
    assert len(root.all("script")) == 1


@pytest.mark.parametrize(
    ("note", "html"),
    [
        ("Run *easy*, **really**.", "<p>Run <em>easy</em>, <strong>really</strong>.</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("# Big", '<p class="heading">Big</p>'),
        ("<b onclick=x>bold</b>", "<p>&lt;b onclick=x&gt;bold&lt;/b&gt;</p>"),
        ("<script>\nalert(1)\n</script>", "<p>&lt;script&gt;\nalert(1)\n&lt;/script&gt;</p>"),
        (
            "[map](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer">map</a></p>',
        ),
        ("[day](#2027-03-02)", '<p><a href="#2027-03-02" rel="noopener noreferrer">day</a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](JaVaScRiPt:alert(1))", "<p>[x](JaVaScRiPt:alert(1))</p>"),
        ("[x](data:text/html,a)", "<p>[x](data:text/html,a)</p>"),
        ("[x](&#106;avascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](other.html)", "<p>[x](other.html)</p>"),
        (
            "![x](https://example.org/pixel.png)",
            '<p>!<a href="https://example.org/pixel.png" rel="noopener noreferrer">x</a></p>',
        ),
        ("a\x00b\ud800c", "<p>abc</p>"),
        ("a\u2028b", "<p>a\nb</p>"),
    ],
)
def test_notes(note: str, html: str) -> None:
    assert note_html(note) == html


def test_the_columns_of_a_table_are_set_without_a_style_of_their_own() -> None:
    html = note_html("| a | b |\n|--:|:-:|\n| 1 | 2 |")
    assert "style" not in html
    assert '<td class="right">1</td>\n<td class="center">2</td>' in html


@given(st.text(st.sampled_from("<>&\"'`*_[]()!#|-\n :/ajx=\\"), max_size=60))
def test_a_note_has_only_the_tags_of_markdown(note: str) -> None:
    tags = {"a", "p", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "br"}
    tags |= {"table", "thead", "tbody", "tr", "th", "td"}
    for each in read_page(note_html(note)).walk():
        if each.tag:
            assert each.tag in tags
            assert each.attributes.keys() <= {"href", "rel", "class", "title", "start"}
            assert re.match(r"#|https?:|mailto:|tel:", each.attributes.get("href", "#"), re.IGNORECASE)


def test_the_words_of_a_diagnostic_keep_their_backticks() -> None:
    assert message("`a < b` does *not* hold") == "<code>a &lt; b</code> does *not* hold"
    assert message("one ` <b>") == "one ` &lt;b&gt;"


# ---- the other units --------------------------------------------------------------------------------------


def test_figures_stand_in_both_units() -> None:
    root = tree("half_km")
    (title,) = days(root)[1].all(of="title")[0].all("span")
    assert (title.text, title.attributes["data-u"]) == ("Easy 5.5 km", "Easy 3.42 mi")
    assert root.one("html").attributes["data-units"] == "km"


@pytest.mark.parametrize(
    ("session", "title"),
    [
        # 1 mi = 1.609344 km: 8 / 1.609344 = 4.97, 18 and 4 km: 11.18 and 2.49.
        (samples.easy(8), "Easy 4.97 mi"),
        (samples.easy(8, strides=6), "Easy 4.97 mi, 6 × 20 s strides"),
        (samples.long_run(18, 4), "Long run 11.18 mi, last 2.49 mi @ half"),
        (samples.intervals(6), "Intervals 6 × 400 m"),
        (samples.tempo(20), "Tempo 20 min"),
        (samples.race("Race: My 8 km (8 km)", 8000, seconds=2400), "Race: My 4.97 mi (4.97 mi)"),
        (samples.race("Race: Park 5 km", 5000, seconds=1500), "Race: Park 5 km"),
        (samples.easy(8)._replace(title="Easy 18 km beside 8 kmh"), "Easy 18 km beside 8 kmh"),
    ],
)
def test_a_title_in_miles(session: Session, title: str) -> None:
    assert session_in(session, "km", "mi").title == title


def test_a_range_in_a_title_in_miles() -> None:
    """5 km are 3.11 mi, but a race's distance, and so is 5 km alone; 6 and 9 km are 3.73 and 5.59 mi."""
    step = samples.far(7500, "easy")._replace(range=(6000, 9000))
    made = samples.session("easy", "Easy 6–9 km", step)
    assert session_in(made, "km", "mi").title == "Easy 3.73–5.59 mi"


def test_steps_and_targets_in_the_other_unit() -> None:
    """269 s/km are 432.9 s/mi, 7:13; 1 mi is 1.61 km."""
    there = session_in(samples.intervals(6, 1000), "km", "mi")
    assert text.details(there, "mi") == ["15 min easy", "6 × (1 km @ I 7:13/mi, 1 km jog)", "10 min easy"]
    mile = Step("work", "easy", distance_m=1609, target=Target("E", "9:17–8:17/mi", 346.0, 309.0))
    back = session_in(samples.session("easy", "Easy 1 mi", mile), "mi", "km")
    assert back.title == "Easy 1.61 km"
    assert text.details(back._replace(kind="tempo"), "km") == []
    assert isinstance(back.steps[0], Step)
    assert back.steps[0].target == Target("E", "5:46–5:09/km", 346.0, 309.0)


@pytest.mark.parametrize("name", samples.ALL)
def test_distances_and_times_do_not_change_with_the_unit(name: str) -> None:
    def sizes(items: tuple[Any, ...]) -> list[object]:
        return [
            sizes(each.steps) if isinstance(each, Repeat) else (each.distance_m, each.duration_s)
            for each in items
        ]

    plan = samples.ALL[name]()
    own = plan.runner.units
    other = "mi" if own == "km" else "km"
    for session in text.sessions(plan.weeks):
        there = session_in(session, own, other)  # type: ignore[arg-type]
        assert sizes(there.steps) == sizes(session.steps)
        assert there._replace(title="", steps=(), alternatives=()) == session._replace(
            title="", steps=(), alternatives=()
        )
        assert not re.search(rf"[0-9] {own}\b", re.sub(r"\b(5|10) km", "", there.title))


def test_charts_stand_on_the_page_with_their_figures() -> None:
    plan = samples.season_mi()
    section = read_page(page(plan)).one("section", of="charts")
    figures = section.all("figure")
    assert [each.one("figcaption").text for each in figures] == [
        "Running a week, in miles",
        "Running a week, in kilometres",
        "Easy, moderate and hard running",
        "Fitness, fatigue and form",
    ]
    shown = [(each.attributes.get("data-only"), "hidden" in each.attributes) for each in figures]
    assert shown == [("mi", False), ("km", True), (None, False), (None, False)]
    for each in figures:
        assert each.one("svg").attributes["role"] == "img"
        assert len(each.one("tbody").all("tr")) > 3
    first = [cell.text for cell in figures[0].one("tbody").all("tr")[0].inside if not isinstance(cell, str)]
    # 11 + 6 + 5 + 5.5 miles, and repetitions: 3 miles and 4.4 km.
    assert first[:3] == ["1", "31 Jan", "33.2"]


def test_a_chart_of_hours_needs_no_other_unit() -> None:
    figures = read_page(page(samples.beginner())).one("section", of="charts").all("figure")
    assert figures[0].one("figcaption").text == "Running a week, in hours"
    assert not any("data-only" in each.attributes for each in figures)


def test_findings_have_the_numbers_that_stand_in_the_chart() -> None:
    plan = samples.half_km()
    found = Finding("a-rule", "warning", "much", Origin("a.plan", 1, 1), 1, 6)
    root = read_page(page(plan._replace(findings=(*plan.findings, found))))
    assert [each.text.split()[0] for each in root.one(of="findings").one("ol").all("li")] == [
        "warning",
        "warning",
    ]
    pins = [each.text for each in root.all("text", of="number")]
    # In both units; the other one of each is the legend's.
    assert pins == ["1", "2", "1", "2"]


# ---- templates of a coach's own ---------------------------------------------------------------------------


def test_a_part_can_be_replaced_and_stays_escaped(tmp_path: Path) -> None:
    (tmp_path / "session.html.jinja").write_text("<p>{{ title(session) }} {{ '<b>' }}</p>", "utf-8")
    root = read_page(page(samples.half_km(), tmp_path))
    assert days(root)[0].one("p").text == "Rest <b>"
    assert root.all("article") == [
        each for each in root.all("article") if "routine-1" in each.attributes.values()
    ]


def test_a_style_of_a_coach_is_allowed_by_the_policy(tmp_path: Path) -> None:
    (tmp_path / "page.css").write_bytes(b"body { color: teal; }\r\n")
    root = read_page(page(samples.half_km(), tmp_path))
    source = root.one("style").raw
    assert source.endswith("}body { color: teal; }\n")
    digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in root.all("meta")[1].attributes["content"]


def test_a_mistake_in_a_template_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "week.html.jinja").write_text("fine\n{{ week.number }}")
    with pytest.raises(BackendError, match="number") as caught:
        page(samples.half_km(), tmp_path)
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "week.html.jinja"), 2)


def test_a_style_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "page.css").write_bytes(b"\xff\xfe")
    with pytest.raises(BackendError, match="not UTF-8"):
        page(samples.half_km(), tmp_path)


def test_every_name_that_a_template_is_given_is_documented() -> None:
    root = Path(__file__).parents[2]
    said = (root / "docs/decisions/html-page.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?) \|", said, re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`([a-z_]+)(?:\(.*?\))?`", row)}
    given_ = {*_context(samples.half_km(), SETTINGS), *_inline(_environment(None), None), *_filters()}
    assert documented == given_
    files = {name for row in rows for name in re.findall(r"`([a-z]+\.(?:html\.jinja|css|js))`", row)}
    folder = root / "compiler/runplan/emit/templates"
    found, reached = {"page.html.jinja"}, set[str]()
    while new := found - reached:
        reached |= new
        sources = [(folder / name).read_text("utf-8") for name in new]
        found |= {name for source in sources for name in re.findall(r'{% include "(.+?)" %}', source)}
    assert files == {*reached, "page.css", "page.js"}


def test_the_documented_template_works(tmp_path: Path) -> None:
    said = (Path(__file__).parents[2] / "docs/page.md").read_text("utf-8")
    (source,) = re.findall(r"```text\n(\{#.*?)```", said, re.DOTALL)
    (tmp_path / "session.html.jinja").write_text(source, "utf-8")
    root = read_page(page(samples.half_km(), tmp_path))
    race = next(day for day in days(root) if day.attributes["id"] == "2027-04-11")
    assert race.one("h5").text == "Race: Lisbon Half (half marathon) 21.1 km, about 1 h 45 min"
    assert race.one("p").text == "Start at 5:05/km, and race from 15 km."


# ---- odd plans --------------------------------------------------------------------------------------------


def test_an_empty_plan_is_a_page() -> None:
    plan = samples.beginner()
    block: Block = plan.blocks[0]._replace(phases=(), notes=())
    root = read_page(page(plan._replace(weeks=(), blocks=(block,))))
    assert root.one("h1").text == "From the sofa to half an hour"
    assert days(root) == []
