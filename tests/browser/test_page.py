"""The page in a real Chromium: on a phone and a desk, in light and dark, on paper, and what axe says of it.

Skipped without Chromium, node, playwright-core and axe-core; where `CI` is set, that fails. `RUNPLAN_JUDGES` is the folder with
`node_modules`, `CHROMIUM` the browser.
"""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import samples
from plan_strategies import mapped
from runplan.cli.compile import Workplace, compile_target
from runplan.emit import Settings
from runplan.emit.html import render_html
from runplan.emit.text import sessions
from runplan.plan import Plan

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))
HOSTILE = "</script><script>alert(1)</script>\"><img src='//example.org/x' onerror=alert(2)> " + "wide" * 60
NOTE = (
    "# Wide\n\n![pixel](https://example.org/pixel.png) <img src=//example.org/y onerror=alert(3)> [x](javascript:alert(4))\n\n"
    "| a | b |\n|--:|---|\n| "
    + "w" * 80
    + " | 2 |\n\n```\n"
    + "code " * 60
    + "\n```\n\nhttps://example.org/"
    + "path/" * 40
)


@cache
def shipped(name: str) -> Plan:
    compiled = compile_target(Workplace().target(str(ROOT / "plans" / name)), date(2027, 1, 4))
    assert compiled.plan is not None
    return compiled.plan


def hostile() -> Plan:
    """A plan whose texts break out of everything that can be broken out of, and are wider than any phone."""
    plan = samples.half_km()

    def worse(field: str, said: str) -> str:
        if field == "note":
            return NOTE
        if field in ("title", "name", "message", "text") and said not in (
            "base",
            "build",
            "taper",
            "recover",
        ):
            return f"{said} {HOSTILE}"
        return said

    changed: Plan = mapped(plan, worse)
    return changed._replace(
        blocks=tuple(
            b._replace(fitness=good.fitness) for b, good in zip(changed.blocks, plan.blocks, strict=True)
        )
    )


PLANS = {
    "ana": lambda: shipped("runners/ana.runner"),
    "ben": lambda: shipped("runners/ben.runner"),
    "cleo": lambda: shipped("runners/cleo.runner"),
    "dora": lambda: shipped("runners/dora.runner"),
    "two-quality": lambda: shipped("marathon-two-quality.plan"),
    "season_mi": samples.season_mi,
    "beginner": samples.beginner,
    "hostile": hostile,
}

WHEN = ["2026-12-31", "2027-05-02", "2027-05-05", "2027-09-19", "2027-09-20"]


def absent() -> str | None:
    """What is missing to ask a browser."""
    modules = Path(os.environ.get("RUNPLAN_JUDGES", "")) / "node_modules"
    if not os.environ.get("RUNPLAN_JUDGES") or not (modules / "playwright-core").is_dir():
        return "playwright-core is not in RUNPLAN_JUDGES"
    if not (modules / "axe-core").is_dir():
        return "axe-core is not in RUNPLAN_JUDGES"
    if browser() is None:
        return "there is no Chromium"
    return None if shutil.which("node") else "there is no node"


def browser() -> str | None:
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and keeps what was asked for."""

    asked: list[str]

    def log_message(self, format: str, *args: Any) -> None:
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, list[str]]]:
    """A folder with a page for each plan, its address, and what is asked of it."""
    folder = tmp_path_factory.mktemp("pages")
    for name, make in PLANS.items():
        (folder / f"{name}.html").write_bytes(render_html(make(), SETTINGS))
    asked: list[str] = []
    handler = type("Handler", (Quiet,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: handler(*a, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def seen(served: tuple[Path, str, list[str]]) -> dict[str, dict[str, Any]]:
    """What Chromium saw of every page, by its name: one start of the browser for all."""
    if missing := absent():
        if os.environ.get("CI"):
            pytest.fail(f"the judge chromium is missing: {missing}")
        pytest.skip(missing)
    _, base, _ = served
    pages = []
    for name, make in PLANS.items():
        days = [day for week in make().weeks for day in week.days if day.sessions]
        middle = days[len(days) // 2].date.isoformat()
        pages.append(
            {
                "name": f"{name}.html",
                "today": middle,
                "day": days[len(days) // 3].date.isoformat(),
                "when": WHEN if name == "dora" else [],
            }
        )
    script = Path(__file__).with_name("page_judge.cjs")
    run = subprocess.run(
        ["node", str(script), os.environ["RUNPLAN_JUDGES"]],
        input=json.dumps({"base": base, "pages": pages}),
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "CHROMIUM": str(browser())},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return {
        name.removesuffix(".html"): each | {"asked": page}
        for (name, each), page in zip(found.items(), pages, strict=True)
    }


@pytest.mark.parametrize("name", PLANS)
def test_nothing_is_said_on_the_console(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["console"] == []


@pytest.mark.parametrize("name", PLANS)
def test_the_page_asks_for_itself_alone(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert {url.partition("#")[0].rpartition("/")[2] for url in seen[name]["requests"]} == {f"{name}.html"}


def test_the_server_was_asked_for_the_pages_alone(
    seen: dict[str, dict[str, Any]], served: tuple[Path, str, list[str]]
) -> None:
    assert set(served[2]) == {f"/{name}.html" for name in seen}


@pytest.mark.parametrize("name", PLANS)
def test_axe_finds_nothing(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["axe"] == []


@pytest.mark.parametrize("name", PLANS)
def test_nothing_is_wider_than_the_screen(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["overflow"] == []


@pytest.mark.parametrize("name", [name for name in PLANS if name != "hostile"])
def test_no_word_or_number_is_broken_at_any_width(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["broken"] == []


@pytest.mark.parametrize("name", PLANS)
def test_every_month_can_be_read_in_the_bar_of_a_phone(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["months"] == [True, True]


@pytest.mark.parametrize("name", PLANS)
def test_days_stand_below_each_other_on_a_phone_and_beside_each_other_on_a_desk(
    seen: dict[str, dict[str, Any]], name: str
) -> None:
    assert seen[name]["columns"] == {"phone": 1, "phone-dark": 1, "desktop": 7, "desktop-dark": 7}


def test_dark_is_dark(seen: dict[str, dict[str, Any]]) -> None:
    light, dark = (seen["ana"][f"color-desktop{end}"] for end in ("", "-dark"))
    brightness = [sum(map(int, color[4:-1].split(","))) for color in (light, dark)]
    assert brightness[0] > 700
    assert brightness[1] < 100


@pytest.mark.parametrize("name", PLANS)
def test_the_units_switch_and_switch_back(seen: dict[str, dict[str, Any]], name: str) -> None:
    own = PLANS[name]().runner.units
    assert seen[name]["button"] == f"in {own}"
    assert seen[name]["back"]
    assert seen[name]["remembered"]
    if name not in ("beginner", "hostile"):
        other = "mi" if own == "km" else "km"
        assert any(f" {other}" in title for title in seen[name]["switched"])


@pytest.mark.parametrize("name", PLANS)
def test_charts_can_be_read_on_a_small_phone(seen: dict[str, dict[str, Any]], name: str) -> None:
    charts = seen[name]["charts"]
    assert len(charts) == 3
    for chart in charts:
        assert chart["texts"] >= 5
        assert chart["letters"] >= 9.99
        assert chart["over"] == []
        assert chart["outside"] == []


def test_the_chart_of_volume_switches_its_units(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["ana"]["captions"][0] == "Running a week, in miles"
    assert seen["ben"]["captions"][0] == "Running a week, in kilometres"
    assert seen["beginner"]["captions"][0] == "Running a week, in hours"
    assert all(len(each["captions"]) == 3 for each in seen.values())


def test_a_runner_in_miles_reads_kilometres(seen: dict[str, dict[str, Any]]) -> None:
    """Ben's first long run of 8.5 mi is 13.68 km."""
    assert "Long run 13.68 km" in seen["ben"]["switched"]


@pytest.mark.parametrize("name", PLANS)
def test_today_is_marked_and_one_tap_away(seen: dict[str, dict[str, Any]], name: str) -> None:
    today = seen[name]["asked"]["today"]
    assert seen[name]["today"] == [today]
    assert seen[name]["now"] == ["Today", f"#{today}"]


def test_the_button_on_other_days(seen: dict[str, dict[str, Any]]) -> None:
    """Dora's season begins on 25 January; its blocks lie a week apart, and it ends on 19 September."""
    assert seen["dora"]["when"] == [
        ["Start", "#2027-01-25"],
        ["Today", "#2027-05-02"],
        ["Next", "#2027-05-10"],
        ["Today", "#2027-09-19"],
        None,
    ]


@pytest.mark.parametrize("name", PLANS)
def test_a_link_to_a_day_shows_and_marks_it(seen: dict[str, dict[str, Any]], name: str) -> None:
    for view in ("phone", "desktop"):
        assert seen[name][f"day-{view}"] == {"inView": True, "marked": True}


@pytest.mark.parametrize("name", PLANS)
def test_without_scripts_everything_can_be_read(seen: dict[str, dict[str, Any]], name: str) -> None:
    assert seen[name]["plain"] == {"dead": 0, "titles": len(sessions(PLANS[name]().weeks))}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", [name for name in PLANS if name != "hostile"])
def test_a_month_is_a_page(seen: dict[str, dict[str, Any]], name: str, paper: str) -> None:
    weeks = PLANS[name]().weeks
    months = {(week.days[3].date.year, week.days[3].date.month) for week in weeks}
    assert seen[name][f"pages-{paper}"] == len(months)
