"""What the rules of the review say: the words of each, how sure the evidence is, and where it comes from.

The severity that stands here is the gravest that a rule has; which one a finding has follows from its figure.
"""

from __future__ import annotations

from typing import Literal

from runplan.diagnostics.wording.code import Code, error, info, warning
from runplan.record import Record


class Grounds(Record):
    """What a rule stands on: the grade of the evidence, and the sources, as the note under a finding says them."""

    grade: Literal["trial", "cohort", "expert"]
    source: str

    @property
    def text(self) -> str:
        """`cohort study: Frandsen and others, 2025`."""
        return f"{_GRADES[self.grade]}: {self.source}"


_GRADES = {"trial": "controlled trial", "cohort": "cohort study", "expert": "expert opinion"}

CODES: dict[str, Code] = {
    # ---- load ------------------------------------------------------------------------------------------------
    "session-spike": error(
        "{title} on {day} is {share} longer than any run of the 30 days before it ({longest})",
        "a jump for one run",
        "up to {passes} it passes",
    ),
    "race-spike": warning(
        "the race of {distance} is {times} times as long as the longest run before it ({longest})",
        "far beyond the longest run",
        "with a run of {passes} this passes",
    ),
    "ramp": error(
        "{place}: {volume}, {share} above the most of the four weeks before ({most})",
        "a jump in volume",
        "at {passes} this passes: `at most {passes}`",
    ),
    "ramp-per-run": info(
        "{place}: {more} more than the most of the four weeks before ({most}), over {runs} runs",
        "a large step up",
        "at {passes} this passes",
    ),
    "ten-percent": info("{place}: {volume}, {share} above the week before ({last})", "more than a tenth"),
    "two-week-ramp": info(
        "{place}: {now} in two weeks, {share} more than in the two before ({then})", "a jump over two weeks"
    ),
    "first-week-jump": error(
        "{place}: {volume}, {share} above {what} ({known})",
        "a jump from what the runner does now",
        "at {passes} this passes",
    ),
    "acute-chronic": info("{place}: {ratio} times the mean of the three weeks before", "a high ratio"),
    "monotony": info(
        "{place}: the days are much alike (monotony {value}) in a heavier week than those before it",
        "days much alike",
    ),
    "consistency": info("{place}: {what}", "{label}"),
    # ---- recovery --------------------------------------------------------------------------------------------
    "cutback": warning(
        "{place}: {weeks} weeks of building in a row, from week {first} on, without a lighter one",
        "no lighter week",
        "make one lighter: `cutback 20% every 4 weeks`",
    ),
    "cutback-depth": info(
        "{place}: the lighter week has {volume}, {less} less than the {full} before it",
        "10 to 50% less is usual",
    ),
    "cutback-hard": info(
        "{place} is a lighter one, and {title} is the hardest session so far ({minutes} min above marathon pace)",
        "hard in a lighter week",
    ),
    # ---- phases ----------------------------------------------------------------------------------------------
    "volume-then-speed": warning(
        "{place}: {volume}, {share} above any week before ({most}), and {what} in {when}",
        "the highest week so far",
        "up to {passes} this passes; or let the speed wait two weeks",
    ),
    "base-before-speed": warning(
        "{title} is in {place} already, and {wanted} of easy running are usual before the first speed",
        "early speed",
        "begin later, or with strides and hill sprints",
    ),
    "phase-order": info("`{phase}` comes after `{before}`, and is usual before it", "an unusual order"),
    "build-length": info("intervals or repetitions in {weeks}, and three to eight are usual", "they begin here"),
    "one-change": info("{place} raises {what} at once", "more than one change"),
    # ---- long run --------------------------------------------------------------------------------------------
    "long-share": warning(
        "{place}: {title} is {share} of the week, and {limit} is much for {runs} runs",
        "a large share",
        "make it shorter, or the other runs longer",
    ),
    "long-duration": warning("{title} on {day} takes {time}, more than {limit}", "a very long run"),
    "long-distance": info("{title} on {day} is longer than {limit}, more than a marathon needs", "a very long way"),
    "long-reach": info(
        "the longest run has {longest}, and {race} asks for more: {limit} is usual", "the longest run"
    ),
    "long-timing": warning(
        "{title} is {days} before {race}, and {limit} are usual for one of the longest runs", "late for so long a run"
    ),
    # ---- quality ---------------------------------------------------------------------------------------------
    "no-quality": info(
        "{share} of the running in `{phase}` is easy", "nothing but easy running", "a tempo run of 20 minutes would do"
    ),
    "threshold-cap": warning(
        "{place}: {title} has {amount} at threshold, {what}, and {limit} is much", "much at threshold"
    ),
    "interval-cap": warning(
        "{place}: {title} has {amount} at interval pace, {what}, and {limit} is much", "much at interval pace"
    ),
    "repetition-cap": warning(
        "{place}: {title} has {amount} at repetition pace, {what}, and {limit} is much", "much at repetition pace"
    ),
    "marathon-pace-cap": warning("{place}: {title} has {time} at marathon pace, more than {limit}", "much at that pace"),
    "recovery-length": info(
        "{title}: {rest} of recovery after {work} of work, and {usual} is usual", "an unusual recovery"
    ),
    "quality-per-week": warning("{place} has {days}, and {limit} at most are usual", "many hard days"),
    "hard-easy": warning(
        "{title} on {day} is a hard day right after another ({before})",
        "a hard day after a hard day",
        "put an easy day between them",
    ),
    "after-long": warning("{title} on {day} comes the day after {before}", "a hard day after a long run"),
    "easy-share": warning(
        "the four weeks up to {place}: {share} of the running time is easy, less than {limit}", "little easy running"
    ),
    "grey-zone": info(
        "the four weeks up to {place}: {share} of the running time is at marathon pace, with no marathon ahead",
        "neither easy nor fast",
    ),
    "warmup": warning(
        "{title}: {has} of easy running {side} the fast part, less than {limit}",
        "little time to warm up or cool down",
        "give the plan a `warmup` and a `cooldown` of ten minutes or more",
    ),
    # ---- rest and frequency ----------------------------------------------------------------------------------
    "rest-days": warning("{place} has {what}", "the shortest run", "take the shortest out: `{shortest} rest`"),
    "novice-consecutive": warning(
        "{title} on {day} comes the day after {before}", "no day of rest between them", "leave a day between the runs"
    ),
    "runs-jump": warning("{place} has {days} of running, and the weeks before it {most} at most", "many runs at once"),
    "too-few-runs": info("{place} has {days} of running, and {limit} at least are usual", "few runs"),
    # ---- taper and race --------------------------------------------------------------------------------------
    "taper-missing": warning(
        "{place}: {volume}, {share} of the highest week ({peak}), and {race}",
        "no taper",
        "up to {passes} this passes",
    ),
    "taper-depth": info(
        "the two weeks before {race} have {less} less running than the highest, and 30 to 70% less is usual",
        "the end of the taper",
    ),
    "taper-length": info("the taper to {race} takes {days}, and {usual} are usual", "its end"),
    "taper-intensity": info(
        "the two weeks before {race} have nothing fast in them, not even strides", "nothing keeps the legs awake"
    ),
    "taper-frequency": info("{place}: {runs} instead of {usual}, in a taper that should only be shorter", "fewer runs"),
    "hard-before-race": warning("{title} is {days} before {race}, and {limit} are usual", "hard work before a race"),
    "tune-up-spacing": info("{title} is {days} before {race}, and {limit} at least are usual", "two races close together"),
    "race-recovery": warning(
        "{title} comes {days} after {race}, and {limit} at least are usual", "speed soon after a race", "let it wait"
    ),
    "stale-pace": info(
        "{place}: the paces rest on a result of {last}, {weeks} before",
        "an old result",
        "plan a race or a time trial, and give its result",
    ),
    # ---- strength --------------------------------------------------------------------------------------------
    "strength-placement": warning(
        "{title} on {day} is heavy, and {after} comes the day after", "heavy legs the day after", "put it after a hard run"
    ),
    "strength-gap": info("{title} and {run} are both on {day}, and nothing says that hours lie between them", "one day"),
    "strength-taper": warning("{title} is heavy, {days} before {race}, and {limit} at least are usual", "late for heavy legs"),
    "strength-missing": info("there is no strength in a plan for a runner who is injured easily", ""),
    # ---- the runner ------------------------------------------------------------------------------------------
    "injury-prone-speed": warning(
        "{title} comes after {weeks}, and a runner who is injured easily wants {limit} of easy running first",
        "early speed",
    ),
    "novice-speed": info("{title}: intervals are early for a novice", "the first fast running"),
    # ---- lines of the author ---------------------------------------------------------------------------------
    "allow-unused": warning(
        "`allow {rule}` silences nothing here",
        "no finding of that rule",
        "take the line away, or say for which week it is meant",
    ),
    "unusable-rules": error(
        "the rules `{name}` cannot be used: {why}",
        "",
        "install the package that brings them, ask those who wrote it, or take the name out of `[review]`",
    ),
    "bad-review-settings": error(
        "`[review]` holds one list, the names of rules from elsewhere", "", 'write `rules = ["club"]`'
    ),
    "rule-without-limit": warning(
        "`{rule}` has no limit that a line could move", "", "`allow {rule} \"reason\"` silences it where it is meant"
    ),
    "rule-other-side": warning(
        "the limit of `{rule}` is what must be at {side}", "on the other side", "write `rule {rule} at {side} ...`"
    ),
    "rule-other-unit": warning(
        "the limit of `{rule}` is measured in another unit", "", "write it as `rule {rule} at {side} {example}`"
    ),
}  # fmt: skip

_PRACTICE = "practice of coaches"

GROUNDS: dict[str, Grounds] = {
    "session-spike": Grounds("cohort", "Frandsen and others, 2025, 5,205 runners"),
    "race-spike": Grounds("expert", _PRACTICE),
    "ramp": Grounds(
        "expert", f"{_PRACTICE}; studies of weekly increases are weak (Nielsen 2014, Damsted 2019)"
    ),
    "ramp-per-run": Grounds("expert", "Daniels: a mile more for each run of the week"),
    "ten-percent": Grounds("trial", "a trial of 532 beginners found no difference (Buist and others, 2008)"),
    "two-week-ramp": Grounds("cohort", "Nielsen and others, 2014, 874 beginners: a trend, not a difference"),
    "first-week-jump": Grounds("expert", "what well-known plans ask of those who begin them"),
    "acute-chronic": Grounds(
        "cohort", "among runners the risk fell as the ratio rose (Nakaoka and others, 2021)"
    ),
    "monotony": Grounds("expert", "Foster, 1998"),
    "consistency": Grounds("expert", _PRACTICE),
    "cutback": Grounds("expert", "three weeks up and one down, practice of coaches"),
    "cutback-depth": Grounds("expert", _PRACTICE),
    "cutback-hard": Grounds("expert", _PRACTICE),
    "volume-then-speed": Grounds(
        "expert", "Pfitzinger, Daniels; a trial found no difference (Run Clever, 2018)"
    ),
    "base-before-speed": Grounds("expert", "Lydiard; Daniels"),
    "phase-order": Grounds("expert", _PRACTICE),
    "build-length": Grounds("expert", "Lydiard: four weeks; Daniels: six"),
    "one-change": Grounds("expert", "Daniels: adjust one thing at a time"),
    "long-share": Grounds("expert", "Daniels: a quarter of the week; 29 well-known plans"),
    "long-duration": Grounds("expert", "Daniels: 150 minutes"),
    "long-distance": Grounds("expert", "Pfitzinger"),
    "long-reach": Grounds("expert", _PRACTICE),
    "long-timing": Grounds("expert", "well-known plans end their long runs three weeks before a marathon"),
    "no-quality": Grounds("expert", "Seiler; Fitzgerald"),
    "threshold-cap": Grounds("expert", "Daniels: a tenth of the week"),
    "interval-cap": Grounds(
        "expert", "Daniels: 8% of the week, 10 km at most, bouts of five minutes at most"
    ),
    "repetition-cap": Grounds(
        "expert", "Daniels: 5% of the week, 8 km at most, bouts of two minutes at most"
    ),
    "marathon-pace-cap": Grounds("expert", "Daniels: 110 minutes"),
    "recovery-length": Grounds("expert", "Daniels"),
    "quality-per-week": Grounds("expert", "Daniels: two; Fitzgerald: three with the long run"),
    "hard-easy": Grounds("expert", "Lydiard, Bowerman"),
    "after-long": Grounds("expert", _PRACTICE),
    "easy-share": Grounds("trial", "trials among amateurs mostly find no difference (Festa 2020); Seiler"),
    "grey-zone": Grounds("expert", "Seiler"),
    "warmup": Grounds("expert", "Daniels, Pfitzinger"),
    "rest-days": Grounds("expert", _PRACTICE),
    "novice-consecutive": Grounds("expert", "the beginners' plan of the NHS"),
    "runs-jump": Grounds("expert", _PRACTICE),
    "too-few-runs": Grounds("expert", _PRACTICE),
    "taper-missing": Grounds(
        "trial", "Bosquet and others, 2007, 27 studies; Smyth and Lawlor, 2021, 158,000 marathons"
    ),
    "taper-depth": Grounds("trial", "Bosquet and others, 2007: 41 to 60% less was best"),
    "taper-length": Grounds("cohort", "Smyth and Lawlor, 2021, 158,000 marathons"),
    "taper-intensity": Grounds("trial", "Bosquet and others, 2007: intensity stays"),
    "taper-frequency": Grounds("trial", "Bosquet and others, 2007: the number of runs stays"),
    "hard-before-race": Grounds("expert", _PRACTICE),
    "tune-up-spacing": Grounds("expert", "Daniels"),
    "race-recovery": Grounds("expert", "Daniels: an easy day for each three kilometres raced"),
    "goal-ambitious": Grounds("expert", "Daniels: a point of the score in four to six weeks"),
    "stale-pace": Grounds("expert", "Daniels: a new result every four to six weeks"),
    "strength-placement": Grounds(
        "trial", "Doma and others, 2019: heavy strength weighs on running for days"
    ),
    "strength-gap": Grounds("trial", "Robineau and others, 2016: six hours between them"),
    "strength-taper": Grounds("expert", _PRACTICE),
    "strength-missing": Grounds(
        "trial", "Blagrove and others, 2018: strength makes running 2 to 8% more economical"
    ),
    "injury-prone-speed": Grounds("expert", _PRACTICE),
    "novice-speed": Grounds("expert", "Higdon's plans for novices have none"),
}
"""The grounds of each rule."""
