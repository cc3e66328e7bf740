"""The HTML backend: one file that a runner opens on a phone, and prints as a page a month for the fridge.

Nothing in it leaves the page: style and script stand inside, named by their hashes in a policy that forbids every request.
Texts of coaches and runners are escaped wherever a template prints them; notes are Markdown (`note.py`). The unit that
is not the runner's own stands in an attribute beside each figure, for the page's switch.
`docs/decisions/html-page.md` says what a template is given.
"""

from __future__ import annotations

import hashlib
import math
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from runplan import dates, units
from runplan.emit import Settings, charts, text
from runplan.emit import page_templates as templates
from runplan.emit.charts.style import PAGE as CHARTS
from runplan.emit.note import note_html, visible
from runplan.emit.other_units import OTHER, session_in
from runplan.emit.outline import Chapter, chapters, routines
from runplan.plan import Day, Finding, Fitness, Phase, Plan, Race, Repeat, Session, Step, Week
from runplan.record import Record
from runplan.units import DistanceUnit

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

PAGE = "page.html.jinja"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def render_html(plan: Plan, settings: Settings) -> bytes:
    """The backend `html`. Raises `BackendError` for a mistake in a template of the user's own."""
    folder = settings.templates
    environment = _environment(folder)
    page = templates.rendered(
        environment, PAGE, {**_context(plan, settings), **_inline(environment, folder)}, folder
    )
    return _packed(page).encode("utf-8", "replace")


# ---- what a template is given -----------------------------------------------------------------------------


class Mark(Record):
    """How sessions of some kinds look: a shape and a colour of one `name`, and what the legend says of them."""

    name: str
    said: str
    kinds: tuple[str, ...]


MARKS = (
    Mark("easy", "easy", ("run", "easy", "recovery", "run-walk", "strides")),
    Mark("long", "long", ("long", "medium-long")),
    Mark("steady", "steady and tempo", ("steady", "tempo", "cruise", "progression")),
    Mark("fast", "fast", ("intervals", "reps", "hills", "hill-sprints", "fartlek")),
    Mark("race", "race", ("race", "time-trial")),
    Mark("beside", "beside running", ("strength", "mobility", "cross", "walk")),
    Mark("rest", "rest", ("rest",)),
)
"""Every kind of session by how it looks; a shape each, since colours are not seen by everybody nor by every printer."""

_MARK_OF = {kind: mark.name for mark in MARKS for kind in mark.kinds}


def mark_of(session: Session) -> str:
    """The name of the mark of `session`. What is called a run and no more looks like the fastest part of it."""
    if session.kind == "run":
        inside = set(_intensities(session.steps))
        if inside & {"I", "R"}:
            return "fast"
        if inside & {"M", "T"}:
            return "steady"
    return _MARK_OF.get(session.kind, "beside")


def _intensities(items: Iterable[Step | Repeat]) -> Iterator[str]:
    for each in items:
        if isinstance(each, Repeat):
            yield from _intensities(each.steps)
        elif each.text != "strides" and each.intensity is not None:
            yield each.intensity


class Turn(Record):
    """A week of the calendar. `phase` and `chapter` are those that begin with it, if any; `of` is how many weeks its
    phase counts."""

    week: Week
    chapter: Chapter | None
    phase: Phase | None
    of: int


class Month(Record):
    """The weeks whose middle lies in a month: `2027-03`, `March 2027`. `fitness` is that of its first week."""

    id: str
    title: str
    turns: tuple[Turn, ...]
    fitness: Fitness | None


def months(plan: Plan, outline: Iterable[Chapter]) -> list[Month]:
    """The plan's weeks by month. A week stands whole in the month that most of its days belong to."""
    turns: list[tuple[date, Turn, Fitness | None]] = []
    for chapter in outline:
        fitness = chapter.block.fitness
        for part in chapter.parts:
            for week in part.weeks:
                fitness = week.fitness or fitness
                first = week == part.weeks[0]
                turn = Turn(
                    week,
                    chapter if first and part == chapter.parts[0] else None,
                    part.phase if first else None,
                    part.length,
                )
                turns.append((_middle(week), turn, fitness))
    made = []
    for (year, month), group in groupby(turns, key=lambda each: (each[0].year, each[0].month)):
        found = list(group)
        weeks = tuple(turn for _, turn, _ in found)
        made.append(Month(f"{year:04d}-{month:02d}", f"{MONTHS[month - 1]} {year}", weeks, found[0][2]))
    return made


def _middle(week: Week) -> date:
    return week.days[len(week.days) // 2].date if week.days else week.start


# ---- a month on paper -------------------------------------------------------------------------------------

PRINT_SIZES = (10.0, 9.4, 8.8, 8.2, 7.6, 7.0, 6.5, 6.0, 5.5)
"""Points of the printed calendar, by the class of a month: `size0` the biggest."""
_PAGE_MM, _CELL_MM, _SIDE_MM, _ROW_MM = 178.0, 31.5, 225.0, 3.0
"""What a page leaves for the calendar, on the smaller of A4 and Letter in each direction: its height and the insides of
a day and of a line across; and what stands above and below the text of a week."""
_CHARACTER_EM, _LINE_EM, _MM_OF_POINT = 0.56, 1.25, 25.4 / 72


def print_size(month: Month, unit: DistanceUnit) -> int:
    """The index of the biggest of `PRINT_SIZES` at which the month fits on one page, as far as counting characters can
    tell: in the widest of the usual fonts. A month that fits at none takes the smallest, and a second page."""
    for index, points in enumerate(PRINT_SIZES):
        if _printed_mm(month, unit, points * _MM_OF_POINT) <= _PAGE_MM:
            return index
    return len(PRINT_SIZES) - 1


def _printed_mm(month: Month, unit: DistanceUnit, em: float) -> float:
    def lines(said: str, size: float, wide: float, indent: float = 0.0) -> float:
        """The height of a text in em of the page's size."""
        room = max((wide / em - indent) / (size * _CHARACTER_EM), 1)
        rows = sum(max(1, math.ceil(len(row) / room)) for row in said.splitlines() or [""])
        return rows * size * _LINE_EM

    def cell(day: Day) -> float:
        high = lines("", 0.8, _CELL_MM)
        for session in day.sessions:
            high += 0.3 + lines(text.choice(session), 1.0, _CELL_MM, 1.1)
            figures = [_figures(session, unit), "optional" if session.role == "optional" else ""]
            if session.start_minute is not None:
                figures.insert(0, "00:00")
            if said := "  ".join(filter(None, figures)):
                high += lines(said, 0.8, _CELL_MM, 1.1)
            if steps := [*text.details(session, unit), *text.other_details(session, unit)]:
                high += lines(" · ".join(steps), 0.82, _CELL_MM, 0.4)
            for said in (*map(text.change, session.changes), session.note or ""):
                high += lines(said, 0.78, _CELL_MM, 0.4) if said else 0
        return high

    total = lines("", 2.0, _SIDE_MM) + 1.0
    for turn in month.turns:
        week = turn.week
        total += max([lines("\n" * 6, 0.8, _CELL_MM), *map(cell, week.days)]) + _ROW_MM / em
        if turn.chapter is not None:
            total += lines("", 1.0, _SIDE_MM)
        if turn.phase is not None:
            total += lines("", 1.1, _SIDE_MM) + 0.4
            total += sum(lines(note, 0.82, _SIDE_MM) for note in turn.phase.notes)
        said = " ".join(
            [*map(text.change, week.changes), text.new_targets(week.fitness, unit) if week.fitness else ""]
        )
        total += sum(lines(note, 0.82, _SIDE_MM) for note in week.notes) + (
            lines(said, 0.82, _SIDE_MM) if said else 0
        )
    return total * em


# ---- bars -------------------------------------------------------------------------------------------------


class Bar(Record):
    """A week's running in hundredths of the plan's biggest week, the goal race (`race`) behind what else is run."""

    run: int
    race: int


def volume_bars(plan: Plan) -> dict[date, Bar]:
    """A bar for each week, by the week's start: distance, or time in a plan by time."""
    totals = [(week, text.total([week], plan.runner.units)) for week in plan.weeks]
    by_time = bool(totals) and all(total.timed for _, total in totals)
    amounts = [
        (
            week.start,
            Fraction(total.seconds) if by_time else total.distance,
            Fraction(0) if by_time else total.race,
        )
        for week, total in totals
    ]
    most = max((run + race for _, run, race in amounts), default=Fraction(0)) or Fraction(1)
    return {
        start: Bar(units.nearest(run * 100 / most), units.nearest(race * 100 / most))
        for start, run, race in amounts
    }


# ---- escaping ---------------------------------------------------------------------------------------------


def printed(value: Any) -> Any:
    """What a template prints, before Jinja escapes it: text without what no page may hold."""
    from markupsafe import Markup

    if isinstance(value, Markup):
        return value
    return visible(value) if isinstance(value, str) else value


def either(own: str, other: str) -> Markup:
    """A figure in the runner's units; where the `other` unit says it differently, with that beside it for the switch.
    A set is not broken at its sign."""
    from markupsafe import Markup, escape

    own, other = (
        visible(said).replace(" × ", "\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}") for said in (own, other)
    )
    if own == other:
        return escape(own)
    return Markup(f'<span data-u="{escape(other)}">{escape(own)}</span>')


def message(said: str) -> Markup:
    """The message of a diagnostic: what stands in backticks is code."""
    from markupsafe import Markup, escape

    parts = visible(said).split("`")
    if len(parts) % 2 == 0:
        return escape(visible(said))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


def linked_message(said: str, week: Week | None) -> Markup:
    """The message of a diagnostic with a link to the week that it is about: where it names that week, else before it."""
    from markupsafe import Markup

    words = message(said)
    if week is None:
        return words
    link = Markup('<a href="#w-{}">week {}</a>').format(week.start, week.index)
    # What stands in code is a line of the plan, and names no week of the page.
    pieces = re.split(r"(<code>.*?</code>)", words)
    for index in range(0, len(pieces), 2):
        pieces[index], found = re.subn(rf"\bweek {week.index}\b", link, pieces[index], count=1)
        if found:
            return Markup("".join(pieces))
    return link + " " + words


def _packed(page: str) -> str:
    """`page` without the indentation and the empty lines of the templates; a note's own lines of code are kept."""
    pieces = re.split(r"(<pre>.*?</pre>|<style>.*?</style>|<script>.*?</script>)", page, flags=re.DOTALL)
    pieces[::2] = [re.sub(r"\s*\n\s*", "\n", piece) for piece in pieces[::2]]
    return "".join(pieces).strip() + "\n"


# ---- Jinja ------------------------------------------------------------------------------------------------


def _context(plan: Plan, settings: Settings) -> dict[str, Any]:
    from markupsafe import Markup

    own = plan.runner.units
    other = OTHER[own]
    outline = chapters(plan)
    bars = volume_bars(plan)
    at = {session: f"routine-{number}" for number, session in enumerate(routines(plan), 1)}
    by_steps = {(session.title, session.steps): name for session, name in at.items()}

    @cache
    def twin(session: Session) -> Session:
        return session_in(session, own, other)

    def both(said: Callable[[Any, DistanceUnit], str]) -> Callable[[Any], Markup]:
        return lambda value: either(said(value, own), said(value, other))

    def lines(said: Callable[[Session, DistanceUnit], list[str]]) -> Callable[[Session], list[Markup]]:
        return lambda session: [
            either(one, two) for one, two in zip(said(session, own), said(twin(session), other), strict=True)
        ]

    def routine(session: Session) -> list[tuple[int, Markup]]:
        pairs = zip(
            text.routine_lines(session.steps, own),
            text.routine_lines(twin(session).steps, other),
            strict=True,
        )
        return [(depth, either(one, two)) for (depth, one), (_, two) in pairs]

    weeks = {(week.block, week.index): week for week in plan.weeks}

    def week_of(finding: Finding) -> Week | None:
        return weeks.get((finding.block or 1, finding.week)) if finding.week is not None else None

    def time_of_day(session: Session) -> str:
        return dates.time_of_day(session.start_minute) if session.start_minute is not None else ""

    return {
        "plan": plan,
        "units": own,
        "other_units": other,
        "stamp": settings.stamp,
        "about": lambda finding: text.about(finding, plan),
        "chapters": outline,
        "months": months(plan, outline),
        "print_size": lambda month: print_size(month, own),
        "marks": MARKS,
        "mark": mark_of,
        "routines": at,
        "routine": routine,
        "routine_of": lambda session: by_steps.get((session.title, session.steps), ""),
        "total": both(lambda weeks, unit: str(text.total(weeks, unit))),
        "brief_total": both(_brief_total),
        "bar": lambda week: bars[week.start],
        "title": lambda session: either(text.choice(session), text.choice(twin(session))),
        "figures": lambda session: either(_figures(session, own), _figures(twin(session), other)),
        "time_of_day": time_of_day,
        "details": lines(text.details),
        "others": lines(text.other_details),
        "change": text.change,
        "race": both(text.race),
        "goal": both(_goal),
        "zones": both(lambda fitness, unit: " · ".join(text.zones(fitness, unit))),
        "zone": lambda name: text.ZONES.get(name, ""),
        "source": text.stage_source,
        "new_targets": both(text.new_targets),
        "pace": both(text.pace),
        "beats": text.beats,
        "week_of": week_of,
        "linked": lambda finding: linked_message(finding.message, week_of(finding)),
        "pictures": [picture._replace(svg=Markup(picture.svg)) for picture in charts.pictures(plan, other)],
        "dates": dates.span,
        "week_dates": text.week_dates,
        "day_label": lambda day: f"{day.date.day} {dates.MONTHS[day.date.month - 1]}",
    }


def _brief_total(week: Week, unit: DistanceUnit) -> str:
    """The one figure of a week that stands beside its bar: the time of a week that is planned by time."""
    total = text.total([week], unit)
    if total.timed and total.seconds and not total.race:
        return _unbroken(text.duration(total.seconds))
    return str(total)


def _goal(race: Race, unit: DistanceUnit) -> str:
    said = text.goal(race, unit)
    return f"Goal: {said}" if race.goal_s is not None else text.raised(said)


def _figures(session: Session, unit: DistanceUnit) -> str:
    """How far and how long, but for what the title says already; a figure stays on one line."""
    said = text.figures(session, unit).split(", ")
    kept = (part for part in said if not _says(session.title, part.removeprefix("about ")))
    return ", ".join(map(_unbroken, kept))


def _unbroken(figure: str) -> str:
    """On one line, but for `about`, which may stay on the line before."""
    about = "about " if figure.startswith("about ") else ""
    return about + figure.removeprefix(about).replace(" ", "\N{NO-BREAK SPACE}")


def _says(title: str, figure: str) -> bool:
    return figure in title and re.search(rf"(?<![\w.]){re.escape(figure)}(?!\w)", title) is not None


@lru_cache(maxsize=8)
def _environment(folder: str | None) -> Environment:
    environment = templates.environment(folder, finalize=printed, autoescape=True)
    environment.filters.update(_filters())
    return environment


def _filters() -> dict[str, Any]:
    from markupsafe import Markup

    return {
        "note": lambda said: Markup(note_html(said)),
        "message": message,
        "clock": text.clock,
        "duration": text.duration,
        "long_date": dates.long_date,
        "lowered": text.lowered,
    }


def _inline(environment: Environment, folder: str | None) -> dict[str, Any]:
    """Style and script, a coach's own or ours, and the policy that lets these two run and forbids every request."""
    from markupsafe import Markup

    style, script = (
        templates.source(environment, name, folder).replace("\r\n", "\n") for name in ("page.css", "page.js")
    )
    # A coach's own style comes last, and may change the charts too.
    style = f"{CHARTS}{style}"
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "script": Markup(script), "policy": policy}


@lru_cache(maxsize=8)
def _hash(source: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
