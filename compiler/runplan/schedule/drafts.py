"""Drafts: which session a line puts on which day, before anything is sized or moved.

A day line replaces the whole day, the last that matches wins; `+` lines come on top; `other` takes the days that are
left. Every draft carries its identity: phase, week of the phase, kind, and its number among that kind in the
template's week, counted before conditions, fitting and overlays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from runplan.plan import Change, Origin
from runplan.record import Record
from runplan.schedule.facts import Facts, holds
from runplan.schedule.layout import Layout, Slot
from runplan.schedule.progression import Sized, Turn
from runplan.schedule.steps import Made, Making
from runplan.schedule.turns import Placed
from runplan.syntax import nodes
from runplan.template.kinds import KINDS
from runplan.template.model import Phase

PARTS = {"am": 0, None: 1, "pm": 2}


class Sizing(Record):
    """A session as it was made once: from what, its `total` if that came from outside (the fill, a return), and what
    came out. It is made again where life asks for it; the last one stands."""

    option: nodes.Session
    making: Making
    total: Sized | None
    made: Made


class Draft:
    """A session on its way: where the template wants it, where it is now, and what was made of it."""

    __slots__ = (
        "added", "alternatives", "changes", "day", "dropped", "gone", "home", "identity", "made", "marks",
        "off", "option", "order", "placed", "section", "size", "sizings", "slot", "stops", "turn",
    )  # fmt: skip

    def __init__(
        self,
        slot: Slot,
        day: int,
        option: nodes.Session,
        alternatives: tuple[nodes.Session, ...],
        marks: nodes.Marks,
        turn: Turn,
        placed: Placed,
        identity: str,
        added: bool,
        order: int,
    ) -> None:
        self.slot = slot
        self.day = day  # 0 is the first day of the week
        self.home = day
        self.option = option
        self.alternatives = alternatives
        self.marks = marks
        self.turn = turn
        self.placed = placed
        self.section = placed.section
        self.identity = identity
        self.added = added
        self.order = order
        self.changes: list[Change] = []
        self.made: Made | None = None
        self.size: Sized | None = None
        self.dropped: str | None = None
        self.gone: Change | None = None  # what its week says of it, where it was dropped
        self.sizings: list[Sizing] = []
        self.off: Cause | None = None  # the runner's own line that takes its day, and has no running
        self.stops: list[date] = []  # where it stood before each of the runner's moves

    @property
    def kind(self) -> str:
        """The kind's name."""
        return self.option.kind

    @property
    def runs(self) -> bool:
        """Whether it is running: those follow the runner's days, the others keep theirs."""
        return KINDS[self.option.kind].running

    @property
    def origin(self) -> Origin:
        """The line that made it."""
        at = self.placed.line.at
        return Origin(at.file, at.line, at.column)

    @property
    def date(self) -> date:
        """The day where it stands now."""
        return self.slot.start + timedelta(days=self.day)


class Cause(Record):
    """Why a session was moved or dropped, in words, and the line behind it; None where no one line is."""

    why: str
    origin: Origin | None = None


class Claim(Record):
    """A line that claims a day at its turn. `spot` is how the line names the day, None for `other`."""

    placed: Placed
    turn: Turn
    spot: int | None


class WeekDays(Record):
    """What a week offers: the days (0 is the week's first) that the runner runs on, and how many at most."""

    available: tuple[int, ...]
    most: int
    long_days: tuple[int, ...]


def week_days(
    running: nodes.RunningDays | None, long_day: nodes.LongDay | None, first_weekday: int
) -> WeekDays:
    """The runner's days as positions in the week."""
    wanted = range(7) if running is None else [(d - first_weekday) % 7 for d in running.days.days]
    available = tuple(sorted(set(wanted)))
    most = running.most if running is not None and running.most is not None else len(available)
    longs = tuple((d - first_weekday) % 7 for d in long_day.days.days) if long_day else ()
    return WeekDays(available, min(most, len(available)), longs)


def draft_week(
    slot: Slot,
    lines: Sequence[Placed],
    layout: Layout,
    phase: Phase,
    facts: Facts,
    days: WeekDays,
    cycle: int | None,
    name: str,
) -> list[Draft]:
    """The drafts that the lines of one week make, in the order of days; the goal race is not among them.

    Where a line of the runner's own (`name` is theirs) has no running in it, what the plan has on that day is there
    too, and is `off`: it goes, but its share of the week goes with it.
    """
    lines = [p for p in lines if isinstance(p.line.body, nodes.DayLine)]
    ids = _Identities(slot, phase, layout, lines, facts.week_starts)
    claims = claims_of(slot, lines, layout, facts, days, cycle)
    drafts: list[Draft] = []
    taken: set[int] = set()
    rests: dict[int, Cause] = {}
    for day in range(7):
        for claim in reversed(claims.taken.get(day, ())):
            made = _make(claim, slot, day, facts, ids, False)
            own = claim.placed.section == "runner" and made and not any(d.runs for d in made)
            if day in rests:
                if own:
                    continue
                made = [d for d in made if d.runs]
            elif own:
                rests[day] = _rest(made, name)
                drafts.extend(made)
                continue
            drafts.extend(made)
            taken.add(day)
            break
    if claims.other:
        placed, turn, _ = claims.other[-1]
        drafts.extend(_others(placed, turn, slot, taken, days, layout, facts, ids, drafts))
    for draft in drafts:
        if draft.runs and draft.day in rests:
            draft.off = rests[draft.day]
    for day, extra in claims.added.items():
        drafts.extend(_additions(extra, slot, day, facts, ids))
    drafts.sort(key=lambda d: (d.day, PARTS[d.marks.part], d.added, d.order))
    return drafts


def _rest(made: Sequence[Draft], name: str) -> Cause:
    """What a day without running of the runner's own is called."""
    first = made[0]
    what = "rest" if first.kind == "rest" else KINDS[first.kind].title.lower()
    return Cause(f"{name}'s own {what}", first.origin)


class Claims(Record):
    """The lines that claim the days of a week (0 is its first), in order: of those that replace a day the last wins,
    as of `other`; those with `+` come on top."""

    taken: dict[int, list[Claim]]
    added: dict[int, list[Claim]]
    other: list[Claim]


def claims_of(
    slot: Slot, lines: Sequence[Placed], layout: Layout, facts: Facts, days: WeekDays, cycle: int | None
) -> Claims:
    """Every line that claims a day of the week."""
    runs = _run_days(lines, slot, days)
    claims = Claims({}, {}, [])
    for placed in lines:
        body = placed.line.body
        if not isinstance(body, nodes.DayLine):
            continue
        turn = placed.turn(slot)
        if turn is None:
            continue
        if isinstance(body.days, nodes.OtherDays):
            claims.other.append(Claim(placed, turn, None))
            continue
        for day, spot in _days_of(body.days, placed, slot, facts.week_starts, runs, cycle):
            if not _applies(placed, slot, day, layout):
                continue
            on_race_day = placed.section == "race" and layout.race_day == slot.start + timedelta(days=day)
            into = claims.added if body.added or on_race_day else claims.taken
            into.setdefault(day, []).append(Claim(placed, turn, spot))
    return claims


def _others(
    placed: Placed,
    turn: Turn,
    slot: Slot,
    taken: Collection[int],
    days: WeekDays,
    layout: Layout,
    facts: Facts,
    ids: _Identities,
    drafts: list[Draft],
) -> list[Draft]:
    """The sessions of `other`: on every available day not taken, as many as the runner runs a week, spread out."""
    free = [
        d
        for d in days.available
        if d not in taken
        and _applies(placed, slot, d, layout)
        and layout.race_day != slot.start + timedelta(days=d)
        and placed.admits(slot.start + timedelta(days=d))
    ]
    busy = {d.day for d in drafts if d.runs}
    room = days.most - len(busy)
    if room < len(free):
        free = list(spread(free, max(room, 0), busy))
    out: list[Draft] = []
    for day in free:
        out.extend(_make(Claim(placed, turn, None), slot, day, facts, ids, False))
    return out


def _additions(extra: list[Claim], slot: Slot, day: int, facts: Facts, ids: _Identities) -> list[Draft]:
    """`+` lines of a day: a later one of the same kind replaces an earlier one, `+ rest` clears them."""
    kept: list[Draft] = []
    for claim in extra:
        made = _make(claim, slot, day, facts, ids, True)
        if any(d.kind == "rest" for d in made):
            kept = []
            continue
        kinds = {d.kind for d in made}
        kept = [d for d in kept if d.kind not in kinds] + made
    return kept


def _make(claim: Claim, slot: Slot, day: int, facts: Facts, ids: _Identities, added: bool) -> list[Draft]:
    placed, turn, spot = claim
    body = placed.line.body
    assert isinstance(body, nodes.DayLine)
    out: list[Draft] = []
    for choice in body.choices:
        options = [o for o in (_option(o, facts, turn) for o in choice.options) if o]
        if not options:
            continue
        for i, (session, marks) in enumerate(options[0]):
            others = tuple(s for option in options[1:] for s, _ in option)
            order = len(out)
            name = ids.of(choice.options[0], session.kind, day, spot, order, placed)
            if i:
                name += f"/{i + 1}"
            out.append(
                Draft(slot, day, session, others if not i else (), marks, turn, placed, name, added, order)
            )
    return out


def _option(
    option: nodes.Session | nodes.Call | nodes.Variants, facts: Facts, turn: Turn
) -> list[tuple[nodes.Session, nodes.Marks]] | None:
    """The sessions of one side of a choice, with the marks of the call on top of those of the workout's line."""
    match option:
        case nodes.Session():
            return [(option, option.marks)]
        case nodes.Variants(_, _, variants, inside, marks):
            chosen: tuple[nodes.Choice, ...] | None = None
            for variant in variants:
                if variant.condition is None or holds(variant.condition, facts, turn):
                    chosen = variant.choices
            if chosen is None:
                return None
            out: list[tuple[nodes.Session, nodes.Marks]] = []
            for choice in chosen:
                made = _option(choice.options[0], facts, turn)
                for session, own in made or ():
                    if inside is not None and session.inside is None:
                        session = session._replace(inside=inside)
                    out.append((session, _joined(own, marks)))
            return out
    raise AssertionError("an unbound call reached the schedule")


def _joined(own: nodes.Marks, call: nodes.Marks) -> nodes.Marks:
    notes = [n for n in (own.note, call.note) if n]
    return nodes.Marks(
        key=own.key or call.key,
        optional=own.optional or call.optional,
        part=call.part or own.part,
        back_to_back=own.back_to_back or call.back_to_back,
        climb=call.climb or own.climb,
        note="\n\n".join(notes) if notes else None,
    )


def _applies(placed: Placed, slot: Slot, day: int, layout: Layout) -> bool:
    """Lines for days after the race, in the race week, do not apply; lines that name their date do."""
    if layout.race_day is None or slot.weeks_to_race != 0:
        return True
    when = slot.start + timedelta(days=day)
    return when <= layout.race_day or placed.first is not None


def _days_of(
    days: nodes.Days | None,
    placed: Placed,
    slot: Slot,
    first_weekday: int,
    runs: dict[int, int],
    cycle: int | None,
) -> list[tuple[int, int]]:
    """The days of the week, from 0, that a day line is for and its selector admits.

    Beside each the spot that the line names: the day itself, the number of the run, or the day of the cycle.
    """
    match days:
        case None:
            found = [(d, d) for d in range(7)]
        case nodes.Weekdays(weekdays):
            found = [((d - first_weekday) % 7, (d - first_weekday) % 7) for d in weekdays]
        case nodes.RunDays(numbers):
            found = [(runs[n], n) for n in numbers if n in runs]
        case nodes.CycleDays(numbers):
            found = []
            if cycle:
                # A week that is run once more has the days of its original.
                offset = (slot.week - 1) * 7
                found = [
                    (d, (offset + d) % cycle + 1) for d in range(7) if (offset + d) % cycle + 1 in numbers
                ]
        case _:
            found = []
    return [(d, spot) for d, spot in found if placed.admits(slot.start + timedelta(days=d))]


def _run_days(lines: Sequence[Placed], slot: Slot, days: WeekDays) -> dict[int, int]:
    """Which day the n-th run of the week falls on: the runner's days, spread evenly, the last on the long day."""
    top = 0
    for placed in lines:
        body = placed.line.body
        if (
            isinstance(body, nodes.DayLine)
            and isinstance(body.days, nodes.RunDays)
            and placed.turn(slot) is not None
        ):
            top = max(top, *body.days.numbers)
    if not top:
        return {}
    chosen = spread(days.available, min(top, days.most), (), days.long_days or (6,))
    return {n + 1: day for n, day in enumerate(chosen)}


def spread(
    free: Sequence[int], count: int, busy: Sequence[int] | set[int] = (), wish: Sequence[int] = ()
) -> tuple[int, ...]:
    """`count` of the days `free`, as far apart as can be, from each other and from `busy`, round the week's turn.

    Of equals the one that holds a day of `wish`, then the earliest days.
    """
    from itertools import combinations

    if count >= len(free):
        return tuple(free)

    def gaps(chosen: tuple[int, ...]) -> list[int]:
        every = sorted({*chosen, *busy})
        if len(every) < 2:
            return [7]
        return sorted((b - a) % 7 or 7 for a, b in zip(every, [*every[1:], every[0] + 7], strict=True))

    def rank(chosen: tuple[int, ...]) -> tuple[list[int], bool, tuple[int, ...]]:
        return ([-g for g in gaps(chosen)], not any(d in chosen for d in wish), chosen)

    return min(combinations(free, count), key=rank, default=())


class _Identities:
    """The numbers of a week's sessions among their kind, from all its lines, whether their condition holds or not."""

    def __init__(
        self, slot: Slot, phase: Phase, layout: Layout, lines: Sequence[Placed], first_weekday: int
    ) -> None:
        elastic = phase.length.high > phase.length.low
        week = slot.week - layout.lengths[slot.phase] - 1 if elastic else slot.week
        self.prefix = f"{phase.name}/{week}"
        if slot.copy:
            self.prefix += f"+{slot.copy}"
        self.start = slot.start
        self.race_day = layout.race_day
        places: dict[str, set[tuple[int, int, int]]] = {}
        for placed in lines:
            body = placed.line.body
            if not isinstance(body, nodes.DayLine) or slot.order not in placed.turns:
                continue
            if placed.first is not None and placed.section != "phase":
                continue
            match body.days:
                case nodes.Weekdays(weekdays):
                    days = [(d - first_weekday) % 7 for d in weekdays]
                case nodes.RunDays(numbers) | nodes.CycleDays(numbers):
                    days = list(numbers)
                case _:
                    continue
            for order, choice in enumerate(body.choices):
                option = choice.options[0]
                key = option.name if isinstance(option, nodes.Variants) else option.kind  # type: ignore[union-attr]
                part = PARTS[option.marks.part]
                for day in days:
                    places.setdefault(key, set()).add((day, part, order))
        self.numbers = {
            key: {place: i + 1 for i, place in enumerate(sorted(found))} for key, found in places.items()
        }

    def of(
        self,
        option: nodes.Session | nodes.Call | nodes.Variants,
        kind: str,
        day: int,
        spot: int | None,
        order: int,
        placed: Placed,
    ) -> str:
        """The identity of a session that a line puts on a day; `spot` is None for `other`."""
        key = option.name if isinstance(option, nodes.Variants) else kind
        when = self.start + timedelta(days=day)
        if placed.section == "race" and placed.first is not None and self.race_day is not None:
            return f"race/{(when - self.race_day).days:+d}/{key}/{order + 1}"
        if placed.first is not None:
            return f"{when.isoformat()}/{key}/{order + 1}"
        if spot is None:
            return f"{self.prefix}/{key}/other-{day + 1}"
        number = self.numbers.get(key, {}).get((spot, PARTS[option.marks.part], order))
        return f"{self.prefix}/{key}/{number}" if number else f"{self.prefix}/{key}/{day + 1}.{order + 1}"
