"""Distances, times and sets as people type them into a calendar: `8 km`, `1h30`, `6x400m`, `5 x 1 km`, `45'`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from runplan.record import Record
from runplan.units import METRES, SECONDS, decimal

MOST_METRES = 300_000
MOST_SECONDS = 48 * 3600
MOST_TIMES = 60
FEW_METRES = 50
"""Nobody runs 30 m for training: below this many an `m` is taken for minutes."""

_SIGNS = {ord(a): b for a, b in {"×": "x", "✕": "x", "✖": "x", "–": "-", "—": "-", "−": "-", "‑": "-", "’": "'", "‘": "'",
                                 "′": "'", "″": '"', "“": '"', "”": '"', "„": '"', "…": " ", "→": "-", "ß": "ss"}.items()}  # fmt: skip


def folded(text: str) -> str:
    """`text` as it is looked at: lower case, no accents, plain signs, one space between words."""
    plain = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


class Amount(Record):
    """A distance (`metres`) or a time (`seconds`), as the language writes it: `5..8 km`, `1h30`. `guess` says what was
    guessed of it. The upper end of a range is what counts."""

    text: str
    metres: Fraction | None = None
    seconds: Fraction | None = None
    guess: str = ""


_NUMBER = r"\d{1,5}(?:[.,]\d{1,3})?"
_UNITS = {
    "km": r"kms?|kilomet(?:er|re|ro)[ns]?|k",
    "mi": r"mi|miles?|meilen?|milles|millas?|milla",
    "m": r"m|mtrs?|met(?:er|re|ro)[ns]?",
    "h": r"h|hrs?|hours?|std|stunden?|heures?|horas?",
    "min": r"mins?|mn|minut(?:es?|en|os?)|'",
    "s": r"s|secs?|seconds?|sek|sekunden?|secondes?|segundos?|seg|\"|''",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_AFTER = r"(?![a-z0-9])(?!\s*/\s*(?:km|mi))"
_AMOUNT = re.compile(
    rf"""
      (?P<c1>\d{{1,2}}):(?P<c2>[0-5]\d):(?P<c3>[0-5]\d)(?!\d)
    | (?P<c4>\d{{1,2}}):(?P<c5>[0-5]\d)\ ?(?:h|std|hours?|stunden)(?![a-z])
    | (?P<h1>\d{{1,2}})\ ?(?:h|hrs?|hours?|std|stunden?|heures?|horas?)\ ?(?:and\ |und\ |et\ |y\ )?
      (?P<h2>[0-5]?\d)(?!\d|[.,]\d|\ ?x)(?:\ ?(?:mins?|mn|minut(?:es?|en|os?)|'))?(?![a-z0-9])
    | (?P<m1>\d{{1,3}})\ ?(?:'|min)\ ?(?P<m2>[0-5]\d)(?:\ ?(?:"|''|s|sec|sek))?(?![a-z0-9])
    | (?P<low>{_NUMBER})(?:\ ?(?:-|\.\.|to|bis|a|ou|o)\ ?(?P<high>{_NUMBER}))?\ ?-?(?:{_UNIT}){_AFTER}
    """,
    re.VERBOSE,
)  # fmt: skip
_START = re.compile(r"(?<![\d.,:a-z])(?=\d)")


class Found(Record):
    """An amount and where it stands in the folded text."""

    amount: Amount
    start: int
    end: int


def amount_at(text: str, place: int) -> Found | None:
    """The amount that begins at `place` of a folded text."""
    match = _AMOUNT.match(text, place)
    amount = match and _amount(match)
    return Found(amount, match.start(), match.end()) if match and amount else None


def amounts(text: str) -> list[Found]:
    """Every amount of a folded text, in order."""
    found: list[Found] = []
    for start in _START.finditer(text):
        if found and start.start() < found[-1].end:
            continue
        each = amount_at(text, start.start())
        if each is not None:
            found.append(each)
    return found


def _amount(match: re.Match[str]) -> Amount | None:
    part = match.groupdict()
    if part["c1"] or part["c4"] or part["h1"] or part["m1"]:
        hours = int(part["c1"] or part["c4"] or part["h1"] or 0)
        minutes = int(part["c2"] or part["c5"] or part["h2"] or part["m1"] or 0)
        return time(3600 * hours + 60 * minutes + int(part["c3"] or part["m2"] or 0))
    unit = next(name for name in _UNITS if part[name])
    low = Fraction(part["low"].replace(",", "."))
    high = Fraction(part["high"].replace(",", ".")) if part["high"] else low
    guess = ""
    if unit == "m" and low < FEW_METRES:
        unit, guess = "min", f"`{decimal(low)} m` as minutes"
    return _sized(low, high, unit, guess)


def _sized(low: Fraction, high: Fraction, unit: str, guess: str = "") -> Amount | None:
    if low > high or not low:
        return None
    if unit in METRES:
        if not 0 < high * METRES[unit] <= MOST_METRES:
            return None
        number = decimal(low, 3) if low == high else f"{decimal(low, 3)}..{decimal(high, 3)}"
        return Amount(f"{number} {unit}", high * METRES[unit], None, guess)
    if low == high:
        whole = time(low * SECONDS[unit])
        return whole and whole._replace(guess=guess)
    if high * SECONDS[unit] > MOST_SECONDS:
        return None
    return Amount(f"{decimal(low)}..{decimal(high)} {unit}", None, high * SECONDS[unit], guess)


def time(seconds: Fraction | int) -> Amount | None:
    """A time as a coach writes it: `45 min`, `2 h`, `1h30`, `90 s`, `2:30`; None where it is none to train."""
    if seconds != int(seconds) or not 0 < seconds <= MOST_SECONDS:
        return None
    total = int(seconds)
    minutes, rest = divmod(total, 60)
    hours, beyond = divmod(minutes, 60)
    if rest and total < 120:
        text = f"{total} s"
    elif rest:
        text = f"{hours}:{beyond:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
    elif minutes <= 90:
        text = f"{minutes} min"
    else:
        text = f"{hours}h{beyond:02d}" if beyond else f"{hours} h"
    return Amount(text, None, Fraction(total))


# ---- sets --------------------------------------------------------------------------------------------------------


class Set(Record):
    """`6 x 400 m`, what comes between, and where it stands: `recovery` is an amount and the language's word for it,
    `outer` of `2 x 6 x 400 m` is 2, and `reps` is `6`, or `6..8` of a range, whose upper end is `times`. `words` stand
    inside."""

    reps: str
    times: int
    work: Amount
    recovery: tuple[Amount, str] | None
    start: int
    end: int
    outer: int = 1
    words: str = ""

    @property
    def metres(self) -> Fraction:
        """How far all of it is, as far as it is said in distances."""
        rest = self.recovery[0].metres if self.recovery else None
        return self.outer * self.times * ((self.work.metres or 0) + (rest or Fraction(0)))

    @property
    def seconds(self) -> Fraction:
        """How long all of it is, as far as it is said in times."""
        rest = self.recovery[0].seconds if self.recovery else None
        return self.outer * self.times * ((self.work.seconds or 0) + (rest or Fraction(0)))


_TIMES = re.compile(
    r"(?<![\d.,:a-z])(?:(?P<outer>\d{1,2}) ?(?:x|\*) ?\(?)?(?P<low>\d{1,2})(?: ?- ?(?P<high>\d{1,2}))? ?(?:x|\*|mal|fois|veces) ?"
    r"\(? ?(?=\d)"
)


def _is_too_much(times: int, *amounts: Amount | None) -> bool:
    """Whether nobody runs that: a slip, or no set at all."""
    metres = times * sum(each.metres or 0 for each in amounts if each)
    seconds = times * sum(each.seconds or 0 for each in amounts if each)
    return metres > MOST_METRES / 3 or seconds > MOST_SECONDS / 4


_BARE = re.compile(r"(?P<metres>[1-9]\d{2,3})(?![\d.,:]|[a-z])")
_SHORT = re.compile(r"(?<=[x /(])(?P<seconds>[1-9][05])(?=/[1-9][05](?!\d)|(?<=/..)(?![\d.,:a-z]))")


def sets(text: str, mover: Callable[[str], str | None]) -> list[Set]:
    """Every set of a folded text; `mover` knows what a word for a recovery means, and None where it is none."""
    found: list[Set] = []
    for match in _TIMES.finditer(text):
        if found and match.start() < found[-1].end:
            continue
        work = amount_at(text, match.end()) or _bare(text, match.end())
        low, outer = int(match["low"]), int(match["outer"] or 1)
        times = int(match["high"] or low)
        if work is None or not (1 <= low <= times <= MOST_TIMES and 1 <= outer <= 9):
            continue
        reps = str(low) if low == times else f"{low}..{times}"
        recovery = _recovery(text, work.end, mover)
        end = recovery[2] if recovery else work.end
        between = (recovery[0], recovery[1]) if recovery else None
        if _is_too_much(outer * times, work.amount, recovery[0] if recovery else None):
            continue
        found.append(
            Set(reps, times, work.amount, between, match.start(), end, outer, recovery[3] if recovery else "")
        )
    return found


def _bare(text: str, place: int) -> Found | None:
    """`6x400`: a figure without a unit is metres on a track; `10x30/30` are seconds."""
    match = _BARE.match(text, place)
    short = _SHORT.match(text, place)
    if short:
        return Found(Amount(f"{short['seconds']} s", None, Fraction(short["seconds"])), *short.span())
    if not match:
        return None
    return Found(Amount(f"{match['metres']} m", Fraction(match["metres"])), match.start(), match.end())


_GAP = re.compile(r"(?P<words>[^\d]{0,40}?)(?<![\d.,:a-z])(?=\d)")
_NEXT = re.compile(r" ?(?P<word>[a-z]+)")
_LEADS = re.compile(
    r"(?:^|[ (,;])(?:w/|with|mit|avec|con|r|rec|p|tp|gp|off|entre|zwischen|between)[ :=]*$|/ ?$"
)


def _recovery(
    text: str, place: int, mover: Callable[[str], str | None]
) -> tuple[Amount, str, int, str] | None:
    """What follows a repetition: `, 200 m jog`, `w/ 90s rest`, `/200`, `P: 2 min`; by its name also further on, as in
    `in 3:50, TP 400 m`."""
    return _recovery_beside(text, place, mover) or _recovery_named(text, place)


def _recovery_named(text: str, place: int) -> tuple[Amount, str, int, str] | None:
    stop = _TIMES.search(text, place)
    named = _NAMED.search(text, place, stop.start() if stop else len(text))
    found = named and (amount_at(text, named.end()) or _bare(text, named.end()))
    if not named or not found or "+" in text[place : named.start()]:
        return None
    return (
        found.amount,
        "walk" if named["word"].startswith("g") else "jog",
        found.end,
        text[place : named.start()],
    )


_NAMED = re.compile(r"(?<![a-z])(?P<word>trabpausen?|gehpausen?|tp|gp)[ :=]*(?=\d)")


def _recovery_beside(
    text: str, place: int, mover: Callable[[str], str | None]
) -> tuple[Amount, str, int, str] | None:
    gap = _GAP.match(text, place)
    if not gap or "+" in gap["words"] or "." in gap["words"]:
        return None
    if re.match(r"\d{1,2} ?x", text[gap.end() :]):
        return None
    found = amount_at(text, gap.end()) or _bare(text, gap.end())
    if found is None:
        return None
    after = _NEXT.match(text, found.end)
    said = mover(after["word"]) if after else None
    if after and said:
        return found.amount, said, after.end(), gap["words"]
    leads = next((m for m in map(mover, re.findall("[a-z]+", gap["words"])[::-1]) if m), None)
    if leads or _LEADS.search(gap["words"]):
        return found.amount, leads or "jog", found.end, gap["words"]
    return None
