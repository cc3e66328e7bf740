"""Rules that come from elsewhere: a club's own, brought by a Python package and asked for in `runplan.toml`.

A package names them as entry points of the group `runplan.rules`; each is a `Rule`, or several. They are asked for by name, so
that nothing is imported behind a coach's back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from runplan.diagnostics import Report
from runplan.diagnostics.codes import CODES
from runplan.diagnostics.report import listed
from runplan.diagnostics.wording.review import GROUNDS, Grounds
from runplan.review.catalogue import RULES
from runplan.review.rule import Rule
from runplan.syntax.span import Span

GROUP = "runplan.rules"

_OURS = frozenset(RULES)


def load_rules(names: Sequence[str], at: Span, report: Report) -> tuple[Rule, ...]:
    """The rules of the entry points of these names; one that is not there or cannot be used is reported at `at`.

    From then on `allow` and `rule` lines may name them, and their findings have their own words.
    """
    from importlib.metadata import entry_points

    found: list[Rule] = []
    points = {point.name: point for point in entry_points(group=GROUP)}
    for name in names:
        point = points.get(name)
        if point is None:
            there = f"; installed are {listed(sorted(points), 'and')}" if points else ""
            report.say("unusable-rules", at, name=name, why=f"no package here brings them{there}")
            continue
        try:
            brought = point.load()
            rules = (brought,) if isinstance(brought, Rule) else tuple(brought)
        except Exception as problem:
            report.say("unusable-rules", at, name=name, why=f"{type(problem).__name__}: {problem}")
            continue
        wrong = _wrong(rules)
        if wrong is not None:
            report.say("unusable-rules", at, name=name, why=wrong)
            continue
        for rule in rules:
            RULES[rule.id] = rule.scale
            assert rule.code is not None
            CODES[rule.id] = rule.code
            GROUNDS[rule.id] = Grounds("expert", rule.grounds or f"`{name}`")
        found += rules
    return tuple(found)


def _wrong(rules: Iterable[object]) -> str | None:
    """What is wrong with what a package brought, if anything is."""
    for rule in rules:
        if not isinstance(rule, Rule):
            return f"`{rule!r}` is no Rule"
        if rule.id in _OURS or (rule.id in CODES and rule.id not in RULES):
            return f"`{rule.id}` is the name of one of ours"
        if rule.code is None:
            return f"`{rule.id}` has no words: it needs a `code`"
    return None
