"""The ids of the review's rules: what `allow` silences and `rule` changes.

The rules themselves come with the review; their sources and thresholds stand in its documentation.
"""

RULES: tuple[str, ...] = (
    # load
    "session-spike",
    "race-spike",
    "ramp",
    "ramp-per-run",
    "ten-percent",
    "two-week-ramp",
    "first-week-jump",
    "acute-chronic",
    "monotony",
    "consistency",
    # recovery
    "cutback",
    "cutback-depth",
    "cutback-hard",
    # phases
    "volume-then-speed",
    "base-before-speed",
    "phase-order",
    "build-length",
    "one-change",
    # long run
    "long-share",
    "long-duration",
    "long-distance",
    "long-reach",
    "long-timing",
    # quality
    "no-quality",
    "threshold-cap",
    "interval-cap",
    "repetition-cap",
    "marathon-pace-cap",
    "recovery-length",
    "quality-per-week",
    "hard-easy",
    "after-long",
    "easy-share",
    "grey-zone",
    "warmup",
    # rest and frequency
    "rest-days",
    "novice-consecutive",
    "runs-jump",
    "too-few-runs",
    # taper and race
    "taper-missing",
    "taper-depth",
    "taper-length",
    "taper-intensity",
    "taper-frequency",
    "hard-before-race",
    "tune-up-spacing",
    "race-recovery",
    "goal-realism",
    "pace-from-goal",
    "stale-pace",
    # strength
    "strength-placement",
    "strength-gap",
    "strength-taper",
    "strength-missing",
    # the runner
    "injury-prone-speed",
    "novice-speed",
)


def nearest_rules(word: str) -> list[str]:
    """The three rules whose names are most like `word`; one that has a word of it comes before one that is merely spelled
    alike."""
    from difflib import SequenceMatcher

    parts = set(word.split("-"))

    def likeness(rule: str) -> tuple[float, int]:
        shared = len(parts & set(rule.split("-"))) / len(parts)
        return shared + SequenceMatcher(None, word, rule).ratio(), -RULES.index(rule)

    return sorted(RULES, key=likeness, reverse=True)[:3]
