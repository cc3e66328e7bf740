"""Notes: Markdown with expressions such as `{{ runner.first_name }}`, checked before a runner is there, then filled in.

An expression may name the values below, choose between them, compare and add them and pass them through a few
filters. It cannot call, assign, import or reach anything else: what is not listed here is an error at the note. The
plain form `{{ name.value }}` needs no Jinja at all, which is slow to import.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from runplan.record import Record

VALUES: dict[str, tuple[str, ...]] = {
    "runner": ("name", "first_name", "id", "units", "weekly", "peak", "longest"),
    "plan": ("title",),
    "race": ("name", "date", "distance", "goal"),
    "phase": ("name", "title", "weeks"),
    "week": ("number", "phase", "week_of_phase", "to_race", "volume"),
    "session": ("kind", "title", "distance", "duration"),
}
"""What a note may ask. Texts are as the plan prints them; `number`, `weeks`, `week_of_phase` and `to_race` are whole
numbers. What a runner does not say is empty, and `| default("...")` fills it."""

# By where a note stands, what it can know.
SEES: dict[str, tuple[str, ...]] = {
    "plan": ("runner", "plan", "race"),
    "phase": ("runner", "plan", "race", "phase"),
    "week": ("runner", "plan", "race", "phase", "week"),
    "session": ("runner", "plan", "race", "phase", "week", "session"),
}

FILTERS = ("default", "upper", "lower", "title", "capitalize", "trim", "round", "int", "abs")

LONGEST_EXPRESSION = 500
MOST_EXPRESSIONS = 50

_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_PLAIN = re.compile(r"\{\{\s*([a-z]+)\.([a-z_]+)\s*\}\}")


class NoteProblem(Record):
    """What is wrong with a note: a diagnostic's code and its facts. `place` is the piece of the text it is about."""

    code: str
    place: str
    facts: dict[str, Any]


def check_note(text: str, level: str, has_race: bool = True) -> NoteProblem | None:
    """The first thing in a note that cannot be filled in; `level` says where it stands (a key of `SEES`)."""
    if not _MARK.search(text):
        return None
    rest = _PLAIN.sub(" ", text)
    if not has_race:
        asks = re.search(r"\brace\.[a-z_]+|\bweek\.to_race\b", text)
        if asks is not None:
            return NoteProblem("note-without-race", asks[0], {"value": asks[0]})
    for match in _PLAIN.finditer(text):
        found = _check_value(match[1], match[2], match[0], level)
        if found is not None:
            return found
    if not _MARK.search(rest):
        return None
    return _check_expressions(text, level)


def render_note(text: str, context: Mapping[str, Mapping[str, object]]) -> str:
    """A checked note with its expressions filled in from `context`: name, then value, as in `VALUES`."""
    if not _MARK.search(text):
        return text

    def value(match: re.Match[str]) -> str:
        return _printed(context.get(match[1], {}).get(match[2]))

    if not _MARK.search(_PLAIN.sub(" ", text)):
        return _PLAIN.sub(value, text)
    whole = {name: {v: context.get(name, {}).get(v) for v in values} for name, values in VALUES.items()}
    try:
        return str(_environment().from_string(text).render(whole))
    except Exception:  # values that do not go together: the note stays without them
        return re.sub(r"\{\{.*?\}\}", "", text)


def _printed(value: object) -> str:
    return "" if value is None else str(value)


def _check_value(name: str, attribute: str, place: str, level: str) -> NoteProblem | None:
    from runplan.diagnostics.report import listed
    from runplan.template.names import nearest

    known = VALUES.get(name)
    if known is None:
        near = nearest(name, VALUES)
        facts: dict[str, Any] = {"name": name, "known": listed(SEES[level]), "near": near}
        return NoteProblem("note-unknown-name", place, facts)
    if name not in SEES[level]:
        facts = {"name": name, "level": level, "known": listed(SEES[level])}
        return NoteProblem("note-out-of-reach", place, facts)
    if attribute not in known:
        facts = {"name": name, "value": attribute, "known": listed(known), "near": nearest(attribute, known)}
        return NoteProblem("note-unknown-value", place, facts)
    return None


@cache
def _environment() -> Any:
    """Jinja in its sandbox, with nothing in it but the filters above."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(autoescape=False, finalize=_printed)
    environment.globals.clear()
    environment.tests.clear()
    filters = dict(environment.filters)
    environment.filters.clear()
    environment.filters.update({name: filters[name] for name in FILTERS if name in filters})
    environment.filters["default"] = _default
    environment.filters["round"] = _number(
        lambda value, digits=0: round(value, digits) if digits else round(value)
    )
    environment.filters["int"] = _number(lambda value: int(value))
    environment.filters["abs"] = _number(lambda value: abs(value))
    return environment


def _default(value: object, fallback: object = "") -> object:
    """`value`, or `fallback` where the runner says nothing."""
    return fallback if value is None or value == "" else value


def _number(change: Callable[..., object]) -> Callable[..., object]:
    """A filter for numbers that leaves what is none as it is: a note never fails."""

    def filtered(value: object, *arguments: object) -> object:
        try:
            return change(value, *arguments)
        except (TypeError, ValueError):
            return value

    return filtered


def _check_expressions(text: str, level: str) -> NoteProblem | None:
    from jinja2 import TemplateSyntaxError

    longest = max((len(piece.partition("}}")[0]) for piece in text.split("{{")[1:]), default=0)
    if text.count("{{") > MOST_EXPRESSIONS or longest > LONGEST_EXPRESSION:
        return NoteProblem("note-too-long", "{{", {"count": MOST_EXPRESSIONS})
    if "{%" in text:
        return NoteProblem("note-forbidden", "{%", {"what": "a statement"})
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as mistake:
        if "{#" in text:
            return NoteProblem("note-forbidden", "{#", {"what": "a comment"})
        return NoteProblem("note-unreadable", "{{" if "{{" in text else "}}", {"why": _why(str(mistake))})
    except RecursionError:
        return NoteProblem("note-too-long", "{{", {"count": MOST_EXPRESSIONS})
    if "{#" in text:
        return NoteProblem("note-forbidden", "{#", {"what": "a comment"})
    try:
        return _check_node(tree, level)
    except RecursionError:
        return NoteProblem("note-too-long", "{{", {"count": MOST_EXPRESSIONS})


def _why(mistake: str) -> str:
    """Jinja's complaint without its jargon."""
    if "end of" in mistake or "unexpected" in mistake.lower() or "expected token" in mistake:
        return "it does not end, or a word is missing"
    return "it cannot be understood"


def _check_node(node: Any, level: str) -> NoteProblem | None:
    from jinja2 import nodes as jinja

    plain = (
        jinja.Template,
        jinja.Output,
        jinja.CondExpr,
        jinja.And,
        jinja.Or,
        jinja.Not,
        jinja.Compare,
        jinja.Operand,
        jinja.Concat,
    )
    match node:
        case jinja.TemplateData():
            return None
        case jinja.Const():
            if isinstance(node.value, (int, float)) and abs(node.value) > 10**9:
                return NoteProblem("note-forbidden", str(node.value)[:20], {"what": "so large a number"})
            return None
        case jinja.Getattr(node=jinja.Name(name=name), attr=attribute):
            return _check_value(name, attribute, f"{name}.{attribute}", level)
        case jinja.Name(name=name):
            if name in SEES[level]:
                from runplan.diagnostics.report import listed

                facts: dict[str, Any] = {"name": name, "known": listed(f"{name}.{v}" for v in VALUES[name])}
                return NoteProblem("note-name-alone", name, facts)
            return _check_value(name, "", name, level)
        case jinja.Filter(node=inner, name=name, args=arguments):
            if name not in FILTERS:
                return _unknown_filter(name)
            if node.kwargs or node.dyn_args or node.dyn_kwargs or inner is None:
                return NoteProblem("note-forbidden", name, {"what": "a filter with such arguments"})
            parts: list[Any] = [inner, *arguments]
        case jinja.Add(left=left, right=right) | jinja.Sub(left=left, right=right):
            if not (_is_number(left) and _is_number(right)):
                sign = "+" if isinstance(node, jinja.Add) else "-"
                return NoteProblem("note-forbidden", sign, {"what": f"`{sign}` on what is no number"})
            parts = [left, right]
        case jinja.Neg(node=inner) | jinja.Pos(node=inner):
            if not _is_number(inner):
                return NoteProblem("note-forbidden", "-", {"what": "a sign before what is no number"})
            parts = [inner]
        case _ if isinstance(node, plain):
            if isinstance(node, jinja.Compare) and not _can_compare(node):
                return NoteProblem("note-forbidden", "", {"what": "more or less of what is no number"})
            parts = [*node.iter_child_nodes()]
        case _:
            return NoteProblem("note-forbidden", "", {"what": _what(node)})
    for part in parts:
        found = _check_node(part, level)
        if found is not None:
            return found
    return None


_NUMBERS = {
    "week.number",
    "week.week_of_phase",
    "week.to_race",
    "phase.weeks",
}


def _is_number(node: Any) -> bool:
    from jinja2 import nodes as jinja

    match node:
        case jinja.Const(value=value):
            return isinstance(value, (int, float))
        case jinja.Getattr(node=jinja.Name(name=name), attr=attribute):
            return f"{name}.{attribute}" in _NUMBERS
        case jinja.Add(left=left, right=right) | jinja.Sub(left=left, right=right):
            return _is_number(left) and _is_number(right)
    return False


def _can_compare(node: Any) -> bool:
    """Equal or not may be asked of anything, more or less of numbers."""
    if all(operand.op in ("eq", "ne") for operand in node.ops):
        return True
    sides = [node.expr, *(operand.expr for operand in node.ops)]
    return all(o.op in ("eq", "ne", "lt", "lteq", "gt", "gteq") for o in node.ops) and all(
        map(_is_number, sides)
    )


def _unknown_filter(name: str) -> NoteProblem:
    from runplan.diagnostics.report import listed
    from runplan.template.names import nearest

    return NoteProblem(
        "note-unknown-filter", name, {"name": name, "known": listed(FILTERS), "near": nearest(name, FILTERS)}
    )


def _what(node: Any) -> str:
    """A coach's word for what an expression tries."""
    from jinja2 import nodes as jinja

    match node:
        case jinja.Call():
            return "a call"
        case jinja.Getattr(attr=attribute):
            return f"`.{attribute}`"
        case jinja.Getitem():
            return "square brackets"
        case jinja.Mul() | jinja.Pow() | jinja.Div() | jinja.FloorDiv() | jinja.Mod():
            return "multiplication and division"
        case jinja.Test():
            return "`is`"
        case jinja.List() | jinja.Tuple() | jinja.Dict():
            return "a list"
    return "a statement" if isinstance(node, jinja.Stmt) else "this"
