"""How often each rule of the review fires: over the plans that come with runplan, and over plans made at random.

    python tests/bench/calibrate_review.py [PLANS] [--write]

A rule that fires on more than a third of sound plans cries wolf, and should be a note or off. The plans made at random are as a
careful or a careless coach might write them: races from 5 km to the marathon, 8 to 20 weeks, three to six runs a week, growth of
3 to 10%, with and without lighter weeks, speed and a taper. `--write` puts the table into docs/review.md.
"""

# ruff: noqa: E402
import random
import sys
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "compiler")]

from runplan.cli.compile import Workplace, compile_target
from runplan.diagnostics import Diagnostic, Report
from runplan.review.catalogue import RULES
from runplan.review.review import review_season
from runplan.review.rules import ALL
from runplan.schedule.season import nominal_runner, schedule_season
from runplan.syntax.parse import parse_module
from runplan.template.resolve import resolve_template

TODAY = date(2027, 1, 4)
PAGE = ROOT / "docs" / "review.md"
BEGIN, END = "<!-- calibration -->\n", "<!-- end of calibration -->\n"

RACES = {"5 km": (25, 14), "10 km": (30, 18), "half marathon": (35, 22), "marathon": (45, 32)}
SPEED = {
    "5 km": ("repetitions {r} x (400 m @ R, 400 m jog)", "intervals {i} x (800 m @ I, 400 m jog)"),
    "10 km": ("intervals {i} x (1 km @ I, 400 m jog)", "tempo {t} min @ T"),
    "half marathon": ("intervals {i} x (1 km @ I, 400 m jog)", "tempo {t} min @ T"),
    "marathon": ("cruise {i} x (2 km @ T, 1 min jog)", "tempo {t} min @ T"),
}


def plan_of(seed: int) -> tuple[str, bool]:
    """A plan made at random, and whether it keeps to what coaches agree on."""
    some = random.Random(seed)
    race = some.choice(list(RACES))
    weekly = RACES[race][0] + some.randrange(0, 30, 5)
    careful = some.random() < 0.5
    runs = some.choice((3, 4, 5, 6)) if race != "marathon" else some.choice((4, 5, 6))
    base = some.randrange(6, 10) if careful else some.randrange(2, 8)
    build = some.randrange(4, 8) if careful else some.randrange(3, 10)
    taper = (
        {"5 km": 1, "10 km": 1, "half marathon": 2, "marathon": 3}[race] if careful else some.randrange(0, 3)
    )
    growth = some.randrange(3, 6) if careful else some.randrange(4, 12)
    cutback = ", cutback 20% every 4 weeks" if careful or some.random() < 0.4 else ""
    share = some.randrange(26, 32) if careful else some.randrange(25, 45)
    days = ["tue", "thu", "sat", "wed", "mon"][: runs - 1]
    speeds = SPEED[race]
    count = 1 if careful and runs < 5 else some.choice((1, 2))
    sizes = {"i": max(3, weekly // 10 - 1), "r": max(4, weekly // 8), "t": 20}
    lines = [
        'plan "Made at random"',
        f"  goal     {race}",
        "  warmup   15 min easy",
        "  cooldown 10 min easy",
        f"  weekly   {weekly} km",
        f"  longest  {weekly * share // 100} km",
        f"phase base {base} weeks",
        f"  volume weekly, +{growth}% a week{cutback}",
        *(f"  {day} easy" for day in days),
        "  tue easy with 4 x 20 s strides",
        f"  sun long {share}% of week",
        f"phase build {build} weeks",
        f"  volume hold{cutback}",
        *(f"  {day} easy" for day in days),
        f"  tue {speeds[0].format(**sizes)} key",
        *([f"  thu {speeds[1].format(**sizes)} key"] if count == 2 and "thu" in days else []),
        f"  sun long {share}% of week",
    ]
    if taper:
        falling = " ".join(str(value) for value in (70, 50, 30)[3 - taper :])
        lines += [
            f"phase taper {taper} weeks" if taper > 1 else "phase taper 1 week",
            f"  volume [{falling}]% of peak",
            *(f"  {day} easy" for day in days),
            "  tue easy with 6 x 20 s strides",
            *([f"  sun long {share}% of week"] if taper > 1 else []),
        ]
    lines.append(f"race {race}")
    return "\n".join(lines) + "\n", careful


def found_in(text: str) -> list[Diagnostic] | None:
    """What the review finds in a plan for its example runner; None where it is no plan."""
    report = Report()
    template = resolve_template(parse_module(text, "made.plan", report), lambda *_: None, report)
    if template is None or report.has_errors:
        return None
    runner = nominal_runner(template, TODAY)
    season = schedule_season(runner, report, nominal=True)
    if season is None:
        return None
    said = Report()
    review_season(season, runner, said, nominal=True)
    return [problem for problem in said if problem.week is not None]


def shipped() -> tuple[int, Counter[tuple[str, str]]]:
    """How many plans come with runplan, and in how many of them each rule fires, by its level."""
    paths = [*(ROOT / "plans").glob("*.plan"), *(ROOT / "plans/runners").glob("*.runner")]
    counts: Counter[tuple[str, str]] = Counter()
    place = Workplace()
    for path in paths:
        found = compile_target(place.target(str(path)), TODAY).diagnostics
        counts.update({(d.code, d.severity) for d in found if d.week is not None})
    return len(paths), counts


def main(plans: int, write: bool) -> None:
    """Counts and prints, or writes into the page."""
    files, at_home = shipped()
    sound: Counter[tuple[str, str]] = Counter()
    loose: Counter[tuple[str, str]] = Counter()
    sizes = [0, 0]
    for seed in range(plans):
        text, careful = plan_of(seed)
        found = found_in(text)
        assert found is not None, text
        sizes[careful] += 1
        (sound if careful else loose).update({(d.code, d.severity) for d in found})

    def share(counts: Counter[tuple[str, str]], rule: str, size: int) -> str:
        parts = []
        for level, word in (("error", "error"), ("warning", "warning"), ("info", "note")):
            if counts[rule, level]:
                parts.append(f"{round(counts[rule, level] * 100 / size)}% {word}")
        return ", ".join(parts) or "–"

    rows = [
        f"| rule | the {files} files that come with runplan | {sizes[1]} careful plans | {sizes[0]} careless ones |",
        "|---|---|---|---|",
    ]
    off = {rule.id for rule in ALL if rule.off}
    for rule in RULES:
        if rule == "goal-ambitious":
            continue
        name = f"[{rule}](diagnostics/{rule}.md)" + (" (off)" if rule in off else "")
        cells = (share(at_home, rule, files), share(sound, rule, sizes[1]), share(loose, rule, sizes[0]))
        rows.append(f"| {name} | {' | '.join(cells)} |")
    table = "\n".join(rows) + "\n"
    if write:
        text = PAGE.read_text("utf-8")
        head, _, rest = text.partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", "utf-8")
    else:
        print(table)


if __name__ == "__main__":
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    main(numbers[0] if numbers else 500, "--write" in sys.argv)
