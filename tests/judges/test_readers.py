"""What programs of others see of our calendars is what we meant, whatever a coach writes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import samples
import strict_ics
from judges.hostile import has_backslash_n, texts
from judges.readers import Judge
from runplan.emit.ics import Event, Header, events, write_calendar, write_ics
from runplan.plan import Plan
from strict_ics import Seen, one_line, policy

pytestmark = pytest.mark.judge

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


def meant(event: Event) -> Seen:
    """What every reader should see of an event."""

    def iso(moment: date | datetime) -> str:
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(moment, datetime) else moment.isoformat()

    words = tuple(one_line(word) for word in event.categories)
    return Seen(
        event.uid,
        iso(event.start),
        iso(event.end),
        one_line(event.summary),
        policy(event.description),
        tuple(word for word in words if word),
    )


def compare(judge: Judge, ics: bytes, expected: list[Seen]) -> None:
    """The judge saw all events, in order, with their dates and texts, but for what it is blind to."""
    seen = judge.read(ics)
    if "order" in judge.blind:
        place = {event.uid: number for number, event in enumerate(expected)}
        seen = sorted(seen, key=lambda event: place[event.uid])
    assert [(e.uid, e.start, e.end) for e in seen] == [(e.uid, e.start, e.end) for e in expected]
    for got, event in zip(seen, expected, strict=True):
        for field in ("summary", "description", "categories"):
            value, want = getattr(got, field), getattr(event, field)
            words = want if isinstance(want, tuple) else (want,)
            if value is None or (
                "backslash-n" in judge.blind and any(has_backslash_n(word) for word in words)
            ):
                continue
            if field == "categories" and "comma" in judge.blind and any("," in word for word in words):
                continue
            assert value == want, f"{judge.name}: {field} of {event.uid}"


@pytest.mark.parametrize("plan", samples.ALL.values(), ids=samples.ALL.keys())
def test_every_reader_sees_the_plan(judge: Judge, plan: Callable[[], Plan]) -> None:
    made = plan()
    compare(judge, write_ics(made, STAMP), [meant(event) for event in events(made)])


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, int]]:
    """The calendars of the runners that come with runplan, made by its command, and how many events each should have."""
    out = tmp_path_factory.mktemp("out")
    root = Path(__file__).parents[2]
    runners = sorted((root / "plans" / "runners").glob("*.runner"))
    command = [sys.executable, "-m", "runplan", "build", *map(str, runners), "--out", str(out)]
    path = {"PYTHONPATH": str(root / "compiler")}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **path})
    assert run.returncode == 0, run.stderr
    made = {}
    for runner in runners:
        data = json.loads((out / f"{runner.stem}.json").read_text("utf-8"))
        sessions = [s for week in data["weeks"] for day in week["days"] for s in day["sessions"]]
        spoken = [s for s in sessions if s["kind"] != "rest" or s["note"] or s["alternatives"]]
        made[runner.stem] = ((out / f"{runner.stem}.ics").read_bytes(), len(spoken))
    return made


def test_every_reader_sees_the_plans_that_come_with_runplan(
    judge: Judge, shipped: dict[str, tuple[bytes, int]]
) -> None:
    assert len(shipped) >= 3
    for ics, count in shipped.values():
        assert strict_ics.faults(ics) == []
        expected = strict_ics.read(ics)
        assert len(expected) == count > 0
        compare(judge, ics, expected)


def test_a_reader_that_saw_something_else_is_heard(judge: Judge) -> None:
    plan = samples.beginner()
    expected = [meant(event) for event in events(plan)]
    ics = write_ics(plan, STAMP)
    first = expected[0]
    for old, new in (
        (f"SUMMARY:{first.summary}", f"SUMMARY:{first.summary} twice"),
        (f"DTSTART;VALUE=DATE:{first.start.replace('-', '')}", "DTSTART;VALUE=DATE:20270101"),
        ("DESCRIPTION:3", "DESCRIPTION:4"),
    ):
        assert old.encode() in ics
        with pytest.raises(AssertionError):
            compare(judge, ics.replace(old.encode(), new.encode(), 1), expected)


def hostile_events() -> list[Event]:
    """An event for each text, the text in every place; every third timed and with an alarm."""
    made = []
    for number, text in enumerate(texts()):
        start: date | datetime = date(2027, 1, 1) + timedelta(days=number)
        end: date | datetime = date(2027, 1, 2) + timedelta(days=number)
        if number % 3 == 0:
            start = datetime(2027, 1, 1, 6, 30, tzinfo=UTC) + timedelta(days=number)
            end = start + timedelta(minutes=50)
        made.append(
            Event(
                f"{number:08d}-0000-4000-8000-000000000000",
                start,
                end,
                f"Easy 8 km {text}",
                f"8 km easy\n{text}\nBase, week 1 of 4",
                ("Easy", f"Phase {text}"),
                remind_s=1800 if number % 3 == 0 else None,
            )
        )
    return made


def test_every_reader_sees_five_hundred_hostile_texts(judge: Judge) -> None:
    made = hostile_events()
    assert len(made) == 500
    header = Header(
        "5b0a1a0c-0000-4000-8000-000000000000", texts()[90], "\n".join(texts()[:90]), "Europe/Lisbon"
    )
    ics = write_calendar(header, made, STAMP)
    expected = [meant(event) for event in made]
    assert strict_ics.faults(ics) == []
    assert strict_ics.read(ics) == expected
    compare(judge, ics, expected)


def test_every_reader_counts_the_sessions_of_a_hostile_plan(judge: Judge) -> None:
    plan = hostile_plan(samples.half_km())
    ics = write_ics(plan, STAMP)
    assert strict_ics.faults(ics) == []
    compare(judge, ics, [meant(event) for event in events(plan)])


def hostile_plan(plan: Plan) -> Plan:
    """The same plan with hostile text wherever a coach or runner may write."""
    words = iter(texts())
    weeks = []
    for week in plan.weeks:
        days = []
        for day in week.days:
            sessions = tuple(
                s._replace(
                    title=f"{next(words)}{s.title}",
                    note=next(words),
                    steps=tuple(
                        step._replace(text=f"{step.text}{next(words)}") if hasattr(step, "text") else step
                        for step in s.steps
                    ),
                )
                for s in day.sessions
            )
            days.append(day._replace(sessions=sessions))
        weeks.append(week._replace(days=tuple(days), phase_title=next(words), notes=(next(words),)))
    runner = plan.runner._replace(name=next(words))
    blocks = tuple(b._replace(title=next(words), notes=(next(words),)) for b in plan.blocks)
    return plan._replace(weeks=tuple(weeks), title=next(words), runner=runner, blocks=blocks)
