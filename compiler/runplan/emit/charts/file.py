"""A chart as an `<svg>`: inside a page that has our style, or with others in a file of its own."""

from __future__ import annotations

from collections.abc import Sequence

from runplan import dates
from runplan.emit.charts.drawing import LINE, WIDTH, Drawn, escaped, one_line, place, wrapped, written
from runplan.emit.charts.style import own
from runplan.emit.charts.volume import Pinned
from runplan.plan import Plan

MARGIN = 12
SHOWN = 640
"""How broad a file shows itself, in pixels, where nothing else is said."""


def inside(drawn: Drawn) -> str:
    """The chart for a page. The page has the style `PAGE`, and no other element with the chart's name in its id."""
    name = drawn.name
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {WIDTH} {drawn.height}">'
        f'<title id="{name}-title">{escaped(drawn.title)}</title><desc id="{name}-desc">{escaped(drawn.words)}</desc>'
        f"{drawn.body}</svg>"
    )


def alone(plan: Plan, charts: Sequence[Drawn], findings: Sequence[Pinned] = ()) -> str:
    """A file: the plan's title, the charts below each other, and the `findings` that stand in them as numbers."""
    body: list[str] = []
    y = float(MARGIN)
    for line in wrapped(plan.title, WIDTH * 0.72):
        body.append(written(0, y + 12, line, "heading"))
        y += 17
    said = f"{dates.span(plan.start, plan.end, year=True)} · {one_line(plan.runner.name)}"
    for line in wrapped(said, WIDTH):
        body.append(written(0, y + 9, line, "soft"))
        y += LINE
    for chart in charts:
        y += 14
        body.append(written(0, y + 10, chart.title, "figure"))
        y += 18
        body.append(f'<g transform="translate(0 {place(y)})">{chart.body}</g>')
        y += chart.height
        if chart.name == "volume" and findings:
            listed, y = _listed(findings, y + 6)
            body.append(listed)
    words = " ".join(f"{chart.title}: {chart.words}" for chart in charts)
    wide, high = WIDTH + 2 * MARGIN, int(y) + 1 + MARGIN
    body.insert(0, f'<path class="paper" d="M{-MARGIN} 0h{wide}v{high}h-{wide}z"/>')
    shown = "".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" '
        f'viewBox="{-MARGIN} 0 {wide} {high}" width="{SHOWN}" height="{SHOWN * high // wide}">'
        f'<title id="title">{escaped(f"{one_line(plan.title)}, {said}")}</title><desc id="desc">{escaped(words)}</desc>'
        f"<style>{own(shown)}</style>{shown}</svg>\n"
    )


def _listed(findings: Sequence[Pinned], y: float) -> tuple[str, float]:
    said = []
    for each in findings:
        said.append(written(14, y + 10, f"{each.number}.", "figure", "end"))
        for line in wrapped(f"{each.finding.severity}: {each.finding.message.replace('`', '')}", WIDTH - 20):
            said.append(written(18, y + 10, line))
            y += LINE
    return "".join(said), y
