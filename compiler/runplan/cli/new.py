"""`runplan new`: a project folder with a plan to start from and a first runner."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import click

from runplan.cli.options import today_option
from runplan.cli.project import LEAST_SALT, PROJECT_FILE, display_path, reason
from runplan.cli.streams import write_listed, write_result, write_word
from runplan.cli.write import write_files
from runplan.diagnostics import Report
from runplan.diagnostics.report import listed
from runplan.record import Record
from runplan.shipped import read_shipped, shipped
from runplan.syntax import nodes
from runplan.syntax.nodes import Module, Statement
from runplan.syntax.parse import parse_module, split_lines
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from runplan.template.model import Template

FIRST = "half-marathon"
"""The plan of a project whose maker names none."""


class Shipped(Record):
    """A plan that comes with the compiler."""

    name: str
    title: str


def shipped_plans() -> list[Shipped]:
    """Every plan that comes with the compiler, by name."""
    names = sorted(f.name for f in shipped("plans").iterdir() if f.name.endswith(".plan"))
    titles = ((name.removesuffix(".plan"), _title(_module(name))) for name in names)
    return [Shipped(name, title) for name, title in titles if title is not None]


def _print_plans(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        plans = shipped_plans()
        width = max(len(plan.name) for plan in plans)
        write_result("".join(f"{plan.name.ljust(width)}  {plan.title}\n" for plan in plans))
        ctx.exit()


@click.command("new", short_help="Make a project folder, with a plan to start from.")
@click.argument("folder", metavar="DIR")
@click.option(
    "--from", "name", metavar="NAME", default=FIRST, show_default=True, help="The plan to start from."
)
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_plans,
    help="Print the plans there are.",
)
@today_option
def command(folder: str, name: str, today: date) -> int:
    """Make a project folder DIR: a plan with the parts it uses, a runner to fill in, and what keeps them in git and
    checks them there.

    \b
    Examples:
      runplan new my-coaching
      runplan new my-coaching --from first-5k
      runplan new --list
    """
    plans = {plan.name: plan.title for plan in shipped_plans()}
    if name not in plans:
        from difflib import get_close_matches

        near = get_close_matches(name, plans, 1) or [plan for plan in plans if plan.startswith(f"{name}-")]
        way = f"did you mean `{near[0]}`?" if near else f"there are {listed(plans, 'and')}"
        raise click.BadParameter(f"no plan `{name}` comes with runplan: {way}", param_hint="--from")
    try:
        if os.path.lexists(folder) and not os.path.isdir(folder):
            raise click.UsageError(f"`{folder}` is a file")
        if os.path.isdir(folder) and set(os.listdir(folder)) - {".git"}:
            raise click.UsageError(f"the folder `{folder}` is not empty: name one that does not exist yet")
        written = _write(folder, _files(name, plans[name], today))
    except OSError as problem:
        raise click.ClickException(
            f"`{problem.filename or folder}` cannot be written: {reason(problem)}"
        ) from None
    write_listed("".join(f"{display_path(path)}\n" for path in written))
    write_word(
        f"\nNow put your dates into {display_path(os.path.join(folder, _RUNNER))}, and then:\n\n"
        f"  cd {display_path(folder)}\n  runplan check .\n  runplan build {_RUNNER}\n"
    )
    return 0


def _write(folder: str, files: dict[str, bytes]) -> list[str]:
    written: list[str] = []
    for path in sorted(files):
        parent, name = os.path.split(path)
        written += write_files(os.path.join(folder, parent) if parent else folder, {name: files[path]})
    return written


# ---- the shipped plans ---------------------------------------------------------------------------------------


def _text(path: str) -> str:
    return read_shipped("plans", path)


def _module(path: str) -> Module:
    return parse_module(_text(path), path, Report())


def _title(module: Module) -> str | None:
    bodies = (line.body for line in module.lines if isinstance(line, Statement))
    return next((body.title for body in bodies if isinstance(body, nodes.PlanHeader)), None)


def _needed(path: str) -> list[str]:
    """The shipped file `path` and every one that it brings in, by their paths in the folder of plans."""
    found: dict[str, None] = {}
    waiting = [path]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found[path] = None
        waiting += [_beside(path, named) for named in _named(_module(path))]
    return list(found)


def _named(module: Module) -> Iterator[str]:
    for line in module.lines:
        match line:
            case Statement(_, nodes.Use(named)):
                yield named
            case Statement(_, nodes.PlanHeader(_, str(named))):
                yield named


def _beside(path: str, named: str) -> str:
    return os.path.normpath(PurePosixPath(path).parent / named).replace(os.sep, "/")


def _template(path: str) -> Template:
    from runplan.template.resolve import resolve_template

    def load(path: str, at: Span, report: Report) -> Module:
        return _module(_beside(at.file, path))

    template = resolve_template(_module(path), load, Report())
    assert template is not None, path
    return template


# ---- the project's files -------------------------------------------------------------------------------------


def _files(name: str, title: str, today: date) -> dict[str, bytes]:
    import secrets

    plan = f"{name}.plan"
    files = {f"plans/{path}": _text(path) for path in _needed(plan)}
    files[_RUNNER] = _runner(plan, files, today)
    files[PROJECT_FILE] = _PROJECT.format(salt=secrets.token_hex(LEAST_SALT))
    files["README.md"] = _README.format(plan=plan, title=title, runner=_RUNNER)
    files[".gitattributes"] = _ATTRIBUTES
    files[".gitignore"] = "out/\npublic/\n.runplan/\n"
    files[".github/workflows/plans.yml"] = _WORKFLOW
    return {path: text.encode() for path, text in files.items()}


def _runner(plan: str, files: dict[str, str], today: date) -> str:
    """A runner for whom `plan` starts with the week after today, with all that the plan asks of a runner."""
    from runplan.schedule import nominal_runner
    from runplan.syntax.format import format_text

    template = _template(plan)
    first = next((b.body.day for b in template.lines if isinstance(b.body, nodes.WeekStarts)), 0)
    start = today + timedelta(days=(first - today.weekday() - 1) % 7 + 1)
    lines = [f'follows "../plans/{plan}"']
    if template.race is not None:
        weeks = sum(phase.length.high for phase in template.phases[: template.race.after])
        day = start + timedelta(days=7 * weeks - 1)
        lines.append(f'race {day} {_source(template.race.distance.at)} "The name of your race"')
    lines.append(f"start {start}")
    own = [b.body for b in template.lines if isinstance(b.body, nodes.RunnerFigure)]
    asked = [b.body for b in nominal_runner(template, start).lines if isinstance(b.body, nodes.RunnerFigure)]
    # Some plans ask for figures that they give no example of, some are only for runners whose paces are known.
    ready = _ready_for(template, start)
    for figures, more, mark in (
        (own, {}, "# "),
        (own, {}, ""),
        (own + asked, {}, "# "),
        (own + asked, {}, ""),
        (own + asked, ready, "# "),
        (own + asked, ready, ""),
    ):
        amounts = {figure.name: _amount(figure.amount) for figure in figures} | more
        given = lines + [f"{name} {amount}" for name, amount in amounts.items()]
        text = _RUNNER_TEXT.format(lines="\n".join(given), mark=mark, today=today)
        if _suits(text, files):
            break
    return format_text(text, _RUNNER) or text


def _ready_for(template: Template, start: date) -> dict[str, str]:
    """What a runner runs who is ready for the first week of a plan: as much, and as far."""
    from fractions import Fraction

    from runplan.schedule import nominal_runner, schedule_plan
    from runplan.units import METRES, decimal, round_half_up

    made = schedule_plan(nominal_runner(template, start), Report(), nominal=True)
    if made is None:
        return {}
    unit = made.runner.units
    first = made.weeks[0]
    longest = max((s.distance_m for day in first.days for s in day.sessions if s.counts), default=0)
    sizes = {"weekly": first.volume.planned_m, "longest": longest}
    half = METRES[unit] / 2
    return {
        name: f"{decimal(round_half_up(Fraction(metres), half) / METRES[unit])} {unit}"
        for name, metres in sizes.items()
        if metres
    }


def _suits(runner: str, files: dict[str, str]) -> bool:
    """Whether the runner's plan can be made without a word."""
    from runplan.review.review import reviewed_plan
    from runplan.template.resolve import resolve_runner

    def load(path: str, at: Span, report: Report) -> Module:
        key = _beside(at.file, path)
        return parse_module(files[key], key, report)

    report = Report()
    person = resolve_runner(parse_module(runner, _RUNNER, report), load, report)
    made = reviewed_plan(person, report) if person is not None else None
    return made is not None and report.count("error") + report.count("warning") == 0


def _source(at: Span) -> str:
    """What is written at a place of a shipped plan."""
    return split_lines(_text(at.file))[at.line - 1][at.column - 1 : at.end - 1]


def _amount(quantity: nodes.Quantity) -> str:
    from runplan.units import decimal

    match quantity.number:
        case nodes.Constant(value):
            return f"{decimal(value)} {quantity.unit}"
        case _:
            return _source(quantity.at)


_RUNNER = "runners/example.runner"

_RUNNER_TEXT = """\
# A runner: copy this file for everybody that you coach, and change the lines.
runner "Alex Example"
{lines}
# A race of the last months gives paces:
{mark}result 10 km in 50:00 on {today}
# The days that you can run, and when:
# days tue thu sat sun
# at 06:30, sat sun 08:30
# timezone Europe/Lisbon
"""

_PROJECT = """\
# This folder is a runplan project: what its plans name lies in it.

# The events in the calendars are known by this secret. Keep it: another one makes every event a new one.
salt = "{salt}"
"""

_README = """\
# Running plans

`plans/{plan}` is "{title}", and `{runner}` a runner who follows it. Both are text: change them in any
editor.

```sh
runplan check .                 # are there mistakes?
runplan show {runner}
runplan build {runner}
```

The last command writes a calendar, a page and data into `out/`.

For phones that follow the plan, `runplan build runners --feed public` makes a folder of calendars to subscribe to, for any static host.
`.github/workflows/plans.yml` checks each push on GitHub, and publishes that folder once its settings, named there, are made.
"""

_ATTRIBUTES = """\
*.plan   text eol=lf
*.runner text eol=lf
*.ics    -text
"""

_WORKFLOW = """\
# Checks every plan and runner on each push, and publishes their calendars as feeds if you want that. In Settings, Secrets
# and variables, Actions:
#   variable RUNPLAN_ADDRESS   the address that you cloned runplan from
#   variable RUNPLAN_FEED_URL  the address of your pages, https://NAME.github.io/REPOSITORY/; without it nothing is published
#   secret   RUNPLAN_FEED_KEY  the text of .runplan/feed.key, which `runplan build runners --feed public` makes
# In Settings, Pages: deploy from the branch gh-pages. Keep the repository private: the branch names every feed. A free account has
# no Pages for it: let another host, such as Cloudflare Pages or Netlify, serve the branch, and give its address above.
name: plans
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "git+${RUNPLAN_ADDRESS:?the address of runplan is not set}"
        env:
          RUNPLAN_ADDRESS: ${{ vars.RUNPLAN_ADDRESS }}
      - run: runplan check . --format github

  publish:
    needs: check
    if: github.event_name == 'push' && github.ref_name == github.event.repository.default_branch && vars.RUNPLAN_FEED_URL != ''
    runs-on: ubuntu-latest
    concurrency: feeds
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install "runplan[feed] @ git+${RUNPLAN_ADDRESS:?the address of runplan is not set}"
        env:
          RUNPLAN_ADDRESS: ${{ vars.RUNPLAN_ADDRESS }}
      - name: What was published before, which the calendars go on from
        run: |
          found=$(git ls-remote --heads origin gh-pages)
          if [ -n "$found" ]; then
            git fetch --depth 1 origin gh-pages
            git worktree add --detach public FETCH_HEAD
          else
            git worktree add --detach public
            git -C public checkout --orphan gh-pages
            git -C public rm -rfq .
          fi
      - name: The feeds; their addresses are secrets, and stay out of the log
        run: runplan build runners --feed public --url "$RUNPLAN_FEED_URL" >/dev/null
        env:
          RUNPLAN_FEED_URL: ${{ vars.RUNPLAN_FEED_URL }}
          RUNPLAN_FEED_KEY: ${{ secrets.RUNPLAN_FEED_KEY }}
      - name: Publish what changed
        run: |
          cd public
          git add --all
          git diff --cached --quiet && exit 0
          git -c user.name=runplan -c user.email=runplan@users.noreply.github.com commit -qm "Calendars"
          git push origin HEAD:gh-pages
"""
