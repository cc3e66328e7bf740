"""Checks of whole components, all of one signature; `CHECKS` says which ones a component goes through when it ends."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeAlias

from runplan.calendar.lint.faults import is_day
from runplan.calendar.lint.findings import Findings
from runplan.calendar.lint.lines import Property
from runplan.calendar.lint.model import Calendar, Component, Kind, Moment, Override, moment_of
from runplan.calendar.lint.properties import check_property
from runplan.calendar.lint.recur import WEEKDAYS, Piece, pieces_of, recurrence_fault, until_of
from runplan.calendar.lint.tables import ALARMS, COMPONENTS, PROPERTIES, TIMELESS, Rule
from runplan.calendar.lint.values import seconds_of
from runplan.diagnostics.report import listed

Check: TypeAlias = Callable[[Component, Calendar, Findings], None]

_KINDS: dict[Kind, str] = {
    "day": "a day",
    "utc": "a time in UTC",
    "zone": "a time in a zone",
    "local": "a local time",
}


def check_component(component: Component, calendar: Calendar, found: Findings) -> None:
    """Runs every check of a component that is whole."""
    for check in (check_properties, check_values, *CHECKS.get(component.name, ())):
        check(component, calendar, found)


# ---- which properties ------------------------------------------------------------------------------------------


def check_properties(component: Component, calendar: Calendar, found: Findings) -> None:
    """What has to be there is, once where once is the rule, and nothing else but additions of programs."""
    rule = _rule_of(component)
    for name, there in component.properties.items():
        if name.startswith("X-"):
            continue
        if name not in PROPERTIES:
            _say_unknown(component, there, found)
        elif rule and not rule.allows(name):
            for each in there:
                found.say("ics-property-misplaced", each.at, name=name, component=_called(component))
        elif rule and len(there) > 1:
            if name in rule.one or name in rule.at_most_one:
                found.say(
                    "ics-property-twice",
                    there[1].at,
                    there[0].at,
                    "the first one",
                    name=name,
                    component=component.name,
                )
            elif name == "RRULE":
                found.say(
                    "ics-rules-twice", there[1].at, there[0].at, "the first one", component=component.name
                )
    if rule:
        missing = [
            n for n in sorted(rule.one | rule.some | _started(component, calendar)) if component.lacks(n)
        ]
        if missing:
            place = component.begin.place()
            found.say(
                "ics-property-missing", place, component=_called(component), names=listed(missing, "and")
            )


def _rule_of(component: Component) -> Rule | None:
    rule = COMPONENTS.get(component.name)
    action = component.first("ACTION") if component.name == "VALARM" else None
    return ALARMS.get(action.value.upper(), rule) if action else rule


def _called(component: Component) -> str:
    """`VEVENT`; an alarm with what it does."""
    action = component.first("ACTION") if component.name == "VALARM" else None
    return f"VALARM:{action.value.upper()}" if action and action.value.upper() in ALARMS else component.name


def _started(component: Component, calendar: Calendar) -> frozenset[str]:
    """An event has a start, but in a message to others (METHOD), which may leave it out."""
    return frozenset({"DTSTART"} if component.name == "VEVENT" and not calendar.method else ())


def _say_unknown(component: Component, there: list[Property], found: Findings) -> None:
    """A misspelt property: it may be the one that would be missing."""
    for each in there:
        if not found.wants("ics-unknown-property"):
            component.unsure.update(PROPERTIES)
        near = (
            get_close_matches(each.name[:60], PROPERTIES, 1, 0.7)
            if found.wants("ics-unknown-property")
            else []
        )
        component.unsure.update(near)
        help_ = {"help": f"did you mean `{near[0]}`?"} if near else {}
        found.say("ics-unknown-property", each.at, name=each.name[:60], **help_)


def check_values(component: Component, calendar: Calendar, found: Findings) -> None:
    """Every property by itself."""
    for there in component.properties.values():
        for each in there:
            check_property(each, component, calendar, found)


# ---- when ------------------------------------------------------------------------------------------------------


def check_end(component: Component, calendar: Calendar, found: Findings) -> None:
    """The end comes after the start and is of its type; a duration is positive, and never beside an end."""
    start = component.first("DTSTART")
    end = component.first("DTEND") or component.first("DUE")
    duration = component.first("DURATION")
    begins = moment_of(start) if start else None
    if duration and end:
        found.say("ics-end-and-duration", duration.at, end.at, "and an end", end=end.name)
        return
    if duration:
        _check_duration(duration, begins, component, found)
    ends = moment_of(end) if end else None
    if start is None or end is None or begins is None or ends is None:
        return
    if (begins.kind == "day") != (ends.kind == "day") or (begins.kind == "local") != (ends.kind == "local"):
        facts = {"name": end.name, "start": _KINDS[begins.kind], "end": _KINDS[ends.kind]}
        found.say("ics-end-type", end.part(), start.part(), "the start", **facts)
    elif _is_after(begins, ends) or begins == ends:
        how = "at" if begins == ends else "before"
        day = begins.kind == ends.kind == "day"
        way = (
            "a day ends on the next day"
            if day
            else "an end comes after the start, past midnight on the next day"
        )
        facts = {"name": end.name, "how": how, "component": component.name, "way": way}
        found.say("ics-end-before-start", end.part(), start.part(), "the start", **facts)


def _is_after(one: Moment, other: Moment) -> bool:
    """Whether `one` is surely the later: between zones a day and two hours lie at most."""
    if (one.kind, one.zone) == (other.kind, other.zone):
        return one.text > other.text
    return one.text[:8] > other.text[:8] and not _are_near(one.text[:8], other.text[:8])


def _are_near(day: str, other: str) -> bool:
    from datetime import date

    try:
        return abs((date.fromisoformat(day) - date.fromisoformat(other)).days) <= 2
    except ValueError:
        return True


def _check_duration(duration: Property, begins: Moment | None, component: Component, found: Findings) -> None:
    value = duration.value
    if PROPERTIES["DURATION"].types[0] != (duration.param("VALUE") or "DURATION").upper() or _bad(
        "DURATION", value
    ):
        return
    if seconds_of(value) < 0:
        found.say("ics-negative-duration", duration.part(), value=value[:60])
    elif begins and begins.kind == "day" and "T" in value:
        found.say("ics-duration-of-day", duration.part(), value=value[:60])
    elif component.lacks("DTSTART") and component.name == "VTODO":
        found.say("ics-start-missing", duration.at, name="DURATION", component=component.name)


def _bad(type: str, value: str) -> bool:
    from runplan.calendar.lint.values import TYPES

    return TYPES[type](value) is not None


def check_recurrence(component: Component, calendar: Calendar, found: Findings) -> None:
    """A rule and its exceptions speak of time as the start does, and the start is the first day of the rule."""
    start = component.first("DTSTART")
    begins = moment_of(start) if start else None
    for rule in component.properties.get("RRULE", ()):
        if component.lacks("DTSTART"):
            # An event and a zone without a start lack it anyway.
            if component.name not in ("VEVENT", "AVAILABLE", *TIMELESS):
                found.say("ics-start-missing", rule.at, name="RRULE", component=component.name)
        elif begins and not recurrence_fault(rule.value):
            _check_rule(rule, begins, component, found)
    for each in component.properties.get("EXDATE", ()):
        days = (each.param("VALUE") or "").upper() == "DATE"
        if begins and days != (begins.kind == "day"):
            has, starts = ("days", "a time") if days else ("times", "a day")
            found.say("ics-exdate-type", each.part(), has=has, starts=starts)


def _check_rule(rule: Property, begins: Moment, component: Component, found: Findings) -> None:
    until = until_of(rule.value)
    wanted = "utc" if component.name in TIMELESS or begins.kind == "zone" else begins.kind
    if until and _kind_of_until(until.values[0]) != wanted:
        facts = {"value": until.values[0], "wanted": _KINDS[wanted]}
        found.say("ics-until", rule.part(until.start, until.end), **facts)
        return
    pieces = {piece.name: piece for piece in pieces_of(rule.value)}
    if begins.kind == "day":
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            if piece := pieces.get(name):
                why = f"`{name}` does not go with a `DTSTART` that is a day"
                facts = {"why": why, "value": rule.value[:60], "name": rule.name}
                found.say("ics-bad-rule", rule.part(piece.start, piece.end), **facts)
                return
    if component.name in TIMELESS or "BYSETPOS" in pieces or "RSCALE" in pieces:
        return
    own = {"BYMONTH": begins.text[4:6], "BYMONTHDAY": begins.text[6:8], "BYDAY": _weekday(begins.text[:8])}
    for name, fills in own.items():
        if (piece := pieces.get(name)) and fills and not _chooses(piece, fills.lstrip("0")):
            facts = {"part": name, "own": fills.lstrip("0")}
            found.say("ics-rule-misses-start", rule.part(piece.start, piece.end), **facts)
            return


def _chooses(piece: Piece, own: str) -> bool:
    """Whether a part of a rule takes the start in; days counted from the end may."""
    if piece.name == "BYDAY":
        return any(value.upper().endswith(own) for value in piece.values)
    return any(value.startswith("-") or value.lstrip("+0") == own for value in piece.values)


def _weekday(day: str) -> str:
    from datetime import date

    try:
        return WEEKDAYS[date.fromisoformat(day).weekday()]
    except ValueError:
        return ""


def _kind_of_until(value: str) -> Kind:
    if is_day(value):
        return "day"
    return "utc" if value.endswith("Z") else "local"


# ---- who is who ------------------------------------------------------------------------------------------------


def check_identity(component: Component, calendar: Calendar, found: Findings) -> None:
    """A UID is one entry's alone; only the occurrences of a series share it, each with another RECURRENCE-ID."""
    uid, occurrence = component.first("UID"), component.first("RECURRENCE-ID")
    if uid is None:
        return
    key = (uid.value, occurrence.value if occurrence else "")
    first = calendar.uids.setdefault(key, uid)
    if first is not uid:
        found.say("ics-uid-twice", uid.part(), first.part(), "the first one", uid=uid.value[:60])
    elif occurrence:
        if moment := moment_of(occurrence):
            calendar.overrides.append(Override(uid.value, moment.kind, occurrence.part()))
    elif (start := component.first("DTSTART")) and (moment := moment_of(start)):
        calendar.starts[uid.value] = moment.kind


# ---- alarms ----------------------------------------------------------------------------------------------------


def check_repeat(component: Component, calendar: Calendar, found: Findings) -> None:
    """REPEAT and DURATION come together."""
    for name, other in (("REPEAT", "DURATION"), ("DURATION", "REPEAT")):
        if (there := component.first(name)) and component.lacks(other):
            found.say("ics-repeat-alone", there.at, name=name, other=other)


def check_triggers(component: Component, calendar: Calendar, found: Findings) -> None:
    """What the alarms of an entry count from is there."""
    for alarm in component.children:
        trigger = alarm.first("TRIGGER") if alarm.name == "VALARM" else None
        if trigger is None or _bad("DURATION", trigger.value):
            continue
        if (trigger.param("RELATED") or "START").upper() == "END":
            if component.lacks("DTEND", "DUE", "DURATION"):
                needed = "`DTEND` or `DURATION`" if component.name == "VEVENT" else "`DUE` or `DURATION`"
                found.say(
                    "ics-trigger-nowhere", trigger.at, end="the end", needed=needed, component=component.name
                )
        elif component.lacks("DTSTART") and component.name == "VTODO":
            facts = {"end": "the start", "needed": "`DTSTART`", "component": component.name}
            found.say("ics-trigger-nowhere", trigger.at, **facts)


# ---- time zones ------------------------------------------------------------------------------------------------


def check_zone(component: Component, calendar: Calendar, found: Findings) -> None:
    """A zone has a name of its own, and says its time at least once."""
    zone = component.first("TZID")
    if zone:
        first = calendar.zones.setdefault(zone.value, zone.part())
        if first != zone.part():
            found.say("ics-tzid-twice", zone.part(), first, "the first one", zone=zone.value[:60])
    if not any(child.name in TIMELESS for child in component.children) and not component.unsure & TIMELESS:
        found.say("ics-timezone-empty", component.begin.place())


# ---- the calendar ----------------------------------------------------------------------------------------------


def check_zones(component: Component, calendar: Calendar, found: Findings) -> None:
    """Every zone that a time names is told in the calendar, but for those of everybody, which begin with a slash."""
    for zone, at in calendar.uses.items():
        if zone not in calendar.zones and not zone.startswith("/"):
            found.say("ics-tzid-undefined", at, zone=zone[:60])


def check_occurrences(component: Component, calendar: Calendar, found: Findings) -> None:
    """An occurrence is named by a day where the series has days, by a time where it has times."""
    for override in calendar.overrides:
        kind = calendar.starts.get(override.uid)
        if kind and (kind == "day") != (override.by == "day"):
            found.say("ics-recurrence-id-type", override.at, by=_KINDS[override.by], start=_KINDS[kind])


def check_method(component: Component, calendar: Calendar, found: Findings) -> None:
    """METHOD makes a message of a calendar."""
    if method := component.first("METHOD"):
        found.say("ics-method", method.at, method=method.value[:60])


_ENTRY: tuple[Check, ...] = (check_end, check_recurrence, check_identity)

CHECKS: dict[str, tuple[Check, ...]] = {
    "VEVENT": (*_ENTRY, check_triggers),
    "VTODO": (*_ENTRY, check_triggers),
    "VJOURNAL": _ENTRY,
    "VFREEBUSY": (check_end, check_identity),
    "VAVAILABILITY": (check_end, check_identity),
    "AVAILABLE": (check_end, check_recurrence),
    "STANDARD": (check_recurrence,),
    "DAYLIGHT": (check_recurrence,),
    "VTIMEZONE": (check_zone,),
    "VALARM": (check_repeat,),
    "VCALENDAR": (check_zones, check_occurrences, check_method),
}
