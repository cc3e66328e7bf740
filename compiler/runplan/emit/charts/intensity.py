"""The chart of how the running is divided: easy, moderate and hard by time, of the whole plan and of each phase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from runplan.emit import text
from runplan.emit.charts import season
from runplan.emit.charts.drawing import (
    LINE,
    WIDTH,
    Drawn,
    Key,
    Table,
    box,
    cut,
    escaped,
    legend,
    line,
    one_line,
    place,
    room,
    swatch,
    written,
)
from runplan.emit.charts.volume import NAMES, filled, hatch
from runplan.fitness.load import session_intensity, shares
from runplan.plan import Plan, Session, Week
from runplan.record import Record

ROW, BAR = 31, 11
Parts: TypeAlias = tuple[int, int, int]
MEANT = {"easy": "easy (E, walking)", "moderate": "moderate (M, T)", "hard": "hard (I, R)"}
"""The zones of each part."""


class Row(Record):
    """A bar: what it is of, its easy, moderate and hard parts, in seconds or in sessions, and their whole per cents."""

    title: str
    detail: str
    parts: Parts
    shares: Parts
    heading: str = ""


def rows(plan: Plan) -> list[Row]:
    """The whole plan by time and by sessions, then each phase by time; a phase without running has none. The goal race is
    none of the training."""
    sessions = _training(plan.weeks)
    counted = [session_intensity(session).counted for session in sessions]
    whole = _by_time(sessions)
    found = [
        *_row("Whole plan, by time", text.duration(sum(whole), about=True), whole),
        *_row(
            "Whole plan, by sessions",
            f"{len(sessions)} runs",
            (counted.count(0), counted.count(1), counted.count(2)),
        ),
    ]
    block = 0
    for span in season.spans(plan):
        parts = _by_time(_training(plan.weeks[span.first : span.end]))
        count = span.end - span.first
        detail = f"{count} week{'s' if count > 1 else ''}, {text.duration(sum(parts), about=True)}"
        heading = plan.blocks[span.block - 1].title if span.block != block and len(plan.blocks) > 1 else ""
        found += _row(span.title, detail, parts, heading)
        block = span.block
    return found


def _row(title: str, detail: str, parts: Parts, heading: str = "") -> list[Row]:
    """The row, or none where nothing is run."""
    found = shares(*parts)
    return [Row(one_line(title), detail, parts, found, one_line(heading))] if found is not None else []


def _training(weeks: Iterable[Week]) -> list[Session]:
    return [session for session in text.sessions(weeks) if session.counts]


def _by_time(sessions: Iterable[Session]) -> Parts:
    each = [session_intensity(session).seconds for session in sessions]
    return sum(e for e, _, _ in each), sum(m for _, m, _ in each), sum(h for _, _, h in each)


def draw_intensity(plan: Plan, name: str = "intensity") -> Drawn:
    """The chart, a bar for the plan and one for each phase."""
    found = rows(plan)
    drawn, y = legend((Key(swatch(kind, filled(kind, name)), MEANT[kind]) for kind in NAMES), 0)
    body = [hatch(name), drawn]
    y += 4
    for index, row in enumerate(found):
        if row.heading:
            body.append(written(0, y + LINE, cut(row.heading, WIDTH, bold=True), "figure"))
            y += LINE + 4
        elif index == 2:
            y += 4
        body.append(_drawn(row, y, name))
        y += ROW
    return Drawn(
        name,
        "Easy, moderate and hard running",
        _words(found),
        int(y),
        "".join(body),
        _table(found),
    )


def _drawn(row: Row, y: float, name: str) -> str:
    figure = f"{' / '.join(map(str, row.shares))} %"
    detail = f'<tspan class="soft">{escaped(row.detail)}</tspan>'
    title = cut(row.title, WIDTH - 12 - room(figure, bold=True) - room(row.detail), bold=True)
    said = [
        f'<text x="0" y="{place(y + 10)}"><tspan class="figure">{escaped(title)}</tspan> {detail}</text>',
        written(WIDTH, y + 10, figure, "figure", "end"),
    ]
    x, whole = 0.5, sum(row.parts)
    for kind, part in zip(NAMES, row.parts, strict=True):
        if part:
            wide = part * (WIDTH - 1) / whole
            said.append(line(kind, box(x, y + 14, wide, BAR), filled(kind, name)))
            x += wide
    return "".join(said)


def _words(found: Sequence[Row]) -> str:
    said = ["Easy, moderate and hard in per cent, the goal race aside."]
    for row in found:
        figures = ", ".join(f"{share} {kind}" for share, kind in zip(row.shares, NAMES, strict=True))
        said.append(f"{row.title} ({row.detail}): {figures}.")
    return " ".join(said)


def _table(found: Sequence[Row]) -> Table:
    return Table(
        ("Part", "In all", *map(str.capitalize, NAMES)),
        tuple((row.title, row.detail, *(f"{share} %" for share in row.shares)) for row in found),
    )
