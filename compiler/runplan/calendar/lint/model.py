"""A calendar as the checks see it: components with their properties, and what is known of the whole."""

from __future__ import annotations

from typing import Literal

from runplan.calendar.lint.faults import is_day, is_time
from runplan.calendar.lint.findings import Place
from runplan.calendar.lint.lines import Line, Property
from runplan.record import Record


class Component(Record):
    """What stands between BEGIN and END. `unsure` are names that a line which cannot be read may have meant: nobody
    may say that they are missing."""

    name: str
    begin: Line
    properties: dict[str, list[Property]]
    children: list[Component]
    unsure: set[str]

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def lacks(self, *names: str) -> bool:
        """Whether it surely has none of these properties."""
        return not any(name in self.properties or name in self.unsure for name in names)


class Override(Record):
    """An occurrence that is told on its own: of which UID, by a day or a time, and where that stands."""

    uid: str
    by: Kind
    at: Place


class Calendar(Record):
    """What is known of a VCALENDAR while it is read: time zones and where they are used first, UIDs, and by UID what
    kind of time an event begins with."""

    zones: dict[str, Place]
    uses: dict[str, Place]
    uids: dict[tuple[str, str], Property]
    starts: dict[str, Kind]
    overrides: list[Override]
    methods: list[str]

    @property
    def method(self) -> str:
        """METHOD, by which the calendar is a message; it stands before everything that it holds."""
        return self.methods[0] if self.methods else ""


Kind = Literal["day", "utc", "zone", "local"]


class Moment(Record):
    """A day or a time: in UTC, in a zone, or local. Two of the same zone are in order as their texts are."""

    kind: Kind
    text: str
    zone: str = ""


def moment_of(property: Property) -> Moment | None:
    """The moment that a property names; None where it is not written right."""
    said = (property.param("VALUE") or "DATE-TIME").upper()
    value, zone = property.value, property.param("TZID")
    if said == "DATE":
        return Moment("day", value) if is_day(value) else None
    day, _, time = value.partition("T")
    if said != "DATE-TIME" or not is_day(day) or not is_time(time):
        return None
    if time.endswith("Z"):
        return None if zone is not None else Moment("utc", value[:-1])
    return Moment("local", value) if zone is None else Moment("zone", value, zone)
