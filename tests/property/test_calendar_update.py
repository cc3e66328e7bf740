"""Random lives of a calendar, held against a model of a dozen lines."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strict_ics
from runplan.calendar.update import Unreadable, Update, update_calendar
from runplan.emit.ics import Event, Header

FIRST = date(2027, 2, 1)
HEADER = Header("3dd9d632-cc30-4321-8f85-6c581680618a", "Ana", "", None)

# A calendar's contents: which of eight sessions there are, in which of three wordings, on which of four days each.
CONTENTS = st.dictionaries(st.integers(0, 7), st.tuples(st.integers(0, 2), st.integers(0, 3)), max_size=8)
TITLES = ("Easy 8 km", "Tempo, 20 min; hard", "Long run " + "é" * 60)


class Known(NamedTuple):
    """What the model knows of a session: its SEQUENCE, what was last said, and whether it stands in the file."""

    sequence: int
    said: tuple[int, int] | None
    state: Literal["CONFIRMED", "CANCELLED", "gone"]


def day_of(number: int, said: tuple[int, int]) -> date:
    return FIRST + timedelta(days=4 * number + said[1])


def events(contents: dict[int, tuple[int, int]]) -> list[Event]:
    made = []
    for number, said in sorted(contents.items()):
        day = day_of(number, said)
        made.append(
            Event(uid(number), day, day + timedelta(days=1), TITLES[said[0]], "8 km\n\nBase", ("Easy",))
        )
    return made


def uid(number: int) -> str:
    return f"{number:08x}-2e47-82cc-96a9-21dc954c1240"


def model(
    known: dict[int, Known], days: dict[int, date], contents: dict[int, tuple[int, int]], removed: str
) -> dict[int, Known]:
    """What is known after a build of `contents`; `days` are those of the sessions in the file before it."""
    first = min((day_of(n, said) for n, said in contents.items()), default=date.min)
    after = {}
    for number in known.keys() | contents.keys():
        was, said = known.get(number), contents.get(number)
        if said is not None and was is None:
            after[number] = Known(0, said, "CONFIRMED")
        elif said is not None and was is not None:
            same = was.state == "CONFIRMED" and was.said == said
            after[number] = was if same else Known(was.sequence + 1, said, "CONFIRMED")
        elif was is not None and was.state != "gone":
            if removed == "drop" or days[number] < first:
                after[number] = was._replace(state="gone")
            elif was.state == "CONFIRMED":
                after[number] = Known(was.sequence + 1, was.said, "CANCELLED")
            else:
                after[number] = was
        elif was is not None:
            after[number] = was
    return after


def blocks(ics: bytes) -> dict[str, bytes]:
    every = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", ics, re.DOTALL)
    return {block[18:54].decode(): block for block in every}


def seen(ics: bytes) -> dict[str, tuple[int, str]]:
    return {
        name: (
            int(re.findall(rb"SEQUENCE:(\d+)", block)[0]),
            re.findall(rb"\nSTATUS:(\w+)", block)[0].decode(),
        )
        for name, block in blocks(ics).items()
    }


def untouched(ics: bytes) -> bytes:
    return ics


def with_line_feeds(ics: bytes) -> bytes:
    return ics.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("touch", [untouched, with_line_feeds])
@pytest.mark.parametrize("removed", ["drop", "cancel"])
@settings(max_examples=60, deadline=None)
@given(lives=st.lists(CONTENTS, min_size=2, max_size=7))
def test_a_calendar_lives_as_the_model_says(
    touch: object, removed: Literal["drop", "cancel"], lives: list[dict[int, tuple[int, int]]]
) -> None:
    old: bytes | None = None
    known: dict[int, Known] = {}
    highest: dict[str, int] = {}
    for turn, contents in enumerate(lives):
        stamp = datetime(2027, 1, 2, tzinfo=UTC) + timedelta(days=turn)
        days = {n: day_of(n, k.said) for n, k in known.items() if k.said is not None}
        known = model(known, days, contents, removed)
        result = update_calendar(old and touch(old), HEADER, events(contents), stamp, removed)  # type: ignore[operator]
        assert isinstance(result, Update)
        assert strict_ics.faults(result.data) == []
        told = seen(result.data)
        assert told == {uid(n): (k.sequence, k.state) for n, k in known.items() if k.state != "gone"}
        # what the update says of itself
        assert {*result.added, *result.changed, *result.kept} == {
            *map(uid, contents),
            *(name for name in result.kept if told[name][1] == "CANCELLED"),
        }
        # a SEQUENCE never falls, and no byte of an event changes without a higher one
        before = blocks(old) if old is not None else {}
        for name, block in blocks(result.data).items():
            if name in before and before[name] != block:
                assert told[name][0] == highest[name] + 1
                assert f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}".encode() in block
            assert told[name][0] >= highest.get(name, 0)
            highest[name] = told[name][0]
        # a second build changes nothing, a month later too
        later = stamp + timedelta(days=30)
        again = update_calendar(touch(result.data), HEADER, events(contents), later, removed)  # type: ignore[operator]
        assert isinstance(again, Update)
        assert again.data == result.data
        assert (again.added, again.changed, again.removed) == ((), (), ())
        old = result.data


def lived() -> bytes:
    """A calendar with a changed, a cancelled and a forgotten session."""
    data: bytes | None = None
    for contents in ({0: (0, 0), 1: (1, 1), 5: (0, 0)}, {1: (2, 2), 5: (0, 0)}, {1: (2, 2)}):
        result = update_calendar(data, HEADER, events(contents), datetime(2027, 1, 2, tzinfo=UTC), "cancel")
        assert isinstance(result, Update)
        data = result.data
    assert data is not None
    assert b"CANCELLED" in data
    assert b"X-RUNPLAN-GONE" in data
    return data


LIVED = lived()


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(LIVED)),
    st.integers(0, 60),
    st.one_of(st.binary(max_size=40), st.sampled_from([b"\r\n", b"\n ", b":", b";", b"BEGIN:VEVENT\r\n", b"\xff", b"9" * 30])),
)  # fmt: skip
def test_any_damage_is_told_or_harmless_and_never_a_failure(at: int, length: int, instead: bytes) -> None:
    damaged = LIVED[:at] + instead + LIVED[at + length :]
    result = update_calendar(damaged, HEADER, events({1: (2, 2)}), datetime(2027, 2, 2, tzinfo=UTC), "cancel")
    if isinstance(result, Unreadable):
        assert result.why
    else:
        assert strict_ics.faults(result.data) == []
