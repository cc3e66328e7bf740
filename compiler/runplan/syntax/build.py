"""Nodes out of a parsed line: one action a rule of the grammar, and the checks that a line alone allows.

An action gets the children of its rule as Lark would shape them, the place of the rule's text, and a list for what
does not make sense. It never fails: what is wrong is said, and something stands in for it, since a line with a
complaint becomes a `BadLine` anyway.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, TypeAlias, cast

from runplan.record import Record
from runplan.syntax import nodes as n
from runplan.syntax.parser import Action, Complaint, Token
from runplan.syntax.span import Span
from runplan.template.kinds import ALIASES, KINDS
from runplan.template.names import METRICS, MOVERS
from runplan.units import HALF_MARATHON, MARATHON, METRES, dimension

Children: TypeAlias = list[Any]
Complaints: TypeAlias = list[Complaint]

# Beyond these a number is a slip of the keyboard, and arithmetic on it would only be slow.
MOST = {
    "km": (10_000, "10,000 km"),
    "m": (10_000_000, "10,000 km"),
    "mi": (6_000, "6,000 mi"),
    "s": (3_600_000, "1,000 h"),
    "min": (60_000, "1,000 h"),
    "h": (1_000, "1,000 h"),
    "reps": (10_000, "10,000 repetitions"),
    "x": (10_000, "10,000 repetitions"),
    "%": (1_000, "1,000 %"),
    "kg": (1_000, "1,000 kg"),
}
_WHAT = {"distance": "a distance", "time": "a time", "count": "a number of repetitions"}
MOST_WEEKS = 520
YEARS = range(1950, 2151)
FASTEST, SLOWEST = 90, 3600
"""Seconds a kilometre or mile: faster than any record, slower than any walk."""

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
FIGURES_OF_A_RUNNER = ("weekly", "peak", "longest")


# ---- what stands between a rule and a node ------------------------------------------------------------------


class _PerSide(Record):
    at: Span


class _Load(Record):
    kg: n.Progression
    at: Span


class _Aim(Record):
    target: n.Target
    at: Span


class _Climb(Record):
    amount: n.Quantity
    at: Span


class _Counted(Record):
    """A number without a unit, which only an exercise may have."""

    number: n.Progression
    mods: tuple[Any, ...]
    at: Span


class _RawSession(Record):
    """A session before anybody knows whether it is one: a routine's `plank 45 s` looks the same."""

    lead: Any
    parts: tuple[Any, ...]
    inside: n.Inside | None
    marks: tuple[Any, ...]
    at: Span


class _SessionLine(Record):
    days: n.Days | None
    added: bool
    choices: tuple[tuple[_RawSession | n.Call, ...], ...]
    at: Span


class _Activity(Record):
    kind: Token
    name: Token | None
    call: Any
    at: Span


class _CallPart(Record):
    name: Token
    arguments: tuple[Any, ...]
    at: Span


def _say(complaints: Complaints, code: str, at: Span, replace: str | None = None, **facts: object) -> None:
    complaints.append(Complaint(code, at, facts, replace))


# ---- lexemes ------------------------------------------------------------------------------------------------


@lru_cache(4096)
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def _constant(token: Token) -> n.Constant:
    return n.Constant(_fraction(token.text), token.at)


def _whole(token: Token, what: str, low: int, high: int, complaints: Complaints) -> int:
    """A count: whole, and between `low` and `high`."""
    value = Fraction(token.text) if len(token.text) < 40 else Fraction(high + 1)
    if value.denominator != 1:
        _say(complaints, "not-whole", token.at, number=token.text, what=what)
    elif not low <= value <= high:
        wanted = f"{low:,} to {high:,}"
        _say(complaints, "number-out-of-range", token.at, number=token.text, what=what, wanted=wanted)
    return min(max(int(value), low), high)


def _clock(token: Token, complaints: Complaints) -> int:
    """Seconds of `47:30`, `1:45:00` or `1h45`."""
    if token.kind == "HM":
        hours, _, minutes = token.text.partition("h")
        parts = [hours, minutes, "0"]
    else:
        parts = token.text.split(":")
    if any(int(part) > 59 for part in parts[1:]) or len(parts[0]) > 3:
        _say(complaints, "bad-time", token.at, time=token.text)
        return 60
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    if not seconds:
        _say(
            complaints,
            "number-out-of-range",
            token.at,
            number=token.text,
            what="a time",
            wanted="more than 0",
        )
        return 60
    return seconds


def _date(token: Token, complaints: Complaints) -> date:
    year, month, day = (int(part) for part in token.text.split("-"))
    if not 1 <= month <= 12:
        _say(complaints, "bad-date", token.at, date=token.text, why=f"there is no month {month}")
    elif year not in YEARS:
        why = f"years go from {YEARS[0]} to {YEARS[-1]}"
        _say(complaints, "bad-date", token.at, date=token.text, why=why)
    else:
        try:
            return date(year, month, day)
        except ValueError:
            first_after = date(year + month // 12, month % 12 + 1, 1)
            length = (first_after - date(year, month, 1)).days
            why = f"{MONTHS[month - 1]} {year} has {length} days"
            _say(complaints, "bad-date", token.at, date=token.text, why=why)
    return date(2000, 1, 1)


def _text(token: Token, complaints: Complaints) -> str:
    """The text between quotes: `\\"` is a quote, `\\\\` a backslash and `\\n` a line's end."""
    inner = token.text[1:-1]
    if not inner.strip():
        _say(complaints, "empty-text", token.at)
    if "\\" not in inner:
        return inner
    out, i = [], 0
    while i < len(inner):
        char = inner[i]
        if char != "\\":
            out.append(char)
            i += 1
            continue
        escaped = {'"': '"', "\\": "\\", "n": "\n"}.get(inner[i + 1])
        if escaped is None:
            column = token.at.column + 1 + i
            at = Span(token.at.file, token.at.line, column, column + 2)
            _say(complaints, "bad-escape", at, f"\\\\{inner[i + 1]}", escape=inner[i : i + 2])
        out.append(escaped or "")
        i += 2
    return "".join(out)


# ---- numbers ------------------------------------------------------------------------------------------------


def _number(child: Any) -> n.Constant | n.Param:
    """A NUMBER or a `{param}`."""
    if isinstance(child, Token):
        return _param(child) if child.kind == "PARAM" else _constant(child)
    return cast("n.Constant | n.Param", child)


def _param(token: Token) -> n.Param:
    return n.Param(token.text[1:-1], token.at)


def _progression(child: Any) -> n.Progression:
    return cast("n.Progression", _number(child) if isinstance(child, Token) else child)


def _ramp(c: Children, at: Span, _: Complaints) -> n.Ramp:
    return n.Ramp(_number(c[0]), _number(c[1]), at)


def _range(c: Children, at: Span, _: Complaints) -> n.Range:
    return n.Range(_number(c[0]), _number(c[1]), at)


def _entry(c: Children, at: Span, complaints: Complaints) -> Any:
    token = c[0]
    if token.kind == "GAP":
        return n.Gap(at)
    if token.kind == "CLOCK":
        return token
    if c[1] is not None:
        return n.Range(_constant(token), _constant(c[1]), at)
    return _constant(token)


def _series(c: Children, at: Span, complaints: Complaints) -> n.Series:
    """Clock times stay tokens: only a pace knows what to do with them."""
    align: Literal["exact", "start", "end"] = "exact"
    if c[0] is None or (isinstance(c[0], Token) and c[0].kind == "DOTS"):
        align = "exact" if c[0] is None else "end"
        entries = c[1:]
    elif isinstance(c[-1], Token) and c[-1].kind == "DOTS":
        align, entries = "start", c[:-1]
    else:
        entries = c
    if all(isinstance(entry, n.Gap) for entry in entries):
        _say(complaints, "list-without-value", at)
    return n.Series(tuple(entries), align, at)


def _constants(number: n.Progression) -> list[n.Constant]:
    """All numbers in a progression, in the order of the text."""
    match number:
        case n.Constant():
            return [number]
        case n.Range(low, high) | n.Ramp(low, high):
            return [end for end in (low, high) if isinstance(end, n.Constant)]
        case n.Series(entries):
            return [found for entry in entries if not isinstance(entry, n.Gap) for found in _constants(entry)]
        case _:
            return []


def _check_numbers(
    number: n.Progression, unit: str, complaints: Complaints, *, zero: bool = False, whole: bool = False
) -> None:
    """Numbers with `unit` that make sense: plain, in bounds, ranges from low to high."""
    if isinstance(number, n.Series):
        for entry in number.entries:
            if isinstance(entry, Token):
                _say(complaints, "mixed-list", entry.at, entry=f"`{entry.text}`")
                return
            if isinstance(entry, n.Range):
                _check_range(entry, complaints)
    elif isinstance(number, n.Range):
        _check_range(number, complaints)
    most, words = MOST[unit]
    for constant in _constants(number):
        value = constant.value
        if value > most or (value <= 0 and not zero):
            wanted = f"up to {words}" if value > most else "more than 0"
            shown = _shown(value)
            what = {"%": "a share", "kg": "a load"}.get(unit) or _WHAT[dimension(unit)]
            _say(complaints, "number-out-of-range", constant.at, number=shown, what=what, wanted=wanted)
            return
        if whole and value.denominator != 1:
            _say(complaints, "not-whole", constant.at, number=_shown(value), what="a number of repetitions")
            return


def _shown(value: Fraction) -> str:
    if value >= 10**12:
        return f"{str(int(value))[:12]}..."
    if value >= 10**6 and value.denominator == 1:
        return f"{value.numerator:,}"
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.12g}"


def _check_range(found: n.Range, complaints: Complaints) -> None:
    low, high = found.low, found.high
    if isinstance(low, n.Constant) and isinstance(high, n.Constant) and low.value >= high.value:
        _upside_down(complaints, found.at, _shown(low.value), _shown(high.value))


def _upside_down(complaints: Complaints, at: Span, low: str, high: str, sign: str = "..") -> None:
    right = f"{high}{sign}{low}" if low != high else low
    _say(complaints, "range-upside-down", at, right, low=low, high=high, right=right)


def _scaled(number: n.Progression, factor: int) -> n.Progression:
    """Every number of the progression times `factor`; a range that turns round is turned back."""
    match number:
        case n.Constant(value, at):
            return n.Constant(value * factor, at)
        case n.Range(low, high, at):
            ends = (_end(low, factor), _end(high, factor))
            return n.Range(*(ends if factor > 0 else ends[::-1]), at)
        case n.Ramp(first, last, at):
            return n.Ramp(_end(first, factor), _end(last, factor), at)
        case n.Series(entries, align, at):
            scaled = tuple(e if isinstance(e, n.Gap | Token) else _scaled(e, factor) for e in entries)
            return n.Series(cast("tuple[n.Constant | n.Range | n.Gap, ...]", scaled), align, at)
        case _:
            return number._replace(negative=factor < 0)


def _end(end: n.Constant | n.Param, factor: int) -> n.Constant | n.Param:
    if isinstance(end, n.Constant):
        return n.Constant(end.value * factor, end.at)
    return end._replace(negative=factor < 0)


# ---- amounts ------------------------------------------------------------------------------------------------


def _first_token(c: Children, at: Span, _: Complaints) -> Token:
    return cast("Token", c[0])


def _figure(c: Children, at: Span, _: Complaints) -> n.Figure:
    return n.Figure(c[0].text, at)


def _amount(c: Children, at: Span, complaints: Complaints) -> n.Amount:
    if len(c) == 1:
        child = c[0]
        if isinstance(child, n.Figure):
            return child
        if child.kind == "PARAM":
            return _param(child)
        seconds = Fraction(_clock(child, complaints))
        if child.kind == "HM":
            return n.Quantity(n.Constant(seconds / 60, at), "min", at)
        return n.Quantity(n.Constant(seconds, at), "s", at)
    number = _progression(c[0])
    if c[1].kind in ("WEEK", "PEAK", "LONG"):
        _check_numbers(number, "%", complaints)
        return n.Share(number, c[1].text, at)
    unit = c[1].text
    _check_numbers(number, unit, complaints, whole=unit == "reps")
    return n.Quantity(number, unit, at)


def _distance(c: Children, at: Span, complaints: Complaints) -> n.Quantity:
    token = c[-1] or c[0]
    match token.kind:
        case "MARATHON" if len(c) == 2 and c[0] is not None:
            return n.Quantity(n.Constant(HALF_MARATHON / 1000, at), "km", at)
        case "MARATHON":
            return n.Quantity(n.Constant(MARATHON / 1000, at), "km", at)
        case "HALF":
            return n.Quantity(n.Constant(HALF_MARATHON / 1000, at), "km", at)
        case "MILE":
            return n.Quantity(n.Constant(Fraction(1), at), "mi", at)
        case "K":
            number: n.Progression = n.Constant(Fraction(token.text[:-1]), at)
            _check_numbers(number, "km", complaints)
            return n.Quantity(number, "km", at)
    number = _progression(c[0])
    _check_numbers(number, token.text, complaints)
    return n.Quantity(number, token.text, at)


def _cap(c: Children, at: Span, _: Complaints) -> n.Cap:
    return n.Cap(c[0].text, c[1], at)


def _growth(c: Children, at: Span, complaints: Complaints) -> n.Growth:
    number, unit = _progression(c[1]), c[2].text
    _check_numbers(number, unit, complaints)
    every = _whole(c[3], "a number of weeks", 1, MOST_WEEKS, complaints) if len(c) > 3 else 1
    return n.Growth(_scaled(number, -1 if c[0].text == "-" else 1), unit, every, at)


def _cutback(c: Children, at: Span, complaints: Complaints) -> n.Cutback:
    number = _progression(c[1])
    _check_numbers(number, "%", complaints)
    for constant in _constants(number):
        if constant.value >= 100:
            facts = {"number": _shown(constant.value), "what": "a cutback", "wanted": "less than 100 %"}
            _say(complaints, "number-out-of-range", constant.at, None, **facts)
            break
    return n.Cutback(number, _whole(c[2], "a number of weeks", 1, MOST_WEEKS, complaints), at)


def _quantity(
    amount: Any, what: str, complaints: Complaints, *, dimensions: tuple[str, ...] = ("distance", "time")
) -> n.Quantity:
    """`amount` where only a plain one will do: no share, no figure of the runner's, no parameter."""
    if not isinstance(amount, n.Quantity) or dimension(amount.unit) not in dimensions:
        wanted = {
            "distance": "a distance such as `10 km`",
            "time": "a time such as `60 min`",
            "count": "a count such as `8`",
        }
        _say(
            complaints,
            "wrong-amount",
            amount.at,
            what=what,
            wanted=" or ".join(wanted[d] for d in dimensions),
        )
        return n.Quantity(n.Constant(Fraction(1), amount.at), "km", amount.at)
    return amount


def _size(amount: n.Amount | None, parts: list[Any], at: Span, complaints: Complaints) -> n.Size:
    """An amount with the caps, the growth and the cutback that belong to it."""
    caps: list[n.Cap] = []
    growth: n.Growth | None = None
    cutback: n.Cutback | None = None
    for part in parts:
        match part:
            case n.Cap(side):
                if any(cap.side == side and _measures(cap.amount) == _measures(part.amount) for cap in caps):
                    _said_twice(complaints, part.at, f"`at {side}`")
                caps.append(part)
            case n.Growth():
                if growth is not None:
                    _said_twice(complaints, part.at, "the growth")
                growth = part
                if (
                    isinstance(amount, n.Quantity)
                    and growth.unit != "%"
                    and dimension(growth.unit) != dimension(amount.unit)
                ):
                    facts = {"growth": growth.unit, "amount": amount.unit}
                    _say(complaints, "mixed-units", part.at, None, **facts)
            case n.Cutback():
                if cutback is not None:
                    _said_twice(complaints, part.at, "`cutback`")
                cutback = part
        at = at.to(part.at)
    return n.Size(amount, tuple(caps), growth, cutback, at)


def _measures(amount: n.Amount) -> str:
    return dimension(amount.unit) if isinstance(amount, n.Quantity) else "share"


def _said_twice(complaints: Complaints, at: Span, what: str) -> None:
    _say(complaints, "said-twice", at, what=what)


# ---- intensity ----------------------------------------------------------------------------------------------


def _point(c: Children, at: Span, complaints: Complaints) -> n.Point:
    token = c[0]
    match token.kind:
        case "ZONE":
            return n.Zone(token.text, at)
        case "K":
            kilometres = Fraction(token.text[:-1])
            if not 1 <= kilometres <= 1000:
                facts = {"number": token.text, "what": "a race pace", "wanted": "`1k` to `1000k`"}
                _say(complaints, "number-out-of-range", at, None, **facts)
            return n.RacePace(token.text, kilometres * 1000, at)
        case "MILE":
            return n.RacePace("mile", METRES["mi"], at)
        case "HALF":
            return n.RacePace("half", HALF_MARATHON, at)
        case "MARATHON":
            return n.RacePace("marathon", MARATHON, at)
        case "GOAL":
            return n.GoalPace(at)
        case "MAX":
            return n.MaxEffort(at)
        case _:
            return n.OwnPace(token.text, None, at)


def _between(c: Children, at: Span, _: Complaints) -> n.Between:
    return n.Between(c[0], c[1], at)


def _seconds(token: Token, complaints: Complaints) -> n.Constant:
    """The seconds of a pace, which must be one."""
    seconds = _clock(token, complaints)
    if not FASTEST <= seconds <= SLOWEST:
        _say(
            complaints,
            "number-out-of-range",
            token.at,
            number=token.text,
            what="a pace",
            wanted="1:30 to 60:00",
        )
    return n.Constant(Fraction(seconds), token.at)


def _clock_range(c: Children, at: Span, complaints: Complaints) -> n.Range:
    ends = [_seconds(token, complaints) for token in c]
    ends.sort(key=lambda end: end.value)
    return n.Range(ends[0], ends[1], at)


def _clock_ramp(c: Children, at: Span, complaints: Complaints) -> n.Ramp:
    return n.Ramp(_seconds(c[0], complaints), _seconds(c[1], complaints), at)


def _clock_pace(c: Children, at: Span, complaints: Complaints) -> n.ClockPace:
    pace = c[0]
    if isinstance(pace, Token):
        pace = _seconds(pace, complaints)
    elif isinstance(pace, n.Series):
        entries: list[Any] = []
        for entry in pace.entries:
            if isinstance(entry, n.Constant | n.Range):
                _say(complaints, "mixed-list", entry.at, entry="a plain number")
            entries.append(_seconds(entry, complaints) if isinstance(entry, Token) else entry)
        pace = n.Series(tuple(entries), pace.align, pace.at)
    return n.ClockPace(pace, c[1].text, at)


def _offset(c: Children, at: Span, complaints: Complaints) -> n.Offset:
    seconds = _progression(c[2])
    _check_numbers(seconds, "s", complaints, zero=True)
    return n.Offset(c[0], _scaled(seconds, -1 if c[1].text == "-" else 1), c[3].text, at)


def _offset_ramp(c: Children, at: Span, complaints: Complaints) -> n.Offset:
    ends = []
    for sign, number in ((c[1], c[2]), (c[3], c[4])):
        value = _number(number)
        _check_numbers(value, "s", complaints, zero=True)
        ends.append(_end(value, -1 if sign.text == "-" else 1))
    return n.Offset(c[0], n.Ramp(ends[0], ends[1], c[1].at.to(ends[1].at)), c[5].text, at)


def _percent_of(c: Children, at: Span, complaints: Complaints) -> n.PercentOf:
    percent = _progression(c[0])
    _check_numbers(percent, "%", complaints)
    of: Any = c[1].text if isinstance(c[1], Token) else c[1]
    return n.PercentOf(percent, of, at)


def _effort(c: Children, at: Span, complaints: Complaints) -> n.Effort:
    rpe = _progression(c[1])
    _check_numbers(rpe, "%", complaints, zero=True)
    for constant in _constants(rpe):
        if constant.value > 10:
            facts = {"number": _shown(constant.value), "what": "RPE", "wanted": "0 to 10"}
            _say(complaints, "number-out-of-range", constant.at, None, **facts)
            break
    return n.Effort(rpe, at)


def _target(c: Children, at: Span, _: Complaints) -> _Aim:
    return _Aim(c[0], at)


def _per_side(c: Children, at: Span, _: Complaints) -> _PerSide:
    return _PerSide(at)


def _load(c: Children, at: Span, complaints: Complaints) -> _Load:
    kg = _progression(c[0])
    _check_numbers(kg, "kg", complaints)
    return _Load(kg, at)


# ---- steps --------------------------------------------------------------------------------------------------


class _Mods(Record):
    target: n.Target | None
    caps: tuple[n.Cap, ...]
    per_side: _PerSide | None
    load: _Load | None


def _sort_mods(mods: list[Any], complaints: Complaints) -> _Mods:
    """What follows an amount, each at most once."""
    target: n.Target | None = None
    per_side: _PerSide | None = None
    load: _Load | None = None
    caps = []
    for mod in mods:
        match mod:
            case _Aim():
                if target is not None:
                    _said_twice(complaints, mod.at, "the pace")
                target = mod.target
            case n.Cap():
                caps.append(mod)
            case _PerSide():
                if per_side is not None:
                    _said_twice(complaints, mod.at, "`per side`")
                per_side = mod
            case _Load():
                if load is not None:
                    _said_twice(complaints, mod.at, "the load")
                load = mod
    return _Mods(target, tuple(caps), per_side, load)


def _of_a_step(mods: list[Any], complaints: Complaints) -> _Mods:
    """The same for running, which has neither sides nor a load."""
    sorted_ = _sort_mods(mods, complaints)
    for mod in (sorted_.per_side, sorted_.load):
        if mod is not None:
            what = "`per side`" if isinstance(mod, _PerSide) else "a load in kg"
            _say(complaints, "out-of-place", mod.at, what=what, where="an exercise of a routine")
    return sorted_


def _mover(c: Children, at: Span, complaints: Complaints) -> Token:
    return cast("Token", c[0])


def _check_mover(mover: Token | None, complaints: Complaints) -> str | None:
    if mover is not None and mover.text not in MOVERS:
        _say(complaints, "unknown-mover", mover.at, word=mover.text)
    return mover.text if mover is not None else None


class _RawStep(Record):
    """An amount with what follows it: a `Step`, or in a routine what an exercise is made of."""

    amount: n.Amount
    mover: Token | None
    mods: tuple[Any, ...]
    at: Span


class _RawSets(Record):
    """`6 x ...` before anybody knows whether it is running or an exercise."""

    times: n.Progression
    body: Any
    mods: tuple[Any, ...]
    at: Span


class _Group(Record):
    steps: tuple[Any, ...]
    at: Span


class _RawExercise(Record):
    name: Token
    body: Any
    mods: tuple[Any, ...]
    at: Span


class _RawRepeat(Record):
    group: _Group
    until: n.Amount | None
    mods: tuple[Any, ...]
    at: Span


def _step(c: Children, at: Span, _: Complaints) -> _RawStep:
    return _RawStep(c[0], c[1], tuple(c[2:]), at)


def _part(c: Children, at: Span, complaints: Complaints) -> _RawStep:
    """`50% jog`: a share of the repetition."""
    percent = _progression(c[0])
    _check_numbers(percent, "%", complaints)
    share = n.Share(percent, "repetition", percent.at)
    return _RawStep(share, c[1], tuple(c[2:]), at)


def _times(c: Children, at: Span, complaints: Complaints) -> n.Progression:
    number = _progression(c[0])
    _check_numbers(number, "x", complaints, whole=True)
    return number


def _sets(c: Children, at: Span, _: Complaints) -> _RawSets:
    return _RawSets(c[0], c[1], tuple(c[2:]), at)


def _group(c: Children, at: Span, _: Complaints) -> _Group:
    return _Group(tuple(c), at)


def _once(c: Children, at: Span, _: Complaints) -> _RawStep:
    return _RawStep(c[0], c[1], (), at)


def _bare(c: Children, at: Span, complaints: Complaints) -> n.Progression:
    number = _progression(c[0])
    _check_numbers(number, "x", complaints, zero=True)
    return number


def _counted(c: Children, at: Span, _: Complaints) -> _Counted:
    return _Counted(c[0], tuple(c[1:]), at)


def _exercise(c: Children, at: Span, _: Complaints) -> _RawExercise:
    return _RawExercise(c[0], c[1], tuple(c[2:]), at)


def _repeated(c: Children, at: Span, _: Complaints) -> _RawRepeat:
    return _RawRepeat(c[0], c[1], tuple(c[2:]), at)


class _Rungs(Record):
    numbers: tuple[n.Constant, ...]
    unit: str
    mover: Token | None
    mods: tuple[Any, ...]
    at: Span


def _rungs(c: Children, at: Span, complaints: Complaints) -> _Rungs:
    unit = next(i for i, child in enumerate(c) if child.kind != "NUMBER")
    numbers = tuple(_constant(token) for token in c[:unit])
    for number in numbers:
        _check_numbers(number, c[unit].text, complaints)
    return _Rungs(numbers, c[unit].text, c[unit + 1], tuple(c[unit + 2 :]), at)


class _RawLadder(Record):
    rungs: _Rungs
    steps: tuple[Any, ...]
    mods: tuple[Any, ...]
    at: Span


def _ladder(c: Children, at: Span, _: Complaints) -> _RawLadder:
    kinds = (_Aim, n.Cap, _PerSide, _Load)
    steps = tuple(child for child in c[1:] if not isinstance(child, kinds))
    return _RawLadder(c[0], steps, tuple(c[1 + len(steps) :]), at)


def _running(raw: Any, complaints: Complaints, clauses: list[Any] | None = None) -> n.AnyStep:
    """A step of a session. What only an exercise may say is wrong here."""
    match raw:
        case _RawStep(amount, mover, mods, at):
            found = _of_a_step(list(mods), complaints)
            if isinstance(amount, n.Quantity) and amount.unit == "reps":
                _say(complaints, "out-of-place", amount.at, what="`reps`", where="an exercise of a routine")
            size = _size(amount, [*found.caps, *(clauses or ())], amount.at, complaints)
            return n.Step(size, _check_mover(mover, complaints), found.target, at.to(size.at))
        case _RawSets(times, body, mods, at):
            found = _of_a_step(list(mods), complaints)
            if isinstance(body, _Group):
                _check_no_caps(found, complaints)
                steps = tuple(_running(step, complaints) for step in body.steps)
                return n.Sets(times, None, steps, found.target, at)
            if not isinstance(body, _RawStep):
                _missing_unit(body, complaints)
                return n.Sets(times, None, (), None, at)
            size = _size(body.amount, list(found.caps), body.amount.at, complaints)
            step = n.Step(size, _check_mover(body.mover, complaints), found.target, body.at.to(at))
            return n.Sets(times, None, (step,), None, at)
        case _RawRepeat(group, until, mods, at):
            found = _of_a_step(list(mods), complaints)
            if until is None:
                _say(complaints, "missing-count", group.at)
                _check_no_caps(found, complaints)
            size_ = _size(until, list(found.caps), until.at, complaints) if until is not None else None
            steps = tuple(_running(step, complaints) for step in group.steps)
            return n.Sets(None, size_, steps, found.target, at)
        case _RawLadder(rungs, between, mods, at):
            inner = _of_a_step(list(rungs.mods), complaints)
            outer = _of_a_step(list(mods), complaints)
            _check_no_caps(inner, complaints)
            _check_no_caps(outer, complaints)
            if inner.target is not None and outer.target is not None:
                _said_twice(complaints, outer.target.at, "the pace")
            mover_ = _check_mover(rungs.mover, complaints)
            target = inner.target or outer.target
            steps = tuple(_running(step, complaints) for step in between)
            return n.Ladder(rungs.numbers, cast("n.Unit", rungs.unit), mover_, target, steps, at)
        case _RawExercise(name, body, mods, at):
            if name.text in MOVERS and isinstance(body, n.Quantity | n.Share):
                _say(complaints, "wrong-order", at, word=name.text, swap=(name.at, body.at))
            elif name.text in MOVERS and not isinstance(body, _RawSets | n.Param):
                _missing_unit(body, complaints)
            else:
                _say(
                    complaints,
                    "out-of-place",
                    at,
                    what=f"`{name.text}`",
                    where="a routine, if it is an exercise",
                )
            return _exercise_of(raw, complaints)
        case _Counted(number):
            _missing_unit(number, complaints)
            return n.Exercise("", None, None, False, None, raw.at)
    raise AssertionError(raw)


def _missing_unit(number: Any, complaints: Complaints) -> None:
    last = number
    if isinstance(number, n.Range | n.Ramp):
        last = number.high if isinstance(number, n.Range) else number.last
    shown = _shown(last.value) if isinstance(last, n.Constant) else "the list"
    _say(complaints, "missing-unit", number.at, number=shown)


def _check_no_caps(mods: _Mods, complaints: Complaints) -> None:
    for cap in mods.caps:
        _say(complaints, "out-of-place", cap.at, what=f"`at {cap.side}`", where="an amount such as `8 km`")


def _movement(raw: Any, complaints: Complaints) -> n.AnyStep:
    """A step of a routine: an exercise, a circuit in a circuit, or a rest."""
    match raw:
        case _RawExercise():
            return _exercise_of(raw, complaints)
        case _RawSets(times, _Group(steps), mods, at):
            found = _of_a_step(list(mods), complaints)
            _check_no_caps(found, complaints)
            return n.Sets(times, None, tuple(_movement(step, complaints) for step in steps), found.target, at)
        case _:
            return _running(raw, complaints)


def _exercise_of(raw: _RawExercise, complaints: Complaints) -> n.Exercise:
    sets: n.Progression | None = None
    amount: n.Quantity | None = None
    mods = raw.mods
    body = raw.body
    if isinstance(body, _RawSets):
        sets = body.times
        mods = (*mods, *body.mods)
        body = body.body
    match body:
        case _RawStep(quantity, mover):
            if mover is not None:
                _say(
                    complaints,
                    "unknown-word",
                    mover.at,
                    word=mover.text,
                    where="an exercise",
                    wanted="`per side`",
                )
            if isinstance(quantity, n.Param):
                amount = n.Quantity(quantity, "reps", quantity.at)
            else:
                wanted = ("time", "count", "distance")
                amount = _quantity(quantity, "an exercise", complaints, dimensions=wanted)
        case n.Quantity():
            amount = body
        case _Group():
            _say(
                complaints, "out-of-place", body.at, what="a bracket", where="a line of its own: `3 x (...)`"
            )
        case n.Share() | n.Figure():
            _quantity(body, "an exercise", complaints, dimensions=("time", "distance"))
        case n.Param():
            amount = n.Quantity(body, "reps", body.at)
        case _:
            amount = n.Quantity(body, "reps", body.at)
            if not isinstance(body, n.Param):
                _check_numbers(body, "reps", complaints, whole=True)
    found = _sort_mods(list(mods), complaints)
    _check_no_caps(found, complaints)
    if found.target is not None:
        _say(complaints, "out-of-place", found.target.at, what="a pace", where="a run")
    load = found.load.kg if found.load else None
    return n.Exercise(raw.name.text, sets, amount, found.per_side is not None, load, raw.at)


# ---- sessions -----------------------------------------------------------------------------------------------


def _inside(c: Children, at: Span, complaints: Complaints) -> n.Inside:
    where: Any = c[0].text if c[0] is not None else "middle"
    return n.Inside(where, _running(c[1], complaints), at)


def _climb(c: Children, at: Span, complaints: Complaints) -> _Climb:
    return _Climb(_quantity(c[0], "`climb`", complaints, dimensions=("distance",)), at)


def _call(c: Children, at: Span, _: Complaints) -> _CallPart:
    return _CallPart(c[0], tuple(c[1:]), at)


def _activity(c: Children, at: Span, _: Complaints) -> _Activity:
    named = c[1] if len(c) > 1 else None
    if isinstance(named, _CallPart):
        return _Activity(c[0], named.name, named, at)
    return _Activity(c[0], named, None, at)


_MARKS = {"KEY", "OPTIONAL", "AM", "PM", "BACK_TO_BACK", "STRING"}


def _is_mark(child: Any) -> bool:
    return isinstance(child, _Climb) or (isinstance(child, Token) and child.kind in _MARKS)


def _raw_session(c: Children, at: Span, _: Complaints) -> _RawSession:
    end = len(c)
    while end > 1 and _is_mark(c[end - 1]):
        end -= 1
    parts = [child for child in c[1:end] if child is not None]
    inside = None
    if parts and isinstance(parts[-1], n.Inside):
        inside = parts.pop()
    return _RawSession(c[0], tuple(parts), inside, tuple(c[end:]), at)


def _raw_call(c: Children, at: Span, complaints: Complaints) -> n.Call:
    call = c[0]
    return n.Call(call.name.text, call.name.at, call.arguments, c[1], _marks(c[2:], complaints), at)


def _marks(children: list[Any] | tuple[Any, ...], complaints: Complaints) -> n.Marks:
    found: dict[str, Any] = {}
    names = {"KEY": "key", "OPTIONAL": "optional", "BACK_TO_BACK": "back_to_back", "AM": "part", "PM": "part"}
    value: Any
    for child in children:
        if isinstance(child, _Climb):
            field, value, what = "climb", child.amount, "`climb`"
        elif child.kind == "STRING":
            field, value, what = "note", _text(child, complaints), "the session's note"
        else:
            field = names[child.kind]
            value, what = (child.text if field == "part" else True), f"`{child.text}`"
            if field == "part":
                what = "the time of day"
        if field in found:
            _said_twice(complaints, child.at, what)
        if {"key", "optional"} == {field} | {"key", "optional"} & found.keys():
            _say(complaints, "key-and-optional", child.at)
        found[field] = value
    return n.Marks(**found)


def _choice(c: Children, at: Span, _: Complaints) -> tuple[Any, ...]:
    return tuple(c)


def _session_line(c: Children, at: Span, _: Complaints) -> _SessionLine:
    return _make_line(c, False, at)


def _added_line(c: Children, at: Span, _: Complaints) -> _SessionLine:
    return _make_line(c, True, at)


def _make_line(c: Children, added: bool, at: Span) -> _SessionLine:
    days: Any = None
    if isinstance(c[0], Token):
        days, c = n.OtherDays(c[0].at), c[1:]
    elif isinstance(c[0], n.Weekdays | n.RunDays | n.CycleDays):
        days, c = c[0], c[1:]
    return _SessionLine(days, added, tuple(c), at)


_CLAUSES = (n.Growth, n.Cutback, n.Cap)


def _finish_session(raw: _RawSession, complaints: Complaints) -> n.Session:
    """Folds clauses into the step before them."""
    lead, activity, activity_at, arguments = raw.lead, None, None, ()
    if isinstance(lead, _Activity):
        if lead.name is not None:
            activity, activity_at = lead.name.text, lead.name.at
        arguments = lead.call.arguments if lead.call is not None else ()
        lead = lead.kind
    steps: list[n.AnyStep] = []
    parts = list(raw.parts)
    if lead.kind == "RACE":
        mods = _of_a_step(parts[1:], complaints)
        size = _size(parts[0], list(mods.caps), parts[0].at, complaints)
        end = parts[-1].at
        steps.append(n.Step(size, None, mods.target, parts[0].at.to(end)))
        parts = []
    elif parts and isinstance(parts[0], _Aim | n.Cap | _PerSide | _Load):
        mods = _of_a_step(parts, complaints)
        at = parts[0].at.to(parts[-1].at)
        size = n.Size(None, (), None, None, at)
        if mods.caps:
            size = _size(None, list(mods.caps), mods.caps[0].at, complaints)
        steps.append(n.Step(size, None, mods.target, at))
        parts = []
    index = 0
    while index < len(parts):
        step = parts[index]
        index += 1
        clauses: list[Any] = []
        while index < len(parts) and isinstance(parts[index], _CLAUSES):
            clauses.append(parts[index])
            index += 1
        if clauses and not isinstance(step, _RawStep | _Counted):
            first = clauses[0]
            what = (
                "growth"
                if isinstance(first, n.Growth)
                else "a cutback"
                if isinstance(first, n.Cutback)
                else "a cap"
            )
            where = "an amount such as `8 km`; repetitions progress as `6 -> 10 x`"
            _say(complaints, "out-of-place", first.at, what=what, where=where)
        steps.append(_running(step, complaints, clauses))
    marks = _marks(raw.marks, complaints)
    return n.Session(
        lead.text,
        lead.at,
        activity,
        activity_at,
        tuple(arguments),
        tuple(steps),
        raw.inside,
        marks,
        None,
        raw.at,
    )


def _as_exercise(line: _SessionLine) -> _RawExercise | None:
    """The line as an exercise of a routine, if it can be one: a name that is no kind, and one amount."""
    if line.days is not None or line.added or len(line.choices) != 1 or len(line.choices[0]) != 1:
        return None
    raw = line.choices[0][0]
    if not isinstance(raw, _RawSession) or raw.inside or raw.marks or len(raw.parts) != 1:
        return None
    lead = raw.lead
    if not isinstance(lead, Token) or lead.kind != "NAME" or lead.text in KINDS or lead.text in ALIASES:
        return None
    match raw.parts[0]:
        case _Counted(number, mods):
            return _RawExercise(lead, number, mods, raw.at)
        case _RawStep(amount, None, mods) if not any(isinstance(mod, _Aim | n.Cap) for mod in mods):
            return _RawExercise(lead, amount, mods, raw.at)
        case _RawSets(_, body, mods) if not any(isinstance(mod, _Aim | n.Cap) for mod in mods):
            if isinstance(body, _Group) or (isinstance(body, _RawStep) and body.mover is not None):
                return None
            return _RawExercise(lead, raw.parts[0], (), raw.at)
        case _:
            return None


def _circuit(c: Children, at: Span, _: Complaints) -> _RawSets:
    return _RawSets(c[0], c[1], tuple(c[2:]), at)


# ---- days ---------------------------------------------------------------------------------------------------


def _days_span(c: Children, at: Span, _: Complaints) -> tuple[tuple[int, ...], Span]:
    first = DAYS[c[0].text]
    if c[1] is None:
        return (first,), at
    last = DAYS[c[1].text]
    return tuple((first + i) % 7 for i in range((last - first) % 7 + 1)), at


def _weekdays(c: Children, at: Span, complaints: Complaints) -> n.Weekdays:
    days: list[int] = []
    for span, place in c:
        for day in span:
            if day in days:
                _said_twice(complaints, place, f"`{list(DAYS)[day]}`")
                break
            days.append(day)
    return n.Weekdays(tuple(days), at)


def _numbers(c: Children, at: Span, _: Complaints) -> tuple[Token, Token | None, Span]:
    return c[0], c[1], at


def _spans(c: Children, what: str, high: int, complaints: Complaints) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for first, last, at in c:
        low = _whole(first, what, 1, high, complaints)
        top = low if last is None else _whole(last, what, 1, high, complaints)
        if last is not None and low >= top:
            _upside_down(complaints, at, str(low), str(top), "-")
        if any(low <= b and a <= top for a, b in spans):
            _said_twice(complaints, at, f"`{first.text}`")
        spans.append((low, top))
    return tuple(spans)


def _numbered(c: Children, what: str, high: int, complaints: Complaints) -> tuple[int, ...]:
    return tuple(i for low, top in _spans(c, what, high, complaints) for i in range(low, top + 1))


def _run_days(c: Children, at: Span, complaints: Complaints) -> n.RunDays:
    return n.RunDays(_numbered(c[1:], "a running day of the week", 7, complaints), at)


def _cycle_days(c: Children, at: Span, complaints: Complaints) -> n.CycleDays:
    return n.CycleDays(_numbered(c, "a day of the cycle", 60, complaints), at)


# ---- selectors ----------------------------------------------------------------------------------------------


def _numbered_weeks(c: Children, at: Span, complaints: Complaints) -> n.Weeks:
    return n.Weeks(_spans(c, "a week", MOST_WEEKS, complaints), at)


def _weeks_of_a_sort(c: Children, at: Span, _: Complaints) -> n.SomeWeeks:
    return n.SomeWeeks(c[0].text, at)


def _every_weeks(c: Children, at: Span, complaints: Complaints) -> n.EveryWeeks:
    return n.EveryWeeks(_whole(c[0], "a number of weeks", 1, MOST_WEEKS, complaints), at)


def _last_week(c: Children, at: Span, _: Complaints) -> n.LastWeeks:
    return n.LastWeeks(1, at)


def _last_weeks(c: Children, at: Span, complaints: Complaints) -> n.LastWeeks:
    return n.LastWeeks(_whole(c[0], "a number of weeks", 1, MOST_WEEKS, complaints), at)


def _in_phase(c: Children, at: Span, _: Complaints) -> n.InPhase:
    return n.InPhase(c[0].text, c[0].at, c[1] if len(c) > 1 else None, at)


def _weeks_out(c: Children, at: Span, complaints: Complaints) -> n.WeeksOut:
    return n.WeeksOut(_whole(c[0], "a number of weeks", 0, MOST_WEEKS, complaints), at)


def _days_out(c: Children, at: Span, complaints: Complaints) -> n.DaysOut:
    return n.DaysOut(-_whole(c[0], "a number of days", 1, 7 * MOST_WEEKS, complaints), at)


def _days_after(c: Children, at: Span, complaints: Complaints) -> n.DaysOut:
    return n.DaysOut(_whole(c[0], "a number of days", 1, 7 * MOST_WEEKS, complaints), at)


def _race_day(c: Children, at: Span, _: Complaints) -> n.DaysOut:
    return n.DaysOut(0, at)


def _dates(c: Children, complaints: Complaints) -> tuple[date, date]:
    """Two dates, of which the second may be missing: then it is the first."""
    first = _date(c[0], complaints)
    if c[1] is None:
        return first, first
    last = _date(c[1], complaints)
    if last < first:
        _upside_down(complaints, c[0].at.to(c[1].at), c[0].text, c[1].text)
    return first, last


def _on_dates(c: Children, at: Span, complaints: Complaints) -> n.OnDates:
    first, last = _dates(c, complaints)
    return n.OnDates(first, last, at)


def _from_date(c: Children, at: Span, complaints: Complaints) -> n.OnDates:
    return n.OnDates(_date(c[0], complaints), None, at)


# ---- conditions ---------------------------------------------------------------------------------------------


def _condition(c: Children, at: Span, _: Complaints) -> n.Condition:
    return cast("n.Condition", c[0])


def _any_of(c: Children, at: Span, _: Complaints) -> n.AnyOf:
    return n.AnyOf(tuple(c))


def _all_of(c: Children, at: Span, _: Complaints) -> n.AllOf:
    return n.AllOf(tuple(c))


def _negation(c: Children, at: Span, _: Complaints) -> n.Not:
    return n.Not(c[0])


def _word(c: Children, at: Span, complaints: Complaints) -> n.Word:
    word = c[0].text
    if word in (*FIGURES_OF_A_RUNNER, "days", "goal", "fitness"):
        examples = {"days": "days >= 5", "goal": "goal < 3:30:00", "fitness": "fitness known"}
        _say(complaints, "unfinished-condition", at, word=word, example=examples.get(word, f"{word} < 40 km"))
    return n.Word(word, at)


def _known(c: Children, at: Span, complaints: Complaints) -> n.Known:
    if c[0].text != "fitness":
        _say(
            complaints,
            "unknown-word",
            c[0].at,
            "fitness",
            word=c[0].text,
            where="`known`",
            wanted="`fitness`",
        )
    return n.Known(c[0].text, at)


def _limit(c: Children, at: Span, complaints: Complaints) -> n.Quantity | n.Constant:
    constant = _constant(c[0])
    unit = c[1].text if c[1] is not None else "x"
    _check_numbers(constant, unit, complaints, zero=True)
    return n.Quantity(constant, c[1].text, at) if c[1] is not None else constant


def _limit_clock(c: Children, at: Span, complaints: Complaints) -> n.Quantity:
    return n.Quantity(n.Constant(Fraction(_clock(c[0], complaints)), at), "s", at)


class _Percent(Record):
    number: n.Constant
    at: Span


def _limit_percent(c: Children, at: Span, complaints: Complaints) -> _Percent:
    number = _constant(c[0])
    _check_numbers(number, "%", complaints, zero=True)
    return _Percent(number, at)


def _comparison(c: Children, at: Span, complaints: Complaints) -> n.Compare:
    fact, limit = c[0].text, c[2]
    wanted: str | None = None
    if fact in FIGURES_OF_A_RUNNER:
        fits = isinstance(limit, n.Quantity) and limit.unit != "reps"
        wanted = None if fits else "an amount such as `40 km`"
    elif fact == "goal":
        fits = isinstance(limit, n.Quantity) and dimension(limit.unit) == "time"
        wanted = None if fits else "a time such as `3:30:00`"
    elif fact == "days" or isinstance(limit, _Percent):
        wanted = None if isinstance(limit, n.Constant) else "a number such as `5`"
    elif fact == "fitness":
        _say(complaints, "unfinished-condition", c[0].at, word="fitness", example="fitness known")
    if wanted is not None:
        if isinstance(limit, n.Constant):
            _missing_unit(limit, complaints)
        else:
            _say(complaints, "wrong-amount", limit.at, what=f"`{fact}`", wanted=wanted)
    if isinstance(limit, _Percent):
        limit = limit.number
    return n.Compare(fact, c[1].text, limit, at)


def _band(c: Children, at: Span, complaints: Complaints) -> n.Band:
    low, high, unit = _constant(c[1]), _constant(c[2]), c[3]
    for constant in (low, high):
        _check_numbers(constant, unit.text if unit is not None else "x", complaints, zero=True)
    if low.value >= high.value:
        _upside_down(complaints, c[1].at.to(c[2].at), _shown(low.value), _shown(high.value))
    if unit is None and c[0].text in FIGURES_OF_A_RUNNER:
        _missing_unit(high, complaints)
    elif c[0].text == "goal" and (unit is None or dimension(unit.text) != "time"):
        place = unit.at if unit is not None else high.at
        _say(complaints, "wrong-amount", place, what="`goal`", wanted="a time such as `3..4 h`")
    elif unit is not None and c[0].text == "days":
        _say(complaints, "wrong-amount", unit.at, what="`days`", wanted="numbers such as `4..6`")
    return n.Band(c[0].text, low.value, high.value, unit.text if unit is not None else None, at)


def _pace_fact(c: Children, at: Span, complaints: Complaints) -> n.PaceFact:
    return n.PaceFact(c[0].text, c[1].text, _seconds(c[2], complaints).value, c[3].text, at)


# ---- headers ------------------------------------------------------------------------------------------------


def _optional_text(token: Token | None, complaints: Complaints) -> str | None:
    return None if token is None else _text(token, complaints)


def _plan_header(c: Children, at: Span, complaints: Complaints) -> n.PlanHeader:
    extends = c[1]
    return n.PlanHeader(
        _text(c[0], complaints), _optional_text(extends, complaints), extends.at if extends else None, at
    )


def _length(c: Children, at: Span, complaints: Complaints) -> n.Length:
    low = _whole(c[0], "a number of weeks", 1, MOST_WEEKS, complaints)
    if c[1] is None:
        return n.Length(low, low, at)
    high = _whole(c[1], "a number of weeks", 1, MOST_WEEKS, complaints)
    if low >= high:
        _upside_down(complaints, c[0].at.to(c[1].at), str(low), str(high))
    return n.Length(low, high, at)


def _phase_header(c: Children, at: Span, complaints: Complaints) -> n.PhaseHeader:
    name, title, length, after = c
    after_name = after.text if after is not None else None
    return n.PhaseHeader(name.text, name.at, _optional_text(title, complaints), length, after_name, False, at)


def _phase_removal(c: Children, at: Span, _: Complaints) -> n.PhaseHeader:
    return n.PhaseHeader(c[0].text, c[0].at, None, None, None, True, at)


def _named(c: Children, complaints: Complaints) -> tuple[Token, tuple[str, ...], str | None]:
    params: list[str] = []
    for token in c[1:-1]:
        if token.text in params:
            _said_twice(complaints, token.at, f"`{token.text}`")
        params.append(token.text)
    return c[0], tuple(params), _optional_text(c[-1], complaints)


def _workout_header(c: Children, at: Span, complaints: Complaints) -> n.WorkoutHeader:
    name, params, title = _named(c, complaints)
    return n.WorkoutHeader(name.text, name.at, params, title, at)


def _routine_header(c: Children, at: Span, complaints: Complaints) -> n.RoutineHeader:
    name, params, title = _named(c, complaints)
    return n.RoutineHeader(name.text, name.at, params, title, at)


def _expect_header(c: Children, at: Span, _: Complaints) -> n.ExpectHeader:
    return n.ExpectHeader(at)


def _runner_header(c: Children, at: Span, complaints: Complaints) -> n.RunnerHeader:
    return n.RunnerHeader(_text(c[0], complaints), at)


def _use(c: Children, at: Span, complaints: Complaints) -> n.Use:
    return n.Use(_text(c[0], complaints), c[0].at, at)


# ---- a plan's own lines -------------------------------------------------------------------------------------


def _volume(c: Children, at: Span, complaints: Complaints) -> n.Volume:
    if isinstance(c[0], n.Quantity) and c[0].unit == "reps":
        _quantity(c[0], "`volume`", complaints)
    return n.Volume(_size(c[0], c[1:], c[0].at, complaints), at)


def _note(c: Children, at: Span, complaints: Complaints) -> n.Note:
    return n.Note(_text(c[0], complaints), c[0].at, at)


def _metric(c: Children, at: Span, complaints: Complaints) -> tuple[str, Span]:
    metric = " ".join(token.text for token in c)
    if metric not in METRICS:
        _say(complaints, "unknown-measure", at, word=metric)
    return metric, at


def _expectation(c: Children, at: Span, complaints: Complaints) -> n.Expectation:
    (metric, _), limit = c[0], c[2]
    shares = ("easy share", "long share", "ramp")
    counts = ("rest days", "hard days", "quality sessions")
    if metric in METRICS:
        if metric in shares and not isinstance(limit, _Percent):
            if isinstance(limit, n.Constant):
                shown = _shown(limit.value)
                _say(complaints, "missing-unit", limit.at, f"{shown}%", number=shown, help=f"`{shown}%`")
            else:
                _say(complaints, "wrong-amount", limit.at, what=f"`{metric}`", wanted="a share such as `80%`")
        elif metric in counts and not isinstance(limit, n.Constant):
            _say(complaints, "wrong-amount", limit.at, what=f"`{metric}`", wanted="a number such as `2`")
        elif metric not in (*shares, *counts):
            if isinstance(limit, n.Constant):
                _missing_unit(limit, complaints)
            elif isinstance(limit, _Percent) or limit.unit == "reps":
                wanted = "an amount such as `65 km`"
                _say(complaints, "wrong-amount", limit.at, what=f"`{metric}`", wanted=wanted)
    percent = isinstance(limit, _Percent)
    return n.Expectation(
        metric, c[1].text, limit.number if isinstance(limit, _Percent) else limit, percent, at
    )


def _allow(c: Children, at: Span, complaints: Complaints) -> n.Allow:
    return n.Allow(c[0].text, c[0].at, _text(c[1], complaints), at)


def _rule_limit(c: Children, at: Span, _: Complaints) -> n.RuleChange:
    limit = c[2]
    percent = isinstance(limit, _Percent)
    return n.RuleChange(c[0].text, c[0].at, c[1].text, limit.number if percent else limit, percent, None, at)


def _rule_days(c: Children, at: Span, _: Complaints) -> n.RuleChange:
    return n.RuleChange(c[0].text, c[0].at, c[1].text, _constant(c[2]), False, "days", at)


def _rule_weeks(c: Children, at: Span, _: Complaints) -> n.RuleChange:
    return n.RuleChange(c[0].text, c[0].at, c[1].text, _constant(c[2]), False, "weeks", at)


def _goal(c: Children, at: Span, complaints: Complaints) -> n.Goal:
    goal = c[0]
    if goal.unit == "s":
        return n.Goal(None, int(goal.number.value), at)
    return n.Goal(_one_distance(goal, complaints), None, at)


def _one_distance(distance: n.Quantity, complaints: Complaints) -> n.Quantity:
    """The distance of a race, which is one number."""
    if not isinstance(distance.number, n.Constant):
        wanted = "one distance such as `10 km`"
        _say(complaints, "wrong-amount", distance.at, what="a race", wanted=wanted)
    return distance


def _units(c: Children, at: Span, _: Complaints) -> n.Units:
    return n.Units(c[0].text, at)


def _round(c: Children, at: Span, complaints: Complaints) -> n.Round:
    amount = _quantity(c[0], "`round`", complaints)
    if not isinstance(amount.number, n.Constant):
        _say(
            complaints,
            "wrong-amount",
            amount.at,
            what="`round`",
            wanted="one amount such as `0.5 km` or `5 min`",
        )
    return n.Round(amount, at)


def _warmup(c: Children, at: Span, complaints: Complaints) -> n.Ends:
    return n.Ends("warmup", tuple(_running(step, complaints) for step in c), at)


def _cooldown(c: Children, at: Span, complaints: Complaints) -> n.Ends:
    return n.Ends("cooldown", tuple(_running(step, complaints) for step in c), at)


def _needs(c: Children, at: Span, complaints: Complaints) -> n.Needs:
    return n.Needs(c[0], _optional_text(c[1], complaints), at)


def _ranges(c: Children, at: Span, _: Complaints) -> n.Ranges:
    return n.Ranges(c[0].text, at)


def _shortest_run(c: Children, at: Span, complaints: Complaints) -> n.ShortestRun:
    return n.ShortestRun(_quantity(c[0], "`shortest run`", complaints), at)


def _week_starts(c: Children, at: Span, _: Complaints) -> n.WeekStarts:
    return n.WeekStarts(DAYS[c[0].text], at)


def _cycle(c: Children, at: Span, complaints: Complaints) -> n.Cycle:
    return n.Cycle(_whole(c[0], "the days of a cycle", 2, 60, complaints), at)


def _pace_definition(c: Children, at: Span, _: Complaints) -> n.PaceDefinition:
    return n.PaceDefinition(c[0].text, c[1], at)


# ---- a runner's lines ---------------------------------------------------------------------------------------


def _race_goal(c: Children, at: Span, complaints: Complaints) -> tuple[int, Span]:
    return _clock(c[0], complaints), at


def _runner_race(c: Children, at: Span, complaints: Complaints) -> n.RunnerRace:
    title: str | None = None
    goal: int | None = None
    for child in c[2:]:
        if isinstance(child, Token):
            if title is not None:
                _said_twice(complaints, child.at, "the race's name")
            title = _text(child, complaints)
        else:
            if goal is not None:
                _said_twice(complaints, child[1], "the goal")
            goal = child[0]
    return n.RunnerRace(_date(c[0], complaints), _one_distance(c[1], complaints), title, goal, at)


def _follows(c: Children, at: Span, complaints: Complaints) -> n.Follows:
    return n.Follows(_text(c[0], complaints), c[0].at, at)


def _start(c: Children, at: Span, complaints: Complaints) -> n.Start:
    return n.Start(_date(c[0], complaints), at)


def _result(c: Children, at: Span, complaints: Complaints) -> n.Result:
    distance = _one_distance(c[0], complaints)
    return n.Result(distance, _clock(c[1], complaints), _date(c[2], complaints), at)


def _runner_figure(name: Literal["weekly", "peak", "longest"]) -> Action:
    def action(c: Children, at: Span, complaints: Complaints) -> n.RunnerFigure:
        amount = _quantity(c[0], f"`{name}`", complaints)
        if isinstance(amount.number, n.Ramp | n.Series | n.Param):
            _say(complaints, "wrong-amount", amount.at, what=f"`{name}`", wanted="one amount such as `32 km`")
        return n.RunnerFigure(name, amount, at)

    return action


def _running_days(c: Children, at: Span, complaints: Complaints) -> n.RunningDays:
    most = None if c[2] is None else _whole(c[2], "a number of days", 1, 7, complaints)
    return n.RunningDays(c[0], most, at)


def _long_day(c: Children, at: Span, _: Complaints) -> n.LongDay:
    return n.LongDay(c[0], at)


def _limit_days(c: Children, at: Span, complaints: Complaints) -> n.Limit:
    amount = _quantity(c[1], "`limit`", complaints)
    if not isinstance(amount.number, n.Constant):
        _say(complaints, "wrong-amount", amount.at, what="`limit`", wanted="one amount such as `60 min`")
    return n.Limit(c[0], amount, at)


def _at_time(c: Children, at: Span, complaints: Complaints) -> n.AtTime:
    days, part, token = c
    parts = [int(part) for part in token.text.split(":")]
    if len(parts) != 2 or parts[0] > 23 or parts[1] > 59:
        _say(complaints, "bad-time-of-day", token.at, time=token.text)
        parts = [0, 0]
    return n.AtTime(days, "pm" if part is not None else None, parts[0] * 60 + parts[1], at)


def _at_times(c: Children, at: Span, _: Complaints) -> n.AtTimes:
    return n.AtTimes(tuple(c), at)


def _remind(c: Children, at: Span, complaints: Complaints) -> n.Remind:
    amount = _quantity(c[0], "`remind`", complaints, dimensions=("time",))
    if not isinstance(amount.number, n.Constant):
        _say(complaints, "wrong-amount", amount.at, what="`remind`", wanted="one time such as `30 min`")
    return n.Remind(amount, at)


def _timezone(c: Children, at: Span, _: Complaints) -> n.TimeZone:
    return n.TimeZone(c[0].text, at)


def _is_words(c: Children, at: Span, complaints: Complaints) -> n.Is:
    words: list[str] = []
    for token in c:
        if token.text in words:
            _said_twice(complaints, token.at, f"`{token.text}`")
        words.append(token.text)
    return n.Is(tuple(words), tuple(token.at for token in c), at)


def _time_off(why: Literal["away", "ill", "injured"]) -> Action:
    def action(c: Children, at: Span, complaints: Complaints) -> n.TimeOff:
        first, last = _dates(c, complaints)
        return n.TimeOff(why, first, last, _optional_text(c[2], complaints), at)

    return action


def _move(swap: bool) -> Action:
    def action(c: Children, at: Span, complaints: Complaints) -> n.Move:
        ends: list[Any] = [
            DAYS[token.text] if token.kind == "DAY" else _date(token, complaints) for token in c
        ]
        if c[0].text == c[1].text:
            _said_twice(complaints, c[1].at, f"`{c[1].text}`")
        return n.Move(swap, ends[0], ends[1], at)

    return action


def _repeat(c: Children, at: Span, complaints: Complaints) -> n.Repeat:
    return n.Repeat(c[0].text, c[0].at, _whole(c[1], "a week", 1, MOST_WEEKS, complaints), at)


def _heart_rate(name: Literal["hrmax", "lthr", "hrrest"]) -> Action:
    def action(c: Children, at: Span, complaints: Complaints) -> n.HeartRate:
        return n.HeartRate(name, _whole(c[0], "beats a minute", 25, 250, complaints), at)

    return action


def _paces_from(c: Children, at: Span, _: Complaints) -> n.PacesFrom:
    return n.PacesFrom(c[0].text, c[0].at, at)


# ---- the line -----------------------------------------------------------------------------------------------

_HEADERS = (
    n.PlanHeader,
    n.PhaseHeader,
    n.RaceHeader,
    n.WorkoutHeader,
    n.RoutineHeader,
    n.ExpectHeader,
    n.RunnerHeader,
    n.Use,
)


def _line(c: Children, at: Span, complaints: Complaints) -> n.Statement:
    selector, body, condition = c
    match body:
        case _SessionLine():
            body = _finish_line(body, selector is not None, complaints)
        case _RawSets():
            body = n.CircuitLine(_movement(body, complaints), body.at)
    if isinstance(body, _HEADERS):
        if selector is not None:
            _say(complaints, "out-of-place", selector.at, what="a selector", where="a line below a header")
        if condition is not None and not isinstance(body, n.PhaseHeader):
            _say(complaints, "out-of-place", at, what="a condition", where="a line or the header of a phase")
    return n.Statement(selector, body, condition, at)


def _finish_line(
    line: _SessionLine, selected: bool, complaints: Complaints
) -> n.DayLine | n.CircuitLine | n.RaceHeader:
    raw = line.choices[0][0]
    if not selected:
        exercise = _as_exercise(line)
        if exercise is not None:
            return n.CircuitLine(_exercise_of(exercise, complaints), line.at)
        if (
            line.days is None
            and not line.added
            and isinstance(raw, _RawSession)
            and raw.lead.kind == "RACE"
            and len(line.choices) == len(line.choices[0]) == 1
        ):
            return _race_header(raw, complaints)
    choices = []
    for options in line.choices:
        finished = tuple(
            _finish_session(option, complaints) if isinstance(option, _RawSession) else option
            for option in options
        )
        choices.append(n.Choice(finished))
    return n.DayLine(line.days, line.added, tuple(choices), line.at)


def _race_header(raw: _RawSession, complaints: Complaints) -> n.RaceHeader:
    title: str | None = None
    for extra in (*raw.parts[1:], raw.inside, *raw.marks):
        if isinstance(extra, Token) and extra.kind == "STRING" and title is None:
            title = _text(extra, complaints)
        elif extra is not None:
            named = {_Aim: "a pace", n.Inside: "`with`", _Climb: "`climb`", n.Cap: "a cap"}
            what = f"`{extra.text}`" if isinstance(extra, Token) else named.get(type(extra), "this")
            _say(complaints, "out-of-place", extra.at, what=what, where="a session, not to the race's header")
    return n.RaceHeader(_one_distance(raw.parts[0], complaints), title, raw.at)


ACTIONS: dict[str, Action] = {
    "line": _line,
    "plan_header": _plan_header,
    "phase_header": _phase_header,
    "phase_removal": _phase_removal,
    "workout_header": _workout_header,
    "routine_header": _routine_header,
    "expect_header": _expect_header,
    "runner_header": _runner_header,
    "use": _use,
    "length": _length,
    "in_phase": _in_phase,
    "weeks_out": _weeks_out,
    "days_out": _days_out,
    "days_after": _days_after,
    "race_day": _race_day,
    "on_dates": _on_dates,
    "from_date": _from_date,
    "numbered_weeks": _numbered_weeks,
    "weeks_of_a_sort": _weeks_of_a_sort,
    "every_weeks": _every_weeks,
    "last_week": _last_week,
    "last_weeks": _last_weeks,
    "numbers": _numbers,
    "condition": _condition,
    "any_of": _any_of,
    "all_of": _all_of,
    "negation": _negation,
    "word": _word,
    "known": _known,
    "comparison": _comparison,
    "band": _band,
    "pace_fact": _pace_fact,
    "limit": _limit,
    "limit_clock": _limit_clock,
    "limit_percent": _limit_percent,
    "volume": _volume,
    "note": _note,
    "expectation": _expectation,
    "metric": _metric,
    "allow": _allow,
    "rule_limit": _rule_limit,
    "rule_days": _rule_days,
    "rule_weeks": _rule_weeks,
    "goal": _goal,
    "units": _units,
    "round": _round,
    "warmup": _warmup,
    "cooldown": _cooldown,
    "needs": _needs,
    "ranges": _ranges,
    "shortest_run": _shortest_run,
    "week_starts": _week_starts,
    "cycle": _cycle,
    "pace_definition": _pace_definition,
    "runner_race": _runner_race,
    "race_goal": _race_goal,
    "follows": _follows,
    "start": _start,
    "result": _result,
    "weekly": _runner_figure("weekly"),
    "peak": _runner_figure("peak"),
    "longest": _runner_figure("longest"),
    "running_days": _running_days,
    "long_day": _long_day,
    "limit_days": _limit_days,
    "at_times": _at_times,
    "at_time": _at_time,
    "remind": _remind,
    "timezone": _timezone,
    "is_words": _is_words,
    "away": _time_off("away"),
    "ill": _time_off("ill"),
    "injured": _time_off("injured"),
    "move": _move(False),
    "swap": _move(True),
    "repeat": _repeat,
    "hrmax": _heart_rate("hrmax"),
    "lthr": _heart_rate("lthr"),
    "hrrest": _heart_rate("hrrest"),
    "paces_from": _paces_from,
    "session_line": _session_line,
    "added_line": _added_line,
    "choice": _choice,
    "weekdays": _weekdays,
    "days_span": _days_span,
    "run_days": _run_days,
    "cycle_days": _cycle_days,
    "session": _raw_session,
    "call_session": _raw_call,
    "activity": _activity,
    "counted": _counted,
    "inside": _inside,
    "call": _call,
    "climb": _climb,
    "step": _step,
    "part": _part,
    "sets": _sets,
    "repeated": _repeated,
    "ladder": _ladder,
    "rungs": _rungs,
    "times": _times,
    "once": _once,
    "group": _group,
    "exercise": _exercise,
    "exercise_sets": _sets,
    "circuit": _circuit,
    "mover": _mover,
    "target": _target,
    "per_side": _per_side,
    "load": _load,
    "amount": _amount,
    "figure": _figure,
    "base": _first_token,
    "unit": _first_token,
    "cap": _cap,
    "growth": _growth,
    "cutback": _cutback,
    "bare": _bare,
    "ramp": _ramp,
    "range": _range,
    "series": _series,
    "entry": _entry,
    "distance": _distance,
    "point": _point,
    "between": _between,
    "offset": _offset,
    "offset_ramp": _offset_ramp,
    "clock_pace": _clock_pace,
    "clock_range": _clock_range,
    "clock_ramp": _clock_ramp,
    "percent_of": _percent_of,
    "effort": _effort,
}
