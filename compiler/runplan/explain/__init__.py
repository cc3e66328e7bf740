"""Why a number of a plan is what it is: from a `Season` to the lines and facts behind a figure.

`question` reads what is asked, the other files derive the answer (`volume`, `session`, `week`, `paces`, `overview`), `render`
and `data` put it into text and JSON. Pure: it asks the functions of the schedule again and reads no file.
"""

from runplan.explain.derivation import Derivation, Figure, Step
from runplan.explain.question import Refusal, answer, askable

__all__ = ["Derivation", "Figure", "Refusal", "Step", "answer", "askable"]
