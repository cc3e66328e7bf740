"""The data backend: JSON that loads back equal and reads well in a diff."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from difflib import ndiff

import pytest

import samples
from runplan.codec import from_json, read_json, to_json
from runplan.emit import Settings, backend
from runplan.emit.data import render_json, write_json
from runplan.fitness.load import load_of
from runplan.plan import Plan, Session

SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))


def edited(plan: Plan, week: int, day: int, edit: Callable[[Session], Session]) -> Plan:
    """The plan with the first session of a day edited; both count from 0."""
    days = list(plan.weeks[week].days)
    first, *rest = days[day].sessions
    days[day] = days[day]._replace(sessions=(edit(first), *rest))
    weeks = list(plan.weeks)
    weeks[week] = weeks[week]._replace(days=tuple(days))
    return plan._replace(weeks=tuple(weeks))


@pytest.mark.parametrize("name", samples.ALL)
def test_it_loads_back_to_the_same_plan(name: str) -> None:
    plan = samples.ALL[name]()
    written = render_json(plan, SETTINGS)
    assert written.endswith(b"}\n")
    whole = plan._replace(load=load_of(plan))
    assert repr(read_json(Plan, written)) == repr(whole)
    assert json.loads(written) == to_json(whole)
    assert render_json(whole, SETTINGS) == written


def test_a_plan_without_a_load_is_a_plan_all_the_same() -> None:
    plan = samples.half_km()
    data = to_json(plan)
    del data["load"], data["runner"]["weekly_m"]
    assert from_json(Plan, data) == plan


def test_the_settings_leave_no_trace() -> None:
    later = SETTINGS._replace(stamp=datetime(2030, 1, 1, tzinfo=UTC), templates="templates")
    assert render_json(samples.half_km(), SETTINGS) == render_json(samples.half_km(), later)


def test_a_step_that_changes_is_a_line_that_changes() -> None:
    plan = samples.half_km()

    def longer(session: Session) -> Session:
        warmup, *rest = session.steps
        return session._replace(steps=(warmup._replace(duration_s=1200), *rest))  # type: ignore[call-arg]

    lines = [render_json(p, SETTINGS).decode().splitlines() for p in (plan, edited(plan, 9, 1, longer))]
    changes = [line[:2] for line in ndiff(*lines) if line[0] in "+-"]
    assert changes == ["- ", "+ "]


@pytest.mark.parametrize(
    ("data", "written"),
    [
        ({"a": 1, "b": None, "c": 2.0}, '{"a": 1, "b": None, "c": 2.0}'.replace("None", "null")),
        ({"a": [1, 2]}, '{"a": [1, 2]}'),
        ([True, False], "[true, false]"),
        ({}, "{}"),
        ([], "[]"),
        ('é\n\u2028"', '"é\\n\u2028\\""'),
        (["x" * 60, "y" * 60], f'[\n  "{"x" * 60}",\n  "{"y" * 60}"\n]'),
        ({"long": "x" * 200, "record": {"a": 1}}, f'{{"long": "{"x" * 200}", "record": {{"a": 1}}}}'),
    ],
)
def test_the_layout(data: object, written: str) -> None:
    assert write_json(data) == f"{written}\n"
    assert json.loads(write_json(data)) == data


def test_half_a_surrogate_pair_comes_back() -> None:
    plan = samples.beginner()._replace(title="half \ud83d")
    assert read_json(Plan, render_json(plan, SETTINGS)).title == "half \ud83d"


def test_the_backend_is_found_by_name() -> None:
    assert backend("json") is render_json
    assert backend("no-such-backend") is None
