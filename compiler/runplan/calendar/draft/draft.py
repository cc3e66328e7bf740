"""Entries of a calendar become the text of a plan: a line a day, in order, and what was guessed behind a `#`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from runplan import dates
from runplan.calendar.draft.amounts import folded
from runplan.calendar.draft.own import is_right, own_session, quoted
from runplan.calendar.draft.read import (
    Entry,
    ExtraMissingError,
    UnreadableError,
    read_calendar,
)
from runplan.calendar.draft.recognise import NO_RUNS, Hints, Session, recognise
from runplan.diagnostics import Report
from runplan.diagnostics.report import counted
from runplan.record import Record
from runplan.syntax.build import MOST_WEEKS
from runplan.syntax.format import format_text
from runplan.syntax.span import Span

MOST_NOTE = 400
"""Characters of a note; what is longer is cut."""

MOST_TITLE = 100
MOST_OTHERS = 200
"""Events without training that are listed."""


class Draft(Record):
    """The text of a plan, and what it was made of. `events` counts all, occurrences too; `understood` those of training,
    `guessed` the lines with a mark."""

    text: str
    events: int
    understood: int
    guessed: int
    others: int
    cancelled: int
    twice: int
    unread: int


def draft_calendar(
    data: bytes, file: str, report: Report, since: date | None = None, until: date | None = None
) -> Draft | None:
    """The draft of the calendar `data`, which messages call `file`, from the day `since` to the day `until`; None where
    there is none to make, which is reported."""
    at = Span(file, 0, 0, 0)
    try:
        reading = read_calendar(data, lambda entry: bool(_sessions(entry)), until)
    except ExtraMissingError as missing:
        report.say("import-needs-extra", at, what=str(missing))
        return None
    except UnreadableError:
        if not _say_unreadable(data, file, report):
            report.say("unreadable-file", at, path=file, why="it cannot be taken apart as a calendar")
        return None
    unique = list(dict.fromkeys(reading.entries))
    within = [
        entry
        for entry in unique
        if (since is None or entry.day >= since) and (until is None or entry.day <= until)
    ]
    entries = sorted(within, key=lambda entry: (entry.day, -1 if entry.minutes is None else entry.minutes))
    days: dict[date, list[tuple[Entry, Session]]] = {}
    others: list[Entry] = []
    cancelled = understood = 0
    for entry in entries:
        sessions = () if entry.repeats else _sessions(entry)
        if entry.is_cancelled:
            cancelled += 1
        elif sessions:
            understood += 1
            days.setdefault(entry.day, []).extend((entry, session) for session in sessions)
        else:
            others.append(entry)
    if not unique and _say_unreadable(data, file, report):
        return None
    if not days:
        _say_nothing(at, len(entries), len(unique), report)
        return None
    start = min(days) - timedelta(days=min(days).weekday())
    weeks = (max(days) - start).days // 7 + 1
    if weeks > MOST_WEEKS:
        report.say("import-too-long", at, first=min(days), last=max(days), most=MOST_WEEKS // 52)
        return None
    lines = {day: _day_lines(day, days[day]) for day in sorted(days)}
    guessed = sum("  # guessed: " in line for each in lines.values() for line in each)
    header = [
        f"# A draft, made from the calendar {_shown(file)}. Lines with `# guessed` want a look.",
        f"plan {quoted(plain_text(reading.name, MOST_TITLE) or 'Imported')}",
        f"  start  {start}",
        f"  units  {_units(session.text for found in days.values() for _, session in found)}",
        "",
        f'phase imported "Imported" {counted(weeks, "week")}',
    ]
    text = "\n".join((*header, *_weeks(lines), *_others(others), *_undated(reading.unread), ""))
    made = format_text(text, "draft.plan")
    assert made is not None, "the draft is no text of ours"
    twice = len(reading.entries) - len(unique)
    return Draft(
        made, len(within) + twice, understood, guessed, len(others), cancelled, twice, len(reading.unread)
    )


def _say_unreadable(data: bytes, file: str, report: Report) -> bool:
    """Says what is wrong with a calendar in the words of the linter; False where that finds nothing."""
    from runplan.calendar.lint import lint_calendar

    errors = [each for each in lint_calendar(data, file) if each.severity == "error"]
    errors = [each for each in errors if each.code != "ics-no-component"]
    found = [each for each in errors if each.code in _STRUCTURE] or errors
    for problem in found[:10]:
        report.add(problem)
    return bool(found)


_STRUCTURE = ("ics-no-calendar", "ics-not-utf8", "ics-not-closed", "ics-end-without-begin", "ics-bad-line",
              "ics-outside-calendar", "ics-misplaced-component")  # fmt: skip
"""What keeps a calendar from being read; all else is no reason."""


def _say_nothing(at: Span, within: int, of_all: int, report: Report) -> None:
    if not of_all:
        said, help_ = "has no events", "export it once more, with its events"
    elif not within:
        said, help_ = "has no events in those days", "leave out `--from` and `--to`"
    else:
        said = f"has {counted(within, 'event')}, and none is known for training"
        help_ = (
            "what is understood are words such as `easy`, `long run`, `6x400m`, and figures such as `8 km`"
        )
    report.say("nothing-to-import", at, said=said, help=help_)


# ---- sessions ----------------------------------------------------------------------------------------------------


def _sessions(entry: Entry) -> tuple[Session, ...]:
    """What an event asks for; none where it is not about training."""
    if entry.is_own:
        own = own_session(entry.title, entry.description, entry.categories)
        if own is not None:
            return (own,)
    hints = Hints(folded(entry.description[:2000]), entry.lasting)
    return tuple(s for s in recognise(entry.title[:500], hints) if is_right(s.text))


def _day_lines(day: date, found: Sequence[tuple[Entry, Session]]) -> list[str]:
    """A day's lines. A kind that comes twice stands on one line, since of added lines of one kind the last would win."""
    rests = [pair for pair in found if pair[1].kind == "rest"]
    active = [pair for pair in found if pair[1].kind != "rest"]
    running = any(session.kind not in NO_RUNS for _, session in active)
    found = active if running else [*rests[:1], *active]
    kinds = [session.kind for _, session in found]
    halves = {_half(entry) for entry, _ in found}
    texts = [_session_text(entry, session, {"am", "pm"} <= halves) for entry, session in found]
    guesses = [_guesses(entry, session) for entry, session in found]
    if running and rests:
        guesses[0].append("no rest, though there is one on that day too")
    if len(set(kinds)) < len(kinds):
        texts, guesses = [" + ".join(texts)], [[guess for each in guesses for guess in each]]
    lines = []
    for number, (text, said) in enumerate(zip(texts, guesses, strict=True)):
        mark = f"  # guessed: {'; '.join(said)}" if said else ""
        lines.append(f"{day}: {'+ ' if number else ''}{text}{mark}")
    return lines


def _half(entry: Entry) -> str:
    return "" if entry.minutes is None else "am" if entry.minutes < 12 * 60 else "pm"


def _session_text(entry: Entry, session: Session, halved: bool) -> str:
    """A session with its marks. Morning and afternoon are told where a day has both (`halved`)."""
    parts = [session.text]
    if halved and _half(entry) and not re.search(r" (?:am|pm)\b", session.text):
        parts.append(_half(entry))
    note = _note(entry, session)
    if note and '"' not in session.text:
        parts.append(quoted(note))
    return " ".join(parts)


def _guesses(entry: Entry, session: Session) -> list[str]:
    said = list(session.guesses)
    if entry.days > 1:
        said.append(f"the first of {entry.days} days")
    if entry.is_first:
        said.append("once, its series cannot be followed")
    return said


def _note(entry: Entry, session: Session) -> str:
    """What is lost of an event's words: its title, if a line does not say all of it, and what stands below."""
    if session.note is not None:
        return plain_text(session.note, MOST_NOTE)
    title = "" if session.is_whole else entry.title
    about = " / ".join(line.strip() for line in entry.description.splitlines() if line.strip())
    return plain_text(": ".join(part for part in (title, about) if part), MOST_NOTE)


_JOINER = "\u200d"
"""Of which emoji are made."""

_EXPRESSION = re.compile(r"(?<=\{)(?=[{%#])|(?<=[}%#])(?=\})")


def plain_text(text: str, most: int) -> str:
    """`text` on one line, without characters that cannot be seen, and without what would be an expression in a note."""
    seen = " ".join("".join(c for c in text if c.isprintable() or c.isspace() or c == _JOINER).split())
    if len(seen) > most:
        seen = seen[: most - 1].rsplit(" ", 1)[0] + "…"
    return _EXPRESSION.sub(" ", seen).strip()


# ---- the plan ----------------------------------------------------------------------------------------------------


def _shown(file: str) -> str:
    return plain_text(re.split(r"[/\\]", file)[-1], MOST_TITLE)


def _weeks(days: Mapping[date, list[str]]) -> Iterator[str]:
    """All lines, a blank one between weeks."""
    before = None
    for day, lines in days.items():
        week = day.isocalendar()[:2]
        if before not in (None, week):
            yield ""
        before = week
        yield from (f"  {line}" for line in lines)


def _units(texts: Iterable[str]) -> str:
    """What most sessions are written in."""
    said = " ".join(texts)
    return "mi" if len(re.findall(r"\d mi\b", said)) > len(re.findall(r"\d km\b", said)) else "km"


def _others(others: list[Entry]) -> Iterator[str]:
    """What else is in the calendar, as comments; a title that comes often stands once."""
    if not others:
        return
    first: dict[str, Entry] = {}
    count: dict[str, int] = {}
    for entry in others:
        first.setdefault(entry.title, entry)
        count[entry.title] = count.get(entry.title, 0) + 1
    yield ""
    yield "# In the calendar, and not known for training:"
    for number, (title, entry) in enumerate(first.items()):
        if number == MOST_OTHERS:
            yield f"#   and {len(first) - MOST_OTHERS} more"
            return
        more = "and again" if entry.repeats else f"{count[title]} times" if count[title] > 1 else ""
        clock = dates.time_of_day(entry.minutes) if entry.minutes is not None else " " * 5
        said = plain_text(title, MOST_TITLE) or "(no title)"
        yield f"#   {entry.day}  {clock}  {said}{f' ({more})' if more else ''}"


def _undated(titles: Sequence[str]) -> Iterator[str]:
    """What has no day, as comments."""
    if not titles:
        return
    yield ""
    yield "# In the calendar, without a date that can be read:"
    count = Counter(plain_text(title, MOST_TITLE) or "(no title)" for title in titles)
    for number, (title, times) in enumerate(count.items()):
        if number == MOST_OTHERS:
            yield f"#   and {len(count) - MOST_OTHERS} more"
            return
        yield f"#   {title}{f' ({times} times)' if times > 1 else ''}"
