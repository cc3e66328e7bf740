"""Paces of one's own: `pace float = E +20 s/km`, bound wherever `@ float` stands."""

from typing import Any

from runplan.diagnostics import Label, Report
from runplan.diagnostics.report import listed
from runplan.syntax import nodes
from runplan.syntax.nodes import Between, Effort, Offset, OwnPace, PercentOf, Target
from runplan.syntax.span import Span
from runplan.template.library import Library, Pace
from runplan.template.names import RACES, ZONES, nearest
from runplan.template.tree import rewrite, walk

# Words for what a zone's letter says.
_ZONE_WORDS = {
    "easy-pace": "E",
    "marathon-pace": "M",
    "threshold": "T",
    "tempo": "T",
    "interval": "I",
    "intervals": "I",
    "repetition": "R",
    "reps": "R",
}

DEEPEST = 20
"""Paces made of paces: how far that may go."""


class Paces:
    """Binds own paces; each definition is bound once, and a circle of them is seen."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._bound: dict[Span, Target | None] = {}
        self._open: list[Pace] = []
        self._too_deep = False

    def bind(self, value: Any, library: Library) -> Any:
        """`value` with every own pace in it defined; None if one of them cannot be."""
        found = [node for node in walk(value) if isinstance(node, OwnPace) and node.definition is None]
        if not found:
            return value
        broken = False

        def define(node: Any) -> Any:
            nonlocal broken
            if not isinstance(node, OwnPace) or node.definition is not None:
                return node
            definition = self._definition(node, library)
            broken = broken or definition is None
            return node._replace(definition=definition)

        bound = rewrite(value, define)
        return None if broken or not self._makes_sense(bound) else bound

    def _definition(self, node: OwnPace, library: Library) -> Target | None:
        pace = library.paces.get(node.name)
        if pace is None:
            self._unknown(node, library)
            return None
        key = pace.line.at
        if key in self._bound:
            return self._bound[key]
        if any(other.line.at == key for other in self._open):
            start = [other.line.at for other in self._open].index(key)
            names = [other.line.name for other in self._open[start:]]
            chain = " → ".join(f"`{name}`" for name in [*names, node.name])
            self.report.say("pace-cycle", node.at, name=node.name, chain=chain)
            self._bound[key] = None
            return None
        self._open.append(pace)
        definition: Target | None = None
        if len(self._open) <= DEEPEST:
            definition = self.bind(pace.line.target, pace.home)
        self._open.pop()
        if _depth(definition) > DEEPEST or len(self._open) >= DEEPEST:
            definition = None
            if not self._too_deep:
                self.report.say("paces-too-deep", node.at, name=node.name, most=DEEPEST)
            self._too_deep = True
        self._bound[key] = definition
        return definition

    def _unknown(self, node: OwnPace, library: Library) -> None:
        if library.may_define("pace", node.name):
            return
        if node.name == "easy":
            self.report.say("planning-pace-as-target", node.at)
            return
        near = nearest(node.name, (*library.paces, *RACES, "goal", "max", *ZONES, *_ZONE_WORDS))
        near = _ZONE_WORDS.get(near or "", near)
        known = listed((*library.paces, *ZONES, "goal"))
        help_ = (
            f"did you mean `@ {near}`?"
            if near
            else f"known paces are {known}; `pace {node.name} = ...` names another"
        )
        self.report.say("unknown-pace", node.at, name=node.name, help=help_)

    def _makes_sense(self, value: Any) -> bool:
        """Whether what is added to or multiplied is a pace, and a range has plain ends."""
        for node in walk(value):
            match node:
                case Between(low, high):
                    for end in (low, high):
                        if isinstance(end, OwnPace) and not _is_plain(end.definition):
                            return self._nonsense("pace-as-end", end, node)
                case Offset(base=OwnPace() as base) | PercentOf(of=OwnPace() as base):
                    if _is_effort(base.definition):
                        return self._nonsense("pace-arithmetic", base, node)
        return True

    def _nonsense(self, code: str, pace: OwnPace, node: Any) -> bool:
        labels = (Label(pace.definition.at, "defined here"),) if pace.definition is not None else ()
        self.report.say(code, node.at, labels=labels, name=pace.name)
        return False


def _depth(target: Target | None) -> int:
    """How many own paces stand in one another in a target."""
    depth = 0
    while target is not None:
        names = [node for node in walk(target) if isinstance(node, OwnPace)]
        depth += bool(names)
        target = names[0].definition if names else None
    return depth


def _is_plain(target: Target | None) -> bool:
    """Whether a pace is one point, so that it can be the end of a range."""
    match target:
        case OwnPace(definition=definition):
            return _is_plain(definition)
        case nodes.Zone() | nodes.RacePace() | nodes.GoalPace() | nodes.MaxEffort():
            return True
    return False


def _is_effort(target: Target | None) -> bool:
    """Whether a target is felt or measured by the heart, so that no seconds can be added."""
    match target:
        case OwnPace(definition=definition):
            return _is_effort(definition)
        case Effort() | PercentOf(of="HRmax") | PercentOf(of="LTHR") | nodes.MaxEffort():
            return True
    return False
