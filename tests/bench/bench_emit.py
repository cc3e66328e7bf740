"""The codec, the pages and the calendar in the terminal against the standard library's `json`, in one run.

    python tests/bench/bench_emit.py

Prints milliseconds for orientation and ratios, which are what counts. The peers write and read the same data; the page of Markdown
and the calendar have no peer that does their work and are set beside `json.dumps(indent=2)` for the order of magnitude, the HTML page beside the
Markdown one.
"""

# ruff: noqa: E402
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from gzip import compress
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "compiler"), str(HERE.parent)]

import samples
from runplan.codec import from_json, to_json
from runplan.emit import Settings
from runplan.emit.data import write_json
from runplan.emit.html import render_html
from runplan.emit.markdown import render_markdown
from runplan.emit.terminal import render_show
from runplan.plan import Plan

SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))


def best(work: Callable[[], object], times: int = 40) -> float:
    """The shortest of some runs, in milliseconds."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found) * 1000


def main() -> None:
    """Prints each figure and its ratio to the peer beside it."""
    plan = samples.half_km()
    data = to_json(plan)
    written = json.dumps(data)
    pairs: list[tuple[str, Callable[[], object], str, Callable[[], object]]] = [
        ("to_json", lambda: to_json(plan), "json.dumps", lambda: json.dumps(data)),
        ("from_json", lambda: from_json(Plan, data), "json.loads", lambda: json.loads(written)),
        ("layout", lambda: write_json(data), "json.dumps(indent=2)", lambda: json.dumps(data, indent=2)),
        ("markdown", lambda: render_markdown(plan, SETTINGS), "json.dumps(indent=2)", lambda: json.dumps(data, indent=2)),
        ("html", lambda: render_html(plan, SETTINGS), "markdown", lambda: render_markdown(plan, SETTINGS)),
        ("terminal", lambda: render_show(plan), "json.dumps(indent=2)", lambda: json.dumps(data, indent=2)),
    ]  # fmt: skip
    print(f"{len(plan.weeks)} weeks, {len(written) // 1000} kB")
    for name, work, peer, other in pairs:
        ours, theirs = best(work), best(other)
        print(f"{name:10} {ours:6.2f} ms  {peer:20} {theirs:6.2f} ms  ratio {ours / theirs:.2f}")
    page, notes = render_html(plan, SETTINGS), render_markdown(plan, SETTINGS)
    print(
        f"html {len(page) / 1000:.0f} kB, {len(compress(page)) / 1000:.0f} kB gzipped; markdown {len(notes) / 1000:.0f} kB"
    )


if __name__ == "__main__":
    main()
