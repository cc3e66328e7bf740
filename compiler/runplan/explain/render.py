"""A derivation as text for a terminal: the line and its place, and below it what it did, with the figure at the right."""

from collections.abc import Callable, Iterator

from runplan.emit.terminal import columns, cut, plain, wrapped
from runplan.explain.derivation import Derivation, Step
from runplan.plan import Origin
from runplan.units import DistanceUnit

WIDEST = 80
_BOLD, _DIM, _BLUE = "1", "2", "34"


def render_derivation(
    derivation: Derivation,
    unit: DistanceUnit,
    place: Callable[[Origin], str],
    quote: Callable[[Origin], str],
    width: int = WIDEST,
    color: bool = False,
) -> str:
    """The derivation in at most `width` columns (80 at most). `place` gives a line's place as one can click on it, `quote` its
    text."""
    width = min(width, WIDEST)

    def paint(shown: str, *codes: str) -> str:
        return f"\033[{';'.join(codes)}m{shown}\033[0m" if color and codes and shown else shown

    def section(part: Derivation, top: bool) -> Iterator[str]:
        title, beside = cut(plain(part.title), width), plain(part.place)
        gap = width - columns(title) - columns(beside)
        if not top and beside and gap >= 2:
            yield f"{paint(title, _BOLD)}{' ' * gap}{paint(beside, _DIM)}"
        else:
            yield paint(title, _BOLD)
        if part.place and (top or gap < 2):
            yield from (paint(line, _DIM) for line in wrapped(plain(part.place), width))
        if top and part.steps:
            yield ""
        yield from _steps(part.steps)
        for inner in part.parts:
            yield ""
            yield from section(inner, False)

    def _steps(steps: tuple[Step, ...]) -> Iterator[str]:
        before: tuple[str, int] | None = None
        seen: set[tuple[str, int]] = set()
        for step in steps:
            line = (step.origin.file, step.origin.line) if step.origin is not None else None
            if step.origin is not None and line is not None and line != before:
                yield citation(step.origin, line in seen)
                seen.add(line)
            before = line
            if step.text or step.figure is not None:
                yield from _step(step, 4 if step.origin is not None else 2)

    def citation(origin: Origin, again: bool) -> str:
        where = plain(place(origin))
        text = plain(" ".join(quote(origin).split()))
        room = width - columns(where) - 4
        if again or room < 16:
            return f"  {paint(where, _DIM)}"
        return f"  {paint(where, _DIM)}  {paint(cut(text, room), _BLUE)}".rstrip()

    def _step(step: Step, indent: int) -> Iterator[str]:
        figure = step.figure.text(unit) if step.figure is not None else ""
        # The words keep clear of the figures, so that these stand in a column.
        room = width - indent - (max(columns(figure), 10) + 2 if figure else 0)
        lines = wrapped(plain(step.text), room) or [""]
        yield from (f"{' ' * indent}{line}" for line in lines[:-1])
        last = f"{' ' * indent}{lines[-1]}"
        if not figure:
            yield last
            return
        gap = " " * max(width - columns(last) - columns(figure), 2)
        yield f"{last}{gap}{paint(figure, _BOLD)}"

    return "\n".join(section(derivation, True)) + "\n"
