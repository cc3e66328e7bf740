"""Names that nobody can guess: keyed hashes (HMAC-SHA256) of what they name, with the project's feed key.

The same key gives the same names, so that an address holds for as long as the key is kept. Whoever has one address learns nothing of
another, the runner's own busy calendar included.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Mapping
from urllib.parse import urlsplit
from uuid import UUID

from runplan.record import Record

LEAST_KEY = 32
"""Characters. The keys that we make have 64, each half an octet."""

_TOKEN = 26
"""Characters of five bits: 130 bits."""


class Site(Record):
    """Where feeds are published: the address of the folder, ending in `/`, the project's feed key, and how often a
    runner, by id, was given another address."""

    url: str
    key: bytes
    renewed: Mapping[str, int] = {}


def feed_token(site: Site, runner_id: str) -> str:
    """The folder of a runner's feed: 26 small letters and digits, the same on every disk."""
    return _token(site, "feed", runner_id)


def busy_token(site: Site, runner_id: str) -> str:
    """The folder of a runner's busy calendar."""
    return _token(site, "busy", runner_id)


def busy_uid(key: bytes, uid: str) -> str:
    """The UID of a busy event, which cannot be linked to that of its session: a UUID, version 8."""
    octets = bytearray(_hash(key, "busy event", uid)[:16])
    octets[6] = octets[6] & 0x0F | 0x80
    octets[8] = octets[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(octets)))


def proof(key: bytes, token: str) -> str:
    """What stands in a folder's manifest and only the key's owner can know: that we made the folder."""
    return _hash(key, "proof", token).hex()[:32]


def collection(key: bytes, where: str) -> str:
    """What the runners of one place have in common, a roster or the project's files, told to nobody else."""
    return _hash(key, "collection", where).hex()[:32]


def _token(site: Site, what: str, runner_id: str) -> str:
    times = site.renewed.get(runner_id, 0)
    name = f"{runner_id}\x1f{times}" if times else runner_id
    return b32encode(_hash(site.key, what, name)).decode().lower()[:_TOKEN]


def _hash(key: bytes, what: str, name: str) -> bytes:
    return hmac.digest(key, f"{what}\x1f{name}".encode(), "sha256")


def parse_address(text: str) -> str | None:
    """The address that feeds stand under, with its last `/`; None for one that no calendar program can fetch.

    It is `https`, or `http` on this very machine; it has no user, no query, and nothing but the characters of an address.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if not text.isascii() or any(c.isspace() or not c.isprintable() or c in '"<>\\^`{|}' for c in text):
        return None
    local = host in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        return None
    if not host or "@" in parts.netloc or "?" in text or "#" in text or port == 0:
        return None
    if not local and "." not in host:
        return None
    return text.rstrip("/") + "/"


def webcal(address: str) -> str:
    """The address by which a phone or a computer offers to subscribe."""
    return "webcal:" + address.partition(":")[2]
