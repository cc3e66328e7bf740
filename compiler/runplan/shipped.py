"""Where the files that come with the compiler stand: its grammar, the plans, the pages about diagnostics."""

import os
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped(folder: Literal["grammar", "plans", "docs/diagnostics"]) -> "Traversable":
    """A folder of the installed package, else of the checkout that the package stands in.

    A package in a zip file is read through `importlib`, which is slow to import and otherwise not needed.
    """
    from pathlib import Path

    package = os.path.dirname(os.path.abspath(__file__))
    for home in (package, os.path.dirname(os.path.dirname(package))):
        if os.path.isdir(os.path.join(home, folder)):
            return Path(home, folder)
    from importlib.resources import files

    return files("runplan").joinpath(folder)
