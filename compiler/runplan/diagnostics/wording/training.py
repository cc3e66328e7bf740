"""Wording for problems of a plan for a runner: found by `schedule` and `review`."""

from runplan.diagnostics.wording.code import Code, error, info, warning

CODES: dict[str, Code] = {
    "start-missing": error(
        "the plan has phases of elastic length, so it needs a day to start from",
        "a race without a `start` line",
        "add `start {latest}` (or earlier) to the runner's file: the plan takes at least {weeks}",
    ),
    "start-missing-no-race": error(
        "`{title}` has no race, so it needs a day to start from",
        "",
        "add a line such as `start 2027-01-04` to the runner's file",
    ),
    "too-few-weeks": error(
        "the plan needs {needed} before the race, and there are {room} between {start} and {race}",
        "{missing} too late",
        "start by {earliest}, shorten a phase ({parts}), or choose a shorter plan",
    ),
    "no-phase-left": error(
        "none of the phases of `{title}` is for this runner: every one has a condition that does not hold",
        "",
        "give the figures that the conditions ask for, or add a phase without a condition",
    ),
    "season-overlap": error(
        "`{plan}` starts on {start}, but the plan before it ends on {end}",
        "the two overlap",
        "{fits}, or move the race",
    ),
    "needs-not-met": error("the plan is not for {name} yet: {has}", "this runner", "{message}"),
    "needs-unknown": error(
        "the plan asks for the runner's `{fact}`, and the file of {name} does not say it",
        "",
        "add a line such as `{fact} 30 km`",
    ),
    "figure-unknown": error(
        "this amount needs `{figure}`, and nothing says what it is",
        "no `{figure}` to take",
        "add a `{figure}` line to the runner's file or to the `plan` section",
    ),
    "growth-too-slow": warning(
        "{rule} from {first} reaches {reached} in {weeks} weeks, not {last}: it takes {needed} weeks",
        "cannot be reached",
        "start higher, grow faster, ask for less, or give the phase {needed} weeks",
    ),
    "inside-too-big": error(
        "the part inside takes {inside}, more than the whole run of {total}",
        "does not fit",
        "make the run longer or the part shorter",
    ),
    "session-too-long": error(
        "this session comes to {amount} in all",
        "too much for one session",
        "check the repetitions: a set inside a set multiplies",
    ),
    "over-limit": warning(
        "{title} on {date} takes about {has}, more than the {most} of that day{more}",
        "",
        "raise the limit, or move the session to another day",
    ),
    "volume-above": warning(
        "week {week}: the sessions add up to {planned}, {off} more than the {target} asked for{more}",
        "asks for {target}",
        "make the sized sessions shorter, leave more of them unsized, or raise the volume",
    ),
    "volume-apart": warning(
        "week {week}: the sessions add up to {planned}, {off} than the {target} asked for{more}: {why}",
        "this line",
        "leave it where it is meant so: the week is what there is room for, and nothing is made up for it",
    ),
    "volume-below": warning(
        "week {week}: the sessions add up to {planned}, {off} less than the {target} asked for{more}",
        "asks for {target}",
        "add an easy run without a size, lengthen the long run (no fill is longer than the last one), or lower the volume",
    ),
    "expectation-failed": warning(
        "expected `{metric} {operator} {limit}`, but it is {value} in {where}{more}",
        "does not hold",
    ),
    "result-unusable": warning(
        "no paces can be had from this result: {why}",
        "not used",
        "give a race or time trial of 1500 m to the marathon, or leave the line out: efforts are then told in words",
    ),
    "result-old": warning(
        "the newest result is of {date}, {days} days before the plan begins on {start}",
        "its paces are of that day",
        "add a newer `result`, of a race or a time trial; without one efforts may be too hard or too easy",
    ),
    "result-slower": info(
        "this result changes no pace: {best} counts for more",
        "slower",
        "nothing is wrong: one slow day takes no fitness away",
    ),
    "result-beside-line": info("this result takes no part in the critical speed: {why}", "not used"),
    "pace-model-needs": error("`{model}` needs the runner's {figures}", "not said", "add {lines}"),
    "too-few-efforts": error(
        "`critical-speed` needs two results of 2 to 20 minutes within six weeks, and {found}",
        "too few results",
        "add {lines}",
    ),
    "efforts-too-alike": error(
        "`critical-speed` needs efforts that part: the longest of {efforts} takes less than one and a half times the"
        " shortest",
        "too much alike",
        "add a result over a quite different distance, such as 1500 m beside 5 km",
    ),
    "efforts-disagree": error(
        "no critical speed can be had from {efforts}: {found}",
        "do not fit together",
        "the {culprit} was hardly all-out: run it again, or leave it out",
    ),
    "goal-ambitious": warning(
        "the goal of {goal} is far: {now} is predicted now, and the {weeks} to the race could bring about {best}, at a"
        " point of the score in four weeks",
        "more than the plan can bring",
        "aim at {best} this time, or add a `result` that says more",
    ),
    "goal-modest": info(
        "the goal of {goal} is modest: {now} is predicted already",
        "slower than the fitness",
        "keep it for an easy race, or aim at {now}",
    ),
    "result-too-late": warning(
        "this result of {date} comes after {after} on {last}, so no pace of the plan comes from it",
        "not used",
        "correct the date, or keep the line for the next plan",
    ),
    "goal-unlikely": error(
        "a goal of `{goal}` over {distance} is a pace of {pace}, {why}",
        "not a time for that distance",
    ),
    "time-without-zone": warning(
        "there is a time of day, but no time zone, so the sessions stay without an hour in the calendar",
        "which time zone?",
        "add a line such as `timezone Europe/Lisbon`",
    ),
    "reminder-without-time": warning(
        "a reminder needs a time of day to count back from, and there is no `at` line",
        "before what?",
        "add a line such as `at 06:30`",
    ),
    "nothing-to-move": warning("there is no session on {date} ({weekday}) to move", "finds no session"),
    "finds-nothing": warning(
        "this line finds no day of the plan: {why}",
        "holds nowhere",
        "correct the date or the week, or delete the line if it is over",
    ),
    "phase-gone": warning(
        "the plan has no phase `{name}`, so this line holds nowhere",
        "no such phase",
        "its phases are {phases}",
    ),
    "repeat-beyond": warning(
        "phase `{phase}` has {weeks} for this runner, so there is no week {week} to repeat",
        "no such week",
        "choose an earlier week",
    ),
    "races-together": warning(
        "two races on consecutive days: {days}",
        "",
        "take one of them out, or run it as training and write that session for its day",
    ),
    "race-in-time-off": warning(
        "the race on {race} falls into {why}",
        "race day is in it",
        "end these days before the race if it may be run, or choose a later race",
    ),
    "race-cannot-move": error(
        "the goal race on {date} cannot be moved by a line", "race day", "change the date of the `race` line"
    ),
}
