"""Backends by name: the built-in ones, and one that a stranger's package brings."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import samples
from runplan.emit import BACKENDS, Settings, backend, names, suffix

SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with two backends, one of them under a name that is taken."""
    (tmp_path / "stranger.py").write_text(
        "def render_web(plan, settings):\n"
        "    return f'<h1>{plan.title}</h1>'.encode()\n"
        "render_web.suffix = '.htm'\n"
        "def render_csv(plan, settings):\n"
        "    return b'date,title'\n"
    )
    info = tmp_path / "stranger-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[runplan.backends]\nweb = stranger:render_web\ncsv = stranger:render_csv\njson = stranger:render_csv\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.parametrize("name", BACKENDS)
def test_a_built_in_backend_gives_bytes(name: str) -> None:
    render = backend(name)
    assert render is not None
    assert samples.half_km().runner.name.encode() in render(samples.half_km(), SETTINGS)
    assert suffix(name) == BACKENDS[name].suffix


def test_the_built_in_backends_have_the_names_that_a_coach_types() -> None:
    assert list(BACKENDS) == ["ics", "md", "html", "svg", "json"]
    assert names()[:5] == ["ics", "md", "html", "svg", "json"]


@pytest.mark.usefixtures("stranger")
def test_a_package_of_others_brings_a_backend() -> None:
    render = backend("web")
    assert render is not None
    assert render(samples.beginner(), SETTINGS) == b"<h1>From the sofa to half an hour</h1>"
    assert (suffix("web"), suffix("csv")) == (".htm", ".csv")
    assert {"web", "csv"} <= set(names())


@pytest.mark.usefixtures("stranger")
def test_a_built_in_backend_cannot_be_replaced() -> None:
    render = backend("json")
    assert render is not None
    assert render(samples.beginner(), SETTINGS).startswith(b"{")
    assert names().count("json") == 1


def test_a_name_that_nobody_knows() -> None:
    assert backend("parchment") is None


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("json", {"jinja2", "importlib.metadata"}),
        ("md", {"icalendar"}),
        ("html", {"icalendar"}),
        ("svg", {"jinja2", "icalendar"}),
    ],
)
def test_a_backend_imports_only_its_own(name: str, absent: set[str]) -> None:
    code = f"import sys; from runplan.emit import backend; backend({name!r}); print({absent!r} & set(sys.modules))"
    root = Path(__file__).parents[2] / "compiler"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert run.stdout == "set()\n"
