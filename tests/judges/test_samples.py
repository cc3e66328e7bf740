"""The samples that the judges' packages carry, linted: what is right gives nothing, and what is wrong is known.

`samples.txt` lists them, each with the codes that it gives; `REASONS` says why a sample of others may have such a fault.
Many are a handful of lines about one property, and many are there because somebody's program wrote them wrongly. They
come out of git, so their lines end in LF: that is put right first. Pieces of a calendar are put into one.
"""

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from runplan.calendar.lint import lint_calendar

LIST = Path(__file__).parent / "samples.txt"
JUDGES = Path(os.environ.get("RUNPLAN_JUDGES", Path(__file__).parent))

_SHORT = "the sample is about something else, and leaves out what that does not need"
_WRITTEN = "written like this by the program, now often mended, whose calendar somebody reported"
_MEANT = "the sample is there to see what a reader makes of this very fault"
REASONS = {
    "ics-line-too-long": _SHORT + ": its writer did not fold",
    "ics-property-missing": _SHORT,
    "ics-tzid-undefined": _SHORT + ": readers know the zone by its name",
    "ics-no-component": _SHORT,
    "ics-floating": "local times are legal, and the finding only a note",
    "ics-method": "legal: a message, or an export of a program that writes METHOD always",
    "ics-several-calendars": "legal: what a reader makes of a second calendar is the question",
    "ics-until": _WRITTEN + "; zones of Thunderbird and older ones of Apple end in local time",
    "ics-bad-uri": _WRITTEN + "; Atlassian's calendars have organizers without `mailto:`",
    "ics-not-utc": _WRITTEN + "; Open Web Calendar's samples have local stamps",
    "ics-uid-twice": _WRITTEN,
    "ics-unescaped": _WRITTEN,
    "ics-empty-line": _WRITTEN,
    "ics-unknown-property": _WRITTEN + "; `SUBCALENDAR-ID` is one of Atlassian's own",
    "ics-unknown-word": _WRITTEN + "; Apple writes `ACTION:NONE`, others an empty `CLASS`",
    "ics-unknown-parameter": "the example of RFC 6868 calls its parameters what it likes, and khal has a `LANG`",
    "ics-fold-in-escape": _WRITTEN,
    "ics-rule-misses-start": "legal: RFC 7953 has such an example itself, and what comes out is the question",
    "ics-rules-twice": "legal: what comes out is the question",
    "ics-value-mismatch": "RFC 7265 has such an example itself; others are " + _WRITTEN,
    "ics-value-required": "the sample of RFC 7986 forgets VALUE",
    "ics-recurrence-id-type": _WRITTEN,
    "ics-parameter-misplaced": _WRITTEN,
    "ics-tzid-twice": _WRITTEN,
    "ics-start-missing": _WRITTEN,
    "ics-byte-order-mark": _MEANT,
    "ics-bad-line": _MEANT,
    "ics-control-character": _MEANT,
    "ics-parameter-unquoted": _MEANT,
    "ics-bad-parameter": _MEANT,
    "ics-bad-date": _MEANT,
    "ics-bad-duration": _MEANT,
    "ics-bad-escape": _MEANT,
    "ics-bad-offset": _MEANT,
    "ics-bad-period": _MEANT,
    "ics-bad-rule": _MEANT,
    "ics-duration-of-day": _MEANT,
    "ics-end-and-duration": _MEANT,
    "ics-end-before-start": _MEANT,
    "ics-end-type": _MEANT,
    "ics-end-without-begin": _MEANT,
    "ics-misplaced-component": _MEANT,
    "ics-no-calendar": _MEANT,
    "ics-not-closed": _MEANT,
    "ics-outside-calendar": _MEANT,
    "ics-property-misplaced": _MEANT,
    "ics-property-twice": _MEANT,
    "ics-unknown-component": _MEANT,
    "ics-utc-with-tzid": _MEANT,
    "ics-value-not-allowed": _MEANT,
    "ics-wrong-word": _MEANT,
}

_PIECE = re.compile(rb"\A\s*BEGIN:(?:VEVENT|VTODO|VJOURNAL|VFREEBUSY|VTIMEZONE|VAVAILABILITY)\r\n")
_ALARM = re.compile(rb"\A\s*BEGIN:VALARM\r\n")
_EVENT = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270102T030405Z\r\nDTSTART:20270105T070000Z\r\nDURATION:PT1H\r\n"


def folders() -> dict[str, Path]:
    """Where each package that brings samples has them. khal's stand in its source, which `.ci/run` fetches."""
    found = {}
    for name, inside in (("icalendar", "tests"), ("recurring_ical_events", "test")):
        spec = find_spec(name)
        if spec and spec.origin:
            found[name] = Path(spec.origin).parent / inside
    for path in JUDGES.glob("khal-*/tests"):
        found["khal"] = path
    return found


def sample(data: bytes) -> bytes:
    """A sample as its writer meant it: with the ends of lines of a calendar, and a calendar around it."""
    data = re.sub(rb"\r*\n", b"\r\n", data)
    if not data.endswith(b"\r\n"):
        data += b"\r\n"
    if _ALARM.match(data):
        data = _EVENT + data.lstrip() + b"END:VEVENT\r\n"
    if _PIECE.match(data):
        data = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + data.lstrip() + b"END:VCALENDAR\r\n"
    return data


def codes(path: Path) -> list[str]:
    return sorted({found.code for found in lint_calendar(sample(path.read_bytes()), path.name)})


def listed() -> dict[str, list[str]]:
    """The codes of each sample, by package and path."""
    return {name: codes for name, *codes in (line.split() for line in LIST.read_text("utf-8").splitlines())}


def there() -> Iterator[tuple[str, Path]]:
    for package, folder in folders().items():
        for path in sorted(folder.rglob("*.ics")):
            yield f"{package}/{path.relative_to(folder).as_posix()}", path


def test_every_fault_of_a_sample_has_its_reason() -> None:
    assert {code for codes in listed().values() for code in codes} == set(REASONS)


@pytest.mark.parametrize("package", ["icalendar", "recurring_ical_events", "khal"])
def test_the_samples_of_a_package_are_what_the_list_says(package: str) -> None:
    paths = {name: path for name, path in there() if name.startswith(f"{package}/")}
    if not paths:
        if os.environ.get("CI"):
            pytest.fail(f"the samples of {package} are missing")
        pytest.skip(f"the samples of {package} are not here")
    known = {name: codes for name, codes in listed().items() if name.startswith(f"{package}/")}
    # Another version has others; most stay, and none may be a failure.
    found = {name: codes(path) for name, path in paths.items()}
    assert len(found.keys() & known.keys()) > 0.8 * len(known)
    assert {name: found[name] for name in found.keys() & known.keys()} == {
        name: known[name] for name in found.keys() & known.keys()
    }
