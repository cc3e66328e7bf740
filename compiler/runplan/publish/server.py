"""A CalDAV server (RFC 4791), asked one thing at a time: each request gives an `Answer`, or a `Fault` that says what went
wrong in words for a runner. Which calendars there are, what lies in one, and putting, changing and taking away events.

The library `caldav` speaks HTTP, logs in, and builds and parses the XML. What it would decide by itself is decided here,
since a request that changes something must be known to have done so or not: redirects are never followed (a PUT would
become a GET and look like a success), nothing is asked twice but where the caller does, and `.netrc` is not read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal
from urllib.parse import SplitResult, urljoin, urlsplit

from runplan.publish.stored import Stored, parse_stored
from runplan.record import Record

_DAV = "{DAV:}"
_CALDAV = "{urn:ietf:params:xml:ns:caldav}"
_ICS = {"Content-Type": "text/calendar; charset=utf-8"}

_TRIES_AGAIN = frozenset({408, 409, 412, 423, 425, 429, 500, 502, 503, 504})
_MOST_REDIRECTS = 5


class Patience(Record):
    """How long to wait, in seconds: `tries` in all, `first_s` after the first and twice as long after each other; what the
    server asks for (`Retry-After`) where that is longer, up to `most_s`. An answer may take `timeout_s`."""

    tries: int = 4
    first_s: float = 1.0
    most_s: float = 120.0
    timeout_s: float = 30.0
    sleep: Callable[[float], None] = time.sleep


class Fault(Record):
    """Why something was not done. `unsure` says that the server may have done it all the same, `again` that another try
    may help; `wait_s` is how long the server asks for.

    Kinds: `nobody` is there; `silent`, no whole answer; `login`; `elsewhere`, it sends on; `odd`, no CalDAV; `full`, no
    room; `refused`.
    """

    kind: Literal["nobody", "silent", "login", "elsewhere", "odd", "full", "refused"]
    why: str
    status: int | None = None
    again: bool = False
    unsure: bool = False
    wait_s: float | None = None
    location: str = ""


def wait(patience: Patience, tried: int, fault: Fault) -> bool:
    """Waits after `tried` tries; False where another one is of no use."""
    if not fault.again or tried >= patience.tries or (fault.wait_s or 0) > patience.most_s:
        return False
    patience.sleep(max(patience.first_s * float(2 ** (tried - 1)), fault.wait_s or 0.0))
    return True


class Part(Record):
    """A response of a multistatus: its properties by name, as elements."""

    href: str
    status: int
    properties: Mapping[str, Any]


class Answer(Record):
    """What a server answered; `parts` are those of a multistatus."""

    status: int
    parts: tuple[Part, ...]


class Calendar(Record):
    """A calendar of the account."""

    url: str
    name: str


class Calendars(Record):
    """The calendars of an account that take events, and the address below which new ones are made."""

    home: str
    calendars: tuple[Calendar, ...]


class Account:
    """A connection to a server, for one user."""

    def __init__(self, url: str, user: str, password: str, patience: Patience) -> None:
        from caldav.davclient import DAVClient

        self.url, self.user, self.patience = url, user, patience
        self.met = False
        make: Any = DAVClient
        self.client = make(
            url,
            username=user,
            password=password,
            timeout=patience.timeout_s,
            enable_rfc6764=False,
            rate_limit_handle=False,
            headers={"User-Agent": "runplan"},
        )
        session = self.client.session
        session.request = partial(session.request, allow_redirects=False)
        session.auth = _as_it_is

    @property
    def host(self) -> str:
        """The server as a runner would name it: `caldav.icloud.com`, `localhost:5232`."""
        return urlsplit(self.url).netloc

    def close(self) -> None:
        """Ends the connection."""
        self.client.close()


def _as_it_is(request: Any) -> Any:
    """No login of its own: without this the session would look for one in `.netrc`."""
    return request


def is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent to `url`: it is encrypted, or stays on this machine."""
    from ipaddress import ip_address

    parts = urlsplit(url)
    if parts.scheme == "https":
        return True
    host = parts.hostname or ""
    try:
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


# ---- one request ------------------------------------------------------------------------------------------


def ask(
    account: Account, method: str, url: str, body: Any = "", headers: Mapping[str, str] | None = None
) -> Answer | Fault:
    """One request, once."""
    from caldav.lib import error
    from caldav.lib.http_sync import requests
    from lxml import etree

    where = urljoin(account.url, url)
    if not is_trusted(account.url, where):
        return Fault("elsewhere", f"it names an address at `{urlsplit(where).netloc}`", location=where)
    failures = requests.exceptions
    try:
        with _quiet():
            response = account.client.request(where, method, body, dict(headers or {}))
    except error.RateLimitError as problem:
        account.met = True
        return Fault(
            "refused", _status_words(problem.status), problem.status, True, True, problem.retry_after_seconds
        )
    except error.AuthorizationError as problem:
        account.met = True
        return _refusal(problem.status, "")
    except NotImplementedError:
        return Fault("login", "it offers no way of logging in that is known here", 401)
    except etree.XMLSyntaxError:
        return Fault("silent", "its answer is cut off", None, True, True)
    except failures.SSLError:
        return Fault("nobody", "its certificate does not hold")
    except failures.Timeout:
        return Fault("silent", f"no answer within {account.patience.timeout_s:g} s", None, True, True)
    except (failures.InvalidURL, failures.InvalidSchema, failures.MissingSchema):
        return Fault("odd", "this is no address")
    except failures.ConnectionError as problem:
        why = _never_sent(problem)
        if why:
            return Fault("nobody", why, None, account.met, False)
        return Fault("silent", "the connection broke", None, True, True)
    except failures.RequestException:
        return Fault("silent", "its answer is cut off", None, True, True)
    account.met = True
    status = int(response.status)
    if 300 <= status < 400:
        location = urljoin(where, response.headers.get("Location", ""))
        return Fault("elsewhere", f"it sends on to `{_shown(location)}`", status, location=location)
    if status >= 400:
        return _refusal(status, response.headers.get("Retry-After", ""))
    parts = () if response.tree is None else tuple(_parts(response.tree))
    return Answer(status, parts)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps the library's own words, which are for programmers, off the terminal."""
    import logging

    log = logging.getLogger("caldav")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before


def is_trusted(home: str, url: str) -> bool:
    """Whether the password may go to `url`: to the server that the user named, `home`, or to another one of its kind, as
    iCloud keeps each account on one of many; and never in the open."""
    mine, other = urlsplit(home), urlsplit(url)
    if _server(mine) == _server(other):
        return True
    hosts = (mine.hostname or "", other.hostname or "")
    return mine.scheme == other.scheme == "https" and any(
        all(host.endswith(f".{domain}") for host in hosts) for domain in _OF_MANY
    )


_OF_MANY = ("icloud.com",)
_PORTS = {"http": 80, "https": 443}


def _server(parts: SplitResult) -> tuple[str, str, int | None]:
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _refusal(status: int | None, retry_after: str) -> Fault:
    words = _status_words(status)
    if status == 401:
        return Fault("login", words, status)
    if status == 507:
        return Fault("full", words, status)
    again = status in _TRIES_AGAIN
    wait = float(retry_after) if retry_after.isdigit() else None
    return Fault("refused", words, status, again, again and status is not None and status >= 500, wait)


_STATUS = {
    400: "it does not understand the request",
    401: "user or password are not right",
    403: "it is not allowed",
    404: "there is nothing at this address",
    405: "this address takes no such request",
    409: "something is in the way there",
    412: "it was changed there in the meantime",
    413: "it is too long for the server",
    423: "it is locked",
    429: "it was asked too often",
    500: "the server has a fault",
    502: "the server behind it does not answer",
    503: "the server is busy",
    504: "the server behind it does not answer",
    507: "there is no room left",
}


def _status_words(status: int | None) -> str:
    return f"{_STATUS.get(status or 0, 'the server says no')} ({status})"


def _never_sent(problem: BaseException) -> str:
    """Why nobody was reached; empty where somebody was, who may have done what was asked."""
    import socket

    said = repr(problem)
    cause: BaseException | None = problem
    seen: list[BaseException] = []
    while cause is not None and cause not in seen:
        seen.append(cause)
        if isinstance(cause, socket.gaierror):
            return "there is no host of this name"
        if isinstance(cause, ConnectionRefusedError):
            return "nobody listens there"
        inner = [a for a in (*cause.args, getattr(cause, "reason", None)) if isinstance(a, BaseException)]
        cause = cause.__cause__ or cause.__context__ or (inner[0] if inner else None)
    if "NameResolutionError" in said or "getaddrinfo" in said:
        return "there is no host of this name"
    return "nobody listens there" if "NewConnectionError" in said or "refused" in said else ""


def _shown(url: str) -> str:
    """An address without what a server may have put behind it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _parts(tree: Any) -> Iterator[Part]:
    for response in tree.iter(f"{_DAV}response"):
        href = response.findtext(f"{_DAV}href") or ""
        properties: dict[str, Any] = {}
        for propstat in response.iterfind(f"{_DAV}propstat"):
            if _code(propstat.findtext(f"{_DAV}status")) == 200:
                for prop in propstat.iterfind(f"{_DAV}prop"):
                    properties.update((child.tag, child) for child in prop)
        yield Part(href.strip(), _code(response.findtext(f"{_DAV}status")), properties)


def _code(status: str | None) -> int:
    words = (status or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 200


def _asked(account: Account, method: str, url: str, body: Any, depth: int) -> Answer | Fault:
    """A request that changes nothing, as often as patience allows."""
    tried = 0
    while True:
        tried += 1
        answer = ask(account, method, url, body, {"Depth": str(depth)})
        if isinstance(answer, Answer) or not wait(account.patience, tried, answer):
            return answer


def _properties(*elements: Any) -> bytes:
    from caldav.elements import dav

    return _xml(_holding(dav.Propfind(), _holding(dav.Prop(), *elements)))


def _holding(outer: Any, *inner: Any) -> Any:
    """An element with others in it."""
    for each in inner:
        outer.append(each)
    return outer


def _xml(element: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element.xmlelement(), encoding="utf-8", xml_declaration=True))


# ---- finding calendars ------------------------------------------------------------------------------------


def find_calendars(account: Account) -> Calendars | Fault:
    """The calendars of the account: from the address that the user named, or what it sends on to, to the user's own page
    (RFC 5397), and from there to where their calendars are (RFC 4791, 6.2)."""
    from caldav.elements import cdav, dav

    principal = _find_principal(account)
    if isinstance(principal, Fault):
        return principal
    answer = _asked(account, "PROPFIND", principal, _properties(cdav.CalendarHomeSet()), 0)
    if isinstance(answer, Fault):
        return _settled(answer)
    homes = [urljoin(principal, href) for href in _hrefs(answer, f"{_CALDAV}calendar-home-set")]
    if not homes:
        return Fault("odd", "it keeps no calendars for this user")
    wanted = (dav.DisplayName(), dav.ResourceType(), cdav.SupportedCalendarComponentSet())
    answer = _asked(account, "PROPFIND", homes[0], _properties(*wanted), 1)
    if isinstance(answer, Fault):
        return _settled(answer)
    return Calendars(homes[0], tuple(_calendars(answer, homes[0])))


def _settled(fault: Fault) -> Fault:
    """What a refusal means where nothing was asked for but the calendars."""
    if fault.kind != "refused" or fault.again:
        return fault
    return fault._replace(kind="login" if fault.status == 403 else "odd")


def _find_principal(account: Account) -> str | Fault:
    """The address of the user's own page. A bare host is also asked where its CalDAV is (RFC 6764, 5)."""
    from caldav.elements import dav

    body = _properties(dav.CurrentUserPrincipal())
    places = [account.url]
    if urlsplit(account.url).path in ("", "/"):
        places.append(urljoin(account.url, "/.well-known/caldav"))
    first: Fault | None = None
    for place in places:
        where = place
        for _ in range(_MOST_REDIRECTS):
            answer = _asked(account, "PROPFIND", where, body, 0)
            if not (isinstance(answer, Fault) and answer.kind == "elsewhere" and answer.location):
                break
            if not is_trusted(account.url, answer.location):
                return answer
            where = answer.location
        if isinstance(answer, Answer):
            for href in _hrefs(answer, f"{_DAV}current-user-principal"):
                return urljoin(where, href)
            answer = Fault("odd", "what it answers is not of CalDAV")
        elif answer.kind != "refused" or answer.again:
            return answer
        first = first or _settled(answer)
    assert first is not None
    return first


def _hrefs(answer: Answer, name: str) -> list[str]:
    """The addresses that a property names."""
    found = [part.properties[name] for part in answer.parts if name in part.properties]
    return [href.text.strip() for each in found for href in each.iter(f"{_DAV}href") if href.text]


def _calendars(answer: Answer, home: str) -> Iterator[Calendar]:
    for part in answer.parts:
        kind = part.properties.get(f"{_DAV}resourcetype")
        if kind is None or kind.find(f"{_CALDAV}calendar") is None:
            continue
        takes = part.properties.get(f"{_CALDAV}supported-calendar-component-set")
        names = [] if takes is None else [c.get("name", "").upper() for c in takes.iter(f"{_CALDAV}comp")]
        if names and "VEVENT" not in names:
            continue
        name = part.properties.get(f"{_DAV}displayname")
        url = urljoin(home, part.href)
        yield Calendar(url, ((name.text if name is not None else None) or "").strip())


def make_calendar(account: Account, home: str, uid: str, name: str) -> Calendar | Fault:
    """Makes the calendar `name`, unless it is there. Its address follows from `uid`, so that a second try makes no second
    calendar; whether it came about is seen by looking."""
    from caldav.elements import cdav, dav

    url = urljoin(home if home.endswith("/") else f"{home}/", f"{uid}/")
    kinds = _holding(cdav.SupportedCalendarComponentSet(), cdav.Comp("VEVENT"))
    whole = _holding(dav.Set(), _holding(dav.Prop(), dav.DisplayName(name), kinds))
    title = _holding(dav.Set(), _holding(dav.Prop(), dav.DisplayName(name)))
    tried = 0
    while True:
        tried += 1
        answer = ask(account, "MKCALENDAR", url, _xml(_holding(cdav.Mkcalendar(), whole)))
        found = find_calendars(account)
        if isinstance(found, Fault):
            return found
        # What a server calls it in its list may be spelt otherwise: `%40` for `@`.
        here = [c for c in found.calendars if c.name == name or c.url.rstrip("/").endswith(f"/{uid}")]
        named = [c for c in here if c.name == name]
        if named:
            return named[0]
        if here:
            answer = ask(account, "PROPPATCH", here[0].url, _xml(_holding(dav.PropertyUpdate(), title)))
            if isinstance(answer, Answer):
                return here[0]._replace(name=name)
        if isinstance(answer, Answer):
            answer = Fault("refused", "the server says that it was made, and does not show it", None, True)
        if not wait(account.patience, tried, answer):
            return answer


# ---- one calendar -----------------------------------------------------------------------------------------


def look(account: Account, calendar: Calendar, owner: str) -> tuple[Stored, ...] | Fault:
    """All events of a calendar; those that bear the mark of `owner` with what they say."""
    from caldav.elements import cdav, dav

    events = _holding(cdav.Filter(), _holding(cdav.CompFilter("VCALENDAR"), cdav.CompFilter("VEVENT")))
    wanted = _holding(dav.Prop(), dav.GetEtag(), cdav.CalendarData())
    query = _holding(cdav.CalendarQuery(), wanted, events)
    answer = _asked(account, "REPORT", calendar.url, _xml(query), 1)
    if isinstance(answer, Fault):
        return answer
    if answer.status != 207:
        return Fault("odd", f"it does not list what is in the calendar ({answer.status})")
    found = []
    for part in answer.parts:
        if part.status == 404:
            continue
        data = part.properties.get(f"{_CALDAV}calendar-data")
        if part.status != 200 or data is None:
            return Fault("odd", "it lists only a part of the calendar")
        etag = part.properties.get(f"{_DAV}getetag")
        mark = (etag.text or "").strip() if etag is not None else ""
        found.append(parse_stored(part.href, mark or None, data.text or "", owner))
    return tuple(found)


def put(account: Account, calendar: Calendar, uid: str, data: bytes) -> Answer | Fault:
    """Puts a new event; never over one that is there."""
    base = calendar.url if calendar.url.endswith("/") else f"{calendar.url}/"
    return ask(account, "PUT", urljoin(base, f"{uid}.ics"), data, {**_ICS, "If-None-Match": "*"})


def change(account: Account, calendar: Calendar, href: str, etag: str | None, data: bytes) -> Answer | Fault:
    """Changes an event, if it is still as it was seen."""
    return ask(account, "PUT", urljoin(calendar.url, href), data, {**_ICS, **_if_match(etag)})


def delete(account: Account, calendar: Calendar, href: str, etag: str | None) -> Answer | Fault:
    """Takes an event away, if it is still as it was seen."""
    return ask(account, "DELETE", urljoin(calendar.url, href), "", _if_match(etag))


def _if_match(etag: str | None) -> dict[str, str]:
    """The condition. A weak tag never matches (RFC 9110, 13.1.1), so a server that has no others gets none."""
    return {"If-Match": etag} if etag and not etag.startswith("W/") else {}
