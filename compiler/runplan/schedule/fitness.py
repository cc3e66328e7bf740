"""Whether a runner's file gives the pace model that it chooses what the model needs, and which results it leaves out."""

from datetime import date

from runplan import dates
from runplan.diagnostics import Label, Report
from runplan.diagnostics.report import listed
from runplan.fitness import critical_speed
from runplan.fitness.choice import Lack, fitness_on, is_effort, lack_of, line_of, takes_part
from runplan.fitness.model import FRESH_DAYS, Result, race_name, result_text
from runplan.schedule.facts import Facts
from runplan.schedule.times import meant_result
from runplan.syntax.span import Span
from runplan.template import model
from runplan.units import DistanceUnit, clock, pace

_EXAMPLES = {"lthr": "171", "hrmax": "188", "hrrest": "48"}
_UNUSABLE = {
    "distance-too-short": "it is shorter than 1500 m",
    "time-too-short": "it took less than 3:30",
    "too-slow": "it is slower than the model reaches",
    "too-fast": "it is faster than anybody has run",
}


def check_pace_model(facts: Facts, runner: model.Runner, block: model.Block, report: Report) -> None:
    """Says what the model of `paces from` lacks: at that line, or at the block if the plan chooses the model."""
    lack = lack_of(facts.sources)
    if lack is None or facts.paces_at is None:
        return
    own = facts.paces_at.file == runner.path
    at = facts.paces_at if own else block.at
    labels = () if own else (Label(facts.paces_at, "the plan chooses it here"),)
    if lack.what == "figures":
        lines = listed((f"{name} {_EXAMPLES[name]}" for name in lack.figures), "and")
        report.say(
            "pace-model-needs",
            at,
            labels=labels,
            model=facts.sources.model,
            figures=listed(lack.figures, "and"),
            lines=f"lines such as {lines}" if len(lack.figures) > 1 else f"a line such as {lines}",
        )
    else:
        _say_efforts(lack, facts, at, labels, report)


def _say_efforts(lack: Lack, facts: Facts, at: Span, labels: tuple[Label, ...], report: Report) -> None:
    unit = facts.units
    said = _joined(lack.results, unit)
    match lack.what:
        case "too few":
            report.say(
                "too-few-efforts",
                at,
                labels=labels,
                notes=tuple(_why_no_effort(r, unit) for r in facts.results),
                found=_found(lack.results, unit),
                lines=_lines_to_add(lack.results, facts.results),
            )
        case "too near":
            report.say("efforts-too-alike", at, labels=labels, efforts=said)
        case "no line":
            line = line_of(lack.results)
            steep = line.reserve < critical_speed.LEAST_RESERVE_M
            found = (
                f"they leave {line.reserve:.0f} m in reserve, and people have"
                f" {critical_speed.LEAST_RESERVE_M:.0f} to {critical_speed.MOST_RESERVE_M:.0f} m"
            )
            if critical_speed.LEAST_RESERVE_M <= line.reserve <= critical_speed.MOST_RESERVE_M:
                steep = line.speed > critical_speed.FASTEST
                found = f"they make one of {pace(1000 / line.speed, unit)}, which no runner has"
            # Where the line is too steep, the shorter effort could have been run faster.
            culprit = lack.results[-1 if steep else 0]
            report.say(
                "efforts-disagree",
                at,
                labels=labels,
                efforts=said,
                found=found,
                culprit=race_name(culprit.metres, unit),
            )


def _found(efforts: tuple[Result, ...], unit: DistanceUnit) -> str:
    if len(efforts) < 2:
        return "there is one" if efforts else "there is none"
    if len({r.metres for r in efforts}) == 1:
        return f"all of these are over {race_name(efforts[0].metres, unit)}"
    return "these are further apart"


def _lines_to_add(efforts: tuple[Result, ...], results: tuple[Result, ...]) -> str:
    newest = max(efforts or results, key=lambda r: r.day, default=None)
    day = (newest.day if newest is not None else date(2027, 1, 10)).isoformat()
    short, long = (f"`result {effort} on {day}`" for effort in ("1500 m in 5:40", "3 km in 12:10"))
    if not efforts:
        return f"lines such as {short} and {long}"
    assert newest is not None
    return f"a line such as {short if newest.metres > 2000 else long}"


def _why_no_effort(result: Result, unit: DistanceUnit) -> str:
    if is_effort(result):
        return f"{result_text(result, unit)} is one"
    return f"{result_text(result, unit)} is none: it took {clock(result.seconds)}"


def _joined(results: tuple[Result, ...], unit: DistanceUnit) -> str:
    texts = [result_text(r, unit) for r in reversed(results)]
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)


def check_old_results(facts: Facts, start: date, report: Report) -> None:
    """Says that the newest result before the first day of the plan is so old that it tells little of today's fitness."""
    if facts.sources.model not in ("daniels-gilbert", "critical-speed"):
        return
    past = [
        (result.day, at)
        for result, at in zip(facts.results, facts.result_places, strict=True)
        if result.day <= start and result.validity in ("valid", "long")
    ]
    if not past:
        return
    day, at = max(past, key=lambda found: found[0])
    if (start - day).days > FRESH_DAYS:
        said, begin = dates.dated(day), dates.dated(start)
        report.say("result-old", at, date=said, days=(start - day).days, start=begin)


def check_slower_results(facts: Facts, start: date, end: date, report: Report) -> None:
    """Says which results within the block, `start` to `end`, are no better than the one that counts already."""
    if facts.sources.model != "daniels-gilbert":
        return
    for result, at in zip(facts.results, facts.result_places, strict=True):
        if start < result.day <= end and result.validity in ("valid", "long"):
            best = fitness_on(facts.sources, result.day, facts.units).results[0]
            if best != result:
                report.say("result-slower", at, best=result_text(best, facts.units))


def check_results(facts: Facts, start: date, report: Report) -> None:
    """Says which results the model cannot use; `start` is the first day of the block."""
    for result, at in zip(facts.results, facts.result_places, strict=True):
        if facts.sources.model != "critical-speed":
            verdict = result.validity
            if verdict not in ("valid", "long"):
                help_ = meant_result(result)
                if help_ is None:
                    report.say("result-unusable", at, why=_UNUSABLE[verdict])
                else:
                    report.say("result-unusable", at, why=_UNUSABLE[verdict], help=help_)
        elif (start - result.day).days > FRESH_DAYS:
            continue
        elif not is_effort(result):
            report.say("result-beside-line", at, why=f"it took {clock(result.seconds)}, not 2 to 20 minutes")
        elif not takes_part(result, facts.results):
            report.say("result-beside-line", at, why="no other effort within six weeks makes a line with it")
