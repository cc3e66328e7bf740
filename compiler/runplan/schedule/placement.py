"""Placement: sessions on the days that the runner has."""

from datetime import date

from runplan.diagnostics import Report
from runplan.schedule.drafts import Draft, WeekDays
from runplan.schedule.layout import Slot
from runplan.schedule.settings import WeekSettings
from runplan.template.kinds import KINDS
from runplan.template.model import Runner

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def fit_week(
    drafts: list[Draft],
    days: WeekDays,
    slot: Slot,
    runner: Runner,
    settings: WeekSettings,
    race_day: date | None,
    report: Report,
) -> list[Draft]:
    """The week's drafts on the runner's days. A running session on a day without running is an error."""
    for draft in drafts:
        if draft.runs and draft.day not in days.available and draft.section != "runner":
            weekday = _NAMES[draft.date.weekday()]
            place = settings.running.at if settings.running is not None else runner.at
            report.say(
                "day-not-available",
                place,
                name=runner.name,
                weekday=weekday,
                session=KINDS[draft.kind].title.lower(),
                week=slot.order + 1,
            )
    return drafts
