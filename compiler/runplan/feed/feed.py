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


def feed_of(plan: Plan, site: Site, settings: Settings) -> Feed:
    """The feed of a plan. Raises `BackendError` for a mistake in a template of the user's own."""
    runner = plan.runner
    token, other = feed_token(site, runner.id), busy_token(site, runner.id)
    address = f"{site.url}{token}/"
    calendar, busy = f"{address}{CALENDAR}", f"{site.url}{other}/{BUSY}"
    days = {s.uid: day.date for week in plan.weeks for day in week.days for s in day.sessions}
    # The page has the links that a note has: an event leads to its day there.
    dated = tuple(e._replace(url=f"{address}{PLAN}#{days[e.uid].isoformat()}") for e in events(plan))
    page = render_subscribe(plan, address, PLAN, calendar, webcal(calendar), busy, webcal(busy), settings)
    return Feed(
        runner.name,
        address,
        token,
        Dated(header(plan)._replace(source=calendar), dated),
        {INDEX: page, PLAN: render_html(plan, settings)},
        other,
        Dated(
            busy_header(plan, busy_uid(site.key, runner.id), busy),
            tuple(busy_events(plan, lambda uid: busy_uid(site.key, uid))),
        ),
    )
