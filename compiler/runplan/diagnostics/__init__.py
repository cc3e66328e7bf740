"""Problems as values: what was found, where, and what would do.

Every stage gives a `Diagnostic` a mistake; nobody raises for one. The wording of all of them stands in
`codes.py`; their renderings (terminal, short, JSON, GitHub, SARIF) in `render.py`.
"""

from runplan.diagnostics.report import Diagnostic, Fix, Label, Report, Severity

__all__ = ["Diagnostic", "Fix", "Label", "Report", "Severity"]
