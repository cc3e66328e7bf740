"""The Markdown backend: a page for the runner's phone and the coach's git, from Jinja templates a coach can replace.

Texts of coaches and runners are escaped wherever a template prints them, so no title can break a table; only what is
marked as Markdown stays as it is. `docs/decisions/markdown-templates.md` says what a template is given.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from runplan import dates, units
from runplan.emit import Settings, text
from runplan.emit import page_templates as templates
from runplan.emit.outline import chapters, routines
from runplan.fitness.load import load_of, shares
from runplan.plan import Finding, Plan, Race, Session, Week
from runplan.record import Record
from runplan.units import DistanceUnit

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = "plan.md.jinja"
BAR = 16


def render_markdown(plan: Plan, settings: Settings) -> bytes:
    """The backend `md`. Raises `BackendError` for a mistake in a template of the user's own."""
    page = _render(plan, settings)
    return page.encode("utf-8", "replace")


# ---- what a template is given -----------------------------------------------------------------------------


class Detailed(Record):
    """A session that has more to say than its title, and the days of the week that have it: `Tue, Thu am`."""

    days: str
    session: Session


def detailed(week: Week, unit: DistanceUnit) -> list[Detailed]:
    """The sessions of `week` that need more words than a row; those that are the same but for their day, once."""
    found: dict[tuple[object, ...], tuple[list[str], Session]] = {}
    for day in week.days:
        for s in day.sessions:
            if not (s.note or s.changes or s.climb_m or text.details(s, unit) or text.other_details(s, unit)):
                continue
            key = (s.title, s.steps, s.alternatives, s.note, s.changes, s.climb_m)
            days, _ = found.setdefault(key, ([], s))
            days.append(f"{dates.weekday(day.date)} {s.part}" if s.part else dates.weekday(day.date))
    return [Detailed(", ".join(days), session) for days, session in found.values()]


def bars(plan: Plan) -> dict[date, str]:
    """`█████▌` for each week's running, by the week's start: distance, with the goal race behind it as `░`, or time in a plan by time.

    A block stands for a round amount, so that a small change of the biggest week leaves the other bars as they were.
    """
    totals = [(week, text.total([week], plan.runner.units)) for week in plan.weeks]
    by_time = bool(totals) and all(total.timed for _, total in totals)
    amounts = [Fraction(total.seconds, 3600) if by_time else total.distance for _, total in totals]
    most = max(amounts, default=Fraction(0))
    each = next(Fraction(2**n, 8) for n in range(64) if most * 8 <= BAR * 2**n)
    drawn = {}
    for (week, total), amount in zip(totals, amounts, strict=True):
        blocks, half = divmod(units.nearest(amount * 2 / each), 2)
        race = 0 if by_time else units.nearest(total.race / each)
        drawn[week.start] = "█" * blocks + "▌" * half + "░" * min(race, BAR)
    return drawn


# ---- escaping ---------------------------------------------------------------------------------------------


class Markdown(str):
    """Text that is Markdown already and is printed as it is."""

    __slots__ = ()


_SPECIAL = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_LEADING = re.compile(r"^(?:[#>+=-]|[0-9]{1,9}(?=[.)](?:\s|$)))")
_PLAIN = re.compile(r"(?:(?![0-9]+[.)](?: |$))[A-Za-z0-9.(])[A-Za-z0-9 .,:;/@()×–+%'-]*(?<! )|")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff]")
_BREAK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


def escaped(plain: str) -> Markdown:
    """`plain` as Markdown of one line that shows the same characters, in a heading, a list or a table alike."""
    if isinstance(plain, Markdown):
        return plain
    if _PLAIN.fullmatch(plain):
        return Markdown(plain)
    line = _BREAK.sub(" ", _CONTROL.sub("", plain)).strip()
    line = _SPECIAL.sub(r"\\\g<0>", line)
    if lead := _LEADING.match(line):
        cut = lead.end() if lead[0][-1].isdigit() else lead.end() - 1
        line = f"{line[:cut]}\\{line[cut:]}"
    return Markdown(line)


def quoted(note: str, indent: str = "") -> Markdown:
    """A note, which is Markdown itself, as a quotation: whatever it opens ends with it, and tags show as text."""
    clean = _CONTROL.sub("", note).replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    lines = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", clean).strip("\n").splitlines()
    return Markdown("\n".join(f"{indent}> {line}".rstrip() for line in lines))


def message(said: str) -> Markdown:
    """The message of a diagnostic: what stands in backticks is code, the rest is escaped."""
    parts = _BREAK.sub(" ", said).split("`")
    if len(parts) % 2 == 0:
        return escaped(said)
    return Markdown("".join(f"`{part}`" if index % 2 else _inside(part) for index, part in enumerate(parts)))


def place(finding: Finding) -> Markdown:
    """Where a finding stands, with the line itself: `` `ana.runner:7`, `in bild: tue rest` ``."""
    at = f"{finding.origin.file}:{finding.origin.line}"
    parts = [at] if finding.line is None else [at, finding.line]
    return Markdown(", ".join(escaped(part) if "`" in part else f"`{part}`" for part in parts))


def _inside(part: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", part)


# ---- Jinja ------------------------------------------------------------------------------------------------


def _render(plan: Plan, settings: Settings) -> str:
    folder = settings.templates
    page = templates.rendered(_environment(folder), PAGE, _context(plan, settings.charts), folder)
    return re.sub(r"\n{3,}", "\n\n", page).strip("\n") + "\n"


@lru_cache(maxsize=8)
def _environment(folder: str | None) -> Environment:
    environment = templates.environment(
        folder, finalize=lambda value: escaped(value if isinstance(value, str) else str(value))
    )
    environment.filters.update(_filters())
    return environment


def _context(plan: Plan, charts: str | None = None) -> dict[str, Any]:
    unit = plan.runner.units
    drawn = bars(plan)

    load = plan.load or load_of(plan)
    asked = {week.start: week for week in load.weeks}
    mornings = {form.date: form for form in load.form}

    def number(session: Session) -> str:
        if not session.distance_m:
            return ""
        about = "about " if session.about in ("distance", "both") else ""
        return f"{about}{units.decimal(text.printed(session.distance_m, unit))}"

    def time(session: Session) -> str:
        about = session.about in ("duration", "both")
        return text.duration(session.duration_s, about=about) if session.duration_s else ""

    def when(day: date, session: Session | None = None) -> str:
        said = f"{dates.weekday(day)} {dates.short_date(day)}"
        return f"{said}, {session.part}" if session is not None and session.part else said

    def goal(race: Race) -> str:
        said = text.goal(race, unit)
        return f"Goal: {said}" if race.goal_s is not None else text.raised(said)

    return {
        "plan": plan,
        "units": unit,
        "chapters": chapters(plan),
        "routines": routines(plan),
        "total": lambda weeks: text.total(weeks, unit),
        "bar": lambda week: drawn[week.start],
        "number": number,
        "time": time,
        "when": when,
        "title": text.choice,
        "detailed": lambda week: detailed(week, unit),
        "details": lambda session: text.details(session, unit),
        "routine": lambda session: text.routine_lines(session.steps, unit),
        "others": lambda session: text.other_details(session, unit),
        "change": text.change,
        "race": lambda race: text.race(race, unit),
        "goal": goal,
        "charts": Markdown(quote(charts)) if charts else None,
        "load": load,
        "load_of": lambda week: asked[week.start],
        "shares": lambda week: shares(week.easy_s, week.moderate_s, week.hard_s),
        "form_on": mornings.get,
        "signed": text.signed,
        "about": lambda finding: text.about(finding, plan),
        "place": place,
        "dates": dates.span,
        "week_dates": text.week_dates,
        "zone": lambda name: text.ZONES.get(name, ""),
        "source": text.stage_source,
        "new_targets": lambda fitness: text.new_targets(fitness, unit),
    }


def _filters() -> dict[str, Any]:
    from jinja2 import pass_context
    from jinja2.runtime import Context

    @pass_context
    def distance(context: Context, metres: int) -> str:
        return text.distance(metres, context["units"])

    @pass_context
    def pace(context: Context, range_: Any) -> str:
        return text.pace(range_, context["units"])

    return {
        "distance": distance,
        "pace": pace,
        "beats": text.beats,
        "duration": text.duration,
        "clock": text.clock,
        "hours": text.hours,
        "date": dates.short_date,
        "long_date": dates.long_date,
        "quote": quoted,
        "message": message,
        "markdown": Markdown,
        "lowered": text.lowered,
    }
