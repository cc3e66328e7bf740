"""A preview in a real Chromium: an open page shows a save, keeps its place, and comes back with a server that was away.

Skipped without Chromium, node and playwright-core; where `CI` is set, that fails. `RUNPLAN_JUDGES` is the folder with `node_modules`,
`CHROMIUM` the browser.
"""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import samples
from caldav_server import free_port
from runplan.emit import Settings
from runplan.feed.feed import feed_of
from runplan.feed.names import Site
from runplan.web.server import Server, open_sockets
from runplan.web.shelf import File, Folder, Shelf, shelf_of

pytestmark = pytest.mark.judge

WHEN = datetime(2027, 1, 1, tzinfo=UTC)
TOKEN = "a" * 26


def shelf(title: str) -> Shelf:
    """The pages of a plan of that name."""
    plan = samples.half_km()._replace(title=title)
    pages = feed_of(plan, Site("http://127.0.0.1/", b"k" * 64), Settings(WHEN)).pages
    return shelf_of([Folder(TOKEN, {name: File(data, WHEN) for name, data in pages.items()})], live=True)


def browser() -> str:
    """The browser; without it, and what drives it, the test is skipped."""
    found = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    modules = Path(os.environ.get("RUNPLAN_JUDGES", "nowhere")) / "node_modules" / "playwright-core"
    if not found or not shutil.which("node") or not modules.is_dir():
        missing = "Chromium, node or playwright-core is missing"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@contextmanager
def serving(port: int, shown: Shelf) -> Iterator[Server]:
    server = Server()
    server.publish(shown)
    thread = threading.Thread(target=server.run, args=(open_sockets("127.0.0.1", port),))
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)


def test_an_open_page_follows_each_save() -> None:
    chromium, port = browser(), free_port()
    script = Path(__file__).with_name("preview_judge.cjs")

    def seen(title: str) -> Any:
        assert judge.stdin is not None
        assert judge.stdout is not None
        judge.stdin.write(f"{title}\n")
        judge.stdin.flush()
        return json.loads(judge.stdout.readline())

    with serving(port, shelf("First")) as server:
        judge = subprocess.Popen(
            ["node", str(script), os.environ["RUNPLAN_JUDGES"], f"http://127.0.0.1:{port}/{TOKEN}/"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "CHROMIUM": chromium},
        )
        try:
            places = [each["place"] for each in seen("First")]
            assert min(places) > 0
            server.publish(shelf("Second"))
            found = seen("Second")
            assert [each["loads"] for each in found] == [2, 2]
            assert [each["place"] for each in found] == places
            # The same state once more is nothing new.
            server.publish(shelf("Second"))
            server.stop()
            with_other = serving(port, shelf("Third"))
        except BaseException:
            judge.kill()
            raise
    with with_other, judge:
        found = seen("Third")
        assert [each["loads"] for each in found] == [3, 3]
        assert [each["faults"] for each in found] == [[], []]
        assert judge.stdin is not None
        judge.stdin.close()
        assert judge.wait(20) == 0
