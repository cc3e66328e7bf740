"""How much one reader may ask for, so that the others are served."""

from __future__ import annotations

from ipaddress import ip_address

from runplan.record import Record


class Limits(Record):
    """Octets, numbers and seconds.

    `head_s` is for a whole request, however slowly it drips; `write_s` for a whole answer to be taken. `rate` is requests a second
    of one address, after a `burst`. With `local_free`, this very machine may do as it likes but for sizes and times: it is the coach,
    or a proxy that stands for everybody.
    """

    head_octets: int = 16_384
    headers: int = 64
    target_octets: int = 2_048
    head_s: float = 10.0
    idle_s: float = 30.0
    write_s: float = 60.0
    connections: int = 10_000
    connections_each: int = 64
    rate: float = 10.0
    burst: float = 100.0
    lives: int = 32
    local_free: bool = True


SPARE_FILES = 64
"""Open files that are no connections: those of a build, of the interpreter."""


def within_open_files(limits: Limits) -> Limits:
    """`limits` with no more connections than the system gives us files for, of which we ask for all that we may have."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return limits
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        except (ValueError, OSError):
            soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return limits._replace(connections=max(1, min(limits.connections, soft - SPARE_FILES)))
    return limits


def is_local(address: str) -> bool:
    """Whether an address is of this machine alone."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)


def reader(address: str) -> str:
    """Who counts as one reader: an address, in IPv6 the network of 64 bits that a household is given."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return parsed.exploded[:19]


class Rates:
    """What is left to each reader: `burst` requests, and `rate` more a second."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, who: str, now: float) -> bool:
        """Whether `who` may ask once more at `now`, in seconds of any clock that only goes forward."""
        left, since = self._left.get(who, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        allowed = left >= 1
        self._left[who] = (left - 1 if allowed else left, now)
        return allowed

    def forget(self, now: float) -> None:
        """Drops the readers who have all of their burst again."""
        full = self._burst / self._rate
        self._left = {who: (left, since) for who, (left, since) in self._left.items() if now - since < full}

    def __len__(self) -> int:
        return len(self._left)
