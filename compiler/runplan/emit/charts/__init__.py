"""Charts: what a plan asks for, drawn as SVG from a `Plan` and its training load, for pages and as files of their own.

The same plan gives the same bytes. `docs/charts.md` says how they are read, `docs/decisions/charts.md` why no library draws
them.
"""

from __future__ import annotations

from collections.abc import Sequence

from runplan.emit import Settings
from runplan.emit.charts.drawing import Drawn, Table
from runplan.emit.charts.file import alone, inside
from runplan.emit.charts.form import draw_form
from runplan.emit.charts.intensity import draw_intensity
from runplan.emit.charts.volume import draw_volume, pinned
from runplan.plan import Load, Plan
from runplan.record import Record
from runplan.units import DistanceUnit

KINDS = ("volume", "intensity", "form")


def volume_chart(plan: Plan) -> str:
    """The weeks' running, divided by how hard it is, as an `<svg>` for a page: in the runner's units, or in hours."""
    return inside(draw_volume(plan))


def intensity_chart(plan: Plan) -> str:
    """How much of the plan and of each phase is easy, moderate and hard, as an `<svg>` for a page."""
    return inside(draw_intensity(plan))


def form_chart(plan: Plan, load: Load) -> str:
    """Fitness, fatigue and form from day to day, as an `<svg>` for a page."""
    return inside(draw_form(plan, load))


def drawn(plan: Plan, kinds: Sequence[str] = KINDS) -> list[Drawn]:
    """The charts of these kinds."""
    made = []
    for kind in kinds:
        match kind:
            case "volume":
                made.append(draw_volume(plan))
            case "intensity":
                made.append(draw_intensity(plan))
            case "form":
                made.append(draw_form(plan, load(plan)))
    return made


class Picture(Record):
    """A chart for a page. `unit` is what its figures are in, where the other unit has a picture of its own."""

    title: str
    svg: str
    table: Table
    unit: DistanceUnit | None = None


def pictures(plan: Plan, other: DistanceUnit) -> list[Picture]:
    """Every chart for a page that can switch to the `other` unit."""
    own = plan.runner.units
    volume, turned = draw_volume(plan), draw_volume(plan, other, f"volume-{other}")
    if volume.title == turned.title:
        made = [Picture(volume.title, inside(volume), volume.table)]
    else:
        made = [
            Picture(volume.title, inside(volume), volume.table, own),
            Picture(turned.title, inside(turned), turned.table, other),
        ]
    made += (Picture(each.title, inside(each), each.table) for each in drawn(plan, ("intensity", "form")))
    return made


def load(plan: Plan) -> Load:
    """The load that a plan brings with it, or else the one worked out from it."""
    from runplan.fitness.load import load_of

    return plan.load or load_of(plan)


def chart_file(plan: Plan, kinds: Sequence[str] = KINDS) -> str:
    """A file of SVG with the charts of these kinds, and the findings that are pinned in them."""
    found = [each for week in pinned(plan).values() for each in week]
    return alone(plan, drawn(plan, kinds), sorted(found, key=lambda each: each.number))


def render_svg(plan: Plan, settings: Settings) -> bytes:
    """The backend `svg`: all charts in one file."""
    return chart_file(plan).encode()
