"""One session: whether its kind, its amounts and what is inside it agree."""

from fractions import Fraction

from runplan.diagnostics import Label, Report
from runplan.syntax import nodes
from runplan.syntax.nodes import AnyStep, Constant, Quantity, Range, Session, Sets, Share, Size, Step
from runplan.syntax.span import Span
from runplan.template.kinds import KINDS, Kind
from runplan.template.tree import walk
from runplan.units import base, decimal, dimension

_WITHOUT_SEGMENT = ("rest", "strength", "mobility")
_BY_TIME = ("strength", "mobility")


def is_unsized(session: Session) -> bool:
    """Whether a session has no amount of its own: `easy`, `easy at most 50 min`."""
    match session.steps:
        case ():
            return True
        case (Step(size),):
            return size.amount is None
    return False


def check_session(session: Session, report: Report, called_from: tuple[Span, ...] = ()) -> None:
    """Says what does not agree; `called_from` are the places that called the workout around it."""
    labels = tuple(Label(at, "called here") for at in called_from[-1:])
    kind = KINDS[session.kind]
    if kind.name == "rest":
        if session.steps or session.inside:
            report.say("rest-with-amount", session.at, labels=labels)
            return
    elif is_unsized(session):
        if not (kind.unsized or kind.open):
            example = "20 min" if kind.ends or kind.name == "walk" else "8 km"
            report.say("size-missing", session.kind_at, labels=labels, kind=kind.name, example=example)
            return
    elif not _check_amounts(session, kind, labels, report):
        return
    else:
        _check_metres(session, labels, report)
    if session.inside is not None:
        if kind.name in _WITHOUT_SEGMENT:
            report.say("segment-out-of-place", session.inside.at, labels=labels, kind=kind.name)
            return
        _check_inside(session, session.inside, labels, report)


# A whole run of less than this, or a part of less than that, is likelier to be in minutes.
_SHORT_RUN_M = 400
_SHORT_PART_M = 20
_LONGER_RUNS = frozenset(["run", "easy", "recovery", "long", "medium-long", "steady", "tempo", "progression"])
_LONGER_PARTS = frozenset(["jog", "walk", "easy", "recovery"])


def _check_metres(session: Session, labels: tuple[Label, ...], report: Report) -> None:
    """`easy 20 m` is twenty metres, and likely to be meant in minutes."""
    match session.steps:
        case (Step(size, None),) if session.kind in _LONGER_RUNS and _metres_below(size, _SHORT_RUN_M):
            _say_metres(size, labels, report)
        case _:
            check_parts_in_metres((session.steps, session.inside), labels, report)


def check_parts_in_metres(parts: tuple[object, ...], labels: tuple[Label, ...], report: Report) -> None:
    """The same for the parts of a session, and for what is run before and after one: `10 m jog`."""
    for node in walk(parts):
        if isinstance(node, Step) and node.mover in _LONGER_PARTS and _metres_below(node.size, _SHORT_PART_M):
            _say_metres(node.size, labels, report)
            return


def _metres_below(size: Size, least: int) -> bool:
    """Whether an amount in metres stays below `least` in every week."""
    amount = size.amount
    if not isinstance(amount, Quantity) or amount.unit != "m" or size.growth is not None:
        return False
    if any(isinstance(node, nodes.Param) for node in walk((amount.number,))):
        return False
    return 0 < _most(amount) < least


def _most(amount: Quantity) -> Fraction:
    """The greatest number of an amount."""
    return max((n.value for n in walk((amount.number,)) if isinstance(n, Constant)), default=Fraction(0))


def _say_metres(size: Size, labels: tuple[Label, ...], report: Report) -> None:
    amount = size.amount
    assert isinstance(amount, Quantity)
    match amount.number:
        case Range(Constant(low), Constant(high)):
            shown = f"{decimal(low)}..{decimal(high)}"
        case _:
            shown = decimal(_most(amount))
    metres = f"{shown} {'metre' if shown == '1' else 'metres'}"
    report.say("metres-or-minutes", amount.at, labels=labels, number=shown, metres=metres)


def _check_amounts(session: Session, kind: Kind, labels: tuple[Label, ...], report: Report) -> bool:
    for step in session.steps:
        if isinstance(step, Step):
            if not _check_share(step, kind, labels, report):
                return False
            amount = step.size.amount
            if kind.name in _BY_TIME and isinstance(amount, Quantity) and dimension(amount.unit) != "time":
                report.say("strength-by-distance", step.at, labels=labels, kind=kind.name)
                return False
    for node in walk((session.steps, session.inside)):
        match node:
            case Size() if not check_caps(node, labels, report):
                return False
            case Sets(steps=steps) if not _check_parts(steps, labels, report):
                return False
            case nodes.Ladder(between=between) if not _check_parts((None, *between), labels, report):
                return False
    return True


def _check_share(step: Step, kind: Kind, labels: tuple[Label, ...], report: Report) -> bool:
    """A share of something that is there, and not of itself."""
    amount = step.size.amount
    if not isinstance(amount, Share):
        return True
    if amount.of == "repetition":
        report.say("share-of-no-repetition", step.at, labels=labels)
        return False
    if amount.of == "long" and kind.name == "long":
        report.say("share-of-itself", amount.at, labels=labels, what="the long run")
        return False
    return True


def _check_parts(steps: tuple[AnyStep | None, ...], labels: tuple[Label, ...], report: Report) -> bool:
    """`50% jog` is half of the repetition before it, so there must be one."""
    for i, step in enumerate(steps):
        if i == 0 and isinstance(step, Step):
            amount = step.size.amount
            if isinstance(amount, Share) and amount.of == "repetition":
                report.say("share-of-no-repetition", step.at, labels=labels)
                return False
    return True


def check_caps(size: Size, labels: tuple[Label, ...], report: Report) -> bool:
    """`at least` must not be above `at most`."""
    most = [cap for cap in size.caps if cap.side == "most"]
    for cap in size.caps:
        for other in most if cap.side == "least" else ():
            low, high = _constant(cap.amount), _constant(other.amount)
            if low is not None and high is not None and low[0] == high[0] and low[1] > high[1]:
                report.say("caps-crossed", cap.at, labels=(*labels, Label(other.at, "and this is the most")))
                return False
    return True


def _constant(amount: nodes.Amount | None) -> tuple[str, Fraction] | None:
    """What a plain amount measures and how much it is, a range by its upper end; None if it depends on the week."""
    match amount:
        case Quantity(Constant(value), unit) | Quantity(Range(high=Constant(value)), unit):
            return dimension(unit), base(value, unit)
    return None


def total(step: AnyStep) -> tuple[str, Fraction] | None:
    """What a step comes to, if it is all distance or all time and does not change; None otherwise."""
    match step:
        case Step(size):
            return _constant(size.amount)
        case Sets(count=Constant(times), steps=steps):
            parts = [total(part) for part in steps]
            sums = Fraction(0)
            what = ""
            for part in parts:
                if part is None or what not in ("", part[0]):
                    return None
                what = part[0]
                sums += part[1]
            return (what, sums * times) if what else None
        case nodes.Ladder(rungs, unit):
            return dimension(unit), base(sum((rung.value for rung in rungs), Fraction(0)), unit)
    return None


def _check_inside(session: Session, inside: nodes.Inside, labels: tuple[Label, ...], report: Report) -> None:
    """What is inside must fit into the whole."""
    parts = [total(step) for step in session.steps]
    part = total(inside.step)
    if not parts or part is None or None in parts:
        return
    whole = Fraction(0)
    for found in parts:
        assert found is not None
        if found[0] != part[0]:
            return
        whole += found[1]
    if part[1] > whole:
        report.say(
            "segment-too-long",
            inside.at,
            labels=labels,
            part=_print(part),
            whole=_print((part[0], whole)),
        )


def _print(found: tuple[str, Fraction]) -> str:
    from runplan.units import distance, duration

    return distance(found[1], "km") if found[0] == "distance" else duration(found[1])
