"""Conditions: whether they ask something that can be known of a runner, and which words they use."""

from collections.abc import Iterable

from runplan.diagnostics import Report
from runplan.diagnostics.report import listed
from runplan.syntax import nodes
from runplan.syntax.nodes import Condition
from runplan.template.library import Library
from runplan.template.names import FACTS, ZONES, nearest
from runplan.template.tree import walk


def check_condition(
    condition: Condition | None, report: Report, library: Library, params: tuple[str, ...] = ()
) -> bool:
    """Says what a condition asks that nobody can answer; `params` are those of the workout around it."""
    if condition is None:
        return True
    for node in walk(condition):
        match node:
            case nodes.Compare(fact, at=at) | nodes.Known(fact, at) | nodes.Band(fact, at=at):
                if fact in FACTS or fact in params:
                    continue
                if library.may_define("workout", fact):
                    return False
                near = nearest(fact, (*FACTS, *params))
                help_ = (
                    f"did you mean `{near}`?" if near else f"a condition may ask {listed((*FACTS, *params))}"
                )
                report.say("unknown-fact", at, fact=fact, help=help_)
                return False
            case nodes.PaceFact(zone, at=at) if zone not in ZONES:
                report.say("zone-in-condition", at, zone=zone, zones=listed(ZONES))
                return False
            case nodes.Word(word, at) if word in params:
                report.say("parameter-as-word", at, name=word)
                return False
    return True


def words_in(values: Iterable[object]) -> list[str]:
    """Every word that conditions in `values` ask of a runner, in the order in which they are asked first."""
    words: dict[str, None] = {}
    for value in values:
        for node in walk(value):
            if isinstance(node, nodes.Word):
                words[node.word] = None
    return list(words)
