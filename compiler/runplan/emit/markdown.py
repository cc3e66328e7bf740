"""The Markdown backend: a page for the runner's phone and the coach's git, from Jinja templates a coach can replace.

Texts of coaches and runners are escaped wherever a template prints them, so no title can break a table; only what is
marked as Markdown stays as it is. `docs/decisions/markdown-templates.md` says what a template is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runplan import dates, units
from runplan.emit import BackendError, Settings, text
from runplan.plan import Block, Phase, Plan, Race, Session, Week
from runplan.record import Record
from runplan.units import DistanceUnit

if TYPE_CHECKING:
    from jinja2 import Environment

PAGE = "plan.md.jinja"
BAR = 16


def render_markdown(plan: Plan, settings: Settings) -> bytes:
    """The backend `md`. Raises `BackendError` for a mistake in a template of the user's own."""
    page = _render(plan, settings.templates)
    return page.encode("utf-8", "replace")


# ---- what a template is given -----------------------------------------------------------------------------


class Part(Record):
    """A phase with its weeks."""

    phase: Phase
    weeks: tuple[Week, ...]


class Chapter(Record):
    """A block with its phases. `number` counts from 1; `stages` are its fitness, and those that results on the way
    bring; `new_paces` says that it does not go on with the paces that the block before ended with."""

    number: int
    block: Block
    parts: tuple[Part, ...]
    stages: tuple[text.Stage, ...]
    new_paces: bool


def chapters(plan: Plan) -> tuple[Chapter, ...]:
    """The plan's blocks in order, each with its phases and their weeks."""
    made = []
    before = None
    for number, block in enumerate(plan.blocks, 1):
        weeks = [week for week in plan.weeks if week.block == number]
        parts = (Part(phase, tuple(w for w in weeks if w.phase == phase.name)) for phase in block.phases)
        stages = tuple(text.stages(block, weeks))
        new = len(stages) > 1 or (bool(stages) and stages[0].fitness != before)
        made.append(Chapter(number, block, tuple(p for p in parts if p.weeks), stages, new))
        before = stages[-1].fitness if stages else None
    return tuple(made)


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


def routines(plan: Plan) -> list[Session]:
    """Every routine of strength or mobility with steps, once, in order of first use."""
    found: dict[tuple[object, ...], Session] = {}
    for session in text.sessions(plan.weeks):
        if session.kind in text.ROUTINES and session.steps:
            found.setdefault((session.title, session.steps), session)
    return list(found.values())


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


def _inside(part: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", part)


# ---- Jinja ------------------------------------------------------------------------------------------------


def _render(plan: Plan, folder: str | None) -> str:
    environment = _environment(folder)
    try:
        page = environment.get_template(PAGE).render(_context(plan))
    except RecursionError:
        raise
    except Exception as error:
        mistake = _mistake(error, folder)
        if mistake is None:
            raise
        raise mistake from error
    return re.sub(r"\n{3,}", "\n\n", page).strip("\n") + "\n"


def _context(plan: Plan) -> dict[str, Any]:
    unit = plan.runner.units
    drawn = bars(plan)

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
        "date": dates.short_date,
        "long_date": dates.long_date,
        "quote": quoted,
        "message": message,
        "markdown": Markdown,
        "lowered": text.lowered,
    }


@lru_cache(maxsize=8)
def _environment(folder: str | None) -> Environment:
    """The templates, the user's own first, and then in a sandbox: a template, too, is text of others."""
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, FunctionLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    loaders: list[Any] = [FunctionLoader(_built_in)]
    if folder is not None:
        if not Path(folder).is_dir():
            raise BackendError("there is no such folder of templates", folder)
        loaders.insert(0, FileSystemLoader(folder))
    environment = (Environment if folder is None else ImmutableSandboxedEnvironment)(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        finalize=lambda value: escaped(value if isinstance(value, str) else str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_filters())
    return environment


def _built_in(name: str) -> str | None:
    # Our own lie side by side: a name that leads elsewhere is none of them.
    if "/" in name or "\\" in name or name.startswith("."):
        return None
    # Through `files`, so that a zipped package works too.
    source = files(__package__).joinpath("templates", name)
    return source.read_text("utf-8") if source.is_file() else None


def _mistake(error: Exception, folder: str | None) -> BackendError | None:
    """`error` as the user's own, if it came from a template of theirs."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if folder is None:
        return None
    if isinstance(error, TemplateSyntaxError):
        return BackendError(error.message or "this is no Jinja", error.filename or folder, error.lineno)
    if isinstance(error, TemplateNotFound):
        return BackendError(f"there is no template `{error.name}`", folder)
    if isinstance(error, UnicodeDecodeError):
        return BackendError("a template is not UTF-8", folder)
    places = [place for place in _places(error) if Path(place[0]).is_relative_to(folder)]
    if not places:
        return None
    path, line = places[-1]
    return BackendError(str(error) or type(error).__name__, path, line)


def _places(error: Exception) -> Iterator[tuple[str, int]]:
    # Jinja rewrites the traceback, so that its frames are lines of templates.
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
