"""Laws of publishing, over any sequence of plans, of what runners and others do to the calendar, and of runs that end
early: a calendar is a folder of bytes here, and changes are carried out on it as a server would."""

import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from runplan.emit.ics import Event
from runplan.publish.changes import Changes, Policy, plan_changes
from runplan.publish.stored import Stored, digests, event_content, parse_stored

OWNER = "b7f8b64a-ecfb-8486-a827-12a2ff2ca48d"
OTHER = "00000000-0000-4000-8000-000000000000"

Folder = dict[str, str]

uids = st.sampled_from([f"uid-{n}" for n in range(6)])
words = st.text(max_size=12) | st.sampled_from(["Easy 8 km", "a,b;c\\n", "X-RUNPLAN:1 x", "\r\nEND:VEVENT"])
days = st.integers(0, 9).map(lambda n: date(2027, 2, 1) + timedelta(days=n))


@st.composite
def made(draw: st.DrawFn) -> Event:
    start: date | datetime = draw(days)
    end: date | datetime = start + timedelta(days=1)
    if draw(st.booleans()):
        start = datetime(start.year, start.month, start.day, 6, 30, tzinfo=UTC)
        end = start + timedelta(minutes=draw(st.sampled_from([50, 55])))
    remind = draw(st.sampled_from([None, 900, 1800]))
    return Event(draw(uids), start, end, draw(words), draw(words), (draw(words),), remind_s=remind)


plans = st.lists(made(), max_size=6, unique_by=lambda event: event.uid)
edits = st.tuples(
    uids,
    st.sampled_from(
        [
            (r"^SUMMARY.*?\r\n(?! )", "SUMMARY:Mine\r\n"),
            (r"^DESCRIPTION.*?\r\n(?! )", "DESCRIPTION:Felt good\r\n"),
            (r"^DTSTART.*?\r\nDTEND.*?\r\n", "DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270302\r\n"),
            (r"^DTSTART:(\d+)T06(.*?)\r\nDTEND:(\d+)T07", r"DTSTART:\1T15\2\r\nDTEND:\3T16"),
            (r"^DTEND:(\d+)T07", r"DTEND:\1T09"),
            (r"^X-RUNPLAN:.*?\r\n(?! )", ""),
            (r"^BEGIN:VCALENDAR.*", None),
        ]
    ),
)
rounds = st.lists(
    st.tuples(plans, st.lists(edits, max_size=3), st.integers(0, 8) | st.none(), st.booleans()),
    min_size=1,
    max_size=4,
)


def look(folder: Folder, owner: str = OWNER) -> list[Stored]:
    return [parse_stored(f"/x/{name}", f'"{hash(data)}"', data, owner) for name, data in folder.items()]


def carry_out(folder: Folder, changes: Changes, most: int | None = None) -> None:
    """The first `most` changes; a conditional request that does not hold is our mistake here."""
    for one in changes.changes[:most]:
        name = f"{one.uid}.ics" if one.href is None else one.href.removeprefix("/x/")
        assert (name in folder) == (one.href is not None)
        if one.data is None:
            del folder[name]
        else:
            folder[name] = one.data.decode()


def foreign(folder: Folder) -> Folder:
    return {name: data for name, data in folder.items() if OWNER not in data.replace("\r\n ", "")}


def sequences(folder: Folder) -> dict[str, int]:
    return {there.uid: there.sequence for there in look(folder) if there.mark is not None}


@given(rounds, plans)
def test_whatever_happened_one_run_makes_the_calendar_right(
    every: list[tuple[list[Event], list[tuple[str, tuple[str, str | None]]], int | None, bool]],
    others: list[Event],
) -> None:
    """After every round: nothing is left to do; each event of the plan is there once unless somebody else's has its
    UID; nothing else is ours; what others made is as it was, to the byte; no SEQUENCE went down."""
    folder: Folder = {}
    club = [event._replace(uid=f"ben-{event.uid}") for event in others]
    carry_out(
        folder, plan_changes([], club, Policy(OTHER, datetime(2027, 1, 1, tzinfo=UTC), date(2020, 1, 1)))
    )
    for plan, phone, most, overwrite in every:
        policy = Policy(OWNER, datetime(2027, 1, 1, tzinfo=UTC), date(2020, 1, 1), overwrite=overwrite)
        for uid, (pattern, text) in phone:
            name = f"{uid}.ics"
            if name in folder and text is None:
                del folder[name]
            elif name in folder and text is not None:
                folder[name] = re.sub(pattern, text, folder[name], count=1, flags=re.MULTILINE | re.DOTALL)
        theirs, numbers = foreign(folder), sequences(folder)
        if most is not None:
            carry_out(folder, plan_changes(look(folder), plan, policy), most)
        carry_out(folder, plan_changes(look(folder), plan, policy))

        last = plan_changes(look(folder), plan, policy)
        assert last.changes == ()
        assert foreign(folder) == theirs
        taken = {there.uid for there in look(folder) if there.mark is None}
        ours = [there for there in look(folder) if there.mark is not None]
        assert sorted(there.uid for there in ours) == sorted(e.uid for e in plan if e.uid not in taken)
        assert {event.uid for event in last.foreign} == {e.uid for e in plan if e.uid in taken}
        assert all(
            sequences(folder)[uid] >= number for uid, number in numbers.items() if uid in sequences(folder)
        )
        left = {one.uid: one.fields for one in last.left}
        assert not (overwrite and left)
        by_uid = {event.uid: event for event in plan}
        for there in ours:
            if there.uid not in left:
                assert there.content is not None
                assert digests(there.content) == digests(event_content(by_uid[there.uid]))
