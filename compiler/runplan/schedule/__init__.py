"""Template and runner to `Plan`: the third stage. Calendar, volume, sessions on days; no clock, no file, no random."""

from runplan.schedule.season import Season, nominal_runner, schedule_plan, schedule_season

__all__ = ["Season", "nominal_runner", "schedule_plan", "schedule_season"]
