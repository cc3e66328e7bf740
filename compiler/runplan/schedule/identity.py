"""UIDs: opaque, stable names of sessions for calendars.

A UID is a UUID (version 8) from a keyed hash of plan, runner and the session's identity; never of a date, a title, a
host or a name of a file's place. The key is the project's salt, so that nobody can guess a runner's UIDs.
"""

try:
    from _blake2 import blake2b  # hashlib would load all of OpenSSL for it
except ImportError:
    from hashlib import blake2b


def uid_of(salt: str, *parts: str) -> str:
    """The UID of the session that `parts` identify."""
    key = blake2b(salt.encode(), digest_size=32).digest()
    digest = bytearray(blake2b("\x1f".join(parts).encode(), key=key, digest_size=16).digest())
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    name = digest.hex()
    return f"{name[:8]}-{name[8:12]}-{name[12:16]}-{name[16:20]}-{name[20:]}"
