"""The password of an account: from the environment, else from the system's keyring, and from nowhere else."""

from __future__ import annotations

import os

VARIABLE = "RUNPLAN_CALDAV_PASSWORD"


def service_name(host: str) -> str:
    """Under which name the keyring holds the passwords for a server."""
    return f"runplan:{host}"


def load_password(host: str, user: str) -> str | None:
    """The password of `user` at `host`; None where there is none."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(service_name(host), user) or None
    except (KeyringError, RuntimeError, OSError):
        # No keyring on this machine, or one that stays locked.
        return None
