"""A coach's own calendar, as a draft of a plan: bytes of any origin to lines of the language.

    bytes ─ read ─▶ entries ─ recognise ─▶ sessions ─ draft ─▶ text

`read` has `icalendar` take the file apart, `recognise` knows the words in `words` and the figures in `amounts`, `own` reads
back what runplan wrote, and `draft` makes a plan of it, with a mark wherever something was guessed.
"""

from runplan.calendar.draft.draft import Draft, draft_calendar

__all__ = ["Draft", "draft_calendar"]
