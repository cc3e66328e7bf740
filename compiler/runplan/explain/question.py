"""What may be asked about a plan, in a few words: a day, a week, its volume, a session, a pace, the race."""

import re
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from runplan import dates
from runplan.diagnostics.report import counted, listed
from runplan.emit import text
from runplan.explain.derivation import Derivation
from runplan.explain.lines import WeekView, week_views
from runplan.explain.overview import explain_phase, explain_plan
from runplan.explain.paces import explain_pace, known_paces
from runplan.explain.session import explain_session
from runplan.explain.volume import explain_volume
from runplan.explain.week import explain_day, explain_week
from runplan.schedule.block import Scheduled
from runplan.schedule.season import Season
from runplan.template.kinds import ALIASES, KINDS, canonical

_FILLERS = frozenset(("of", "the", "in", "on", "for", "at", "a", "day", "session"))
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Question(NamedTuple):
    """A question in parts: the block, phase and week, the day, and what about them."""

    block: int | None = None
    phase: str | None = None
    week: int | None = None
    race_week: bool = False
    day: date | None = None
    weekday: int | None = None
    volume: bool = False
    kind: str | None = None
    pace: str | None = None


class Refusal(NamedTuple):
    """Why a question has no answer."""

    message: str


def answer(words: str, season: Season) -> Derivation | Refusal:
    """The derivation that the words ask for."""
    question = parse_question(words, season)
    if isinstance(question, Refusal):
        return question
    if question == Question():
        return explain_plan(season)
    blocks = _blocks(question, season)
    if isinstance(blocks, Refusal):
        return blocks
    if question.pace is not None:
        return _pace(question, blocks)
    if question.day is not None:
        return _day(question, question.day, blocks)
    if question.kind == "race" and question._replace(kind=None, block=None) == Question():
        return _race(blocks)
    if question.phase is not None and question._replace(phase=None, block=None) == Question():
        if len(blocks) > 1:
            said = [f"block {made.frame.number} {question.phase}" for made in blocks]
            return Refusal(f"the season has several phases `{question.phase}`: say {listed(said)}")
        return explain_phase(blocks[0], question.phase)
    if question._replace(block=None) == Question():
        return explain_plan(season._replace(blocks=tuple(blocks)))
    return _week(question, blocks)


def askable(season: Season) -> list[tuple[str, str]]:
    """What can be asked about this plan: an example of each kind, in words that `answer` reads, and what it is about."""
    views = week_views(season.blocks[0])
    view = views[min(len(views) * 5 // 8, len(views) - 1)]
    block = "block 1 " if len(season.blocks) > 1 else ""
    week, phase = f"{block}week {view.week.index}", view.week.phase
    standing = [(d.date, s.kind) for d in view.week.days for s in d.sessions if s.counts]
    day, kind = standing[-1] if standing else (view.week.start, "")
    asks = [
        (day.isoformat(), "a day"),
        (f"{week} {dates.WEEKDAY_WORDS[day.weekday()]}", "a day of a week"),
        (week, "a week"),
        (f"{block}{phase} week {view.week.week_of_phase}", "a week of a phase"),
        (f"{week} volume", "a week's volume"),
        (f"{week} {kind}", "a session of a week, by its kind"),
        (f"{block}{phase}", "a phase"),
        ("pace T", f"a pace: {', '.join(known_paces(season.blocks[0].frame))}"),
    ]
    if season.plan.race is not None:
        asks.append(("race", "the race; `race week` its week"))
    return [(words, about) for words, about in asks if kind or about != "a session of a week, by its kind"]


# ---- reading -------------------------------------------------------------------------------------------------


def parse_question(words: str, season: Season) -> Question | Refusal:
    """The question in the words, or why they are none."""
    phases = {p.name for made in season.blocks for p in made.block.phases}
    found = Question()
    tokens = [t.removesuffix("'s") for t in re.findall(r"[^\s,]+", words)]
    while tokens:
        part = _part(tokens, found, phases)
        if isinstance(part, Refusal):
            return part
        for name, value in part.items():
            if getattr(found, name) != getattr(Question(), name):
                return Refusal(f"one {name.replace('_', ' ')} at a time")
            found = found._replace(**{name: value})
    return _crossed(found) or found


def _part(tokens: list[str], found: Question, phases: set[str]) -> dict[str, Any] | Refusal:
    """What the next words say; they are taken from `tokens`."""
    written = tokens.pop(0)
    word, follows = written.lower(), tokens[0].lower() if tokens else ""
    counts = follows.isdecimal() and len(follows) < 5
    if word in ("week", "weeks") and counts:
        return {"week": int(tokens.pop(0))}
    if word == "block" and counts:
        return {"block": int(tokens.pop(0))}
    if word == "race" and follows == "week" and not "".join(tokens[1:2]).isdecimal():
        tokens.pop(0)
        return {"race_week": True}
    if word == "pace":
        return {"pace": tokens.pop(0)} if tokens else Refusal("which pace? Say `pace T`")
    if word == "volume":
        return {"volume": True}
    if word in phases and (word not in KINDS or follows == "week" or found.week is None):
        return {"phase": word}
    if len(word) > 2 and any(day.startswith(word) for day in _DAYS):
        return {"weekday": next(n for n, day in enumerate(_DAYS) if day.startswith(word))}
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        day = _date(word)
        return {"day": day} if day is not None else Refusal(f"`{word}` is no date")
    if (word in ("run", "runs") and found.kind is not None) or word in _FILLERS:
        return {}
    if (kind := canonical(word)) is not None:
        return {"kind": kind}
    return _unknown(written, phases)


def _crossed(question: Question) -> Refusal | None:
    """Parts that do not go together."""
    week = question.week is not None or question.race_week
    if question.day is not None and (week or question.phase or question.weekday is not None):
        return Refusal("a date says all: leave the week and the day of the week out")
    if question.week is not None and question.race_week:
        return Refusal("one week at a time")
    about = [
        name
        for name, said in (
            ("the volume", question.volume),
            ("a pace", question.pace is not None),
            ("a session", question.kind is not None or question.weekday is not None),
        )
        if said
    ]
    if len(about) > 1:
        return Refusal(f"ask for {' or for '.join(about)}, not for both")
    if question.volume and question.day is not None:
        return Refusal("a day has no volume: ask for that of its week")
    return None


def _date(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def _unknown(word: str, phases: set[str]) -> Refusal:
    known = ["week", "volume", "pace", "race", *phases, *KINDS, *ALIASES, *_DAYS]
    near = get_close_matches(word.lower(), known, 1, 0.7)
    return Refusal(f"nothing can be asked about `{word}`" + (f": did you mean `{near[0]}`?" if near else ""))


# ---- answering -----------------------------------------------------------------------------------------------


def _blocks(question: Question, season: Season) -> list[Scheduled] | Refusal:
    """The blocks that the question may be about."""
    blocks = list(season.blocks)
    if question.block is not None:
        if not 1 <= question.block <= len(blocks):
            return Refusal(f"the season has {counted(len(blocks), 'block')}")
        blocks = [blocks[question.block - 1]]
    if question.phase is not None:
        blocks = [made for made in blocks if any(p.name == question.phase for p in made.block.phases)]
        if not blocks:
            return Refusal(f"this block has no phase `{question.phase}`")
    return blocks


def _week(question: Question, blocks: list[Scheduled]) -> Derivation | Refusal:
    if question.week is None and not question.race_week:
        return Refusal("which week? Say `week 9`, or a phase's own: `build week 2`")
    view = _view(question, blocks)
    if isinstance(view, Refusal):
        return view
    if question.volume:
        return explain_volume(view)
    if question.weekday is not None:
        days = [d.date for d in view.week.days if d.date.weekday() == question.weekday]
        return _day(question, days[0], [view.made])
    if question.kind is not None:
        return _kind(view, question.kind)
    return explain_week(view)


def _view(question: Question, blocks: list[Scheduled]) -> WeekView | Refusal:
    """The week that is asked about. Of one that is run once more, the first."""
    views = [view for made in blocks for view in week_views(made) if _is_asked(view, question)]
    if not views:
        return _no_week(question, blocks)
    if len({view.week.block for view in views}) > 1:
        said = [f"block {v.week.block} {_week_words(question)}" for v in views]
        return Refusal(f"the season has {counted(len(views), 'such week')}: say {listed(said)}")
    return views[0]


def _is_asked(view: WeekView, question: Question) -> bool:
    if question.race_week:
        return view.week.weeks_to_race == 0
    if question.phase is not None:
        return view.week.phase == question.phase and view.week.week_of_phase == question.week
    return view.week.index == question.week


def _week_words(question: Question) -> str:
    if question.race_week:
        return "race week"
    return f"{question.phase} week {question.week}" if question.phase else f"week {question.week}"


def _no_week(question: Question, blocks: list[Scheduled]) -> Refusal:
    if question.race_week:
        return Refusal("the plan has no race")
    if question.phase is not None:
        weeks = max(
            p.weeks - p.once_more for made in blocks for p in made.block.phases if p.name == question.phase
        )
        return Refusal(f"`{question.phase}` has weeks 1 to {weeks}")
    return Refusal(f"the plan has weeks 1 to {max(len(made.weeks) for made in blocks)}")


def _day(question: Question, day: date, blocks: list[Scheduled]) -> Derivation | Refusal:
    for made in blocks:
        for view in week_views(made):
            if day in [d.date for d in view.week.days]:
                found = explain_day(view, day)
                return found if question.kind is None else _of_kind(found, view, day, question.kind)
    return _outside(day, blocks)


def _outside(day: date, blocks: list[Scheduled]) -> Refusal:
    spans = [dates.span(made.block.start, made.block.end, year=True) for made in blocks]
    return Refusal(f"{dates.long_date(day)} is outside of the plan: it is {' and '.join(spans)}")


def _of_kind(found: Derivation, view: WeekView, day: date, kind: str) -> Derivation | Refusal:
    sessions = next(d.sessions for d in view.week.days if d.date == day)
    parts = tuple(p for p, s in zip(found.parts, sessions, strict=True) if s.kind == kind)
    if not parts:
        return Refusal(f"{dates.long_date(day)} has no {kind} session")
    return found._replace(steps=(), parts=parts)


def _kind(view: WeekView, kind: str) -> Derivation | Refusal:
    found = [(d.date, s) for d in view.week.days for s in d.sessions if s.kind == kind]
    if not found:
        has = list(dict.fromkeys(s.kind for d in view.week.days for s in d.sessions if s.kind != "rest"))
        return Refusal(f"week {view.week.index} has no `{kind}`: it has {listed(has, 'and')}")
    parts = []
    for day, session in found:
        part = explain_session(view, session)
        parts.append(part._replace(title=f"{dates.named(day)}: {text.lowered(part.title)}"))
    place = f"{view.place} · {dates.span(view.week.days[0].date, view.week.days[-1].date, year=True)}"
    return Derivation(f"Week {view.week.index}", place, (), tuple(parts))


def _pace(question: Question, blocks: list[Scheduled]) -> Derivation | Refusal:
    assert question.pace is not None
    view: WeekView | Refusal | None = None
    if question.week is not None or question.race_week:
        view = _view(question, blocks)
    elif question.day is not None:
        days = {d.date: v for made in blocks for v in week_views(made) for d in v.week.days}
        view = days.get(question.day) or _outside(question.day, blocks)
    if isinstance(view, Refusal):
        return view
    made = view.made if view is not None else blocks[0]
    found = explain_pace(made, question.pace, view)
    if found is None:
        return Refusal(f"there is no pace `{question.pace}`")
    if view is None and len(blocks) > 1:
        rest = [explain_pace(other, question.pace) for other in blocks]
        parts = tuple(
            part._replace(title=f"{found.title}: {other.block.title}")
            for part, other in zip(rest, blocks, strict=True)
            if part is not None
        )
        return Derivation(found.title, "", (), parts)
    return found


def _race(blocks: list[Scheduled]) -> Derivation | Refusal:
    days: list[Derivation] = []
    for made in blocks:
        for view in week_views(made):
            for day in view.week.days:
                for session in day.sessions:
                    if session.id == "race":
                        part = explain_session(view, session)
                        place = f"{dates.long_date(day.date)}, {part.place}"
                        days.append(part._replace(place=place))
    if not days:
        return Refusal("the plan has no race")
    return days[0] if len(days) == 1 else Derivation("The races", "", (), tuple(days))
