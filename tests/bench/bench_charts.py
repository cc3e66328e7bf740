"""The chart of weekly volume against pygal's stacked bars of the same figures, in one run.

    pip install pygal && python tests/bench/bench_charts.py

Prints milliseconds for orientation and ratios, which are what counts: of a first chart in a new process, imports included,
of every further one, and of the bytes. pygal draws less: no phases, long runs, cutbacks, race or findings, no words.
"""

# ruff: noqa: E402
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "compiler"), str(HERE.parent)]

import samples
from runplan.emit.charts import chart_file
from runplan.emit.charts.volume import bars
from runplan.plan import Plan

OURS = "from runplan.emit.charts import chart_file\nchart_file(samples.half_km(), ['volume'])"
THEIRS = "import bench_charts\nbench_charts.theirs(samples.half_km())"


def theirs(plan: Plan) -> bytes:
    """The same weeks by pygal."""
    import pygal

    _, weeks = bars(plan, plan.runner.units)
    chart = pygal.StackedBar(js=(), title="Running a week", x_title="week", y_title=plan.runner.units)
    chart.x_labels = [str(bar.week.index) for bar in weeks]
    for index, name in enumerate(("easy", "moderate", "hard")):
        chart.add(name, [float(bar.parts[index]) for bar in weeks])
    drawn: bytes = chart.render()
    return drawn


def best(work: Callable[[], object], times: int = 20) -> float:
    """The shortest of some runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found) * 1000


def cold(code: str) -> float:
    """A new process that makes the plan and runs `code`, less one that only makes the plan."""
    paths = f"import sys; sys.path[:0] = {[*sys.path[:2], str(HERE)]!r}\nimport samples\nsamples.half_km()\n"

    def run(said: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", said], check=True)

    return best(run(paths + code), 7) - best(run(paths), 7)


def main() -> None:
    """Prints each figure and its ratio to pygal's."""
    if find_spec("pygal") is None:
        print("pygal is not installed")
        return
    plan = samples.half_km()
    first = cold(OURS), cold(THEIRS)
    again = best(lambda: chart_file(plan, ["volume"])), best(lambda: theirs(plan))
    size = len(chart_file(plan, ["volume"]).encode()), len(theirs(plan))
    print(f"{len(plan.weeks)} weeks")
    for name, unit, (ours, peer) in (
        ("first chart", "ms", first),
        ("another", "ms", again),
        ("size", "bytes", size),
    ):
        print(f"{name:12} {ours:8.1f} {unit:6} pygal {peer:8.1f} {unit:6} ratio {peer / ours:.1f}")


if __name__ == "__main__":
    main()
