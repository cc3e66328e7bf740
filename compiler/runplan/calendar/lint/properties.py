"""Checks of one property by itself: its parameters, the type of its value, and the value."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from runplan.calendar.lint.faults import Fault, number
from runplan.calendar.lint.findings import Findings, Place
from runplan.calendar.lint.lines import Param, Property
from runplan.calendar.lint.model import Calendar, Component
from runplan.calendar.lint.tables import (
    ANYWHERE,
    CLOCKS,
    PARAMETERS,
    PROPERTIES,
    STATUSES,
    Parameter,
    Spec,
    Words,
)
from runplan.calendar.lint.values import TYPES, backslash_n, text_fault
from runplan.diagnostics.report import listed

_SHOWN = 60
_NUMBERS = ("INTEGER",)
_TIMES = ("DATE", "DATE-TIME", "PERIOD")


def check_property(property: Property, component: Component, calendar: Calendar, found: Findings) -> None:
    """Reports what is wrong with a property of `component`, at most one error."""
    spec = PROPERTIES.get(property.name)
    if property.params and not _check_parameters(property, spec, found):
        return
    said = property.param("VALUE") if property.params else None
    said = said and said.upper()
    if spec is None:
        if said in TYPES and said != "TEXT":
            _check_type(property, said, Spec((said,)), found)
        return
    if said is None:
        if spec.said:
            found.say("ics-value-required", property.at, name=property.name, types=listed(spec.types))
            return
        said = spec.types[0]
    elif said not in spec.types and said not in _FORMS.get(spec.types[0], ()):
        place = next(property.line.place(p.start, p.end) for p in property.params if p.name == "VALUE")
        found.say(
            "ics-value-not-allowed", place, name=property.name, type=said[:_SHOWN], types=_types_of(spec)
        )
        return
    if said == "TEXT" and spec.types[0] in _FORMS:
        said = spec.types[0]
    if (property.params or said == "BINARY") and not _check_encoding(property, said, found):
        return
    if _check_type(property, said, spec, found):
        if said in _TIMES:
            _check_clock(property, said, spec, component, calendar, found)
        elif said in _NUMBERS:
            amount = number(property.value)
            if not spec.least <= amount <= spec.most:
                facts = {"least": spec.least, "most": spec.most, "value": property.value[:_SHOWN]}
                found.say("ics-out-of-range", property.part(), name=property.name, **facts)
        elif said == "TEXT":
            words = STATUSES.get(component.name) if property.name == "STATUS" else spec.words
            if words:
                _check_word(property.value, words, property.name, property.part(), found)
            elif at := backslash_n(property.value):
                found.say("ics-backslash-n", property.part(*at), name=property.name)


_FORMS = {"COLOR": ("TEXT",), "GEO": ("FLOAT",), "REQUEST-STATUS": ("TEXT",)}
"""Types that are only a form of another one, which VALUE calls by its own name."""


def _types_of(spec: Spec) -> str:
    return listed(_FORMS.get(spec.types[0], spec.types))


# ---- the value -------------------------------------------------------------------------------------------------


def _check_type(property: Property, said: str, spec: Spec, found: Findings) -> bool:
    """Whether every value is of the type; the first that is not is reported."""
    value = property.value
    if said == "TEXT":
        fault = text_fault(value, spec.several)
        if fault:
            _say_fault(property, fault, 0, value, found)
        return fault is None
    start = 0
    for part in value.split(",") if spec.several else (value,):
        fault = TYPES[said](part)
        if fault:
            other = next(
                (t for t in spec.types if t not in (said, "TEXT", "URI") and not TYPES[t](part)), None
            )
            if other:
                at = property.part(start, start + len(part))
                facts = {"said": said, "type": other, "value": _shown(part)}
                found.say("ics-value-mismatch", at, name=property.name, **facts)
            else:
                _say_fault(property, fault, start, part, found)
            return False
        start += len(part) + 1
    return True


def _say_fault(property: Property, fault: Fault, start: int, value: str, found: Findings) -> None:
    end = start + (len(value) if fault.end is None else fault.end)
    facts = {"value": _shown(value), **fault.facts}
    found.say(fault.code, property.part(start + fault.start, end), name=property.name, **facts)


def _shown(value: str) -> str:
    return value[:_SHOWN] or "(nothing)"


def _check_word(value: str, words: Words, name: str, at: Place, found: Findings) -> bool:
    """Whether the value is one that has a meaning, or may have one for somebody."""
    said = value.upper()
    if said in words.known or (not words.closed and said.startswith("X-")):
        return True
    code = "ics-wrong-word" if words.closed else "ics-unknown-word"
    if found.wants(code):
        near = get_close_matches(said[:_SHOWN], words.known, 1)
        help_ = f"did you mean `{near[0]}`?" if near else f"it is {listed(words.known)}"
        found.say(code, at, name=name, value=_shown(value), help=help_)
    return not words.closed


def _check_encoding(property: Property, said: str, found: Findings) -> bool:
    encoding = (property.param("ENCODING") or "8BIT").upper()
    if (said == "BINARY") == (encoding == "BASE64"):
        return True
    found.say("ics-encoding", property.at, name=property.name, said=said, encoding=encoding)
    return False


def _check_clock(
    property: Property, said: str, spec: Spec, component: Component, calendar: Calendar, found: Findings
) -> None:
    """Whether times are in UTC, in a zone or local as they have to be; notes the zones."""
    clock = CLOCKS.get((component.name, property.name), spec.clock)
    zone = property.param("TZID") if property.params else None
    utc = [said != "DATE" and part.partition("/")[0].endswith("Z") for part in property.value.split(",")]
    if zone is None and all(utc) and clock != "local":
        return
    param = next((p for p in property.params if p.name == "TZID"), None)
    at = property.line.place(param.start, param.end) if param else property.part()
    if said == "DATE":
        if zone is not None:
            found.say("ics-date-with-tzid", at, name=property.name)
        elif clock == "utc":
            found.say("ics-not-utc", at, name=property.name)
    elif clock == "local":
        if any(utc) or zone is not None:
            found.say("ics-timezone-start", at, name=property.name, component=component.name)
    elif clock == "utc":
        found.say("ics-not-utc", at, name=property.name)
    elif zone is None:
        found.say("ics-floating", at, name=property.name)
    elif any(utc):
        found.say("ics-utc-with-tzid", at, name=property.name, zone=zone[:_SHOWN])
    else:
        calendar.uses.setdefault(zone, at)


# ---- parameters ------------------------------------------------------------------------------------------------


def _check_parameters(property: Property, spec: Spec | None, found: Findings) -> bool:
    """Whether no parameter has an error, so that the value can be judged by them."""
    seen: dict[str, Param] = {}
    right = True
    for param in property.params:
        at = property.line.place(param.start, param.end)
        if before := seen.get(param.name):
            first = property.line.place(before.start, before.end)
            found.say("ics-parameter-twice", at, first, "the first one", name=param.name)
            return False
        seen[param.name] = param
        rule = PARAMETERS.get(param.name)
        if rule is None:
            if not param.name.startswith("X-") and found.wants("ics-unknown-parameter"):
                near = _near(param.name, tuple(PARAMETERS))
                help_ = {"help": f"did you mean `{near}`?"} if near else {}
                found.say("ics-unknown-parameter", at, name=param.name[:_SHOWN], **help_)
            continue
        if spec and not _is_at_home(param.name, spec):
            found.say("ics-parameter-misplaced", at, name=param.name, property=property.name)
        right = right and _check_parameter(property, param, rule, found)
    return right


def _is_at_home(name: str, spec: Spec) -> bool:
    """Whether the parameter says something about the property; TZID does about any time, right or wrong."""
    return name in spec.parameters or name in ANYWHERE or (name == "TZID" and spec.types[0] in _TIMES)


def _check_parameter(property: Property, param: Param, rule: Parameter, found: Findings) -> bool:
    at = property.line.place(param.start, param.end)
    if rule.quoted and not all(value.quoted for value in param.values):
        found.say("ics-parameter-unquoted", at, name=param.name, why="its value is an address")
        return False
    if not rule.several and len(param.values) > 1:
        found.say("ics-parameter-unquoted", at, name=param.name, why="a comma begins another value")
        return False
    if rule.words:
        values = [value.text for value in param.values] or [""]
        return all(_check_word(value, rule.words, param.name, at, found) for value in values)
    return True


@lru_cache(maxsize=256)
def _near(name: str, names: tuple[str, ...]) -> str:
    return next(iter(get_close_matches(name[:_SHOWN], names, 1, 0.7)), "")
