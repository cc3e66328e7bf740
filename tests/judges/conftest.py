"""A judge that is missing is skipped on a laptop and fails where `CI` is set."""

import os

import pytest

from judges.readers import JUDGES, AbsentError, Judge
from strict_ics import Seen


@pytest.fixture(params=JUDGES, ids=lambda judge: judge.name)
def judge(request: pytest.FixtureRequest) -> Judge:
    """Each judge in turn."""
    found: Judge = request.param

    def read(ics: bytes) -> list[Seen]:
        try:
            return found.read(ics)
        except AbsentError as missing:
            if os.environ.get("CI"):
                pytest.fail(f"the judge {found.name} is missing: {missing}")
            pytest.skip(str(missing))

    return found._replace(read=read)
