"""`runplan publish`: every runner's calendar on a CalDAV server is what the plan says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import click

from runplan import dates
from runplan.cli.compile import Compiled, Workplace, compile_target, merged
from runplan.cli.findings import exit_code, without_notes
from runplan.cli.options import strict_option, today_option
from runplan.cli.order import last_commit, source_date_epoch
from runplan.cli.project import PROJECT_FILE
from runplan.cli.streams import wants_color, write_listed, write_word
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import render_human
from runplan.diagnostics.report import counted
from runplan.emit import BackendError
from runplan.publish.password import VARIABLE, load_password, service_name
from runplan.publish.settings import PublishSettings, calendar_name, check_settings, has_login
from runplan.record import Record
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from runplan.emit.ics import Event
    from runplan.publish.apply import Outcome
    from runplan.publish.changes import Change, Changes, Left, Policy
    from runplan.publish.server import Account, Calendar, Calendars, Fault, Patience

MOST_NAMED = 5
"""So many changes that were not made are named one by one."""

_SIGNS = {"put": "+", "change": "~", "delete": "-"}
_BEFORE = frozenset(
    {"publish-needs-extra", "no-caldav-password", "bad-publish-setting", "password-in-project"}
)
"""What keeps anything from beginning: wrong use, not a finding."""


class Order(Record):
    """What the options ask for."""

    create: bool
    dry_run: bool
    overwrite: bool
    today: date
    epoch: datetime | None


class Job(Record):
    """A runner's plan, and where it goes."""

    compiled: Compiled
    url: str
    user: str
    calendar: str


@click.command("publish", short_help="Bring runners' calendars to a CalDAV server.")
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@click.option("--url", metavar="URL", help="The server; `url` of [publish] in runplan.toml if not given.")
@click.option("--user", metavar="NAME", help="Who logs in there; `user` of [publish] if not given.")
@click.option(
    "--calendar",
    metavar="NAME",
    help="The calendar's name; {name} and {id} stand for the runner's. `Running: {name}` if nobody says.",
)
@click.option("--create", is_flag=True, help="Make the calendar if it is not there.")
@click.option("--dry-run", is_flag=True, help="Only list what would change.")
@click.option("--overwrite", is_flag=True, help="Undo what the runner changed in the calendar.")
@strict_option
@today_option
def command(
    paths: tuple[str, ...],
    url: str | None,
    user: str | None,
    calendar: str | None,
    create: bool,
    dry_run: bool,
    overwrite: bool,
    strict: bool,
    today: date,
) -> int:
    """Bring runners' calendars to a CalDAV server: iCloud, Fastmail, Nextcloud, Radicale and others. PATH is a .runner
    file or a folder of them, the current one if none is named; each runner has a calendar of their own.

    Only events that runplan made are changed or deleted. What the runner changed on the phone stays, unless the plan
    changed the same. The password comes from the system's keyring or from RUNPLAN_CALDAV_PASSWORD.

    \b
    Examples:
      runplan publish runners/ana.runner --dry-run
      runplan publish runners --url https://caldav.fastmail.com --create
      keyring set runplan:caldav.fastmail.com ana@example.org
    """
    if url is not None and has_login(url):
        raise click.BadParameter("a user and password have no place in it: use `--user`", param_hint="--url")
    order = Order(create, dry_run, overwrite, today, source_date_epoch())
    place = Workplace()
    wrong = Report()
    targets = place.find(paths or (".",), (".runner",), wrong)
    unreadable = bool(len(wrong))
    plans = [target.shown for target in targets if not target.key.endswith(".runner")]
    if plans:
        raise click.UsageError(
            f"`{plans[0]}` is a plan, and what is published is a runner's: name a `.runner`"
        )
    given = {"url": url, "user": user, "calendar": calendar}
    groups: list[Iterable[Diagnostic]] = [tuple(wrong)]
    jobs: list[Job] = []
    for target in targets:
        compiled = compile_target(target, today)
        found = list(compiled.diagnostics)
        unreadable = unreadable or compiled.unreadable
        if exit_code(found, strict) == 0 and compiled.plan is not None:
            job = _job(compiled, given, found)
            jobs += [job] if job else []
        groups.append(found)
    said = Report()
    jobs = _apart(jobs, said)
    done = _publish(jobs, order, said)
    every = without_notes(merged([*groups, tuple(said)]))
    write_word(render_human(every, place.sources(), color=wants_color(sys.stderr)))
    if len(targets) > 1:
        what = "would be published" if dry_run else "published"
        write_word(f"{done} of {counted(len(targets), 'runner')} {what}\n")
    return exit_code(every, strict, unreadable or any(d.code in _BEFORE for d in every))


# ---- who goes where --------------------------------------------------------------------------------------------


def _job(compiled: Compiled, given: dict[str, str | None], found: list[Diagnostic]) -> Job | None:
    """Where a runner's plan goes: what the options say, else what the project does. What is wrong is added to `found`."""
    project = compiled.target.project
    said = {key: value for key, value in given.items() if value is not None}
    settings = (project.publish or PublishSettings())._replace(**said)
    report = Report()
    names = {key: f"--{key}" for key in given}
    check_settings(PublishSettings(**said), names, Span("", 0, 0, 0), report)
    found.extend(report)
    missing = [key for key in ("url", "user") if not getattr(settings, key)]
    if missing:
        raise click.UsageError(
            f"say where: `--{missing[0]}`, or `{missing[0]}` under `[publish]` in {PROJECT_FILE}"
        )
    if len(report):
        return None
    assert settings.url is not None
    assert settings.user is not None
    assert compiled.plan is not None
    runner = compiled.plan.runner
    return Job(
        compiled, settings.url, settings.user, calendar_name(settings.calendar, runner.id, runner.name)
    )


def _apart(jobs: Sequence[Job], said: Report) -> list[Job]:
    """The jobs without those that would share a calendar."""
    taken: dict[tuple[str, str, str], Job] = {}
    clashing: set[str] = set()
    for job in jobs:
        first = taken.setdefault((job.url, job.user, job.calendar), job)
        if first is not job:
            names = (first.compiled.target.shown, job.compiled.target.shown)
            at = Span(names[1], 0, 0, 0)
            said.say("calendar-of-several", at, first=names[0], second=names[1], name=job.calendar)
            clashing.update(names)
    return [job for job in jobs if job.compiled.target.shown not in clashing]


# ---- publishing ------------------------------------------------------------------------------------------------


def _publish(jobs: Sequence[Job], order: Order, said: Report) -> int:
    """Publishes each; gives how many are as they should be."""
    if not jobs:
        return 0
    try:
        import caldav  # noqa: F401
        import keyring  # noqa: F401
    except ModuleNotFoundError as problem:
        said.say("publish-needs-extra", Span("", 0, 0, 0), what=problem.name)
        return 0
    done = 0
    for (url, user), mine in _by_account(jobs).items():
        from runplan.publish.server import Account, Fault, find_calendars

        host = _host(url)
        password = load_password(host, user)
        if password is None:
            said.say(
                "no-caldav-password",
                Span(url, 0, 0, 0),
                user=user,
                host=host,
                service=service_name(host),
                variable=VARIABLE,
            )
            continue
        with closing(Account(url, user, password, patience())) as account:
            calendars = find_calendars(account)
            if isinstance(calendars, Fault):
                _say_fault(calendars, account, said)
                continue
            for job in mine:
                done += _publish_one(account, calendars, job, order, said)
    return done


def patience() -> Patience:
    """How long to wait for a server."""
    from runplan.publish.server import Patience

    return Patience()


def _by_account(jobs: Sequence[Job]) -> dict[tuple[str, str], list[Job]]:
    found: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        found.setdefault((job.url, job.user), []).append(job)
    return found


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).netloc


def _publish_one(account: Account, calendars: Calendars, job: Job, order: Order, said: Report) -> bool:
    """Publishes one runner's plan; says whether the calendar is what the plan says now."""
    from runplan.emit.ics import header
    from runplan.publish.apply import apply_changes
    from runplan.publish.changes import plan_changes
    from runplan.publish.server import Fault, look

    plan = job.compiled.plan
    assert plan is not None
    try:
        local = _events(job.compiled)
    except BackendError as problem:
        said.say("publish-unfinished", _at(job), name=job.calendar, what=problem.message)
        return False
    owner = header(plan).uid
    policy = _policy(job, owner, order)
    calendar = _calendar(account, calendars, job, owner, order, said)
    if calendar is None:
        return False
    seen = look(account, calendar, owner) if calendar.url else ()
    if isinstance(seen, Fault):
        what = f"what is in it cannot be seen, {seen.why}; nothing was changed"
        _say_unfinished(job, what, (), said)
        return False
    first = plan_changes(seen, local, policy)
    lines = _Lines(job.calendar)
    if order.dry_run:
        for each in first.changes:
            lines.change(each)
        lines.close(first, first.left, first.changes, dry=True)
        _say_foreign(job, first, said)
        return True
    outcome = apply_changes(
        account, calendar, owner, lambda now: plan_changes(now, local, policy), first, lines.change
    )
    lines.close(first, outcome.last.left, outcome.done, dry=False)
    _say_foreign(job, outcome.last, said)
    return _say_outcome(job, outcome, said)


def _events(compiled: Compiled) -> list[Event]:
    """The events of a plan. Where its feed is published too, each leads to its day on the runner's page."""
    from runplan.cli.feed import known_site
    from runplan.emit.ics import events

    assert compiled.plan is not None
    site = known_site(compiled.target.project)
    if site is None:
        return list(events(compiled.plan))
    from runplan.feed.feed import linked_events

    return list(linked_events(compiled.plan, site))


def _policy(job: Job, owner: str, order: Order) -> Policy:
    from zoneinfo import ZoneInfo

    from runplan.publish.changes import Policy

    plan = job.compiled.plan
    assert plan is not None
    root = job.compiled.target.project.root
    stamp = order.epoch or last_commit(root) or datetime.combine(order.today, time(0), UTC)
    zone = ZoneInfo(plan.runner.timezone) if plan.runner.timezone else None
    return Policy(owner, stamp, min(plan.start, order.today), zone, order.overwrite)


def _calendar(
    account: Account, calendars: Calendars, job: Job, owner: str, order: Order, said: Report
) -> Calendar | None:
    """The runner's calendar, made if that is asked for; None where there is none, which is said."""
    from runplan.publish.server import Calendar, make_calendar

    found = [c for c in calendars.calendars if c.name == job.calendar]
    if len(found) == 1:
        return found[0]
    if found:
        what, way = f"{len(found)} calendars", "rename all but one of them"
    elif order.create and order.dry_run:
        return Calendar("", job.calendar)
    elif order.create:
        made = make_calendar(account, calendars.home, owner, job.calendar)
        if isinstance(made, Calendar):
            return made
        _say_unfinished(job, f"the calendar could not be made, {made.why}", (), said)
        return None
    else:
        names = sorted({f"`{c.name}`" for c in calendars.calendars if c.name})
        there = f"; there {'is' if len(names) == 1 else 'are'} {', '.join(names)}" if names else ""
        what, way = "no calendar", f"`--create` makes it{there}"
    said.say("which-calendar", _at(job), user=job.user, what=what, name=job.calendar, help=way)
    return None


def _at(job: Job) -> Span:
    return Span(job.compiled.target.shown, 0, 0, 0)


# ---- what became of it -----------------------------------------------------------------------------------------


class _Lines:
    """What is done to a calendar, as it is done, on standard output."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._begun = False

    def change(self, one: Change) -> None:
        """A change that was made, or would be."""
        words = []
        if one.fields or one.over:
            words.append(", ".join(one.fields) or "deleted in the plan")
        if one.over:
            words.append("changed in the calendar too")
        if one.left:
            words.append(f"{', '.join(one.left)} as changed in the calendar")
        self._line(_SIGNS[one.what], one.day, one.title, "; ".join(words))

    def close(self, first: Changes, left: Sequence[Left], changes: Sequence[Change], *, dry: bool) -> None:
        """What stays as the runner has it, and the sum. `first` is how it was found."""
        for one in left:
            words = f"{', '.join(one.fields)} as changed in the calendar"
            self._line("=", one.day, one.title, words)
        verbs = _WOULD if dry else _DONE
        parts = [f"{n} {verbs[what]}" for what in verbs if (n := sum(c.what == what for c in changes))]
        if kept := first.kept + len(first.left):
            parts.append(f"{kept} as before")
        self._write(f"  {', '.join(parts) or 'nothing to change'}\n")

    def _line(self, sign: str, day: date | None, title: str, words: str) -> None:
        when = dates.long_date(day) if day else "some day"
        self._write(f"  {sign} {when:<15}  {' '.join(title.split())}{f'  ({words})' if words else ''}\n")

    def _write(self, text: str) -> None:
        if not self._begun:
            write_listed(f"{self._name}\n")
            self._begun = True
        write_listed(text)


_DONE = {"put": "put", "change": "changed", "delete": "deleted"}
_WOULD = {"put": "to put", "change": "to change", "delete": "to delete"}


def _say_outcome(job: Job, outcome: Outcome, said: Report) -> bool:
    """What a run did not do, and why; says whether there was nothing of that sort."""
    undone = len(outcome.failed) + len(outcome.waiting)
    if not undone and outcome.stop is None:
        return True
    whole = undone + len(outcome.done)
    notes = [_named(f.change, f"perhaps made: {f.why}" if f.unsure else f.why) for f in outcome.failed]
    notes += [_named(each, "not tried") for each in outcome.waiting]
    if len(notes) > MOST_NAMED:
        notes[MOST_NAMED:] = [f"and {len(notes) - MOST_NAMED} more"]
    if outcome.stop is not None and all(f.why != outcome.stop.why for f in outcome.failed):
        notes.append(f"it ended early: {outcome.stop.why}")
    were = "was" if undone == 1 else "were"
    what = f"{undone} of {counted(whole, 'change')} {were} not made"
    if outcome.failed and not outcome.waiting and all(failure.lasting for failure in outcome.failed):
        way = "the server refuses it each time; everything else is as the plan says"
        _say_unfinished(job, what, notes, said, way)
    elif outcome.stop is not None and outcome.stop.kind == "login":
        _say_unfinished(job, what, notes, said, f"look after the password and {_AGAIN}")
    elif outcome.stop is not None and outcome.stop.kind == "full":
        _say_unfinished(job, what, notes, said, f"make room there and {_AGAIN}")
    else:
        _say_unfinished(job, what, notes, said)
    return False


_AGAIN = "run it again: what was made is not made twice"


def _named(one: Change, why: str) -> str:
    when = f"{dates.named(one.day)} " if one.day else ""
    return f"{_SIGNS[one.what]} {when}`{' '.join(one.title.split())}`: {why}"


def _say_unfinished(job: Job, what: str, notes: Sequence[str], said: Report, way: str = _AGAIN) -> None:
    said.say("publish-unfinished", _at(job), name=job.calendar, what=what, way=way, notes=tuple(notes))


def _say_foreign(job: Job, changes: Changes, said: Report) -> None:
    """Events of the plan whose UID is taken by something without our mark."""
    if not changes.foreign:
        return
    size = len(changes.foreign)
    what = (
        f"{counted(size, 'event')} of the plan {'has its' if size == 1 else 'have their'} place taken by one"
    )
    shown = [
        f"`{' '.join(e.summary.split())}`, {dates.long_date(e.start)}" for e in changes.foreign[:MOST_NAMED]
    ]
    if size > MOST_NAMED:
        shown.append(f"and {size - MOST_NAMED} more")
    said.say("event-not-ours", _at(job), name=job.calendar, what=what, notes=tuple(shown))


def _say_fault(fault: Fault, account: Account, said: Report) -> None:
    """Why nothing could begin."""
    at = Span(account.url, 0, 0, 0)
    match fault.kind:
        case "login":
            way = "iCloud, Fastmail and others want a password made for this one program, not the usual one"
            said.say("caldav-login-failed", at, host=account.host, user=account.user, why=fault.why, help=way)
        case "odd":
            way = "the address of the account, as the provider names it for other calendar programs"
            said.say("no-caldav", at, url=account.url, why=fault.why, help=way)
        case "elsewhere":
            way = f"if you trust it, name it: `--url {fault.location}`"
            said.say("no-caldav", at, url=account.url, why=fault.why, help=way)
        case _:
            said.say("caldav-unreachable", at, host=account.host, why=fault.why, help="nothing was changed")
