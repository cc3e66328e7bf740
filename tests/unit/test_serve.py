"""`runplan serve`: what is answered to whom, how little a hostile client gets, and calendars that follow the files."""

import http.client
import logging
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import runplan
from caldav_server import free_port
from runplan.feed.names import Site, busy_token, feed_token
from runplan.web.answer import Live, answer, path_of
from runplan.web.conditional import has_newest, http_date, parse_date
from runplan.web.limits import Limits, Rates, is_local, reader, within_open_files
from runplan.web.live import SCRIPT, live_page, page_policy
from runplan.web.server import Server, open_sockets
from runplan.web.shelf import Answer, File, Folder, Shelf, shelf_of, state_of
from small import ANA, HALF

Cli = Callable[..., Any]

WHEN = datetime(2027, 4, 11, 6, 30, tzinfo=UTC)
TOKEN = "a" * 26
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
PAGE = (
    b'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
    b'script-src &#39;sha256-abc=&#39;"><body><p>Ana</p></body></html>'
)


def folder(calendar: bytes = CALENDAR, page: bytes = PAGE, token: str = TOKEN) -> Folder:
    files = {"calendar.ics": calendar, "index.html": page, "plan.html": page}
    return Folder(token, {name: File(data, WHEN) for name, data in files.items()})


SHELF = shelf_of([folder()])
OLD = f"/{TOKEN}/calendar.ics"


def tag(data: bytes) -> str:
    return f'"{sha256(data).hexdigest()[:32]}"'


# ---- who has the newest -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "newest"),
    [
        ('"x"', True),
        ('W/"x"', True),
        ("*", True),
        (" * ", True),
        ('"a", "x"', True),
        ('"a","b",W/"x"', True),
        (',, "a" , ,"x" ,', True),
        ('"a,b", "x"', True),
        ('"a,x,b"', False),
        ('"a b", "x"', False),
        ('"a"', False),
        ('"X"', False),
        ('"a, \\"x\\""', False),
        ("x", False),
        ('"x', False),
        ('"x" "y"', False),
        ('w/"x"', False),
        ('*, "x"', False),
        ("", False),
    ],
)  # fmt: skip
def test_if_none_match(given: str, newest: bool) -> None:
    # RFC 9110, 13.1.2: a list of tags or `*`, compared weakly; the date does not count beside it.
    assert has_newest(given, http_date(WHEN), '"x"', WHEN) is newest


@pytest.mark.parametrize(
    ("given", "newest"),
    [
        ("Sun, 11 Apr 2027 06:30:00 GMT", True),
        ("Sun, 11 Apr 2027 06:30:01 GMT", True),
        ("Sun, 11 Apr 2027 06:29:59 GMT", False),
        ("Sunday, 11-Apr-27 06:30:00 GMT", True),
        ("Sun Apr 11 06:30:00 2027", True),
        ("yesterday", False),
        ("Sun, 11 Apr 99999999 06:30:00 GMT", False),
        ("", False),
        ("0", False),
    ],
)  # fmt: skip
def test_if_modified_since(given: str, newest: bool) -> None:
    assert has_newest(None, given, '"x"', WHEN.replace(microsecond=999_999)) is newest


def test_dates_are_those_of_http() -> None:
    assert http_date(WHEN) == "Sun, 11 Apr 2027 06:30:00 GMT"
    assert parse_date("Sun, 11 Apr 2027 06:30:00 GMT") == WHEN


def test_a_long_list_takes_no_long_time() -> None:
    begin = time.perf_counter()
    for text in ('"a",' * 4000, '"' * 16_000, ", " * 8000 + "x", 'W/"' * 5000):
        assert not has_newest(text, None, '"x"', WHEN)
    assert time.perf_counter() - begin < 1


# ---- what is answered ---------------------------------------------------------------------------------------


def asked(target: str, method: str = "GET", shelf: Shelf = SHELF, **headers: str) -> Answer:
    found = answer(method, target, [(k.replace("_", "-"), v) for k, v in headers.items()], shelf)
    assert isinstance(found, Answer)
    return found


def test_a_calendar_and_its_headers() -> None:
    found = asked(OLD)
    assert (found.status, found.body) == (200, CALENDAR)
    assert dict(found.headers) == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": str(len(CALENDAR)),
        "ETag": tag(CALENDAR),
        "Last-Modified": "Sun, 11 Apr 2027 06:30:00 GMT",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }


def test_who_has_it_gets_no_body() -> None:
    found = asked(OLD, if_none_match=tag(CALENDAR))
    assert (found.status, found.body) == (304, b"")
    assert [name for name, _ in found.headers] == ["ETag", "Last-Modified", "Cache-Control"]
    assert asked(OLD, "HEAD", if_none_match=tag(CALENDAR)).status == 304
    assert asked(OLD, if_modified_since=http_date(WHEN)).status == 304
    assert asked(OLD, if_none_match='"other"', if_modified_since=http_date(WHEN)).status == 200


def test_several_lines_of_one_header_are_one_list() -> None:
    headers = [("if-none-match", '"other"'), ("if-none-match", tag(CALENDAR))]
    found = answer("GET", OLD, headers, SHELF)
    assert isinstance(found, Answer)
    assert found.status == 304


def test_head_is_get_without_the_body() -> None:
    for target in (OLD, f"/{TOKEN}/", "/nowhere", f"/{TOKEN}", "/"):
        get, head = asked(target), asked(target, "HEAD")
        assert head == get._replace(body=b"")
        assert get.body


def test_the_page_has_its_own_policy_and_nobody_may_frame_it() -> None:
    for target in (f"/{TOKEN}/", f"/{TOKEN}/index.html", f"/{TOKEN}/plan.html"):
        headers = dict(asked(target).headers)
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert (
            headers["Content-Security-Policy"]
            == "default-src 'none'; script-src 'sha256-abc='; frame-ancestors 'none'"
        )


@pytest.mark.parametrize(
    "target",
    ["/nowhere", f"/{'b' * 26}/", f"/{'b' * 26}", f"/{TOKEN}/busy.ics", f"/{TOKEN}/manifest.json", f"/{TOKEN}/.",
     f"/{TOKEN}/../{TOKEN}/calendar.ics", f"/{TOKEN}//calendar.ics", f"//{TOKEN}/calendar.ics", "/..", "/../../etc/passwd",
     "/%2e%2e/%2e%2e/etc/passwd", f"/{TOKEN}/calendar.ics/", f"/{TOKEN}/calendar.ics%00", f"/{TOKEN.upper()}/calendar.ics",
     f"/{TOKEN}/live", "/.runplan/feed.key", "/_headers", "/.nojekyll", "/runplan.toml", "*", "", "http://", "ftp://x/",
     f"/{TOKEN}\\calendar.ics", "/favicon.ico", "http://[/"],
)  # fmt: skip
def test_what_is_not_there_is_all_the_same(target: str) -> None:
    assert asked(target) == asked("/x")
    assert asked(target).status == 404
    assert asked(target).body == b"Not found\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "TRACE", "get", "QQQ"])
def test_only_reading(method: str) -> None:
    found = asked(OLD, method)
    assert found.status == 405
    assert dict(found.headers)["Allow"] == "GET, HEAD"
    assert found == asked("/nowhere", method)


def test_the_top_says_nothing_and_an_address_without_its_last_sign_leads_on() -> None:
    assert b"There is nothing to see here" in asked("/").body
    assert TOKEN.encode() not in asked("/").body
    assert asked("/robots.txt").status == 200
    found = asked(f"/{TOKEN}")
    assert (found.status, dict(found.headers)["Location"]) == (308, f"{TOKEN}/")


@pytest.mark.parametrize(
    ("target", "path"),
    [("/a/b", "/a/b"), ("/a?b=/c", "/a"), ("/a?", "/a"), ("http://e.org/a?b", "/a"), ("https://e.org", "/"), ("/%61", "/%61"),
     ("e.org:443", ""), ("*", ""), ("javascript:alert(1)", "")],
)  # fmt: skip
def test_the_path_of_a_request(target: str, path: str) -> None:
    assert path_of(target) == path


def test_a_prefix_is_there_beside_the_bare_path() -> None:
    shelf = shelf_of([folder()], ("/", "/club/"))
    assert asked(f"/club{OLD}", shelf=shelf) == asked(OLD, shelf=shelf)
    assert dict(asked(f"/club/{TOKEN}", shelf=shelf).headers)["Location"] == f"{TOKEN}/"
    assert asked("/club", shelf=shelf).status == 404


def test_the_manifest_tells_what_is_served() -> None:
    from runplan.feed.manifest import parse_manifest, render_manifest

    files = dict(folder().files)
    files["manifest.json"] = File(
        render_manifest("p", "c", {name: file.data for name, file in files.items()}), WHEN
    )
    for live in (False, True):
        shelf = shelf_of([Folder(TOKEN, files)], live=live)
        data = asked(f"/{TOKEN}/manifest.json", shelf=shelf).body
        assert parse_manifest(data) == ("p", "c", ("calendar.ics", "index.html", "plan.html"))
        for name in ("calendar.ics", "index.html"):
            assert tag(asked(f"/{TOKEN}/{name}", shelf=shelf).body).encode()[1:-1] in data


# ---- previews -----------------------------------------------------------------------------------------------


class Policy(HTMLParser):
    said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.said = given["content"] or ""


def test_a_preview_may_run_our_script_and_ask_us_and_nothing_else() -> None:
    from base64 import b64encode

    page = live_page(PAGE, "s1")
    assert page.count(b"<script") == 1
    assert page.endswith(f'<script data-state="s1">{SCRIPT}</script>\n</body></html>'.encode())
    parser = Policy()
    parser.feed(page.decode())
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    assert (
        parser.said == f"default-src 'none'; script-src 'sha256-abc=' 'sha256-{digest}'; connect-src 'self'"
    )
    assert page_policy(page) == f"{parser.said}; frame-ancestors 'none'"


def test_a_page_of_the_coachs_own_without_a_policy_gets_one() -> None:
    assert live_page(b"<p>Ana", "s").startswith(b"<p>Ana<script data-state")
    assert page_policy(b"<p>Ana").startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert (
        page_policy(b'<meta http-equiv="Content-Security-Policy" content="default-src x\r\nSet-Cookie: a=1">')
        == "default-src xSet-Cookie: a=1; frame-ancestors 'none'"
    )


def test_only_what_a_person_looks_at_is_a_new_state() -> None:
    assert state_of(folder()) == state_of(folder(calendar=b"other"))
    assert state_of(folder()) != state_of(folder(page=b"other"))


def test_without_a_preview_the_pages_are_those_of_the_folder() -> None:
    assert asked(f"/{TOKEN}/").body == PAGE
    shelf = shelf_of([folder()], live=True)
    assert SCRIPT.encode() in asked(f"/{TOKEN}/", shelf=shelf).body
    assert answer("GET", f"/{TOKEN}/live", [], shelf) == Live(f"/{TOKEN}/live")
    assert asked(f"/{TOKEN}/live", "HEAD", shelf=shelf).status == 200


# ---- limits -------------------------------------------------------------------------------------------------


def test_a_reader_has_a_burst_and_then_a_rate() -> None:
    rates = Rates(rate=2, burst=3)
    assert [rates.take("a", 0.0) for _ in range(5)] == [True, True, True, False, False]
    assert rates.take("b", 0.0)
    assert [rates.take("a", 0.5) for _ in range(2)] == [True, False]
    assert [rates.take("a", 100.0) for _ in range(4)] == [True, True, True, False]
    rates.forget(101.0)
    assert len(rates) == 1
    rates.forget(102.0)
    assert len(rates) == 0


@pytest.mark.parametrize(
    ("address", "who", "local"),
    [("127.0.0.1", "127.0.0.1", True), ("127.9.9.9", "127.9.9.9", True), ("::1", "0000:0000:0000:0000", True),
     ("192.0.2.7", "192.0.2.7", False), ("::ffff:192.0.2.7", "192.0.2.7", False), ("::ffff:127.0.0.1", "127.0.0.1", True),
     ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002", False), ("2001:db8:1:2::9", "2001:0db8:0001:0002", False),
     ("fe80::1%eth0", "fe80:0000:0000:0000", False), ("", "", False)],
)  # fmt: skip
def test_who_a_reader_is(address: str, who: str, local: bool) -> None:
    assert (reader(address), is_local(address)) == (who, local)


def test_no_more_connections_than_open_files() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        hard = before[1] if before[1] != resource.RLIM_INFINITY else 10**9
        assert within_open_files(Limits(connections=1000)).connections == min(1000, hard - 64)
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(1064, hard)
        assert within_open_files(Limits(connections=10)).connections == 10
        assert within_open_files(Limits(connections=hard * 2)).connections == hard - 64
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


# ---- over a socket ------------------------------------------------------------------------------------------


@contextmanager
def serving(shelf: Shelf = SHELF, limits: Limits | None = None) -> Iterator[tuple[Server, int]]:
    """A server in a thread, and its port. What asyncio has to say of our code is a failure."""
    failures: list[str] = []
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: failures.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("asyncio").addHandler(listener)
    server = Server(limits)
    server.publish(shelf)
    sockets = open_sockets("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=(sockets,))
    thread.start()
    try:
        port = sockets[0].getsockname()[1]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/", headers={"Connection": "close"})
        assert connection.getresponse().read()
        connection.close()
        yield server, port
    finally:
        server.stop()
        thread.join(10)
        logging.getLogger("asyncio").removeHandler(listener)
        assert not thread.is_alive()
        assert failures == []


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with limits as they are."""
    with serving() as (_, port):
        yield port


def sent(port: int, data: bytes, *, end: bool = True, timeout: float = 5.0) -> bytes:
    """All that comes back until the server closes; `end` says that nothing more will come."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as client:
        client.sendall(data)
        if end:
            client.shutdown(socket.SHUT_WR)
        return received(client)


def received(client: socket.socket) -> bytes:
    found = b""
    while data := client.recv(65536):
        found += data
    return found


def statuses(data: bytes) -> list[int]:
    """The statuses of all answers; no body of ours has such a line."""
    return [int(status) for status in re.findall(rb"^HTTP/1\.1 (\d{3}) ", data, re.MULTILINE)]


def get(target: str, *headers: str, version: str = "1.1", method: str = "GET") -> bytes:
    lines = (f"{method} {target} HTTP/{version}", "Host: x", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def test_a_real_client_reads_and_asks_again(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for method, headers, status, body in (
        ("GET", {}, 200, CALENDAR),
        ("GET", {"If-None-Match": tag(CALENDAR)}, 304, b""),
        ("HEAD", {}, 200, b""),
        ("GET", {"If-Modified-Since": http_date(WHEN)}, 304, b""),
        ("POST", {}, 405, b"Only GET and HEAD\n"),
        ("GET", {}, 200, CALENDAR),
    ):
        connection.request(method, OLD, headers=headers)
        reply = connection.getresponse()
        assert (reply.status, reply.read()) == (status, body)
        assert not reply.will_close
        assert parse_date(reply.headers["Date"]) is not None
        assert "Server" not in reply.headers
    connection.close()


def test_pipelined_requests_are_answered_in_their_order(port: int) -> None:
    said = sent(
        port,
        get(OLD)
        + get(OLD, method="HEAD")
        + get("/nowhere")
        + get(OLD, f"If-None-Match: {tag(CALENDAR)}")
        + get("/robots.txt", "Connection: close")
        + get(OLD),
    )
    assert statuses(said) == [200, 200, 404, 304, 200]
    assert said.count(CALENDAR) == 1
    assert said.endswith(b"Disallow:\n")


def test_a_thousand_pipelined_requests(port: int) -> None:
    assert statuses(sent(port, get(OLD) * 1000, timeout=20)) == [200] * 1000


def test_a_request_may_come_octet_by_octet(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for octet in get(OLD, "Connection: close"):
            client.sendall(bytes([octet]))
        assert received(client).endswith(CALENDAR)


def test_old_clients(port: int) -> None:
    said = sent(port, f"GET {OLD} HTTP/1.0\r\n\r\n".encode(), end=False)
    assert statuses(said) == [200]
    assert said.endswith(CALENDAR)


def test_requests_in_whole_addresses_and_those_that_want_another_protocol(port: int) -> None:
    assert statuses(sent(port, get(f"http://x{OLD}"))) == [200]
    upgrade = get(OLD, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk")
    assert statuses(sent(port, upgrade + get("/nowhere"))) == [200, 404]
    assert statuses(sent(port, get("x:443", method="CONNECT"))) == [405]


@pytest.mark.parametrize(
    "data",
    [b"\r\n\r\n\r\nhello\r\n\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n",
     b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nA\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00",
     b"GET / HTTP/1.1\r\n Host: x\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n\xff: 1\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 5\r\n\r\n", b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_request_ends_the_connection(port: int, data: bytes) -> None:
    said = sent(port, data + get(OLD), end=False)
    assert statuses(said) == [400]
    assert b"\r\nConnection: close\r\n" in said
    assert said.endswith(b"\r\n\r\nThis is no request\n")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (get(OLD, f"A: {'a' * 20_000}"), 431),
        (get(OLD, *(f"A{n}: {'a' * 1000}" for n in range(20))), 431),
        (get(OLD, *(f"A{n}: a" for n in range(70))), 431),
        (get("/" + "a" * 3000), 414),
        (get("/" + "a" * 15_000), 414),
        (b"A" * 30_000, 431),
        (get(OLD, "A: " + "a" * 2000, method="A" * 15_000), 431),
        (get(OLD, version="2.0"), 505),
        (get(OLD, version="0.9"), 505),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 5000, 431),
        (get(OLD, "Content-Length: 5") + b"hello", 413),
        (get(OLD, "Content-Length: 5", method="POST") + b"hello", 413),
        (get(OLD, "Content-Length: 99999999999"), 413),
        (get(OLD, "Content-Length: 5", "Expect: 100-continue", method="PUT"), 413),
        (get(OLD, "Transfer-Encoding: chunked") + b"0\r\n\r\n", 400),
        (get(OLD, "Content-Length: 5", method="HEAD") + b"hello", 413),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_is_too_much_is_refused_and_ends_the_connection(port: int, data: bytes, status: int) -> None:
    said = sent(port, data + (get(OLD) if b"\r\n\r\n" in data else b""), end=False)
    assert statuses(said) == [status]
    assert CALENDAR not in said


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 6", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 6"),
        ("Content-Length: 0", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding : chunked",),
        ("Transfer-Encoding: identity", "Transfer-Encoding: chunked"),
        ("Content-Length: 6", "Content-Length: 0"),
        ("Content-Length: 0", "Content-Length: 6"),
        ("Content-Length: +0",),
        ("Content-Length: 0x0",),
        ("Content-Length: 0\x0bTransfer-Encoding: chunked",),
    ],
)  # fmt: skip
def test_no_second_request_is_smuggled_in_a_body(port: int, headers: Sequence[str]) -> None:
    said = sent(port, get("/nowhere", *headers, method="GET") + b"0\r\n\r\n" + get(OLD), end=False)
    assert len(statuses(said)) == 1
    assert statuses(said)[0] in (400, 413, 501)
    assert CALENDAR not in said


def test_a_body_of_no_octets_is_none(port: int) -> None:
    assert statuses(sent(port, get(OLD, "Content-Length: 0") + get(OLD))) == [200, 200]


def test_damaged_requests_harm_nobody() -> None:
    """Octets of a good request are replaced, doubled, taken away; whatever comes back is a whole answer of ours or nothing."""
    chance = random.Random(7)
    good = (
        get(OLD, f"If-None-Match: {tag(CALENDAR)}", "Content-Length: 0")
        + get("/nowhere", method="HEAD")
        + get(f"/{TOKEN}/live")
    )
    with serving(shelf_of([folder()], live=True), QUICK) as (server, port):
        for _ in range(400):
            data = bytearray(good)
            for _ in range(chance.randint(1, 6)):
                at = chance.randrange(len(data))
                match chance.randrange(4):
                    case 0:
                        data[at] = chance.randrange(256)
                    case 1:
                        data[at:at] = chance.choice(
                            [b"\r\n", b"\n", b" ", b":", b"\x00", b"\r", b",", b"\xff"]
                        )
                    case 2:
                        del data[at : at + chance.randint(1, 20)]
                    case _:
                        data[at:at] = data[at : at + chance.randint(1, 60)]
            said = sent(port, bytes(data))
            assert said == b"" or said.startswith(b"HTTP/1.1 ")
            assert set(statuses(said)) <= {200, 304, 308, 400, 404, 405, 408, 413, 414, 431, 501, 505}
        assert until(lambda: not server.connections)
        assert statuses(sent(port, get(OLD))) == [200]


# ---- slow, greedy and many ----------------------------------------------------------------------------------

QUICK = Limits(head_s=0.4, idle_s=0.4, write_s=0.6)


def test_a_request_that_drips_is_ended_in_time() -> None:
    with serving(limits=QUICK) as (_, port), socket.create_connection(("127.0.0.1", port), 5) as client:
        begin = time.monotonic()
        client.sendall(b"GET / HTTP/1.1\r\n")
        client.settimeout(0.05)
        said = b""
        while time.monotonic() - begin < 5:
            try:
                data = client.recv(1000)
                said += data
                if not data:
                    break
            except TimeoutError:
                client.sendall(b"X-A: b\r\n")
        assert statuses(said) == [408]
        assert 0.4 <= time.monotonic() - begin < 3


def test_who_says_nothing_is_let_go() -> None:
    with serving(limits=QUICK) as (server, port):
        silent = socket.create_connection(("127.0.0.1", port), 5)
        again = socket.create_connection(("127.0.0.1", port), 5)
        again.sendall(get(OLD))
        begin = time.monotonic()
        assert received(silent) == b""
        assert received(again).endswith(CALENDAR)
        assert 0.3 <= time.monotonic() - begin < 3
        silent.close()
        again.close()
        assert until(lambda: not server.connections)


def test_who_does_not_read_holds_nobody_up_and_is_let_go() -> None:
    big = os.urandom(1000) * 8000
    shelf = shelf_of([folder(calendar=big)])
    with serving(shelf, QUICK) as (server, port):
        greedy = socket.socket()
        greedy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        greedy.connect(("127.0.0.1", port))
        greedy.sendall(get(OLD) * 50)
        time.sleep(0.2)
        begin = time.monotonic()
        assert statuses(sent(port, get("/nowhere"))) == [404]
        assert time.monotonic() - begin < 0.5
        # Fifty answers of 8 MB were asked for, one is kept.
        (held,) = server.connections
        assert held.transport.get_write_buffer_size() <= len(big) + 2000
        assert until(lambda: not server.connections)
        greedy.close()


def test_who_reads_slowly_but_in_time_gets_all() -> None:
    big = os.urandom(1000) * 3000 + b"\n"
    shelf = shelf_of([folder(calendar=big)])
    with serving(shelf, QUICK._replace(write_s=8)) as (_, port), socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        client.settimeout(5)
        client.connect(("127.0.0.1", port))
        client.sendall(get(OLD) + get("/nowhere", "Connection: close"))
        said = b""
        for n in range(10_000):
            data = client.recv(30_000)
            if not data:
                break
            said += data
            time.sleep(0.01 if n < 80 else 0)
        assert statuses(said) == [200, 404]
        assert big in said


def test_one_reader_has_so_many_connections_and_requests() -> None:
    limits = Limits(local_free=False, connections_each=3, rate=0.001, burst=5)
    with serving(limits=limits) as (server, port):
        assert until(lambda: not server.connections)
        held = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(3)]
        assert until(lambda: len(server.connections) == 3)
        refused = sent(port, b"", end=False)
        assert statuses(refused) == [429]
        assert b"\r\nRetry-After: 10\r\n" in refused
        for each in held:
            each.close()
        assert until(lambda: not server.connections)
        # The fixture's own request was the first of the five.
        assert statuses(sent(port, get(OLD) * 9)) == [200] * 4 + [429]
        assert statuses(sent(port, get("/nowhere"))) == [429]


def test_there_are_so_many_connections() -> None:
    with serving(limits=Limits(connections=2)) as (server, port):
        assert until(lambda: not server.connections)
        held = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(2)]
        assert until(lambda: len(server.connections) == 2)
        assert statuses(sent(port, b"", end=False)) == [503]
        held.pop().close()
        assert until(lambda: len(server.connections) == 1)
        assert statuses(sent(port, get(OLD))) == [200]
        held.pop().close()


def until(true: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


# ---- a shelf that changes -----------------------------------------------------------------------------------


def test_an_answer_is_of_one_state_whole() -> None:
    """Twelve clients read while the shelf is replaced as fast as it goes."""
    stop = threading.Event()
    wrong: list[str] = []
    seen: set[str] = set()

    def read(port: int, conditional: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        last = ""
        while not stop.is_set():
            connection.request("GET", OLD, headers={"If-None-Match": last} if conditional and last else {})
            reply = connection.getresponse()
            body = reply.read()
            given = reply.headers["ETag"]
            if reply.status == 304:
                if given != last or body:
                    wrong.append("304 for another state")
            elif given != tag(body) or len(set(body.splitlines())) != 1:
                wrong.append("torn")
            last = given
            seen.add(given)
        connection.close()

    with serving() as (server, port):
        server.publish(shelf_of([folder(calendar=b"first\n" * 20_000)]))
        threads = [threading.Thread(target=read, args=(port, n % 2 == 0)) for n in range(12)]
        for thread in threads:
            thread.start()
        for n in range(150):
            server.publish(shelf_of([folder(calendar=b"%d\n" % n * (20_000 + n))]))
            time.sleep(0.01)
        stop.set()
        for thread in threads:
            thread.join(10)
    assert wrong == []
    assert len(seen) > 20


class Events:
    """What a browser hears."""

    def __init__(self, port: int) -> None:
        self.client = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.client.sendall(get(f"/{TOKEN}/live"))
        self.said = b""

    def until(self, text: bytes) -> bool:
        while text not in self.said:
            data = self.client.recv(1000)
            if not data:
                return False
            self.said += data
        return True


def test_a_preview_hears_of_each_new_state() -> None:
    other = folder(page=b"<p>other")
    with serving(shelf_of([folder()], live=True)) as (server, port):
        events = Events(port)
        assert events.until(f"data: {state_of(folder())}\n\n".encode())
        assert b"Content-Type: text/event-stream\r\n" in events.said
        server.publish(shelf_of([other], live=True))
        assert events.until(f"data: {state_of(other)}\n\n".encode())
        # Whose page has gone is let go.
        server.publish(Shelf())
        assert not events.until(b"never")
        assert events.said.endswith(b"0\r\n\r\n")
        events.client.close()
        assert until(lambda: not server.lives)


def test_there_are_so_many_previews_and_they_end_with_the_server() -> None:
    with serving(shelf_of([folder()], live=True), Limits(lives=2)) as (server, port):
        first, second, third = Events(port), Events(port), Events(port)
        assert until(lambda: len(server.lives) == 2)
        assert statuses(received(third.client)) == [503]
        second.client.close()
        assert until(lambda: len(server.lives) == 1)
        server.stop()
        assert not first.until(b"never")
        first.client.close()
        third.client.close()


def test_an_answer_on_its_way_is_finished_when_the_server_stops() -> None:
    big = os.urandom(1000) * 6000
    with serving(shelf_of([folder(calendar=big)])) as (server, port), socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        client.settimeout(5)
        client.connect(("127.0.0.1", port))
        client.sendall(get(OLD))
        assert client.recv(5) == b"HTTP/"
        server.stop()
        assert received(client).endswith(big)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), 1).close()


# ---- the command --------------------------------------------------------------------------------------------

SITE = Site("", b"k" * 64)
ANAS, BENS = feed_token(SITE, "ana"), feed_token(SITE, "ben")


class Running:
    """`runplan serve` in a process of its own; `said` and `told` are what it has printed so far."""

    def __init__(self, club: Path, *arguments: str) -> None:
        self.out, self.err = club.parent / "said", club.parent / "told"
        environment = {
            **{k: v for k, v in os.environ.items() if k not in ("SOURCE_DATE_EPOCH", "FORCE_COLOR")},
            "PYTHONPATH": str(Path(runplan.__file__).parents[1]),
            "RUNPLAN_FEED_KEY": "k" * 64,
        }
        with self.out.open("wb") as out, self.err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "runplan", "serve", *arguments],
                cwd=club,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    @property
    def said(self) -> str:
        return self.out.read_text()

    @property
    def told(self) -> str:
        return self.err.read_text()

    def get(self, port: int, path: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            reply = connection.getresponse()
            return reply.status, reply.read(), reply.headers
        finally:
            connection.close()

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def running(club: Path, *arguments: str, port: int = 0) -> Iterator[tuple[Running, int]]:
    """The command, when it answers, and its port."""
    port = port or free_port()
    server = Running(club, "--port", str(port), *arguments)
    try:
        assert until(lambda: answers(server, port), 60), server.told
        yield server, port
    finally:
        server.process.kill()
        server.process.wait()


def answers(server: Running, port: int) -> bool:
    assert server.process.poll() is None, server.told
    # The socket is open before the first build, and who connects then waits.
    try:
        return server.get(port, "/")[0] == 200
    except OSError:
        return False


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A project with two runners who follow plans of their own."""
    club = tmp_path / "club"
    club.mkdir()
    (club / "runplan.toml").write_text('salt = "0123456789abcdef0123"\n')
    for name, who in (("ana", "Ana Silva"), ("ben", "Ben Carter")):
        (club / f"{name}.plan").write_text(HALF)
        (club / f"{name}.runner").write_text(
            ANA.replace("half.plan", f"{name}.plan").replace("Ana Silva", who)
        )
    return club


def sequences(ics: bytes) -> dict[str, int]:
    """SEQUENCE by UID."""
    text = ics.decode().replace("\r\n ", "")
    return {
        re.findall(r"\r\nUID:(.*)\r", event)[0]: int(re.findall(r"\r\nSEQUENCE:(\d+)\r", event)[0])
        for event in text.split("BEGIN:VEVENT")[1:]
    }


def test_an_edit_reaches_the_runners_whom_it_concerns_and_no_others(club: Path) -> None:
    port = free_port()
    anas, bens = f"/{ANAS}/calendar.ics", f"/{BENS}/calendar.ics"
    with running(club, port=port) as (server, _):
        assert server.said == (
            f"http://127.0.0.1:{port}/{ANAS}/  Ana Silva\nhttp://127.0.0.1:{port}/{BENS}/  Ben Carter\n"
        )
        assert server.told == "on this machine only; pages follow each save; Ctrl-C ends it\n"
        status, first, headers = server.get(port, anas)
        assert (status, headers["ETag"]) == (200, tag(first))
        assert f"SOURCE;VALUE=URI:http://127.0.0.1:{port}/".encode() in first
        other = server.get(port, bens)
        busy = server.get(port, f"/{busy_token(SITE, 'ana')}/busy.ics")
        assert (other[0], busy[0]) == (200, 200)
        page = server.get(port, f"/{ANAS}/")[1]
        assert SCRIPT.encode() in page

        (club / "ana.plan").write_text(HALF.replace("thu     tempo 20 min", "thu     tempo 25 min"))
        assert until(lambda: server.get(port, anas, If_None_Match=tag(first))[0] == 200, 20)
        second = server.get(port, anas)[1]
        before, after = sequences(first), sequences(second)
        assert before.keys() == after.keys()
        assert set(before.values()) == {0}
        raised = {uid for uid in after if after[uid] == 1}
        assert set(after.values()) == {0, 1}
        # A tempo run in each of three weeks, and the easy runs that share what is left of those weeks' volume.
        tempos = [e for e in second.decode().split("BEGIN:VEVENT")[1:] if "\r\nSUMMARY:Tempo 25" in e]
        assert len(tempos) == 3
        assert all("\r\nSEQUENCE:1\r" in e for e in tempos)
        assert len(raised) < len(after) / 4
        assert server.get(port, bens)[:2] == other[:2]
        assert re.search(r"\d\d:\d\d:\d\d  up to date: Ana Silva\n$", server.told)
        assert server.end() == 0
        assert server.told.endswith("stopped\n")

    # The second life: what phones have is still the newest, and counting goes on.
    with running(club, port=port) as (server, _):
        assert server.get(port, anas, If_None_Match=tag(second))[0] == 304
        assert server.get(port, bens, If_None_Match=other[2]["ETag"])[0] == 304
        assert server.get(port, bens, If_Modified_Since=other[2]["Last-Modified"])[0] == 304
        (club / "ana.plan").write_text(HALF.replace("thu     tempo 20 min", "thu     tempo 24 min"))
        assert until(lambda: server.get(port, anas, If_None_Match=tag(second))[0] == 200, 20)
        assert {sequences(server.get(port, anas)[1])[uid] for uid in raised} <= {1, 2}
        assert max(sequences(server.get(port, anas)[1]).values()) == 2
        assert server.end(signal.SIGTERM) == 0


def test_a_plan_with_a_mistake_keeps_the_old_feed_and_says_so(club: Path) -> None:
    with running(club) as (server, port):
        anas = f"/{ANAS}/calendar.ics"
        before = server.get(port, anas)
        (club / "ana.plan").write_text(HALF.replace("tempo 20 min", "tempoo 20 min"))
        assert until(lambda: "unknown-kind" in server.told or "error[" in server.told, 20), server.told
        assert "ana.plan:" in server.told
        assert server.get(port, anas)[:2] == before[:2]
        (club / "ana.plan").write_text(HALF)
        assert until(lambda: "up to date: Ana Silva" in server.told, 20)
        assert server.get(port, anas)[:2] == before[:2]
        # A runner whose file has gone has no feed; one who comes has, and who comes back has it as it was.
        text = (club / "ana.runner").read_text()
        (club / "ana.runner").unlink()
        (club / "cleo.runner").write_text(text.replace("Ana Silva", "Cleo"))
        cleos = f"/{feed_token(SITE, 'cleo')}/calendar.ics"
        assert until(lambda: server.get(port, cleos)[0] == 200, 20)
        assert server.get(port, anas)[0] == 404
        assert server.said.endswith(f"{cleos.removesuffix('calendar.ics')}  Cleo\n")
        (club / "ana.runner").write_text(text)
        assert until(lambda: server.get(port, anas)[0] == 200, 20)
        assert server.get(port, anas)[:2] == before[:2]
        assert server.process.poll() is None


def test_each_save_is_answered(club: Path) -> None:
    """What changes nothing, a mistake, and a runner's file that is deleted: a line each, with the time."""
    with running(club) as (server, port):
        (club / "ana.plan").write_text(HALF + "\n")
        assert until(
            lambda: re.search(r"\n\d\d:\d\d:\d\d  saved, nothing changed\n$", server.told) is not None, 20
        )
        (club / "ana.plan").write_text(HALF.replace("tempo 20 min", "tempoo 20 min"))
        stays = r"\n\d\d:\d\d:\d\d  the feeds stay as they were: Ana Silva\n$"
        assert until(lambda: re.search(stays, server.told) is not None, 20), server.told
        assert server.told.index("error[") < server.told.index("the feeds stay")
        assert server.get(port, f"/{ANAS}/calendar.ics")[0] == 200
        (club / "ben.runner").unlink()
        gone = r"  no feed any more, the runner's file is gone: Ben Carter\n"
        assert until(lambda: re.search(gone, server.told) is not None, 20), server.told
        assert server.get(port, f"/{BENS}/calendar.ics")[0] == 404
        # A mistake in the project's file is nobody's in particular.
        settings = (club / "runplan.toml").read_text()
        (club / "ana.plan").write_text(HALF)
        assert until(lambda: "up to date: Ana Silva" in server.told, 20)
        (club / "runplan.toml").write_text(settings + "sal = 1\n")
        assert until(
            lambda: re.search(r"  the feeds stay as they were(: Ana Silva)?\n$", server.told) is not None, 20
        )


def test_a_plan_that_is_broken_at_the_start_is_waited_for(club: Path) -> None:
    (club / "ana.plan").write_text(HALF.replace("tempo 20 min", "tempoo 20 min"))
    with running(club) as (server, port):
        told = server.told
        waits = "not served yet, waiting for the mistake to be mended: ana\n"
        assert told.endswith(f"{waits}on this machine only; pages follow each save; Ctrl-C ends it\n")
        assert told.index("error[") < told.index(waits)
        assert server.get(port, f"/{ANAS}/calendar.ics")[0] == 404
        (club / "ana.plan").write_text(HALF)
        assert until(lambda: "up to date: Ana Silva" in server.told, 20)
        assert server.get(port, f"/{ANAS}/calendar.ics")[0] == 200
        (club / "ana.plan").write_text(HALF.replace("tempo 20 min", "tempoo 20 min"))
        assert until(lambda: "the feeds stay as they were: Ana Silva" in server.told, 20)
        assert server.end() == 0
    # What was served in the last life goes on.
    with running(club) as (server, port):
        assert "served as before, until the mistake is mended: ana\n" in server.told
        assert server.get(port, f"/{ANAS}/calendar.ics")[0] == 200


def test_an_address_that_was_renewed_does_not_come_back(club: Path) -> None:
    settings = club / "runplan.toml"
    salt = settings.read_text()
    again = f"/{feed_token(SITE._replace(renewed={'ana': 1}), 'ana')}/calendar.ics"
    with running(club) as (server, port):
        assert server.get(port, f"/{ANAS}/calendar.ics")[0] == 200
        settings.write_text(salt + "[feed]\nrenewed = { ana = 1 }\n")
        assert until(lambda: server.get(port, again)[0] == 200, 20)
        assert server.get(port, f"/{ANAS}/calendar.ics")[0] == 404
        assert (club / ".runplan/feed" / ANAS / "calendar.ics").exists()
        for wrong, said in (
            (salt + "[feed\n", "bad-project-file"),
            (salt + "[feed]\nrenewed = 1\n", "bad-feed-setting"),
        ):
            settings.write_text(wrong)
            assert until(lambda said=said: said in server.told, 20)  # type: ignore[misc]
            # The ones that were asked for while it was built anew.
            time.sleep(0.5)
            assert [server.get(port, path)[0] for path in (f"/{ANAS}/calendar.ics", again)] == [404, 200]
        (club / "ana.plan").write_text(HALF.replace("tempo 20 min", "tempo 21 min"))
        settings.write_text(salt + "[feed]\nrenewed = { ana = 1 }\n")
        assert until(lambda: "up to date: Ana Silva" in server.told, 20)
    # Nor at a start.
    settings.write_text(salt + "[feed\n")
    server = Running(club, "--port", "0")
    assert server.process.wait(20) == 1
    assert "bad-project-file" in server.told
    assert server.said == ""


def test_clients_read_while_plans_are_edited(club: Path) -> None:
    with running(club) as (server, port):
        stop = threading.Event()
        wrong: list[object] = []
        seen: set[str] = set()

        def read(path: str) -> None:
            while not stop.is_set():
                status, body, headers = server.get(port, path)
                if status != 200 or headers["ETag"] != tag(body) or not body.endswith(b"END:VCALENDAR\r\n"):
                    wrong.append((status, headers["ETag"], len(body)))
                seen.add(headers["ETag"])

        threads = [
            threading.Thread(target=read, args=(f"/{token}/calendar.ics",)) for token in (ANAS, BENS) * 2
        ]
        for thread in threads:
            thread.start()
        assert until(lambda: len(seen) == 2)
        for minutes in (21, 22, 23):
            size = len(seen)
            (club / "ana.plan").write_text(HALF.replace("tempo 20 min", f"tempo {minutes} min"))
            assert until(lambda size=size: len(seen) > size, 30), server.told  # type: ignore[misc]
        stop.set()
        for thread in threads:
            thread.join(20)
        assert wrong == []
        assert len(seen) == 5


def test_behind_a_proxy(club: Path) -> None:
    with running(club, "--url", "https://runs.example.org/club") as (server, port):
        assert server.said.splitlines()[0] == f"https://runs.example.org/club/{ANAS}/  Ana Silva"
        assert (
            server.told
            == f"listening on 127.0.0.1:{port}, for https://runs.example.org/club/; Ctrl-C ends it\n"
        )
        bare, whole = (server.get(port, f"{way}/{ANAS}/calendar.ics") for way in ("", "/club"))
        assert bare[:2] == whole[:2]
        assert f"https://runs.example.org/club/{ANAS}/calendar.ics".encode() in bare[1].replace(b"\r\n ", b"")
        # Everybody comes from this machine, so nobody has a preview.
        assert SCRIPT.encode() not in server.get(port, f"/{ANAS}/")[1]
        assert server.get(port, f"/{ANAS}/live")[0] == 404


def test_for_everybody_is_said_to_be_for_everybody(club: Path) -> None:
    with running(club, "--host", "0.0.0.0") as (server, port):
        assert "Without https others on the way can read it too" in server.told
        assert re.match(rf"http://[^/]+:{port}/{ANAS}/  Ana Silva\n", server.said)
        assert "//0.0.0.0" not in server.said
        assert SCRIPT.encode() not in server.get(port, f"/{ANAS}/")[1]


def test_the_state_is_kept_out_of_git_and_lies_with_the_project(club: Path) -> None:
    with running(club.parent, "club") as (server, port):
        assert server.get(port, f"/{ANAS}/")[0] == 200
    kept = {p.relative_to(club).as_posix() for p in (club / ".runplan").rglob("*") if p.is_file()}
    assert ".runplan/.gitignore" in kept
    assert (club / ".runplan/.gitignore").read_text() == "*\n"
    assert f".runplan/feed/{ANAS}/calendar.ics" in kept
    assert not (club.parent / ".runplan").exists()


def test_a_port_that_somebody_has(cli: Cli, half: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, err = cli("serve", "--port", str(port))
    assert (code, out) == (2, "")
    assert err.startswith(
        f"error[cannot-listen]: `127.0.0.1:{port}` cannot be listened on: address already in use\n"
    )
    assert "name another with `--port`" in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--host", "192.0.2.1"), 2, "error[cannot-listen]: `192.0.2.1:8765` cannot be listened on: "),
        (("--host", "no.such.host.invalid"), 2, "error[cannot-listen]: `no.such.host.invalid:8765` cannot be listened on: "),
        (("--host", "a" * 300), 2, "error[cannot-listen]: "),
        (("--url", "http://runs.example.org/"), 1, "error[bad-feed-url]: `http://runs.example.org/`"),
        (("nowhere",), 2, "error: invalid value for DIR: `nowhere` is no folder\n"),
        (("--templates", "nowhere"), 2, "error: invalid value for --templates: `nowhere` is no folder\n"),
        (("--port", "70000"), 2, "error: invalid value for '--port': 70000 is not in the range 0<=x<=65535"),
        (("empty", "--port", "0"), 1, "error[empty-folder]: "),
    ],
)  # fmt: skip
def test_wrong_use(cli: Cli, half: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    (half / "empty").mkdir()
    found = cli("serve", *arguments)
    assert found.code == code
    assert said in found.err


def test_nothing_to_serve_from_a_key_that_is_none_or_a_disk_that_takes_nothing(
    cli: Cli, half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNPLAN_FEED_KEY", "")
    code, _, err = cli("serve", "--port", "0")
    assert (code, "error[bad-feed-key]" in err) == (1, True)
    assert "Ctrl-C" not in err
    (half / ".runplan/.gitignore").unlink()
    (half / ".runplan").rmdir()
    (half / ".runplan").write_text("")
    code, _, err = cli("serve", "--port", "0")
    assert (code, "error[unwritable-file]: `.runplan`" in err) == (2, True)


@pytest.mark.parametrize("package", ["h11", "segno"])
def test_a_package_that_is_missing(
    cli: Cli, half: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    code, _, err = cli("serve")
    assert code == 1
    assert f"error[serve-needs-extra]: to serve feeds, the package `{package}` is missing" in err
