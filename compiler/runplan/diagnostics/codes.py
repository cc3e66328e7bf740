"""Every code a problem can have: its severity and its wording, the only place where either stands.

A message is lower case, says what was found in the author's own words in backticks, and what would do.
`{holes}` are filled from the facts that the place gives; a label stands under the underlined text.
"""

from runplan.diagnostics.wording import (
    calendars,
    feeds,
    files,
    lines,
    names,
    publishing,
    review,
    rosters,
    training,
)
from runplan.diagnostics.wording.code import Code

CODES: dict[str, Code] = {
    **lines.CODES,
    **names.CODES,
    **training.CODES,
    **review.CODES,
    **files.CODES,
    **rosters.CODES,
    **feeds.CODES,
    **publishing.CODES,
    **calendars.CODES,
}
