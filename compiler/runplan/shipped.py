"""Where the files that come with the compiler stand: its grammar, the plans, the pages about diagnostics."""

import os
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Folder: TypeAlias = Literal["grammar", "plans", "docs/diagnostics"]


def read_shipped(folder: Folder, name: str) -> str:
    """The text of a file in one of the folders. Imports nothing where the package is a folder."""
    path = _path(folder)
    if path is None:
        return shipped(folder).joinpath(name).read_text("utf-8")
    with open(os.path.join(path, name), encoding="utf-8") as file:
        return file.read()


def shipped(folder: Folder) -> "Traversable":
    """One of the folders, in a package that may also be a zip file."""
    path = _path(folder)
    if path is None:
        from importlib.resources import files

        return files("runplan").joinpath(folder)
    from pathlib import Path

    return Path(path)


def _path(folder: Folder) -> str | None:
    """The folder of the installed package, else of the checkout that the package stands in; None in a zip file."""
    package = os.path.dirname(os.path.abspath(__file__))
    for home in (package, os.path.dirname(os.path.dirname(package))):
        path = os.path.join(home, folder)
        if os.path.isdir(path):
            return path
    return None
