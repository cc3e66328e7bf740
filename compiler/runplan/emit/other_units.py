"""A session as a runner of the other units would read it: a page that switches between km and mi needs both.

Distances and paces of a `Plan` are metres and seconds; only titles and the words of targets hold printed figures. Those
are put into the other unit where they are figures of this session, and nothing else of a text is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from runplan import units
from runplan.emit import text
from runplan.plan import Alternative, Repeat, Session, Step, Target
from runplan.units import DistanceUnit

OTHER: dict[DistanceUnit, DistanceUnit] = {"km": "mi", "mi": "km"}

_PACE = re.compile(r"[0-9:–]+/(?:km|mi)")


def session_in(session: Session, own: DistanceUnit, other: DistanceUnit) -> Session:
    """`session`, whose texts are in `own`, with its title, targets and alternatives in `other`."""
    return session._replace(
        title=_title(session.title, session.distance_m, session.steps, own, other),
        steps=_steps(session.steps, other),
        alternatives=tuple(_alternative(each, own, other) for each in session.alternatives),
    )


def _alternative(side: Alternative, own: DistanceUnit, other: DistanceUnit) -> Alternative:
    return side._replace(
        title=_title(side.title, side.distance_m, side.steps, own, other), steps=_steps(side.steps, other)
    )


def _steps(items: Iterable[Step | Repeat], other: DistanceUnit) -> tuple[Step | Repeat, ...]:
    return tuple(
        each._replace(steps=_steps(each.steps, other))
        if isinstance(each, Repeat)
        else each._replace(target=_target(each.target, other))
        for each in items
    )


def _target(target: Target | None, other: DistanceUnit) -> Target | None:
    if target is None or target.low_s_per_km is None or target.high_s_per_km is None:
        return target
    if not _PACE.fullmatch(target.text):
        return target
    return target._replace(text=units.paces(target.low_s_per_km, target.high_s_per_km, other))


def _title(
    title: str, metres: int, steps: tuple[Step | Repeat, ...], own: DistanceUnit, other: DistanceUnit
) -> str:
    figures = {text.distance(metres, own): text.distance(metres, other)} if metres else {}
    for low, high, track in _lengths(steps):
        figures.setdefault(_span(low, high, own, track), _span(low, high, other, track))
    longest = sorted((figure for figure in figures if figure in title), key=len, reverse=True)
    if not longest:
        return title
    any_of = "|".join(map(re.escape, longest))
    return re.sub(rf"(?<![\w.,:–-])(?:{any_of})(?!\w)", lambda found: figures[found[0]], title)


def _lengths(items: Iterable[Step | Repeat], inside: bool = False) -> Iterator[tuple[int, int, bool]]:
    """The ends of each distance of the steps, and whether it is run on a track, as `text.step` sees it."""
    for each in items:
        if isinstance(each, Repeat):
            if each.until_m is not None:
                yield each.until_m, each.until_m, False
            yield from _lengths(each.steps, True)
        elif each.distance_m is not None:
            low, high = each.range or (each.distance_m, each.distance_m)
            yield low, high, inside or (each.intensity in ("T", "I", "R") and each.distance_m <= 2000)


def _span(low: int, high: int, unit: DistanceUnit, track: bool) -> str:
    """`8 km`, `5–8 km`: as a title says it."""
    one, far = (text.distance(metres, unit, track) for metres in (low, high))
    if one == far:
        return far
    number, _, name = one.partition(" ")
    return f"{number}–{far}" if far.partition(" ")[2] == name else f"{one}–{far}"
