"""`Feed`: all that a runner's address needs, from their plan and the place where it is published."""

from __future__ import annotations

from runplan.calendar.busy import busy_events, busy_header
from runplan.emit import Settings
from runplan.emit.html import render_html
from runplan.emit.ics import Event, Header, events, header
from runplan.feed.names import Site, busy_token, busy_uid, feed_token, webcal
from runplan.feed.pages import render_subscribe
from runplan.plan import Plan
from runplan.record import Record

CALENDAR = "calendar.ics"
BUSY = "busy.ics"
PLAN = "plan.html"
INDEX = "index.html"


class Dated(Record):
    """A calendar before it has met the one that it replaces: see `calendar.update`."""

    header: Header
    events: tuple[Event, ...]


class Feed(Record):
    """A runner's two folders, by their tokens: in `token` the `calendar` and the `pages`, in `busy_token` the `busy`
    calendar. `address` is the page to give to the runner."""

    name: str
    address: str
    token: str
    calendar: Dated
    pages: dict[str, bytes]
    busy_token: str
    busy: Dated


def linked_events(plan: Plan, site: Site) -> tuple[Event, ...]:
    """The events of a plan, each with the address of its day on the runner's page. The page has the links that a note has."""
    page = f"{site.url}{feed_token(site, plan.runner.id)}/{PLAN}"
    days = {s.uid: day.date for week in plan.weeks for day in week.days for s in day.sessions}
    return tuple(event._replace(url=f"{page}#{days[event.uid].isoformat()}") for event in events(plan))


def feed_of(plan: Plan, site: Site, settings: Settings) -> Feed:
    """The feed of a plan. Raises `BackendError` for a mistake in a template of the user's own."""
    runner = plan.runner
    token, other = feed_token(site, runner.id), busy_token(site, runner.id)
    address = f"{site.url}{token}/"
    calendar, busy = f"{address}{CALENDAR}", f"{site.url}{other}/{BUSY}"
    page = render_subscribe(plan, address, PLAN, calendar, webcal(calendar), busy, webcal(busy), settings)
    return Feed(
        runner.name,
        address,
        token,
        Dated(header(plan)._replace(source=calendar), linked_events(plan, site)),
        {INDEX: page, PLAN: render_html(plan, settings)},
        other,
        Dated(
            busy_header(plan, busy_uid(site.key, runner.id), busy),
            tuple(busy_events(plan, lambda uid: busy_uid(site.key, uid))),
        ),
    )
