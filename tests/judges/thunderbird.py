"""A real Thunderbird without a window, which subscribes to calendars as one does in its dialog, driven by Marionette."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from judges.readers import AbsentError
from strict_ics import Seen

PATIENCE = 60
"""Seconds for a start, and for what is asked."""

PREFERENCES: Mapping[str, bool | int | str] = {
    "marionette.port": 0,  # any that is free; the profile says which
    "calendar.timezone.useSystemTimezone": False,
    "calendar.timezone.local": "Europe/Berlin",
    "calendar.alarms.show": False,
    "calendar.alarms.playsound": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    # It asks nobody but the test.
    "app.update.disabledForTesting": True,
    "app.donation.eoy.version.viewed": 999,
    "browser.region.network.url": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}

_START = """
const [script, given, resolve] = arguments;
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const loaded = (calendar, start) => new Promise((done, fail) => {
  const nothing = () => {};
  const observer = {
    QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
    onLoad: () => { calendar.removeObserver(observer); done(); },
    onError: (_, number, message) => fail(new Error(`${number}: ${message}`)),
    onStartBatch: nothing, onEndBatch: nothing, onAddItem: nothing, onModifyItem: nothing, onDeleteItem: nothing,
    onPropertyChanged: nothing, onPropertyDeleting: nothing,
  };
  calendar.addObserver(observer);
  start();
});
const acts = {
  async subscribe(url) {
    const calendar = cal.manager.createCalendar("ics", Services.io.newURI(url));
    calendar.name = url;
    calendar.readOnly = true;
    await loaded(calendar, () => cal.manager.registerCalendar(calendar));
    return calendar.id;
  },
  async refresh(id) {
    const calendar = cal.manager.getCalendarById(id);
    await loaded(calendar, () => calendar.refresh());
    return id;
  },
  async forget(id) {
    cal.manager.unregisterCalendar(cal.manager.getCalendarById(id));
    return id;
  },
  async events(id) {
    const calendar = cal.manager.getCalendarById(id);
    const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
    return items.map(item => ({
      event: item.isEvent(),
      uid: item.id,
      start: item.startDate.icalString,
      end: item.endDate.icalString,
      summary: item.title,
      description: item.getProperty("DESCRIPTION"),
      categories: item.getCategories(),
      alarms: item.getAlarms().map(alarm => alarm.offset ? alarm.offset.inSeconds : null),
      sequence: Number(item.getProperty("SEQUENCE")),
    }));
  },
};
acts[script](given).then(value => resolve({ value }), error => resolve({ error: `${error} ${error.stack}` }));
"""


class Shown(NamedTuple):
    """An event as Thunderbird has it; `alarms` are in seconds from its start."""

    seen: Seen
    alarms: tuple[int, ...]
    sequence: int


class Thunderbird(NamedTuple):
    """A running Thunderbird. A calendar is known by the id that `subscribe` gives."""

    driver: Any

    def subscribe(self, url: str) -> str:
        """Subscribes to a calendar on the network, and waits until it has come."""
        return str(self._ask("subscribe", url))

    def refresh(self, calendar: str) -> None:
        """Fetches a calendar again, as it does by itself every half hour."""
        self._ask("refresh", calendar)

    def forget(self, calendar: str) -> None:
        """Unsubscribes."""
        self._ask("forget", calendar)

    def events(self, calendar: str) -> list[Shown]:
        """Everything in a calendar, in the order of UIDs."""
        shown = []
        for item in self._ask("events", calendar):
            assert item["event"]
            seen = Seen(
                item["uid"],
                _iso(item["start"]),
                _iso(item["end"]),
                item["summary"],
                item["description"] or "",
                tuple(item["categories"]),
            )
            shown.append(Shown(seen, tuple(item["alarms"]), item["sequence"]))
        return sorted(shown)

    def _ask(self, act: str, given: str) -> Any:
        answer = self.driver.execute_async_script(_START, script_args=[act, given])
        assert "error" not in answer, answer["error"]
        return answer["value"]


def _iso(value: str) -> str:
    """`20270105` is `2027-01-05`, `20270105T063000Z` is `2027-01-05T06:30:00Z`."""
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    if "T" not in value:
        return day
    assert value.endswith("Z"), value
    return f"{day}T{value[9:11]}:{value[11:13]}:{value[13:15]}Z"


@contextmanager
def thunderbird() -> Iterator[Thunderbird]:
    """Starts Thunderbird with a profile of its own, which is gone afterwards. Raises AbsentError where it, or what drives
    it, is not installed."""
    program = shutil.which("thunderbird")
    if program is None:
        raise AbsentError("thunderbird is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from marionette_driver.marionette import Marionette
        except ImportError as error:
            raise AbsentError("the package marionette_driver is not installed") from error
    with tempfile.TemporaryDirectory(prefix="runplan-thunderbird-", ignore_cleanup_errors=True) as home:
        profile = Path(home)
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()
        )
        (profile / "user.js").write_text("".join(lines))
        command = [program, "--marionette", "--headless", "--remote-allow-system-access", "--no-remote"]
        running = subprocess.Popen(
            [*command, "--profile", home],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": home, "XDG_CACHE_HOME": home, "TZ": "Europe/Berlin"},
        )
        try:
            driver = Marionette(host="127.0.0.1", port=_port(profile, running), socket_timeout=PATIENCE)
            driver.start_session()
            driver.set_context("chrome")
            driver.timeout.script = PATIENCE
            yield Thunderbird(driver)
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _port(profile: Path, running: subprocess.Popen[bytes]) -> int:
    """Where it listens, which it writes into its profile."""
    said = profile / "MarionetteActivePort"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert running.poll() is None, f"thunderbird ended with {running.returncode}"
        if said.exists() and (text := said.read_text().strip()):
            return int(text)
        time.sleep(0.05)
    raise TimeoutError("thunderbird does not listen")
