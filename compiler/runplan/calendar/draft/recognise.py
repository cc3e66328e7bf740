"""A title becomes a session: `Long run 18 km with the club` is `long 18 km "Long run 18 km with the club"`.

What is said is taken, what is missing is guessed and marked, what is not about training gives nothing. No text is ever
wrong here.
"""

from __future__ import annotations

import re
from fractions import Fraction

from runplan.calendar.draft.amounts import Amount, Set, amount_at, amounts, folded, sets, time
from runplan.calendar.draft.words import (
    A_RACE,
    ACTIVITIES,
    COOLDOWN,
    EVERYDAY,
    FILLERS,
    NOT_A_RACE,
    RECOVERY,
    TARGETS,
    WARMUP,
    WORDS,
    Word,
)
from runplan.record import Record
from runplan.units import HALF_MARATHON, MARATHON

RUNS = ("run", "easy", "recovery", "long", "medium-long", "steady", "progression")
"""Kinds whose amount is the whole run; a set goes inside it."""

NO_RUNS = ("walk", "cross", "strength", "mobility", "rest")
UNSIZED = ("strength", "mobility", "cross", "rest")
"""Kinds that may stand without an amount."""

TYPICAL = {"run": 40, "easy": 40, "recovery": 30, "long": 90, "medium-long": 75, "steady": 40, "progression": 40,
           "tempo": 20, "cruise": 20, "fartlek": 30, "run-walk": 30, "walk": 30}  # fmt: skip
"""Minutes, where nothing at all says how long."""

TYPICAL_SETS = {"intervals": "6 x 400 m", "reps": "8 x 200 m", "hills": "8 x 45 s", "hill-sprints": "6 x 10 s",
                "strides": "6 x 20 s"}  # fmt: skip

FASTEST_RUN = 180
"""Seconds a kilometre: what fits into a run even for the fastest."""


class Session(Record):
    """What a title says: the language's line without its day, what was guessed, and whether that is all (`is_whole`).
    `note` is None where it is still to be made from the event's own words."""

    kind: str
    text: str
    guesses: tuple[str, ...] = ()
    is_whole: bool = True
    note: str | None = None


class Hints(Record):
    """What else is known of an event: the text below the title, folded, and how many minutes it lasts, None for days."""

    description: str = ""
    minutes: int | None = None


def recognise(title: str, hints: Hints) -> tuple[Session, ...]:
    """The sessions that a title names, none if it is not about training. `easy 8 km + core` are two."""
    text = _without_marks(folded(title))
    choice = _choice(text)
    if choice is not None:
        return (choice,)
    parts = [part for part in re.split(r" ?\+ ?| (?:and|und|et|y|then|&) ", text) if part]
    if 1 < len(parts) <= 3 and not EVERYDAY.search(text):
        each = [_session(part, Hints()) for part in parts]
        found = [session for session in each if session is not None]
        if len(found) == len(parts) and _are_several(found):
            return tuple(found)
    one = _session(text, hints)
    return (one,) if one is not None else ()


def _choice(text: str) -> Session | None:
    """`easy 5 km or rest`: both sides must be sessions by themselves."""
    sides = re.split(r" (?:or|oder|ou|o) ", text)
    if len(sides) != 2 or EVERYDAY.search(text):
        return None
    one, other = (_session(side, Hints()) for side in sides)
    if one is None or other is None:
        return None
    return Session(
        one.kind, f"{one.text} or {other.text}", one.guesses + other.guesses, one.is_whole and other.is_whole
    )


def _are_several(found: list[Session]) -> bool:
    """Whether parts are sessions of their own: one run, and the rest something else; no guess but for the words."""
    kinds = [session.kind for session in found]
    runs = [kind for kind in kinds if kind not in NO_RUNS]
    return len(set(kinds)) == len(kinds) and len(runs) <= 1 and "rest" not in kinds


def _without_marks(text: str) -> str:
    """Without emoji and the like before and behind the words."""
    return re.sub(r"^[^\w(\[\"']+|[^\w)\]\"'.!?]+$", "", text)


# ---- one session -------------------------------------------------------------------------------------------------


class _Seen(Record):
    """What was found in a title. `clock` is a `2:15` that may be how long, `bare` a number without a unit, each "" without
    one; `left` are the words that nothing explains."""

    kind: str | None
    sure: bool
    plain: bool
    activity: str
    also: frozenset[str]
    sets: tuple[Set, ...]
    amounts: tuple[Amount, ...]
    warmup: Amount | None
    cooldown: Amount | None
    last: Amount | None
    target: str
    far: str
    is_called_race: bool
    clock: str
    bare: str
    left: tuple[str, ...]


def _session(text: str, hints: Hints) -> Session | None:
    seen = _look(text)
    return _written(seen, hints) if _is_training(text, seen) else None


def _is_training(text: str, seen: _Seen) -> bool:
    figures = bool(seen.sets or seen.amounts or _clocked(seen.clock, seen.kind or ""))
    far = any(each.metres is not None and each.metres >= 1000 for each in seen.amounts)
    if EVERYDAY.search(text):
        return seen.sure and not seen.plain
    if seen.kind is None:
        return (bool(seen.sets) and len(seen.left) <= 2) or (far and len(seen.left) <= 2)
    if seen.sure:
        return True
    if seen.kind == "rest":
        return not seen.left and not figures
    return not seen.left or (figures and len(seen.left) <= 3) or far


def _look(text: str) -> _Seen:
    rest = text
    rest, ends = _ends(rest)
    rest, target = _target(rest)
    rest, last = _last(rest)
    found_sets = tuple(sets(rest, mover))
    for each in reversed(found_sets):
        rest = f"{rest[: each.start]} {each.words} {rest[each.end :]}"
    found = amounts(rest)
    for one in reversed(found):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    rest = NOT_A_RACE.sub(" ", rest)
    words = [word for word in WORDS if word.pattern.search(rest)]
    if found_sets:  # `pause 200 m` is what comes between
        words = [word for word in words if word.kind != "rest" or word.sure]
    activity = next((name for name, pattern in ACTIVITIES if pattern.search(rest)), None)
    main = _main(words, activity is not None)
    clock, bare = _CLOCK.search(rest), _BARE.search(rest)
    left = rest
    if clock and not found and not found_sets and _clocked(clock[0], main.kind if main else ""):
        left = f"{rest[: clock.start()]} {rest[clock.end() :]}"
    for _, pattern in ACTIVITIES:
        left = pattern.sub(" ", left)
    for word in words:
        left = word.pattern.sub(" ", left)
    lost = tuple(
        w for w in re.findall(r"[^\W_]+", left) if w not in FILLERS and not (found_sets and mover(w))
    )
    return _Seen(
        main.kind if main else "cross" if activity is not None else None,
        main.sure if main else activity is not None,
        main.plain if main else True,
        activity or "",
        frozenset(word.kind for word in words),
        found_sets,
        tuple(one.amount for one in found),
        ends[0],
        ends[1],
        last,
        target,
        _far(text),
        A_RACE.search(rest) is not None,
        clock[0] if clock else "",
        bare[0] if bare else "",
        lost,
    )


def _main(words: list[Word], active: bool) -> Word | None:
    """The word that says the kind: the first in the order of the table. Beside a bike `easy` is no run, and strides come
    on top of one."""
    if active:
        words = [word for word in words if word.kind in ("run-walk", "rest") and word.sure]
    if words and words[0].kind == "strides":
        return next((word for word in words if word.kind in RUNS), words[0])
    return words[0] if words else None


_FAR = (
    (
        "half marathon",
        re.compile(r"half|halbmarathon|semi|medi[oa] ?-?maraton|(?<![a-z0-9])(?<!\d )hm(?![a-z0-9])"),
    ),
    ("marathon", re.compile(r"marathon|maraton")),
    ("5 km", re.compile(r"park ?run")),
)


def _far(text: str) -> str:
    """How far a race is by its name; "" where that says nothing."""
    text = NOT_A_RACE.sub(" ", text)
    return next((far for far, pattern in _FAR if pattern.search(text)), "")


_CLOCK = re.compile(
    r"(?<![\w.,:@#/'-])(?<!@ )(?<!\bat )(?<!\bum )(?<!\bab )(?<!\bin )(?<!\bim )(?<!\ba )(?<!\blas )"
    r"\d{1,2}:[0-5]\d(?![\w:/'-])(?!\.\d)(?! ?(?:-|am\b|pm\b|uhr|o'?clock|/|per|min|bis\b|to\b))"
)
_BARE = re.compile(
    r"(?<![\w.,:@#/'-])(?<!@ )(?<!week )(?<!woche )(?<!semaine )(?<!semana )(?<!day )(?<!tag )(?<!zone )(?<!gruppe )(?<!group )(?<!no )"
    r"(?<!nr )(?<!no\. )(?<!nr\. )(?<!part )(?<!teil )(?:\d{1,2}:[0-5]\d ?- ?\d{1,2}:[0-5]\d|\d{1,3}(?:[.,]\d{1,2})?(?: ?- ?\d{1,3})?)(?![\w:/'.-])"
)


def _clocked(clock: str, kind: str) -> Amount | None:
    """`2:15` beside a run as hours and minutes. What is short or long for that may be minutes, a pace or a time of day."""
    if not clock or kind not in RUNS:
        return None
    hours, minutes = map(int, clock.split(":"))
    total = 60 * hours + minutes
    most = 4 * 60 if kind in ("long", "medium-long") else 3 * 60
    return time(60 * total) if 15 <= total < most else None


_MOVERS = tuple((word, re.compile(rf"(?:{pattern})")) for word, pattern in RECOVERY)
_TARGETS = tuple(
    (name, re.compile(rf"(?<![a-z0-9])(?:@ ?|at |in |im |a |en )?(?:{pattern})(?![a-z0-9])"))
    for name, pattern in TARGETS
)
_PACE = re.compile(
    r"(?<![a-z0-9:])(?:@ ?|at |in |a )?(?P<low>[2-9]|1\d)[:'](?P<s1>[0-5]\d)\"?(?: ?- ?(?P<high>[2-9]|1\d)[:'](?P<s2>[0-5]\d)\"?)?"
    r" ?(?:min(?:utes)?)? ?(?:/|per|pro|por|par) ?(?P<unit>km|k|mi|mile|milla|kilometer)(?![a-z])"
)


def mover(word: str) -> str | None:
    """The language's word for what is done between repetitions, None where `word` says no such thing."""
    return next((name for name, pattern in _MOVERS if pattern.fullmatch(word)), None)


def _target(text: str) -> tuple[str, str]:
    """The text without its pace, and the pace as the language writes it; only one is taken."""
    match = _PACE.search(text)
    if match:
        unit = "mi" if match["unit"].startswith("mi") else "km"
        slow = f"{match['low']}:{match['s1']}"
        ends = [slow, f"{match['high']}:{match['s2']}"] if match["high"] else [slow]
        ends = ends if len(set(ends)) == len(ends) else ends[:1]
        return f"{text[: match.start()]} {text[match.end() :]}", f"{'..'.join(ends)}/{unit}"
    for name, pattern in _TARGETS:
        match = pattern.search(text)
        if match:
            around = f"{text[: match.start()]} {text[match.end() :]}"
            if _TEMPO_RUN.fullmatch(match[0]) and not re.search(r"\d", around):
                continue
            return around, name
    return text, ""


_TEMPO_RUN = re.compile(r"\d[\d kmer-]*tempo")
"""`10k tempo` is how far, unless something else in the title says that; `im 10-km-tempo` is how fast."""


_SMALL = re.compile(r"\d{1,2}(?![\d.,:x])")
_LAST = re.compile(
    r"(?<![a-z])(?:the )?(?:last|final|letzten?|les derniers?|derniers?|(?:los )?ultimos?) (?=\d)"
)


def _last(text: str) -> tuple[str, Amount | None]:
    """The text without `last 3 km`, and how much that is; `last 3` is in the unit of the whole."""
    match = _LAST.search(text)
    if match is None:
        return text, None
    found = amount_at(text, match.end())
    if found is None:
        number = _SMALL.match(text, match.end())
        whole = next((one.amount for one in amounts(text[: match.start()]) if one.amount.metres), None)
        unit = whole.text.rpartition(" ")[2] if whole else ""
        if number is None or unit not in ("km", "mi"):
            return text, None
        size = amount_at(f"{number[0]} {unit}", 0)
        return f"{text[: match.start()]} {text[number.end() :]}", size and size.amount
    return f"{text[: match.start()]} {text[found.end :]}", found.amount


_ENDS = tuple(
    (
        re.compile(rf"(?<![a-z0-9]){word}[ :=(]*(?:of |with |mit |de )?$"),
        re.compile(rf"[ -]?{word}(?![a-z0-9])"),
    )
    for word in (WARMUP, COOLDOWN)
)


def _ends(text: str) -> tuple[str, tuple[Amount | None, Amount | None]]:
    """The text without its warm-up and cool-down, and the two: `2 km WU`, `einlaufen 15 min`."""
    ends: list[Amount | None] = []
    for in_front, behind in _ENDS:
        end = None
        for one in amounts(text):
            before = in_front.search(text[: one.start])
            after = behind.match(text[one.end :])
            if before or after:
                start = before.start() if before and not after else one.start
                stop = one.end + after.end() if after else one.end
                text, end = f"{text[:start]} {text[stop:]}", one.amount
                break
        ends.append(end)
    return text, (ends[0], ends[1])


# ---- the line ----------------------------------------------------------------------------------------------------


def _written(seen: _Seen, hints: Hints) -> Session:
    """The line of what was found."""
    guesses: list[str] = []
    kind = _kind(seen, guesses)
    whole = not seen.left
    if kind == "rest":
        return Session("rest", "rest", (), whole)
    if kind in ("race", "time-trial"):
        return _race(kind, seen, whole, guesses)
    head = f"cross {seen.activity}" if kind == "cross" and seen.activity else kind
    said = _said(seen, hints, kind, guesses)
    aim = f" @ {seen.target}" if seen.target and kind not in NO_RUNS else ""
    if kind in NO_RUNS:
        if said is not None and said.metres is not None and kind in ("strength", "mobility"):
            said, whole = None, False
        if said is None and kind == "walk":
            said = _typical(kind, seen, guesses)
        whole = whole and not seen.sets and not seen.target
        return Session(kind, f"{head} {said.text}" if said else head, tuple(guesses), whole)
    if kind in RUNS or kind == "run-walk":
        size = said or _typical(kind, seen, guesses)
        inside, all_in = _inside(seen, size, aim, guesses)
        if inside:
            aim = ""  # it is of that part
        return Session(kind, f"{head} {size.text}{aim}{inside}", tuple(guesses), whole and all_in)
    body, all_in = _main_set(kind, seen, said, aim, guesses)
    return Session(kind, f"{head} {body}", tuple(guesses), whole and all_in)


def _kind(seen: _Seen, guesses: list[str]) -> str:
    kind = seen.kind
    if kind is None:
        kind = "intervals" if seen.sets else "run"
        guesses.append(f"`{kind}`, no kind is named")
    elif kind == "run" and seen.sets and "strides" not in seen.also and not seen.amounts:
        kind = "intervals"
        guesses.append("`intervals`, for there is a set")
    return kind


def _said(seen: _Seen, hints: Hints, kind: str, guesses: list[str]) -> Amount | None:
    """How much, by the title, else by the first amount below it, else by how long the event lasts."""
    found = seen.amounts
    if found:
        chosen = next((each for each in found if each.metres is not None and each.metres >= 1000), found[0])
        if chosen.guess:
            guesses.append(chosen.guess)
        return chosen
    if seen.sets:
        return None
    clocked = _clocked(seen.clock, kind)
    if clocked is not None:
        guesses.append(f"{clocked.text}, `{seen.clock}` as hours and minutes")
        return clocked
    below = [one.amount for one in amounts(hints.description)] if hints.description else []
    fitting = [each for each in below if kind not in UNSIZED or each.seconds is not None]
    if fitting and not sets(hints.description, mover):
        guesses.append(f"{fitting[0].text}, from the description")
        guesses += _not_taken(seen)
        return fitting[0]
    if hints.minutes and 5 <= hints.minutes <= 480:
        lasting = time(60 * hints.minutes)
        if lasting is not None:
            guesses.append(f"{lasting.text}, as long as the event is")
            guesses += _not_taken(seen)
            return lasting
    return None


def _not_taken(seen: _Seen) -> list[str]:
    """The figures of a title that may be how much, and are not clear enough."""
    clock = seen.clock or (seen.bare if ":" in seen.bare else "")
    if clock:
        return [f"`{clock}` was not taken, it may be a time of day or a pace"]
    return [f"`{seen.bare}` was not taken, it has no unit"] if seen.bare else []


def _typical(kind: str, seen: _Seen, guesses: list[str]) -> Amount:
    size = time(60 * TYPICAL[kind])
    assert size is not None
    unclear = _not_taken(seen)
    guesses += [f"{size.text}", *unclear] if unclear else [f"{size.text}, nothing says how much"]
    return size


def _race(kind: str, seen: _Seen, whole: bool, guesses: list[str]) -> Session:
    far = [each for each in seen.amounts if each.metres is not None and ".." not in each.text]
    name = seen.far
    if far and not (name and far[0].metres in (HALF_MARATHON, MARATHON)):
        name = far[0].text
        whole = whole and not far[0].guess
    if not name:
        name = "5 km" if kind == "time-trial" else "10 km"
        guesses.append(f"{name}, no distance is named")
    if (
        kind == "race"
        and not seen.is_called_race
        and not ("race" in seen.also and far)
        and seen.far in ("half marathon", "marathon", "5 km")
    ):
        guesses.append("a race")
    return Session(kind, f"{kind} {name}", tuple(guesses), whole)


def _inside(seen: _Seen, size: Amount, aim: str, guesses: list[str]) -> tuple[str, bool]:
    """What a run has in it, ` with 6 x 20 s strides`, and whether that is all that the title says."""
    strides = "strides" in seen.also
    if seen.last is not None:
        if seen.sets or not _within(seen.last.metres or 0, seen.last.seconds or 0, size) or not aim:
            return "", False
        return f" with last {seen.last.text}{aim}", not strides
    if seen.sets:
        one = seen.sets[0]
        if len(seen.sets) == 1 and one.outer == 1 and _fits(one, size):
            if strides:
                return f" with {one.reps} x {one.work.text} strides", one.recovery is None
            return f" with {_set(one, '', aim)}", True
        return "", False
    if strides and _within(0, 6 * 20, size):
        guesses.append("6 x 20 s strides, no number is named")
        return " with 6 x 20 s strides", True
    return "", not strides


def _fits(one: Set, size: Amount) -> bool:
    return _within(one.metres, one.seconds, size)


def _within(metres: Fraction | int, seconds: Fraction | int, size: Amount) -> bool:
    """Whether so much fits into a run of `size`, however fast one is."""
    if size.metres is not None:
        return metres + seconds * Fraction(1000, FASTEST_RUN) <= size.metres * Fraction(9, 10)
    return seconds + metres * Fraction(2 * FASTEST_RUN, 1000) <= (size.seconds or 0) * Fraction(9, 10)


def _set(one: Set, word: str, aim: str) -> str:
    """`6 x 400 m @ I`, `6 x (400 m, 200 m jog)`, `2 x (6 x 400 m)`."""
    work = f"{one.work.text}{word}{aim}"
    if one.recovery is None:
        text = f"{one.reps} x {work}"
    else:
        text = f"{one.reps} x ({work}, {one.recovery[0].text} {one.recovery[1]})"
    return f"{one.outer} x ({text})" if one.outer > 1 else text


def _main_set(kind: str, seen: _Seen, said: Amount | None, aim: str, guesses: list[str]) -> tuple[str, bool]:
    """`2 km easy, 6 x 400 m, 1 km easy`, and whether that is all that the title says."""
    before = [f"{seen.warmup.text} easy"] if seen.warmup else []
    after = [f"{seen.cooldown.text} easy"] if seen.cooldown else []
    if seen.sets:
        word = " uphill" if kind == "hills" else ""
        if any(one.work.guess for one in seen.sets):
            guesses.append(next(one.work.guess for one in seen.sets if one.work.guess))
        body = [_set(one, word, aim) for one in seen.sets]
        if kind in ("intervals", "reps", "hills", "cruise") and all(
            one.recovery is None for one in seen.sets
        ):
            guesses.append("nothing between, no recovery is named")
        guesses += [f"`{each.text}` is not in it, there is a set" for each in seen.amounts[:1]]
        return ", ".join([*before, *body, *after]), not seen.amounts
    if said is None:
        if kind in TYPICAL_SETS:
            unclear = _not_taken(seen)
            guesses += (
                [TYPICAL_SETS[kind], *unclear]
                if unclear
                else [f"{TYPICAL_SETS[kind]}, nothing says how much"]
            )
            return TYPICAL_SETS[kind], True
        said = _typical(kind, seen, guesses)
    elif kind in TYPICAL_SETS:
        guesses.append(f"{said.text} is all of it, and no set is named")
    return ", ".join([*before, f"{said.text}{aim}", *after]), True
