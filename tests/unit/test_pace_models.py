"""Each pace model from a runner's file to the page; results on the way; goals beside fitness; plans that would do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from compiled import compiled
from conftest import Cli
from runplan.codec import to_json
from runplan.emit import Settings
from runplan.emit.ics import render_ics
from runplan.emit.markdown import render_markdown
from runplan.emit.terminal import render_details, render_show
from runplan.plan import Plan, Repeat, Step, Target
from small import HALF

PLAN = """
plan "Half"
  goal   half marathon
  weekly 30 km
  days   mon-sun

phase base 4..8 weeks
  mon easy 8 km
  tue intervals 5 x (1 km @ I, 400 m jog), 4 x (200 m @ R, 200 m jog), 4 x (30 s @ I, 30 s jog)
  wed run 6 km @ E..M
  thu tempo 20 min @ T
  fri run 5 km @ M +10 s/km, 1 km @ 95% of T, 1 km @ Z2, 1 km @ 80..85% HRmax, 1 km @ 4:30/km
  sat run 2 km @ 5k, 2 km @ half, 2 km @ mile, 2 km @ goal
  sun long 15 km

race half marathon
"""
RUNNER = """
runner "Ana Silva"
  follows "half.plan"
  race    2027-04-11 half marathon "Lisbon Half"
  start   2027-02-15
  result  1500 m in 5:00 on 2027-01-10
  result  3 km in 10:45 on 2027-01-13
  result  5 km in 18:40 on 2027-01-17
  lthr    170
  hrmax   188
  hrrest  48
"""
SETTINGS = Settings(datetime(2027, 1, 4, tzinfo=UTC))


def made(*lines: str, plan: str = PLAN, runner: str = RUNNER) -> Plan:
    done = compiled(plan, runner + "".join(f"  {line}\n" for line in lines))
    assert [d for d in done.diagnostics if d.severity == "error"] == []
    assert done.plan is not None
    return done.plan


def targets(plan: Plan) -> dict[str, Target]:
    """Every target of the first week, by its label; of two the first."""
    found: dict[str, Target] = {}

    def look(steps: tuple[Step | Repeat, ...]) -> None:
        for step in steps:
            if isinstance(step, Repeat):
                look(step.steps)
            elif step.target is not None:
                found.setdefault(step.target.label, step.target)

    for day in plan.weeks[0].days:
        for session in day.sessions:
            look(session.steps)
    return found


def beats(plan: Plan) -> dict[str, tuple[int | None, int | None]]:
    return {
        label: (target.low_bpm, target.high_bpm)
        for label, target in targets(plan).items()
        if target.low_bpm is not None
    }


def page(plan: Plan) -> str:
    return render_markdown(plan, SETTINGS).decode()


# ---- each model -------------------------------------------------------------------------------------------


def test_daniels_gilbert_by_name_is_what_holds_without_a_line() -> None:
    assert made("paces from daniels-gilbert") == made()


def test_critical_speed() -> None:
    plan = made("paces from critical-speed")
    assert plan.fitness is not None
    assert (plan.fitness.model, plan.fitness.score, plan.fitness.heart_rates) == ("critical_speed", 4.26, {})
    assert [plan.fitness.paces[zone].low_s_per_km for zone in "EMTIR"] == pytest.approx(
        [335.0, 258.0, 246.8, 221.2, 200.8], abs=0.05
    )
    found = targets(plan)
    assert [found[label].text for label in ("T", "I", "R")] == ["4:07/km", "3:41/km", "3:21/km"]
    # A mile in 323.2 s, 5 km in 1118.2 s on the line; the half marathon fades to 1:25:50.
    assert [found[label].text for label in ("mile", "5k", "half")] == ["3:21/km", "3:44/km", "4:04/km"]
    assert found["goal"].low_s_per_km == found["half"].low_s_per_km
    assert found["M +10 s/km"].low_s_per_km == pytest.approx(268.0, abs=0.05)
    assert plan.race is not None
    assert plan.race.predicted_s == pytest.approx(5150, abs=2)
    assert "| T, threshold | 4:07/km |" in page(plan)
    assert "- Paces from a critical speed of 3:55/km with 231 m in reserve, from 1500 m in 5:00" in page(plan)


def test_sums_under_critical_speed_go_by_its_own_paces() -> None:
    (step,) = made("paces from critical-speed").weeks[0].days[0].sessions[0].steps
    assert isinstance(step, Step)
    # 8 km at the middle of E, (334.97 + 293.10) / 2.
    assert step.estimate_s == pytest.approx(8 * 314.03, abs=1)


def test_threshold_heart_rate() -> None:
    plan = made("paces from threshold-hr")
    assert plan.fitness is not None
    assert (plan.fitness.model, plan.fitness.score, plan.fitness.paces) == ("threshold_hr", None, {})
    assert {z: (r.low_bpm, r.high_bpm) for z, r in plan.fitness.heart_rates.items()} == {
        "E": (111, 151), "M": (153, 160), "T": (162, 173), "I": (175, 180),
    }  # fmt: skip
    # E..M from the middle of the one, 131, to that of the other, 156.5; 5 km counts as I, a half marathon as T.
    assert beats(plan) == {
        "E": (111, 151), "I": (175, 180), "E..M": (131, 157), "T": (162, 173), "Z2": (145, 151), "80–85% HRmax": (150, 160),
        "5k": (175, 180), "half": (162, 173), "goal": (162, 173),
    }  # fmt: skip
    assert "- Heart rates from a threshold heart rate of 170 bpm\n" in page(plan)
    assert "| T, threshold | 162–173 bpm |" in page(plan)
    assert "E 111–151   M 153–160   T 162–173   I 175–180   bpm" in render_show(plan)
    assert "Heart rates from a threshold heart rate of 170 bpm" in calendar(plan)


def test_what_a_heart_rate_cannot_say_is_said_in_words() -> None:
    found = targets(made("paces from threshold-hr"))
    assert found["R"].text == "fast and relaxed, RPE 8"
    assert found["mile"].text == "mile effort"
    assert found["M +10 s/km"].text == "steady, RPE 5–6, +10 s/km"
    assert found["95% of T"].text == "95% of comfortably hard, RPE 6–7"
    assert found["4:30/km"].text == "4:30/km", "a pace that the coach wrote stays one"


def test_a_step_too_short_for_the_heart_is_said_in_words() -> None:
    tuesday = made("paces from threshold-hr").weeks[0].days[1].sessions[0]
    kilometres, _, halves = (step for step in tuesday.steps if isinstance(step, Repeat))
    long, short = kilometres.steps[0], halves.steps[0]
    assert isinstance(long, Step)
    assert isinstance(short, Step)
    assert long.target is not None
    assert short.target is not None
    assert (long.target.text, short.target.text) == ("175–180 bpm", "hard, RPE 8")


def test_heart_rate_reserve() -> None:
    plan = made("paces from hr-reserve")
    assert beats(plan) == {
        "E": (131, 152), "I": (175, 180), "E..M": (142, 160), "T": (164, 171), "Z2": (132, 146), "80–85% HRmax": (150, 160),
        "5k": (175, 180), "half": (164, 171), "goal": (164, 171),
    }  # fmt: skip
    assert plan.fitness is not None
    assert plan.fitness.from_ == "the heart rate reserve from 48 to 188 bpm"


def test_effort_alone() -> None:
    plan = made("paces from rpe")
    assert plan.fitness is not None
    assert (plan.fitness.model, plan.fitness.paces, plan.fitness.heart_rates) == ("rpe", {}, {})
    found = targets(plan)
    assert found["T"].text == "comfortably hard, RPE 6–7"
    assert found["half"].text == "half marathon effort"
    assert beats(plan).keys() == {"Z2", "80–85% HRmax"}, "what was asked for by heart rate stays so"
    assert found["4:30/km"].text == "4:30/km"
    assert "- Efforts in words, and no paces\n" in page(plan)
    assert "| Pace |" not in page(plan)


@pytest.mark.parametrize("model", ["threshold-hr", "hr-reserve", "rpe"])
def test_a_goal_time_is_a_pace_whatever_the_model(model: str) -> None:
    plan = made(f"paces from {model}", runner=RUNNER.replace('Half"', 'Half" goal 1:30:00'))
    assert targets(plan)["goal"].text == "4:16/km"  # 5400 s / 21.0975 km
    assert plan.race is not None
    # A score of 54.4566, the best of the three results, is 5099.75 s over a half marathon.
    assert (plan.race.predicted_s, plan.race.predicted_from) == (5100, "1500 m in 5:00 on 10 Jan 2027")


@pytest.mark.parametrize("model", ["threshold-hr", "hr-reserve", "rpe"])
def test_sums_without_paces_go_by_the_results(model: str) -> None:
    def durations(plan: Plan) -> list[int]:
        return [s.duration_s for d in plan.weeks[0].days for s in d.sessions]

    assert durations(made(f"paces from {model}")) == durations(made())
    assert durations(made(f"paces from {model}")) != durations(
        made(f"paces from {model}", "result half marathon in 1:20:00 on 2027-02-01")
    )


@pytest.mark.parametrize("model", ["threshold-hr", "hr-reserve", "rpe"])
def test_without_a_goal_time_the_race_has_no_target(model: str) -> None:
    race = next(
        s for w in made(f"paces from {model}").weeks for d in w.days for s in d.sessions if s.id == "race"
    )
    (step,) = race.steps
    assert isinstance(step, Step)
    assert step.target is None


def test_the_plan_may_choose_and_the_runner_choose_otherwise() -> None:
    plan = PLAN.replace("  weekly 30 km\n", "  weekly 30 km\n  paces from rpe\n")
    assert targets(made(plan=plan))["T"].low_rpe == 6
    assert targets(made("paces from threshold-hr", plan=plan))["T"].low_bpm == 162


def test_the_model_may_hang_on_a_condition() -> None:
    chosen = "paces from rpe if not fitness known"
    assert made(chosen) == made()
    unknown = "\n".join(line for line in RUNNER.splitlines() if "result" not in line) + "\n"
    plan = made(chosen, runner=unknown)
    assert plan.fitness is not None
    assert plan.fitness.model == "rpe"


def test_a_condition_on_fitness_asks_for_a_result_and_not_for_a_model() -> None:
    plan = PLAN.replace("  thu tempo 20 min @ T\n", "  thu tempo 20 min @ T if fitness known\n")
    for model in ("daniels-gilbert", "critical-speed", "threshold-hr", "rpe"):
        (thursday,) = made(f"paces from {model}", plan=plan).weeks[0].days[3].sessions
        assert thursday.kind == "tempo"


# ---- results on the way -----------------------------------------------------------------------------------


def test_a_result_on_the_way_changes_what_follows_and_is_told() -> None:
    runner = "\n".join(line for line in RUNNER.splitlines() if "result" not in line) + "\n"
    plan = made(
        "result 10 km in 47:30 on 2026-11-01", "result 10 km in 46:10 on 2027-03-07", "result 10 km in 50:00 on 2027-03-21",
        runner=runner,
    )  # fmt: skip
    # The week after Sunday, 7 March; the slower one changes nothing.
    (changed,) = [week for week in plan.weeks if week.fitness is not None]
    assert (changed.index, changed.start.isoformat()) == (4, "2027-03-08")
    assert plan.fitness is not None
    assert changed.fitness is not None
    # 10 km in 47:30 is a score of 42.49, in 46:10 43.93.
    assert (plan.fitness.score, changed.fitness.score) == (42.49, 43.93)
    assert changed.fitness.from_ == "10 km in 46:10 on 7 Mar 2027, the best of 2 results since 9 Sep 2026"
    thursdays = [week.days[3].sessions[0] for week in plan.weeks]
    paces = [
        step.target.text for s in thursdays for step in s.steps if isinstance(step, Step) and step.target
    ]
    assert paces[:6] == ["4:51/km"] * 3 + ["4:43/km"] * 3

    said = page(plan)
    assert "- Paces from 10 km in 47:30 on 1 Nov 2026\n" in said
    assert "- From week 4 (8 Mar): paces from 10 km in 46:10 on 7 Mar 2027, the best of 2 results" in said
    assert "| Pace | to week 3 | from week 4 |\n|:--|:--|:--|\n" in said
    assert "| T, threshold | 4:51/km | 4:43/km |\n" in said
    told = "New paces from this week on: E 6:10–5:28, M 5:02, T 4:43, I 4:21, R 4:01 /km, from 10 km in 46:10"
    week = said.index("### Week 4 ")
    assert week < said.index(told) < said.index("### Week 5 ")
    assert said.count("New paces") == 1
    data = to_json(plan)
    assert [week["index"] for week in data["weeks"] if week["fitness"]] == [4]
    assert data["weeks"][3]["fitness"]["paces"]["T"] == {
        "low_s_per_km": 283.3,
        "high_s_per_km": 283.3,
        "text": "4:43/km",
    }
    shown = render_show(plan)
    assert "from week 4   E 6:10–5:28   M 5:02   T 4:43   I 4:21   R 4:01   /km" in shown
    assert told in " ".join(render_details(plan).split())
    assert told in calendar(plan)


def test_the_table_shows_the_paces_of_the_sessions() -> None:
    # 10 km in 45:00: E is run at 361.4956 s/km at its slow end, by the equation of Daniels and Gilbert. That is 6:01; to a
    # tenth it is 361.5, which would be rounded again, to 6:02.
    runner = RUNNER.replace("result  5 km in 18:40 on 2027-01-17", "result  10 km in 45:00 on 2027-01-17")
    runner = "".join(
        line for line in runner.splitlines(True) if " km in 10:" not in line and "1500 m" not in line
    )
    plan = made(runner=runner)
    easy = plan.weeks[0].days[0].sessions[0]
    step = easy.steps[0]
    assert isinstance(step, Step)
    assert step.target is not None
    assert step.target.low_s_per_km == 361.5
    assert step.target.text.startswith("6:01–")
    assert plan.fitness is not None
    assert plan.fitness.paces["E"].text == step.target.text
    assert f"| E, easy | {step.target.text} |" in page(plan)
    assert f"E {step.target.text.removesuffix('/km')}   M " in render_show(plan)


def test_paces_that_change_twice_are_three_columns() -> None:
    plan = made("result 5 km in 18:20 on 2027-02-27", "result 5 km in 18:00 on 2027-03-13")
    assert "| Pace | to week 2 | weeks 3–4 | from week 5 |\n|:--|:--|:--|:--|\n" in page(plan)


def test_before_the_first_result_efforts_are_words() -> None:
    runner = "\n".join(line for line in RUNNER.splitlines() if "result" not in line) + "\n"
    plan = made("result 10 km in 46:10 on 2027-03-07", runner=runner)
    assert plan.blocks[0].fitness is None
    assert "- From week 4 (8 Mar): paces from 10 km in 46:10 on 7 Mar 2027\n" in page(plan)
    assert "| Pace | from week 4 |\n" in page(plan)


def test_a_season_says_its_paces_once_and_again_where_they_changed() -> None:
    season = """
runner "Ana Silva"
  result  10 km in 47:30 on 2027-02-01
  follows "half.plan"
  race    2027-04-11 half marathon
  start   2027-02-15
{result}  follows "half.plan"
  race    2027-06-13 half marathon
  start   2027-04-19
"""
    assert page(made(runner=season.format(result=""))).count("| T, threshold |") == 1
    later = season.format(result="  result 10 km in 46:10 on 2027-04-04\n")
    plan = made(runner=later)
    assert [week.index for week in plan.weeks if week.fitness] == [8]
    first, second = page(plan).split("# 2. Half")
    assert first.count("| T, threshold |") == 1
    # A result of the first block's own lines is not known in the second, whose paces are the old ones again.
    assert "| T, threshold | 4:51/km |\n" in second


def calendar(plan: Plan) -> str:
    """The text of the calendar, unfolded and unescaped."""
    text = render_ics(plan, SETTINGS).decode().replace("\r\n ", "")
    return text.replace("\\,", ",").replace("\\;", ";")


def test_an_old_result_is_said() -> None:
    # From 1 March to 15 February 2027 it is 351 days. In a season only the first plan is asked.
    old = TEN_47.format(goal="1:45:00", start="2027-02-15").replace("2026-11-01", "2026-03-01")
    assert [(d.code, d.at.line, d.message) for d in compiled(PLAN, old).diagnostics] == [
        (
            "result-old",
            6,
            "the newest result is of 1 Mar 2026, 351 days before the plan begins on 15 Feb 2027",
        )
    ]
    # The 180th day still counts as fresh: 19 August to 15 February.
    assert compiled(PLAN, old.replace("2026-03-01", "2026-08-19")).diagnostics == []
    assert [d.code for d in compiled(PLAN, old.replace("2026-03-01", "2026-08-18")).diagnostics] == [
        "result-old"
    ]
    # Who trains by heart rate has no paces of that day.
    assert compiled(PLAN, old + "  lthr 170\n  paces from threshold-hr\n").diagnostics == []


def test_a_slower_result_on_the_way_is_said() -> None:
    # 10 km in 48:00 is a score of 41.96, in 47:30 of 42.49.
    ((code, line, message),) = said_of("1:45:00", "2027-02-15", "result 10 km in 48:00 on 2027-03-07")
    assert (code, line) == ("result-slower", 7)
    assert message == "this result changes no pace: 10 km in 47:30 on 1 Nov 2026 counts for more"
    assert said_of("1:45:00", "2027-02-15", "result 10 km in 47:00 on 2027-03-07") == []
    # Before the plan nothing is expected of it.
    assert said_of("1:45:00", "2027-02-15", "result 10 km in 48:00 on 2027-02-07") == []


# ---- goals ------------------------------------------------------------------------------------------------

TEN_47 = """
runner "Ana Silva"
  follows "half.plan"
  race    2027-04-11 half marathon goal {goal}
  start   {start}
  result  10 km in 47:30 on 2026-11-01
"""


def said_of(goal: str, start: str = "2027-02-15", *lines: str) -> list[tuple[str, int, str]]:
    runner = TEN_47.format(goal=goal, start=start) + "".join(f"  {line}\n" for line in lines)
    return [(d.code, d.at.line, d.message) for d in compiled(PLAN, runner).diagnostics]


def test_a_goal_that_is_too_far_is_told_with_figures() -> None:
    # A score of 42.49 is a half marathon in 1:45:19, and eight weeks are two points more: 44.49 is 1:41:14.
    assert said_of("1:30:00") == [
        (
            "goal-ambitious",
            4,
            "the goal of 1:30:00 is far: 1:45:19 is predicted now, and the 8 weeks to the race could bring about"
            " 1:41:14, at a point of the score in four weeks",
        )
    ]
    assert said_of("1:41:10")[0][0] == "goal-ambitious"
    assert said_of("1:41:30") == []


def test_weeks_count_from_the_result_that_changed_the_paces() -> None:
    # From 29 March there are two weeks, half a point: of 43.93, which predicts 1:42:20.
    ((code, _, message),) = said_of("1:40:00", "2027-02-15", "result 10 km in 46:10 on 2027-03-28")
    assert code == "goal-ambitious"
    assert "1:42:20 is predicted now, and the 2 weeks to the race could bring about 1:41:2" in message


def test_a_goal_that_is_reached_already_is_told() -> None:
    # 1:45:19 and 5 % are 1:50:35.
    assert said_of("1:50:30") == []
    assert said_of("1:50:40") == [
        ("goal-modest", 4, "the goal of 1:50:40 is modest: 1:45:19 is predicted already")
    ]


def test_a_goal_line_is_where_it_stands() -> None:
    runner = (
        TEN_47.format(goal="1:45:00", start="2027-02-15").replace(" goal 1:45:00", "") + "  goal 1:30:00\n"
    )
    assert [(d.code, d.at.line) for d in compiled(PLAN, runner).diagnostics] == [("goal-ambitious", 7)]


def test_critical_speed_judges_goals_too() -> None:
    lines = (
        "result 1500 m in 5:55 on 2027-01-10",
        "result 3 km in 12:45 on 2027-01-13",
        "paces from critical-speed",
    )
    ((code, _, _),) = [x for x in said_of("1:20:00", "2027-02-15", *lines) if x[0] != "result-beside-line"]
    assert code == "goal-ambitious"


@pytest.mark.parametrize("model", ["threshold-hr", "hr-reserve", "rpe"])
def test_beside_heart_rates_and_efforts_a_result_judges_the_goal(model: str) -> None:
    # 10 km in 47:30 is a score of 42.49: a half marathon in 1:45:19, and eight weeks bring 1:41:14.
    lines = ("lthr 170", "hrmax 188", "hrrest 48", f"paces from {model}")
    assert said_of("1:20:00", "2027-02-15", *lines) == [
        (
            "goal-ambitious",
            4,
            "the goal of 1:20:00 is far: 1:45:19 is predicted now, and the 8 weeks to the race could bring about"
            " 1:41:14, at a point of the score in four weeks",
        )
    ]
    assert said_of("1:45:00", "2027-02-15", *lines) == []
    plan = made(*lines[:3], lines[3], runner=TEN_47.format(goal="1:45:00", start="2027-02-15"))
    assert (
        "- Goal: 1:45:00, 4:59/km; 10 km in 47:30 on 1 Nov 2026 predicts 1:45:19, 5:00/km, by the model of Daniels and"
        " Gilbert\n"
    ) in page(plan)


@pytest.mark.parametrize("model", ["threshold-hr", "hr-reserve", "rpe"])
def test_without_a_result_no_goal_is_judged(model: str) -> None:
    for goal in ("1:20:00", "3:00:00"):
        runner = TEN_47.format(goal=goal, start="2027-02-15").replace(
            "  result  10 km in 47:30 on 2026-11-01\n", ""
        )
        lines = f"  lthr 170\n  hrmax 188\n  hrrest 48\n  paces from {model}\n"
        done = compiled(PLAN, runner + lines)
        assert done.diagnostics == []
        assert done.plan is not None
        assert done.plan.race is not None
        assert done.plan.race.predicted_s is None


def test_beyond_the_marathon_no_goal_is_judged() -> None:
    plan = PLAN.replace("half marathon", "50 km")
    runner = TEN_47.format(goal="4:00:00", start="2027-02-15").replace("half marathon", "50 km")
    assert compiled(plan, runner).diagnostics == []


# ---- plans that would do ----------------------------------------------------------------------------------


def written(folder: Path, **lines: str) -> None:
    plan = HALF.replace("  goal ", '  needs     weekly >= 40 km "Run 40 km a week first."\n  goal ', 1)
    (folder / "half.plan").write_text(plan)
    rows = "".join(f"  {word} {rest}\n" for word, rest in lines.items())
    (folder / "ana.runner").write_text(
        f'runner "Ana Silva"\n  follows "half.plan"\n  race 2027-04-11 half marathon\n{rows}'
    )


def test_plans_that_come_with_runplan_and_suit_the_runner_are_named(cli: Cli, folder: Path) -> None:
    written(folder, start="2027-01-04", weekly="30 km", longest="12 km")
    done = cli("check", "ana.runner")
    assert done.code == 1
    assert (
        "  = note: Run 40 km a week first.\n"
        "  = note: `half-first` and `half-marathon`, which come with runplan, suit Ana Silva:"
        " `runplan new DIR --from half-first`\n"
    ) in done.out


def test_only_those_whose_needs_hold_are_named(cli: Cli, folder: Path) -> None:
    written(folder, start="2027-01-04", weekly="20 km", longest="12 km")
    assert "`half-first`, which comes with runplan, suits Ana Silva" in cli("check", "ana.runner").out
    written(folder, start="2027-01-04", weekly="10 km", longest="5 km")
    assert "with runplan" not in cli("check", "ana.runner").out


def test_only_those_that_fit_before_the_race_are_named(cli: Cli, folder: Path) -> None:
    written(folder, start="2027-02-01", weekly="30 km", longest="12 km")
    assert "with runplan" not in cli("check", "ana.runner").out


def test_a_plan_that_is_too_long_is_answered_with_a_shorter_one(cli: Cli, folder: Path) -> None:
    long = HALF.replace("6..8 weeks", "20..24 weeks")
    (folder / "half.plan").write_text(long)
    (folder / "ana.runner").write_text(
        'runner "Ana Silva"\n  follows "half.plan"\n  race 2027-04-11 half marathon\n  start 2027-01-04\n'
        "  weekly 32 km\n  longest 12 km\n"
    )
    done = cli("check", "ana.runner")
    assert "error[too-few-weeks]" in done.out
    assert "`half-first` and `half-marathon`, which come with runplan, suit Ana Silva" in done.out
