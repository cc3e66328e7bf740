"""`runplan publish` before it asks a server: what is wrong use, what is missing, and where a password may come from."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from small import ANA, HALF

Cli = Callable[..., Any]

AT = ("--url", "https://dav.invalid", "--user", "ana@example.org")


@pytest.fixture
def squad(half: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan and a runner; no password, and a keyring that knows nothing."""
    monkeypatch.delenv("RUNPLAN_CALDAV_PASSWORD", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return half


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Who was to be logged in where with which password, instead of doing so."""
    found: list[tuple[str, str, str]] = []

    class Account:
        def __init__(self, url: str, user: str, password: str, patience: object) -> None:
            found.append((url, user, password))
            self.url, self.user, self.host = url, user, "dav.invalid"

        def close(self) -> None:
            pass

    from runplan.publish import server

    monkeypatch.setattr(server, "Account", Account)
    monkeypatch.setattr(
        server, "find_calendars", lambda account: server.Fault("nobody", "nobody listens there")
    )
    return found


def test_where_to_has_to_be_said(cli: Cli, squad: Path) -> None:
    done = cli("publish", "ana.runner")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: say where: `--url`, or `url` under `[publish]` in runplan.toml\n")
    done = cli("publish", "ana.runner", "--url", "https://dav.invalid")
    assert done.err.startswith("error: say where: `--user`, or `user` under `[publish]` in runplan.toml\n")


def test_a_plan_is_nobodys_calendar(cli: Cli, squad: Path) -> None:
    done = cli("publish", "half.plan", *AT)
    assert done.code == 2
    assert "`half.plan` is a plan, and what is published is a runner's" in done.err


def test_notes_of_the_review_are_for_those_who_ask(cli: Cli, squad: Path) -> None:
    assert "note[" in cli("check", "ana.runner", "--notes").out
    done = cli("publish", "ana.runner", *AT)
    assert "error[no-caldav-password]" in done.err
    assert "note[" not in done.err


def test_a_password_has_no_place_in_the_command(cli: Cli, squad: Path) -> None:
    done = cli("publish", "ana.runner", "--url", "https://ana:s3cret@dav.invalid", "--user", "ana")
    assert done.code == 2
    assert "a user and password have no place in it: use `--user`" in done.err
    assert "s3cret" not in done.err
    assert cli("publish", "ana.runner", "--password", "x").code == 2


def test_the_open_is_refused(cli: Cli, squad: Path) -> None:
    done = cli("publish", "ana.runner", "--url", "http://dav.invalid", "--user", "ana")
    assert done.code == 2
    assert "error[bad-publish-setting]: `--url` would send the password in the open\n" in done.err


def test_a_password_in_the_project_stops_everything(cli: Cli, squad: Path, asked: list[Any]) -> None:
    (squad / "runplan.toml").write_text('[publish]\npassword = "s3cret"\n')
    for command in (("check", "half.plan"), ("publish", "ana.runner", *AT), ("build", "ana.runner")):
        done = cli(*command)
        assert done.code in (1, 2)
        assert "[password-in-project]" in done.out + done.err
        assert "s3cret" not in done.out + done.err
    assert asked == []


def test_no_password(cli: Cli, squad: Path, asked: list[Any]) -> None:
    done = cli("publish", "ana.runner", *AT)
    assert (done.code, asked) == (2, [])
    assert (
        "error[no-caldav-password]: there is no password for `ana@example.org` at `dav.invalid`\n" in done.err
    )
    assert "`keyring set runplan:dav.invalid ana@example.org`" in done.err


def test_the_environment_comes_before_the_keyring(
    cli: Cli, squad: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    held = {("runplan:dav.invalid", "ana@example.org"): "from the keyring"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: held.get((service, user)))
    done = cli("publish", "ana.runner", *AT)
    assert asked == [("https://dav.invalid", "ana@example.org", "from the keyring")]
    assert "error[caldav-unreachable]: `dav.invalid` cannot be reached: nobody listens there\n" in done.err
    assert done.code == 1
    monkeypatch.setenv("RUNPLAN_CALDAV_PASSWORD", "from outside")
    cli("publish", "ana.runner", *AT)
    assert asked[-1][2] == "from outside"


def test_a_keyring_that_stays_shut_is_none(
    cli: Cli, squad: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring
    from keyring.errors import KeyringLocked

    def shut(service: str, user: str) -> str:
        raise KeyringLocked("no")

    monkeypatch.setattr(keyring, "get_password", shut)
    assert "[no-caldav-password]" in cli("publish", "ana.runner", *AT).err


def test_the_projects_settings_and_options_before_them(
    cli: Cli, squad: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNPLAN_CALDAV_PASSWORD", "x")
    (squad / "runplan.toml").write_text('[publish]\nurl = "https://one.invalid"\nuser = "coach"\n')
    cli("publish", "ana.runner")
    cli("publish", "ana.runner", "--url", "https://two.invalid")
    cli("publish", "ana.runner", "--user", "ana")
    assert [one[:2] for one in asked] == [
        ("https://one.invalid", "coach"),
        ("https://two.invalid", "coach"),
        ("https://one.invalid", "ana"),
    ]


def test_two_runners_of_one_calendar_are_both_kept_back(
    cli: Cli, squad: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNPLAN_CALDAV_PASSWORD", "x")
    (squad / "ben.runner").write_text(ANA.replace("Ana Silva", "Ben"))
    (squad / "cleo.runner").write_text(ANA)
    done = cli("publish", ".", *AT)
    assert "`ana.runner` and `cleo.runner` would both go into the calendar `Running: Ana Silva`" in done.err
    assert len(asked) == 1, "for ben"
    assert done.err.endswith("0 of 3 runners published\n")


def test_a_plan_with_an_error_is_not_published(
    cli: Cli, squad: Path, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNPLAN_CALDAV_PASSWORD", "x")
    (squad / "half.plan").write_text(HALF.replace("long 30%", "longg 30%"))
    done = cli("publish", "ana.runner", *AT)
    assert (done.code, asked) == (1, [])
    assert "[unknown-kind]" in done.err


@pytest.mark.parametrize("package", ["caldav", "keyring"])
def test_a_missing_extra_is_said(
    cli: Cli, squad: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    done = cli("publish", "ana.runner", *AT)
    assert done.code == 2
    assert f"error[publish-needs-extra]: to publish, the package `{package}` is missing\n" in done.err
    assert "pip install 'runplan[publish]'" in done.err
