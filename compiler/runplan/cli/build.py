"""`runplan build`: what is a runner's, as files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import click

from runplan.cli.compile import Target, Workplace, compile_target, merged
from runplan.cli.feed import FILES, Press, open_press, remove_old_feeds
from runplan.cli.findings import exit_code, without_notes
from runplan.cli.making import built, clashing_targets, made
from runplan.cli.options import strict_option, today_option
from runplan.cli.order import STANDARD_OUTPUT, Order, last_commit, source_date_epoch
from runplan.cli.progress import watched
from runplan.cli.streams import wants_color, write_word
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import render_human
from runplan.diagnostics.report import listed
from runplan.emit import BACKENDS, backend, suffix
from runplan.syntax.span import Span


class Kinds(click.ParamType[tuple[str, ...]]):
    """`ics,md,json`: names of backends."""

    name = "KINDS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """The names, each once, or wrong use."""
        if isinstance(value, tuple):
            return value
        wanted = tuple(dict.fromkeys(k.strip() for k in str(value).split(",") if k.strip()))
        if not wanted:
            self.fail("name what to build: `--to ics`", param, ctx)
        for kind in wanted:
            if kind not in BACKENDS and backend(kind) is None:
                from runplan.emit import names

                self.fail(f"`{kind}` cannot be built: {listed(names())} can", param, ctx)
        if len({suffix(kind) for kind in wanted}) < len(wanted):
            self.fail(f"two of {listed(wanted, 'and')} write files of the same name", param, ctx)
        return wanted


@click.command("build", short_help="Write a runner's calendar, page and data.")
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@click.option(
    "--to",
    "kinds",
    type=Kinds(),
    default="ics,md,json",
    show_default=True,
    help="What to build, with commas.",
)
@click.option(
    "--out",
    metavar="DIR",
    default="out",
    show_default=True,
    help="Where to; `-` is standard output, for one file.",
)
@click.option(
    "--feed",
    metavar="DIR",
    help="Write feeds for a static host instead: a calendar to subscribe to and a page for each runner.",
)
@click.option("--url", metavar="URL", help="The address that the folder of feeds has there.")
@click.option("--runner", metavar="FILE", help="Build the plan PATH for this runner.")
@click.option(
    "--roster",
    metavar="FILE|URL",
    help="Build for every row of a table: CSV, SQLite (`club.db#runners`) or a database.",
)
@click.option(
    "--templates", metavar="DIR", help="Your own page templates, which come before the built-in ones."
)
@strict_option
@today_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    kinds: tuple[str, ...],
    out: str,
    feed: str | None,
    url: str | None,
    runner: str | None,
    roster: str | None,
    templates: str | None,
    strict: bool,
    today: date,
) -> int:
    """Write a runner's calendar, page and data. PATH is a .runner file, a folder of them (the current one if none
    is named), or a .plan with --runner or --roster.

    The names of the files that were written go to standard output. A runner with an error gets no new files and
    keeps the old ones; the others are built all the same, and the exit code is 1.

    \b
    Examples:
      runplan build runners/ana.runner
      runplan build runners --to ics --out public
      runplan build plans/half-marathon.plan --runner runners/ana.runner
      runplan build plans/half-marathon.plan --roster squad.csv
      runplan build runners/ana.runner --to json --out - | jq .weeks[0]
      runplan build runners --feed public --url https://example.org/calendars/
    """
    if templates is not None and not os.path.isdir(templates):
        raise click.BadParameter(f"`{templates}` is no folder", param_hint="--templates")
    _check_feed(ctx, feed, url)
    order = Order(kinds, out, templates, today, source_date_epoch(), feed, url)
    if roster is not None:
        if runner is not None:
            raise click.UsageError("`--runner` and `--roster` exclude each other")
        from runplan.cli.roster import build_roster

        return build_roster(roster, paths, order, strict)
    place = Workplace()
    wrong = Report()
    jobs = _jobs(place, paths, runner, wrong)
    if feed is None and out == STANDARD_OUTPUT and (len(jobs) > 1 or len(kinds) > 1):
        raise click.UsageError("standard output takes one file: one runner, and one kind with `--to`")
    unreadable = bool(len(wrong))
    clashing = clashing_targets([target for target, _ in jobs], order, wrong)
    presses: dict[str, Press | None] = {}
    for target, _ in jobs if feed is not None else ():
        if target.project.root not in presses:
            presses[target.project.root] = open_press(order, target.project, FILES, wrong)
    groups: list[Sequence[Diagnostic]] = [tuple(wrong)]
    stamps: dict[str, datetime] = {}
    sources: dict[str, str] = {}
    done = written = 0
    for target, follow in watched(jobs, len(jobs), lambda job: job[0].shown, listed=True):
        compiled = compile_target(target, today, follow)
        found = list(compiled.diagnostics)
        root = target.project.root
        if exit_code(found, strict) == 0 and target.shown not in clashing and compiled.plan is not None:
            if root not in stamps:
                stamps[root] = order.epoch or last_commit(root) or datetime.combine(today, time(0), UTC)
            count = made(compiled, order, presses.get(root), stamps[root], found, sources)
            done, written = done + bool(count), written + count
        groups.append(found)
        unreadable = unreadable or compiled.unreadable
    for press in filter(None, presses.values()):
        groups += [tuple(remove_old_feeds(press, place.find((press.root,), (".runner",), Report())))]
    found = without_notes(merged(groups))
    write_word(render_human(found, {**place.sources(), **sources}, color=wants_color(sys.stderr)))
    if (feed is not None or out != STANDARD_OUTPUT) and len(jobs) > 1:
        write_word(built(done, len(jobs), written, order))
    return exit_code(found, strict, unreadable)


def _jobs(
    place: Workplace, paths: tuple[str, ...], runner: str | None, wrong: Report
) -> list[tuple[Target, str | None]]:
    """The runners to build, each with the key of the plan that takes the place of its own, if any."""
    if runner is None:
        targets = place.find(paths or (".",), (".runner",), wrong)
        jobs: list[tuple[Target, str | None]] = []
        for target in targets:
            if target.key.endswith(".runner"):
                jobs.append((target, None))
            else:
                wrong.say("nobody-to-build-for", Span(target.shown, 0, 0, 0), path=target.shown)
        return jobs
    if not runner.endswith(".runner"):
        raise click.BadParameter(f"`{runner}` is no `.runner` file", param_hint="--runner")
    if len(paths) != 1 or not paths[0].endswith(".plan"):
        raise click.UsageError("`--runner` goes with one `.plan` file")
    person = place.find((runner,), (".runner",), wrong)
    plan = place.find(paths, (".plan",), wrong)
    return [(person[0], person[0].project.key(paths[0]))] if person and plan else []


def _check_feed(ctx: click.Context, feed: str | None, url: str | None) -> None:
    """Wrong use of `--feed` and `--url`."""
    from click.core import ParameterSource

    if feed is None:
        if url is not None:
            raise click.UsageError("`--url` goes with `--feed`")
        return
    if feed in ("", STANDARD_OUTPUT):
        raise click.BadParameter("name a folder", param_hint="--feed")
    for name, option in (("out", "--out"), ("kinds", "--to")):
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"`--feed` and `{option}` exclude each other")
