"""`Diagnostic`, one problem, and `Report`, the problems of a run in order of place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from runplan.diagnostics.codes import CODES
from runplan.record import Record
from runplan.syntax.span import Span

Severity = Literal["error", "warning", "info"]


class Label(Record):
    """A second place that belongs to the problem, with a word on why."""

    at: Span
    text: str


class Fix(Record):
    """Replaces the text at `at` by `text`; `safe` when the plan's meaning is what the author wrote."""

    at: Span
    text: str
    safe: bool = False


class Diagnostic(Record):
    """One problem: a stable code, its place, the wording, and where possible the correction.

    `level` is how grave a finding of the review is, by its figure, and `week` the block and the week in it, both from 1,
    that it is about.
    """

    code: str
    at: Span
    message: str
    label: str = ""
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    fix: Fix | None = None
    level: Severity | None = None
    week: tuple[int, int] | None = None

    @property
    def severity(self) -> Severity:
        """The severity belongs to the code, never to the place that found it; that of a rule's finding to its figure."""
        return self.level or CODES[self.code].severity

    @property
    def is_note(self) -> bool:
        """Whether it is a finding of the review that asks for nothing: shown only to those who ask for it."""
        return self.severity == "info" and self.week is not None


class Report:
    """Collects the diagnostics of a run. At most one error a line: the first one said wins."""

    def __init__(self, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self._all: dict[Diagnostic, None] = {}
        self._lines: set[tuple[str, int]] = set()
        self.extend(diagnostics)

    def say(
        self,
        code: str,
        at: Span,
        /,
        *,
        labels: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
        fix: Fix | None = None,
        **facts: object,
    ) -> None:
        """Adds the problem `code` at `at`; `facts` fill the wording in `codes.py`."""
        self.add(word(code, at, labels=labels, notes=notes, fix=fix, **facts))

    def add(self, diagnostic: Diagnostic) -> None:
        """Adds a diagnostic, unless its line has an error already, or the very same one was said."""
        if diagnostic in self._all:
            return
        place = (diagnostic.at.file, diagnostic.at.line)
        if diagnostic.severity == "error" and diagnostic.at.line:
            if place in self._lines:
                return
            self._lines.add(place)
        self._all[diagnostic] = None

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Adds each of `diagnostics`."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._all, key=lambda d: (d.at.file, d.at.line, d.at.column, d.code)))

    def only(self, *codes: str) -> Report:
        """The errors alone where one of these codes is among them: what else there is follows from it."""
        if any(problem.code in codes for problem in self._all):
            return Report(p for p in self if p.severity == "error" and p.week is None)
        return self

    def __len__(self) -> int:
        return len(self._all)

    def count(self, severity: Severity) -> int:
        """How many diagnostics of that severity there are."""
        return sum(d.severity == severity for d in self._all)

    @property
    def has_errors(self) -> bool:
        """Whether a result may not be trusted."""
        return any(d.severity == "error" for d in self._all)


def word(
    code: str,
    at: Span,
    /,
    *,
    labels: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    fix: Fix | None = None,
    **facts: object,
) -> Diagnostic:
    """The diagnostic `code` at `at` in the words of `codes.py`, its `{holes}` filled from `facts`.

    A fact `help` overrides the code's help; a help with a hole that no fact fills is left out.
    """
    entry = CODES[code]
    help_ = facts.pop("help", None)
    if help_ is None:
        try:
            help_ = entry.help.format(**facts)
        except KeyError:
            help_ = ""
    label = entry.label.format_map(_Blank(facts))
    return Diagnostic(code, at, entry.message.format(**facts), label, labels, notes, str(help_), fix)


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """`a`, `b`, or `c`: words in backticks, joined as one says them."""
    quoted = [f"`{w}`" for w in words]
    if len(quoted) <= 1:
        return "".join(quoted)
    if len(quoted) == 2:
        return f"{quoted[0]} {last} {quoted[1]}"
    return f"{', '.join(quoted[:-1])}, {last} {quoted[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 week`, `2 weeks`: a number and its noun in agreement."""
    return f"{number} {one if number == 1 else many or one + 's'}"
