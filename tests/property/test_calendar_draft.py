"""`runplan import`: any octets give a draft or a word about them, and any titles a draft that is a plan."""

import random
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.hostile import texts
from planted_ics import PLANTED, SOUND
from runplan.calendar.draft import draft_calendar
from runplan.cli.compile import Workplace, compile_target
from runplan.diagnostics import Report
from runplan.emit.ics import Event, Header, write_calendar
from runplan.review.catalogue import RULES
from runplan.syntax.format import format_text

WORDS = (
    "easy long run tempo threshold recovery intervals hills fartlek progression strides race parkrun marathon half core yoga bike "
    "swim rest walk steady 6x400m 5 x 1 km 8x45s 2x6x400 30/30 8 km 5 mi 10k 45 min 1h30 2' 1:30:00 4:30 12:00 @ 5:00/km T MP pace "
    "last 3 5-8 w/ 200 m jog WU CD + and or ( ) , - / 0 1 99 1000 x m 300 km 24 h 500 h 1 m 49 m 20 x 20 min locker Dauerlauf "
    'Trabpause récup seuil series " \\ # {{ }} %} {# @ Anna'
)  # fmt: skip
TITLES = st.one_of(
    st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=8).map(" ".join),
    st.text(max_size=60),
    st.sampled_from(texts()),
)
EVENTS = st.tuples(st.integers(0, 30), TITLES, TITLES, st.sampled_from([None, 5, 45, 600, 3000]))


def drafted(data: bytes, folder: Path | None = None) -> None:
    """Imports `data`: there is a draft in its usual form, or an error. In a `folder` it is compiled too: no mistake is in it
    but what the review thinks of its training."""
    report = Report()
    draft = draft_calendar(data, "x.ics", report)
    assert (draft is None) == report.has_errors
    if draft is not None:
        assert format_text(draft.text, "draft.plan") == draft.text
    if draft is not None and folder is not None:
        (folder / "draft.plan").write_text(draft.text, "utf-8")
        made = compile_target(Workplace().target(str(folder / "draft.plan")), date(2027, 1, 4))
        wrong = [d for d in made.diagnostics if d.code not in RULES]
        assert wrong == [], draft.text
        assert made.plan is not None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drafts")


@given(st.binary(max_size=400), st.integers(0, len(SOUND)))
def test_any_octets_are_imported_or_said_to_be_none(data: bytes, place: int) -> None:
    drafted(data)
    drafted(SOUND[:place] + data + SOUND[place:])


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_stops_no_import(name: str) -> None:
    drafted(PLANTED[name].calendar)


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_calendar_is_imported_or_said_to_be_none(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(40):
        data = bytearray(SOUND)
        for _ in range(draw.randint(1, 12)):
            at = draw.randrange(len(data))
            data[at : at + draw.randint(0, 6)] = draw.randbytes(draw.randint(0, 3))
        drafted(bytes(data))


@given(st.lists(EVENTS, min_size=1, max_size=8))
def test_any_titles_make_a_plan(folder: Path, made: list[tuple[int, str, str, int | None]]) -> None:
    header = Header("5b0a1a0c-0000-4000-8000-000000000000", "Club", "", None)
    events = []
    for number, (day, title, about, minutes) in enumerate(made):
        start: date = date(2027, 1, 4) + timedelta(days=day)
        end = start + timedelta(days=1)
        if minutes is not None:
            start = datetime(2027, 1, 4, 6, 30, tzinfo=UTC) + timedelta(days=day)
            end = start + timedelta(minutes=minutes)
        events.append(Event(f"{number:08d}-0000-4000-8000-000000000000", start, end, title or "x", about))
    data = write_calendar(header, events, datetime(2027, 1, 2, tzinfo=UTC))
    drafted(data.replace(b"PRODID:-//runplan", b"PRODID:-//other"), folder)
    drafted(data, folder)


@pytest.mark.parametrize("package", ["icalendar", "recurring_ical_events"])
def test_the_samples_of_others_are_imported_or_said_to_be_none(package: str) -> None:
    """Hundreds of calendars that programs wrote, many of them wrong, as if all of them were about running."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    samples = sorted(Path(spec.origin).parent.rglob("*.ics"))
    assert len(samples) > 50
    for path in samples:
        drafted(path.read_bytes().replace(b"SUMMARY:", b"SUMMARY:Easy 8 km "))
