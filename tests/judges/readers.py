"""Programs of others that read our calendars. Each is a function from bytes to what it saw.

A judge that is not installed raises `AbsentError`. What a judge is known to see wrongly stands beside it, so that the tests ask
it about everything else.
"""

import json
import os
import shutil
import subprocess
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from strict_ics import Seen

HERE = Path(__file__).parent


class AbsentError(Exception):
    """The judge is not installed here."""


class Judge(NamedTuple):
    """`blind` are its known mistakes: it takes an escaped backslash before n for a line break (`backslash-n`), parts
    a category at its comma (`comma`), forgets the order of the events (`order`)."""

    name: str
    read: Callable[[bytes], list[Seen]]
    blind: frozenset[str] = frozenset()


def _module(name: str) -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return import_module(name)
        except ImportError as error:
            raise AbsentError(f"the package {name} is not installed") from error


def _iso(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        assert moment.tzinfo is not None, "a floating time"
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()


def icalendar(ics: bytes) -> list[Seen]:
    """The most used library of Python."""
    calendar = _module("icalendar").Calendar.from_ical(ics)
    assert not calendar.errors
    assert not any(event.errors for event in calendar.events)
    return [
        Seen(
            str(event["UID"]),
            _iso(event.decoded("DTSTART")),
            _iso(event.decoded("DTEND")),
            str(event["SUMMARY"]),
            str(event.get("DESCRIPTION", "")),
            tuple(str(each) for each in event.categories),
        )
        for event in calendar.events
    ]


def vobject(ics: bytes) -> list[Seen]:
    """The library behind Radicale and CalendarServer's tools."""
    calendar = _module("vobject").readOne(ics.decode())

    def value(event: object, name: str, default: object = "") -> object:
        return getattr(event, name).value if hasattr(event, name) else default

    seen = []
    for event in getattr(calendar, "vevent_list", []):
        start, end = event.dtstart.value, event.dtend.value
        words = value(event, "categories", [])
        assert isinstance(words, list)
        seen.append(
            Seen(
                event.uid.value,
                _iso(start),
                _iso(end),
                str(value(event, "summary")),
                str(value(event, "description")),
                tuple(words),
            )
        )
    return seen


def ics(data: bytes) -> list[Seen]:
    """A library made for people who make calendars by hand; it keeps no order, so its events are put into the file's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        calendar = _module("ics").Calendar(data.decode())
        seen = []
        for event in calendar.events:
            start, end = event.begin.datetime, event.end.datetime
            seen.append(
                Seen(
                    event.uid,
                    _iso(start.date() if event.all_day else start),
                    _iso(end.date() if event.all_day else end),
                    event.name or "",
                    event.description or "",
                    None,
                )
            )
    return seen


def ical(data: bytes) -> list[Seen]:
    """The library of Home Assistant's local calendar."""
    _module("ical")
    stream = _module("ical.calendar_stream")
    calendar = stream.IcsCalendarStream.calendar_from_ics(data.decode())
    return [
        Seen(
            event.uid,
            _iso(event.dtstart),
            _iso(event.dtend),
            event.summary,
            event.description or "",
            tuple(event.categories),
        )
        for event in calendar.events
    ]


def ical_js(data: bytes) -> list[Seen]:
    """The library of Thunderbird and Nextcloud."""
    return _node("ical_js_judge.cjs", "ical.js", data)


def node_ical(data: bytes) -> list[Seen]:
    """The reader of MagicMirror and many home displays."""
    return _node("node_ical_judge.cjs", "node-ical", data)


def _node(script: str, package: str, data: bytes) -> list[Seen]:
    node = shutil.which("node")
    if node is None:
        raise AbsentError("node is not installed")
    modules = Path(os.environ.get("RUNPLAN_JUDGES", HERE)) / "node_modules"
    if not (modules / package).is_dir():
        raise AbsentError(f"the npm package {package} is not in {modules}")
    run = subprocess.run(
        [node, str(HERE / script)],
        input=data,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "NODE_PATH": str(modules), "TZ": "UTC", "NODE_NO_WARNINGS": "1"},
    )
    assert run.returncode == 0, run.stderr.decode()
    return [
        Seen(**{**event, "categories": None if event["categories"] is None else tuple(event["categories"])})
        for event in json.loads(run.stdout)
    ]


def libical(data: bytes) -> list[Seen]:
    """The library of GNOME and KDE, in C. It also counts its own complaints, which must be none."""
    run = subprocess.run([_libical_program()], input=data, capture_output=True, check=False, timeout=60)
    verdict, _, rest = run.stdout.decode().partition("\n")
    errors, valid, count, kind = verdict.split()
    assert (errors, valid, kind) == ("0", "1", "VCALENDAR"), verdict
    seen = []
    for record in rest.split("\x1e")[:-1]:
        uid, start, end, summary, description, *categories = record.split("\x1f")[:-1]
        seen.append(
            Seen(uid, _compact_iso(start), _compact_iso(end), summary, description, tuple(categories))
        )
    assert len(seen) == int(count)
    return seen


def _compact_iso(value: str) -> str:
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    return f"{day}T{value[9:11]}:{value[11:13]}:{value[13:15]}Z" if "T" in value else day


@cache
def _libical_program() -> str:
    import atexit
    import tempfile

    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise AbsentError("there is no C compiler")
    folder = Path(tempfile.mkdtemp(prefix="runplan-libical-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    program = folder / "judge"
    made = subprocess.run(
        [compiler, "-O1", "-Wall", "-Werror", "-o", str(program), str(HERE / "libical_judge.c"), "-lical"],
        capture_output=True,
        check=False,
        timeout=120,
    )
    if made.returncode:
        raise AbsentError(f"libical's headers are not installed: {made.stderr.decode()[:200]}")
    return str(program)


JUDGES = (
    Judge("icalendar", icalendar),
    Judge("vobject", vobject),
    Judge("ics", ics, frozenset({"backslash-n", "order"})),
    Judge("ical", ical, frozenset({"comma"})),
    Judge("ical.js", ical_js),
    Judge("node-ical", node_ical, frozenset({"backslash-n"})),
    Judge("libical", libical),
)
