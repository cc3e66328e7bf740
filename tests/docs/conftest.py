"""`--update-docs` writes what commands print into the pages, to be read before it is committed."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-docs", action="store_true", help="write the output of commands into the pages")
