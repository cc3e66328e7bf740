"""What SVG is made of: figures, texts and their room, rows of a legend, and a chart before it stands somewhere.

No library: `docs/decisions/charts.md` says why. Every text of a person passes through `escaped`. Lengths are units of a
drawing that is `WIDTH` wide; on a phone a unit is about a pixel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import floor
from unicodedata import bidirectional, combining, east_asian_width

from runplan.emit.note import visible
from runplan.record import Record

WIDTH = 328
"""A phone of 360 pixels, less the margins of a page."""
SIZE = 10
"""The height of letters: no smaller ones, since a unit is about a pixel on a phone."""
LINE = 13

_TURNING = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows."""
_SPACE = re.compile(r"[\s\u2028\u2029]+")
_NARROW = frozenset("iIjl|.,:;'!()[] ·")
_BROAD = frozenset("mMWw@%—")


class Table(Record):
    """The figures of a chart in rows: for those who read tables, by eye or by ear."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Drawn(Record):
    """A chart before it stands somewhere: `body` is the inside of an `<svg>`, `WIDTH` by `height`. `name` begins the ids
    in it, `words` tell its figures."""

    name: str
    title: str
    words: str
    height: int
    body: str
    table: Table


# ---- figures and texts ------------------------------------------------------------------------------------


def place(value: Fraction | float) -> str:
    """A length or a place, to a tenth: `12`, `12.5`."""
    return _tenths(floor(value * 10 + 0.5) if value >= 0 else -floor(0.5 - value * 10))


def _tenths(count: int) -> str:
    whole, part = divmod(abs(count), 10)
    said = f"{whole}.{part}" if part else f"{whole}"
    return f"-{said}" if count < 0 else said


def one_line(said: str) -> str:
    """A person's words in one line, without what no page may hold, and without signs that turn its direction."""
    return _SPACE.sub(" ", _TURNING.sub("", visible(said))).strip()


def isolated(name: str) -> str:
    """A name inside a line: one that is written from right to left leaves the figures after it in their order."""
    turned = any(bidirectional(char) in ("R", "AL") for char in name)
    return f"\u2068{name}\u2069" if turned else name


def escaped(said: str) -> str:
    """`said` as it stands in XML, between tags or in quotes."""
    said = _SPACE.sub(" ", visible(said))
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        said = said.replace(sign, entity)
    return said


def room(said: str, bold: bool = False) -> float:
    """How broad a text is at most in the usual fonts without serifs: none is measured, a broad one is taken."""
    ems = 0.0
    for char in said:
        if char.isascii() or not (combining(char) or char in "\u200d\u2068\u2069\ufe0f"):
            ems += _em(char)
    return ems * SIZE * (1.1 if bold else 1.0)


def _em(char: str) -> float:
    if char in _NARROW:
        return 0.37
    if char in _BROAD:
        return 0.95
    if not char.isascii() and east_asian_width(char) in "WF":
        return 1.2
    return 0.7 if char.isupper() else 0.61


def cut(said: str, most: float, bold: bool = False) -> str:
    """`said`, shortened by `…` where it is broader than `most`."""
    if room(said, bold) <= most:
        return said
    while said and room(f"{said}…", bold) > most:
        said = said[:-1]
    return f"{said.rstrip()}…"


def wrapped(said: str, most: float) -> list[str]:
    """`said` in lines no broader than `most`; a word that is broader is broken."""
    lines: list[str] = []
    line = ""
    for word in one_line(said).split():
        longer = f"{line} {word}" if line else word
        if room(longer) <= most:
            line = longer
            continue
        if line:
            lines.append(line)
        while room(word) > most:
            head = word
            while len(head) > 1 and room(head) > most:
                head = head[:-1]
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line else lines


def written(x: Fraction | float, y: Fraction | float, said: str, kind: str = "", anchor: str = "") -> str:
    """A text whose base line begins, ends (`end`) or has its middle (`middle`) at a place."""
    kind = f' class="{kind}"' if kind else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{kind} x="{place(x)}" y="{place(y)}"{anchor}>{escaped(said)}</text>'


def together(texts: Iterable[str], kind: str, anchor: str = "") -> str:
    """Texts of one kind: what they share is written once."""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<g class="{kind}"{anchor}>{"".join(texts)}</g>'


def box(x: Fraction | float, y: Fraction | float, width: Fraction | float, height: Fraction | float) -> str:
    """The way around a rectangle, from its upper left."""
    return f"M{place(x)} {place(y)}h{place(width)}v{place(height)}h-{place(width)}z"


def line(kind: str, d: str, more: str = "") -> str:
    """A path: lines, boxes, marks; nothing where there is no way to go."""
    return f'<path class="{kind}" d="{d}"{more}/>' if d else ""


def through(points: Sequence[tuple[float, float]]) -> str:
    """The way through points, in tenths: `M12 30l3 -2.5...`. Steps are between rounded places, so no error adds up."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in points]
    if not tenths:
        return ""
    (x, y), *others = tenths
    said = [f"M{_tenths(x)} {_tenths(y)}"]
    for far, high in others:
        said.append(f"{'l' if len(said) == 1 else ' '}{_tenths(far - x)} {_tenths(high - y)}")
        x, y = far, high
    return "".join(said).replace(" -", "-").replace("-0.", "-.").replace(" 0.", " .").replace("l0.", "l.")


# ---- marks ------------------------------------------------------------------------------------------------


def star(x: Fraction | float, y: Fraction | float) -> str:
    """The way around the mark of a race, its middle at a place."""
    return f"M{place(x)} {place(y - 5)}l1.5 3.3 3.6.4-2.7 2.4.8 3.5-3.2-1.8-3.2 1.8.8-3.5-2.7-2.4 3.6-.4z"


def diamond(x: Fraction | float, y: Fraction | float, size: float = 3.2) -> str:
    """The way around the mark of a long run, its middle at a place."""
    far = place(size)
    return f"M{place(x)} {place(y - size)}l{far} {far}-{far} {far}-{far}-{far}z"


def triangle(x: Fraction | float, y: Fraction | float) -> str:
    """The way around the mark of a cutback, its middle at a place."""
    return f"M{place(x - 3)} {place(y - 2.5)}h6l-3 5z"


def pin(x: Fraction | float, y: Fraction | float, number: str, grave: bool) -> str:
    """The number of a finding, its middle at a place; a grave one is filled."""
    half = max(5.5, room(number, bold=True) / 2 + 2)
    kind = "pin" if grave else "pin light"
    return (
        f'<rect class="{kind}" x="{place(x - half)}" y="{place(y - 5.5)}" width="{place(2 * half)}" height="11" rx="5.5"/>'
        + written(x, y + 3.5, number, f"{kind} number", "middle")
    )


# ---- scales -----------------------------------------------------------------------------------------------


def ticks(most: Fraction | float, about: int = 4) -> list[Fraction]:
    """Round numbers from 0 to the last that is not above `most`, some `about` steps of 1, 2 or 5 and zeros."""
    most = Fraction(most)
    for power in range(-2, 12):
        for factor in (1, 2, 5):
            each = factor * Fraction(10) ** power
            if 0 < most <= each * (about + Fraction(1, 2)):
                return [each * n for n in range(int(most / each) + 1)]
    return [Fraction(0)]


# ---- legend -----------------------------------------------------------------------------------------------


class Key(Record):
    """An entry of a legend: the drawing of its mark around a middle, and what it means."""

    drawn: str
    said: str


def swatch(kind: str, more: str = "") -> str:
    """A piece of a bar, around 0, 0."""
    return line(kind, "M-5-4h10v8h-10z", more)


def legend(keys: Iterable[Key], y: float) -> tuple[str, float]:
    """The entries in rows that begin at `y`, and where they end."""
    said: list[str] = []
    x = 0.0
    for key in keys:
        wide = 16 + room(key.said)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + LINE + 1
        said.append(f'<g transform="translate({place(x + 6)} {place(y + 7)})">{key.drawn}</g>')
        said.append(written(x + 15, y + 10.5, key.said))
        x += wide + 9
    return "".join(said), y + LINE + 1 if said else y
