"""Template and runner to `Plan`: the third stage. Calendar, volume, sessions on days; no clock, no file, no random."""

from runplan.schedule.season import nominal_runner, schedule_plan

__all__ = ["nominal_runner", "schedule_plan"]
