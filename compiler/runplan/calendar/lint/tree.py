"""From content lines to components, and what is wrong with how they stand in one another.

A component is checked when it ends, and then forgotten but for what the whole calendar has to know, so that a great
file takes no more memory than its largest entry.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from difflib import get_close_matches

from runplan.calendar.lint.checks import check_component
from runplan.calendar.lint.findings import Findings, Place
from runplan.calendar.lint.lines import Broken, Line, Property, lines_of, parse_line
from runplan.calendar.lint.model import Calendar, Component
from runplan.calendar.lint.tables import COMPONENTS, PROPERTIES, TIMELESS
from runplan.diagnostics.report import listed

_CALENDAR = re.compile(rb"^(?:\xef\xbb\xbf)?BEGIN:VCALENDAR[ \t]*\r*$", re.MULTILINE | re.IGNORECASE)
_STRUCTURE = re.compile(rb"^(BEGIN|END):([A-Z0-9-]+)[ \t]*\r*$", re.MULTILINE | re.IGNORECASE)
_AHEAD = 40
"""So many components are looked at to tell one that is never closed from one inside another."""


def holds_calendar(data: bytes) -> bool:
    """Whether a calendar begins anywhere in the file: if not, it is something else."""
    return _CALENDAR.search(data) is not None


def check_tree(data: bytes, spoilt: Sequence[int], found: Findings) -> None:
    """Reads the file line by line and reports everything but its octets; `spoilt` are offsets that no value with them
    is judged at."""
    reader = _Reader(data, spoilt, found)
    for line in lines_of(data):
        reader.take(line)
    reader.finish()


class _Reader:
    """Where the reading is: the open components, outermost first."""

    def __init__(self, data: bytes, spoilt: Sequence[int], found: Findings) -> None:
        self.data, self.spoilt, self.found = data, spoilt, found
        self.stack: list[Component] = []
        self.calendar = _new_calendar()
        self.calendars = 0
        self.hidden = 0
        self.broken = False
        self.late: Component | None = None
        self.last: Line | None = None

    def take(self, line: Line) -> None:
        """The next content line."""
        self.last = line
        cut = line.at + len(line.raw) == len(self.data)
        parsed = parse_line(line, self.found, silent=self.broken or (cut and bool(self.stack)))
        if isinstance(parsed, Broken):
            self.broken = True
            if self.stack and not self.hidden:
                self.stack[-1].unsure.add(parsed.name)
            return
        self.broken = False
        if parsed.name == "BEGIN":
            self._begin(parsed, parsed.value.strip().upper())
        elif parsed.name == "END":
            self._end(parsed, parsed.value.strip().upper())
        elif not self.hidden:
            self._property(parsed)

    def finish(self) -> None:
        """The end of the file."""
        ended = self.data.endswith(b"\n")
        if self.stack:
            open_ = listed([c.name for c in reversed(self.stack)][:5], "and")
            at = self.last.place() if self.last else Place(0, 1)
            outer = self.stack[-1].begin.place()
            are = "is" if len(self.stack) == 1 else "are"
            self.found.say(
                "ics-not-closed", at, outer, "begins here", names=open_, are=are, where="the file ends"
            )
        elif not ended and self.last:
            size = len(self.data)
            self.found.say("ics-last-line-end", Place(size - 1, size))

    def _property(self, property: Property) -> None:
        if not self.stack:
            # Whatever stands around a calendar has one cause.
            if self.late is None or self.late.name != "":
                self.found.say("ics-outside-calendar", property.line.place())
                self.late = Component("", property.line, {}, [], set())
            return
        component = self.stack[-1]
        rule = COMPONENTS.get(component.name)
        if component.children and rule and component.name not in TIMELESS and self.late is not component:
            self.late = component
            inner = component.children[-1]
            facts = {"name": property.name[:60], "component": component.name, "inner": inner.name}
            self.found.say("ics-property-after-component", property.at, **facts)
        at = bisect_left(self.spoilt, property.line.at)
        if at < len(self.spoilt) and self.spoilt[at] < property.line.at + len(property.line.raw):
            component.unsure.add(property.name)
            if "\r" in property.line.text:
                # A reader that ends the line there has other lines, and who knows which.
                component.unsure.update(PROPERTIES, COMPONENTS)
        else:
            component.properties.setdefault(property.name, []).append(property)
            if property.name == "METHOD":
                self.calendar.methods.append(property.value)

    # ---- components ----

    def _begin(self, line: Property, name: str) -> None:
        if self.hidden:
            self.hidden += 1
            return
        rule = COMPONENTS.get(name)
        known = rule is not None or name.startswith("X-")
        if not known and self.found.wants("ics-unknown-component"):
            near = get_close_matches(name[:60], COMPONENTS, 1)
            help_ = {"help": f"did you mean `{near[0]}`?"} if near else {}
            self.found.say("ics-unknown-component", line.part(), name=name[:60], **help_)
            if near and self.stack:
                self.stack[-1].unsure.add(near[0])
        if rule is not None and not self._fits(name):
            self._misfit(line, name)
            if self.hidden:
                return
        if not self.stack:
            self.late = None
            self.calendars += 1
            self.calendar = _new_calendar()
            if self.calendars == 2:
                self.found.say("ics-several-calendars", line.line.place())
        self.stack.append(Component(name, line.line, {}, [], set()))

    def _fits(self, name: str) -> bool:
        if not self.stack:
            return name == "VCALENDAR"
        parent = self.stack[-1].name
        return parent not in COMPONENTS or parent in COMPONENTS[name].inside

    def _misfit(self, line: Property, name: str) -> None:
        """A component where it may not be: another one before it was not closed, or it stands wrong."""
        inside = COMPONENTS[name].inside
        depth = next((i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].name in inside), None)
        outer = self.stack[-1] if self.stack else None
        if outer and (depth is not None or name == "VCALENDAR") and not self._is_nested(line, outer.name):
            self._close_to(0 if depth is None else depth + 1, line)
            return
        if outer is None and not self.found.wants("ics-outside-calendar"):
            self.hidden = 1
            return
        if outer is None:
            self.found.say("ics-outside-calendar", line.line.place())
        else:
            where = listed(sorted(inside)) if inside else ""
            facts = {"name": name, "component": outer.name}
            help_ = f"it stands in a {where}" if where else "a calendar stands in nothing"
            self.found.say("ics-misplaced-component", line.line.place(), help=help_, **facts)
            outer.unsure.add(name)
        self.hidden = 1

    def _is_nested(self, line: Property, outer: str) -> bool:
        """Whether the component that begins here ends before the one around it does. Nobody asks where the answer
        would not be told any more."""
        if not self.found.wants("ics-misplaced-component"):
            return False
        depth = 0
        place = line.line.place()
        for number, match in enumerate(_STRUCTURE.finditer(self.data, place.start)):
            depth += 1 if match[1].upper() == b"BEGIN" else -1
            if depth < 0:
                return match[2].upper() == outer.encode()
            if number > 2 * _AHEAD or (depth == 0 and number > _AHEAD):
                break
            if depth == 0 and number:
                following = _STRUCTURE.search(self.data, match.end())
                return bool(
                    following and following[1].upper() == b"END" and following[2].upper() == outer.encode()
                )
        return False

    def _end(self, line: Property, name: str) -> None:
        if self.hidden:
            self.hidden -= 1
            return
        if not self.stack:
            if self.late is None or self.late.name != "":
                self.found.say(
                    "ics-end-without-begin", line.line.place(), name=name[:60], open="nothing is open"
                )
            return
        top = self.stack[-1]
        if top.name == name:
            self._close()
            return
        depth = next((i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].name == name), None)
        if depth is not None:
            self._close_to(depth + 1, line)
            self._close()
            return
        misspelt = top.name not in COMPONENTS and not top.name.startswith("X-")
        if not misspelt:
            facts = {"name": name[:60], "open": f"`{top.name}` is open"}
            self.found.say("ics-end-without-begin", line.line.place(), top.begin.place(), "is open", **facts)
        if misspelt or name not in COMPONENTS:
            self._close()

    def _close(self) -> None:
        component = self.stack.pop()
        check_component(component, self.calendar, self.found)
        if not self.stack:
            if (
                component.name == "VCALENDAR"
                and not component.children
                and not component.unsure & set(COMPONENTS)
            ):
                self.found.say("ics-no-component", component.begin.place())
            return
        self._keep(component)

    def _close_to(self, depth: int, line: Property) -> None:
        """Leaves components that nobody closed, the outermost of them first in the account; what they hold is not
        judged as a whole."""
        left = self.stack[depth:]
        names = listed([component.name for component in reversed(left)][:5], "and")
        where = f"`{line.name}:{line.value.strip().upper()[:60]}` comes"
        at = left[-1].begin.place()
        are = "is" if len(left) == 1 else "are"
        self.found.say(
            "ics-not-closed", at, line.line.place(), "comes before its end", names=names, are=are, where=where
        )
        del self.stack[depth:]
        if self.stack:
            self._keep(left[0])

    def _keep(self, component: Component) -> None:
        """A component is kept by the one around it; of an entry of the calendar only that it was there."""
        around = self.stack[-1]
        if around.name == "VCALENDAR":
            around.children[:] = [Component(component.name, component.begin, {}, [], set())]
        else:
            around.children.append(component)


def _new_calendar() -> Calendar:
    return Calendar({}, {}, {}, {}, [], [])
