"""A bound line by itself: rules that there are not, notes that cannot be filled in, caps that cross."""

from runplan.diagnostics import Report
from runplan.review.catalogue import RULES
from runplan.syntax import nodes
from runplan.syntax.span import Span
from runplan.template.model import Line
from runplan.template.names import nearest
from runplan.template.notes import check_note
from runplan.template.sessions import check_caps
from runplan.template.tree import walk


def check_line(line: Line, level: str, has_race: bool, report: Report) -> None:
    """What a bound line alone can say wrong: rules that there are not, notes, caps that cross."""
    match line.body:
        case nodes.Allow(rule, at) | nodes.RuleChange(rule, at):
            if rule not in RULES:
                near = nearest(rule, RULES)
                help_ = f"did you mean `{near}`?" if near else "`runplan explain` lists the rules"
                report.say("unknown-rule", at, rule=rule, help=help_)
        case nodes.Note(text, at):
            check_note_text(text, level, at, has_race, report)
        case nodes.Volume(size):
            check_caps(size, (), report)
    for node in walk(line.body):
        if isinstance(node, nodes.Marks) and node.note is not None and not has_race:
            check_note_text(node.note, "session", line.at, has_race, report)


def check_note_text(text: str, level: str, at: Span, has_race: bool, report: Report) -> None:
    """Says the first thing in a note that cannot be filled in."""
    problem = check_note(text, level, has_race)
    if problem is not None:
        facts = dict(problem.facts)
        near = facts.pop("near", None)
        if near:
            facts["help"] = f"did you mean `{near}`?"
        report.say(problem.code, _within(at, text, problem.place), **facts)


def _within(at: Span, text: str, place: str) -> Span:
    """The place of a piece of a note: exactly where the text stands as it was written, else the whole note."""
    start = text.find(place) if place else -1
    if start < 0 or at.end - at.column != len(text) + 2:
        return at
    column = at.column + 1 + start
    return Span(at.file, at.line, column, column + len(place))
