"""Wording for problems of names, places and files that belong together: found by `template`."""

from runplan.diagnostics.wording.code import Code, error, warning

CODES: dict[str, Code] = {
    # ---- what stands where
    "empty-file": error("`{path}` says nothing", "", 'begin with a header such as `plan "Half marathon"`'),
    "line-before-header": error(
        "this line stands before the first header, so it belongs to nothing",
        "no header above",
        'begin with `plan "..."`, `phase NAME 4 weeks` or `runner "..."`',
    ),
    "misplaced-line": error("`{word}` cannot stand in {here}", "not here", "it belongs in {where}"),
    "expectation-misplaced": error(
        "what a plan expects cannot stand in {here}",
        "not here",
        "write it below a line `expect`, as `in base: {word} ...`",
    ),
    "exercise-misplaced": error(
        "this reads like an exercise of a routine, which cannot stand in {here}",
        "not here",
        "a session begins with its day: `tue easy 8 km`; exercises stand in a `routine`",
    ),
    "condition-misplaced": error(
        "`{word}` holds for everybody, so it takes no condition", "no `if` here", "take the condition away"
    ),
    "selector-misplaced": error(
        "`{word}` holds for the whole time, so it takes no weeks and no dates",
        "no selector here",
        "take it away",
    ),
    "day-missing": error("this session has no day", "which day?", "write the day first: `tue easy 8 km`"),
    "day-twice": error(
        "the day is said twice", "the selector names the day already", "take one of them away"
    ),
    "days-out-misplaced": error(
        "days counted from the race cannot stand in {here}", "not here", "move the line below `race ...`"
    ),
    "race-line-without-day": error(
        "a session of the `race` section says how far the race is",
        "which day?",
        "begin with `5 days out:`, `race day:` or `2 days after:`",
    ),
    "race-without-date": error(
        "a runner's race needs its date", "when?", 'write `race 2027-04-11 half marathon "Lisbon Half"`'
    ),
    "days-in-workout": error(
        "a workout's lines name no days", "no day here", "the line that calls the workout says the day"
    ),
    "selector-in-workout": error(
        "a workout's lines hold in every week",
        "no weeks here",
        "the line that calls the workout says the weeks",
    ),
    "added-in-workout": error(
        "a workout's line begins with a session",
        "no `+` here",
        "write `tue + ...` where the workout is called",
    ),
    "session-in-routine": error(
        "a routine holds exercises, and this is a session",
        "no exercise",
        "write exercises: `plank 45 s`, `squat 3 x 8`",
    ),
    "in-phase-inside-phase": error(
        "`in {phase}:` cannot stand in a phase, which says already where its lines hold",
        "not here",
        "take it away, or move the line into the `plan` section",
    ),
    "two-plans": error("a file holds one plan", "a second one", "move it into a file of its own"),
    "two-races": error(
        "a plan has one race",
        "a second one",
        "a race on the way is a session: `week 3: sun race 10 km`; a workout's own effort is a `time-trial`",
    ),
    "two-runners": error("a file holds one runner", "a second one", "give them a file of their own"),
    "runner-in-plan": error("a runner cannot stand in a plan", "not here", "move it into a `.runner` file"),
    "plan-in-runner": error(
        "`{word}` cannot stand in a runner's file", "not here", "move it into a `.plan` file"
    ),
    "plan-header-missing": error(
        "the phases have no plan", "above here", 'write a line such as `plan "Half marathon"` first'
    ),
    "runner-header-missing": error(
        "the file does not say whose it is", "above here", 'write a line such as `runner "Ana Silva"` first'
    ),
    # ---- phases
    "plan-without-phases": error(
        "the plan has no phase", "no weeks", "add one, such as `phase base 6 weeks`"
    ),
    "plan-too-long": error(
        "the plan lasts {weeks}, and at most {most} can be laid out", "too long", "shorten its phases"
    ),
    "phase-twice": error(
        "there are two phases called `{name}`",
        "the second one",
        "give one of them another name, or join their lines",
    ),
    "phase-without-length": error(
        "phase `{name}` does not say how long it is",
        "how many weeks?",
        "write `phase {name} 4 weeks` or `6..10 weeks`",
    ),
    "phase-without-place": error(
        "phase `{name}` is new, so the plan has to know where it comes",
        "after which phase?",
        "write `phase {name} 3 weeks after {last}`",
    ),
    "after-without-extends": error(
        "`after` is for plans that extend another one",
        "not here",
        "phases come in the order of the file: move it below `{after}`",
    ),
    "remove-without-extends": error(
        "there is no inherited phase `{name}` to remove",
        "nothing to remove",
        "delete the phase's lines instead",
    ),
    "line-in-removed-phase": error(
        "phase `{phase}` is removed, so it has no lines", "of no phase", "take the line away, or `remove`"
    ),
    "unknown-phase": error("there is no phase `{name}`", "unknown phase", "the phases are {phases}"),
    "hides-inherited": warning(
        "this line holds in every week, so it hides an inherited line for some weeks",
        "holds always",
        "repeat the inherited line below this one, if it should still hold",
    ),
    "hold-without-before": error(
        "`hold` goes on from the phase before, and `{phase}` is the first",
        "hold what?",
        "say an amount, such as `volume weekly` or `volume 40 km`",
    ),
    # ---- files that belong together
    "import-cycle": error(
        "`{path}` comes back to itself: {chain}", "closes the circle", "take one of these lines away"
    ),
    "import-too-deep": error(
        "more than {count} files bring in one another", "one too many", "bring in `{path}` from nearer by"
    ),
    "use-brings-nothing": warning(
        "`{path}` holds no workout, no routine, no pace and no expectation",
        "brings in nothing",
        "take the line away",
    ),
    "extends-no-plan": error(
        "`{path}` holds no plan to extend", "no plan", "name a file that begins with `plan`"
    ),
    "expectation-of-no-phase": warning(
        "the file expects something of a phase `{phase}`, which this plan has not",
        "not looked at",
        "call a phase `{phase}`, or take the expectation into a file of its own",
    ),
    "name-from-two-files": error(
        "the {what} `{name}` comes from two files",
        "the second time",
        "write a {what} `{name}` here: one's own wins",
    ),
    "follows-missing": error(
        "the runner follows no plan",
        "which plan?",
        'add a line such as `follows "../plans/half-marathon.plan"`',
    ),
    "follows-no-plan-file": error(
        "a runner follows a `.plan` file, and `{path}` is none",
        "no plan",
        "write the whole name: `half-marathon.plan`",
    ),
    "follows-no-plan": error(
        "`{path}` holds parts, but no plan to follow", "no plan", "name a file with a `plan` and its phases"
    ),
    # ---- names
    "unknown-kind": error(
        "unknown kind of session `{name}`",
        "not known",
        "a session starts with its kind, such as `easy`, `long`, `tempo` or `intervals`, or with a workout's name",
    ),
    "unknown-workout": error("there is no workout `{name}`", "unknown workout"),
    "unknown-routine": error("there is no routine `{name}`", "unknown routine"),
    "unknown-pace": error("there is no pace `{name}`", "unknown pace"),
    "unknown-parameter": error("nothing is called `{{{name}}}` here", "unknown name"),
    "parameter-outside": error(
        "`{{{name}}}` is a number that a call gives, and only workouts and routines are called",
        "nobody gives it",
        "write the number itself",
    ),
    "parameter-as-word": error(
        "`{name}` is a number of the workout, not a word", "compare it", "write `if {name} = 2`"
    ),
    "unused-parameter": warning(
        "`{header}` never uses its `{name}`",
        "not used",
        "use `{{{name}}}` in a line, or take it out of the header",
    ),
    "unknown-fact": error("nothing is known of a runner called `{fact}`", "unknown"),
    "zone-in-condition": error(
        "a condition cannot ask for the pace of `{zone}`", "not here", "zones with a pace are {zones}"
    ),
    "unknown-rule": error("there is no rule `{rule}`", "unknown rule"),
    "unused-word": error("no condition asks whether a runner is `{word}`", "says nothing to the plan"),
    "unknown-timezone": error("there is no time zone `{name}`", "unknown time zone"),
    "unknown-pace-model": error("paces cannot come from `{model}`", "unknown"),
    "name-taken": error(
        "no {what} can be called `{name}`: it is {why}",
        "taken",
        "call it something else, such as `my-{name}`",
    ),
    "pace-name-taken": error(
        "no pace of one's own can be called `{name}`: it is {why}",
        "taken",
        "call it something else, such as `my-{name}`",
    ),
    "defined-twice": error("the {what} `{name}` is defined twice", "the second time", "rename one of them"),
    # ---- workouts and routines
    "empty-workout": error(
        "workout `{name}` has no line", "nothing to do", "write a session below: `tempo 20 min @ T`"
    ),
    "empty-routine": error(
        "routine `{name}` has no line", "nothing to do", "write an exercise below: `plank 45 s`"
    ),
    "workout-with-amount": error(
        "`{name}` is a workout and brings its own amounts",
        "one amount too many",
        "take it away, or give the workout a `(d)`",
    ),
    "wrong-number-of-arguments": error(
        "`{name}` takes {params}, and the line gives {given}", "called here", "write `{wanted}`"
    ),
    "argument-misfit": error("this cannot stand for `{{{param}}}`", "does not fit", "it takes {wanted}"),
    "no-variant": error(
        "no line of workout `{name}` holds for {given}",
        "finds no line",
        "add a line without `if` at the top of the workout: it holds when no other does",
    ),
    "workout-cycle": error(
        "workout `{name}` calls itself: {chain}", "comes back here", "call something else"
    ),
    "workout-too-big": error(
        "this line comes to more than {most} sessions",
        "too many",
        "workouts that call one another have multiplied",
    ),
    "workouts-too-deep": error(
        "workouts call one another more than {most} deep",
        "called here",
        "write the sessions of the innermost ones where they are meant",
    ),
    "routine-as-workout": error(
        "`{name}` is a routine, not a workout",
        "a routine",
        "write `strength {name}(...)` or `mobility {name}(...)`",
    ),
    "kind-with-arguments": error(
        "`{name}` is a kind of session and takes nothing in brackets",
        "no workout",
        "write the amount: `{name} 20 min`",
    ),
    "activity-with-arguments": error(
        "`{name}` takes nothing in brackets",
        "no routine here",
        "routines are called after `strength` and `mobility`",
    ),
    # ---- paces
    "pace-cycle": error(
        "pace `{name}` is made of itself: {chain}", "comes back here", "take one of them from a zone"
    ),
    "paces-too-deep": error(
        "pace `{name}` is made of one that is made of another, more than {most} deep",
        "too deep",
        "start from a zone: `M +10 s/km`",
    ),
    "pace-as-end": error(
        "`{name}` is not a single pace, so it cannot be the end of a range",
        "a range itself",
        "write the range out",
    ),
    "pace-arithmetic": error(
        "`{name}` is an effort and not a pace, so nothing can be added to it",
        "no pace",
        "start from a zone: `E +20 s/km`",
    ),
    "planning-pace-as-target": error(
        "`easy` is the pace that sums are made with, never a target",
        "no target",
        "for easy running write `@ E`",
    ),
    "goal-pace-without-goal": error(
        "`@ goal` asks for a goal, and the plan has none",
        "which goal?",
        "add a line such as `goal half marathon`",
    ),
    "goal-not-race": error(
        "the goal is {mine} and the race {theirs}", "another distance", "make them the same"
    ),
    # ---- sessions
    "size-missing": error(
        "`{kind}` does not say how much",
        "how far, how long?",
        "write an amount, such as `{kind} {example}`; only `easy` and `recovery` may be left open",
    ),
    "rest-with-amount": error(
        "rest has no amount", "nothing to measure", "write `rest` alone, or `walk 30 min`"
    ),
    "strength-by-distance": error(
        "`{kind}` is measured in time", "no distance", "write a time, such as `{kind} 20 min`"
    ),
    "segment-out-of-place": error(
        "nothing can be inside `{kind}`", "inside what?", "add a session: `+ easy 20 min`"
    ),
    "segment-too-long": error(
        "{part} cannot be inside a run of {whole}",
        "longer than the run",
        "lengthen the run, or shorten what is inside",
    ),
    "segment-twice": error(
        "`{name}` has something inside already", "the second `with`", "take one of the two away"
    ),
    "caps-crossed": error("`at least` is more than `at most`", "above the most", "exchange the two amounts"),
    "metres-or-minutes": warning(
        "`{number} m` is {metres}: did you mean `{number} min`?",
        "metres",
        "`m` is metres, `min` is minutes: `{number} min`, or `{number} km` if it is a distance",
    ),
    "or-with-plus": warning(
        "`or` and `+` on one line are easy to misread: `or` binds tighter",
        "a choice and an addition",
        "write the added session on a line of its own: `tue + strength 20 min`",
    ),
    "share-of-itself": error(
        "this is a share of {what}, which is itself", "of itself", "write an amount, or `% of peak`"
    ),
    "share-of-no-repetition": error(
        "this is a share of the repetition before it, and there is none",
        "of what?",
        "write it after a step in brackets: `5 x (3 min @ I, 50% jog)`",
    ),
    "unsized-without-volume": error(
        "`{kind}` takes what the week's volume leaves, and {where} has no `volume`",
        "how much?",
        "write an amount, such as `{kind} 8 km`, or add a `volume` line",
    ),
    "share-without-volume": error(
        "a share of the {of} needs a `volume`, and {where} has none",
        "a share of what?",
        "write an amount, or add a line such as `volume 40 km`",
    ),
    "share-without-long": error(
        "a share of the long run needs one, and {where} has none",
        "a share of what?",
        "add a line such as `sun long 16 km`",
    ),
    # ---- days and weeks
    "two-ways-of-days": error(
        "phase `{phase}` names its days in two ways: by weekday and by `run N`",
        "the second way",
        "keep to one of them",
    ),
    "day-without-cycle": error(
        "`day N` counts the days of a cycle, and phase `{phase}` has none",
        "day of what?",
        "add a line such as `cycle 10 days`, or name a weekday",
    ),
    "day-beyond-cycle": error(
        "the cycle has {days} days and no day {day}", "beyond its end", "count from 1 to {days}"
    ),
    "weekday-in-cycle": error(
        "phase `{phase}` turns in cycles of {days} days, so its days are not weekdays",
        "not a day of the cycle",
        "write `day 1` to `day {days}`, or move the line into the phases that have weeks",
    ),
    "no-day-for-other": warning(
        "every day of `{phase}` has a line, so `other` finds none",
        "never comes",
        "take the line away, or one of the others",
    ),
    "never-matches": warning("this never comes: {why}", "never", "choose other weeks, or take the line away"),
    "weeks-beyond": warning(
        "there is no week {week}: {where} has {weeks}",
        "reaches too far",
        "end with the last week that there is",
    ),
    "never-wins": warning(
        "this line never wins: a later one says otherwise every time",
        "in vain",
        "take one of the two away, or say for which weeks it holds",
    ),
    "list-length": error(
        "the list has {values}, and its line comes {times}", "{values}", "{first}, or {second}"
    ),
    "list-without-dots": error(
        "the phase can be longer or shorter, so {count} values cannot fit every time",
        "how does it go on?",
        "end the list with `...` to hold its last value, or begin it with `...` to count from the end",
    ),
    "ramp-of-one-week": warning(
        "the line comes only once, so it never gets beyond the first number",
        "one week only",
        "write one number",
    ),
    "long-day-without-run": warning(
        "the long run's day is none of the days that are run",
        "no run on it",
        "add the day to `days`, or choose another",
    ),
    # ---- runners
    "before-follows": error(
        "each plan has its own `{word}`, so it stands below the `follows` line",
        "of which plan?",
        "move it down",
    ),
    "twice-in-block": error(
        "there are two `{word}` lines for one plan",
        "the second one",
        "a race on the way is a session: `2027-03-07: race 10 km`",
    ),
    "start-after-race": error(
        "the start, {start}, is after the race, {race}", "too late", "choose an earlier day"
    ),
    "runner-without-race": error(
        "`{plan}` ends in a race, and the runner has none",
        "when is the race?",
        "add a line such as `race 2027-04-11 {race}`",
    ),
    "race-not-in-plan": error(
        "`{plan}` has no race to train for",
        "no such race",
        "take the line away, or follow a plan with a race",
    ),
    "race-distance-differs": error(
        "this race is {mine}, and the plan is for {theirs}",
        "another distance",
        "follow a plan for this distance",
    ),
    "move-date-with-selector": error(
        "a date says already when, so it takes no weeks", "said twice", "take the selector away"
    ),
    "time-twice": error("this day has two times", "the second time", "keep one of them"),
    "time-off-overlaps": warning("two spans of `{why}` overlap", "overlaps", "join them into one line"),
    "heart-rates-crossed": error(
        "`{low}` must be below `{high}`",
        "too low",
        "at rest, at the threshold, at most: each is higher than the one before",
    ),
    # ---- notes
    "note-unknown-name": error("a note cannot know `{name}`", "in this note", "it knows {known}"),
    "note-out-of-reach": error(
        "a note for a whole {level} cannot know one `{name}`",
        "in this note",
        "it knows {known}; a note of a week or of a session knows more",
    ),
    "note-unknown-value": error("`{name}` has no `{value}`", "in this note", "it has {known}"),
    "note-unknown-filter": error("there is no filter `{name}`", "in this note", "the filters are {known}"),
    "note-name-alone": error("`{name}` alone is no text", "in this note", "write one of {known}"),
    "note-without-race": error(
        "the plan has no race, so there is no `{value}`", "in this note", "take it out"
    ),
    "note-forbidden": error(
        "a note fills in values and chooses between them: it cannot use {what}",
        "in this note",
        'write `{{{{ runner.first_name }}}}` or `{{{{ "..." if week.number > 3 else "..." }}}}`',
    ),
    "note-unreadable": error(
        "an expression of this note cannot be read: {why}",
        "in this note",
        "write `{{{{ runner.first_name }}}}`",
    ),
    "note-too-long": error(
        "the expressions of this note are too long to be read", "in this note", "at most {count} are read"
    ),
}
