"""A real CalDAV server, Radicale, for tests and for the examples of the docs; and a proxy in front of it that does to
requests what networks and servers do to them."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

PASSWORD = "s3cret:with colon"
USERS = ("ana", "ben", "coach", "guest")
"""All have the same password. `guest` may read and not write."""

_RIGHTS = """
[guest]
user: guest
collection: .*
permissions: Rr
[own]
user: .+
collection: {user}(/.*)?
permissions: RrWw
[root]
user: .+
collection:
permissions: R
"""


def require(*modules: str) -> None:
    """A judge that is missing is skipped on a laptop and fails where `CI` is set."""
    for module in modules:
        if find_spec(module) is None:
            if os.environ.get("CI"):
                pytest.fail(f"{module} is missing")
            pytest.skip(f"{module} is not installed")


class Radicale(NamedTuple):
    """A running server, and the folder in which it keeps everything."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def resources(self, user: str = "ana") -> dict[str, dict[str, bytes]]:
        """What lies in each calendar of a user, by the names of calendar and file, read from the disk."""
        root = self.folder / "collection-root" / user
        return {
            calendar.name: {file.name: file.read_bytes() for file in sorted(calendar.glob("*.ics"))}
            for calendar in sorted(root.glob("*"))
            if calendar.is_dir() and not calendar.name.startswith(".")
        }

    def empty(self) -> None:
        """Takes everything away."""
        shutil.rmtree(self.folder / "collection-root", ignore_errors=True)

    def send(self, method: str, path: str, body: str = "", user: str = "ana", **headers: str) -> int:
        """A request of somebody else; gives the status."""
        from base64 import b64encode

        login = b64encode(f"{user}:{PASSWORD}".encode()).decode()
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        try:
            connection.request(method, path, body.encode(), {"Authorization": f"Basic {login}", **headers})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


@contextmanager
def radicale(port: int = 0) -> Iterator[Radicale]:
    """A server of its own on a free port of this machine, gone afterwards."""
    require("radicale")
    folder = Path(tempfile.mkdtemp(prefix="runplan-radicale-"))
    port = port or free_port()
    (folder / "users").write_text("".join(f"{user}:{PASSWORD}\n" for user in USERS))
    (folder / "rights").write_text(_RIGHTS)
    (folder / "config").write_text(
        f"[server]\nhosts = localhost:{port}\nmax_content_length = 60000\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[rights]\ntype = from_file\nfile = {folder}/rights\n"
        f"[storage]\nfilesystem_folder = {folder}\n"
        "[web]\ntype = none\n[logging]\nlevel = error\n"
    )
    log = (folder / "log").open("wb")
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    running = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        _await(port, running, folder / "log")
        yield Radicale(port, folder)
    finally:
        # It would wait for connections that are kept open.
        running.kill()
        running.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _await(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        assert running.poll() is None, log.read_text()
        try:
            socket.create_connection(("localhost", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"Radicale does not start: {log.read_text()}")


# ---- faults --------------------------------------------------------------------------------------------------


class Asked(NamedTuple):
    """A request as the proxy saw it; `status` is what was answered, 0 for nothing."""

    method: str
    path: str
    status: int
    headers: dict[str, str]


class Fault(NamedTuple):
    """What the proxy does to a request: `drop` it, `answer` with a status, be `slow`, or send the answer `short` (less than
    it announces) or `cut` (less than there is). With `work` the server has done what it was asked to do, before that."""

    kind: str
    work: bool = False
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return f"{self.kind}{self.status or ''}{'+' if self.work else ''}{'r' if self.headers else ''}"


class Proxy:
    """Stands before a server; `fault` says what happens to the n-th request (counting from 1), None for nothing."""

    def __init__(self, server: Radicale) -> None:
        self.server = server
        self.log: list[Asked] = []
        self.fault: Callable[[int, str, str], Fault | None] = lambda number, method, path: None
        self.slow_s = 0.6
        self.lock = threading.Lock()
        self.port = 0
        self.busy = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def calm(self) -> None:
        """Waits until what a client gave up on has been done."""
        while self.busy:
            time.sleep(0.01)

    def reset(self) -> None:
        """No faults, and nothing seen yet."""
        self.calm()
        self.log.clear()
        self.fault = lambda number, method, path: None

    def methods(self) -> list[str]:
        """What was asked, in order."""
        return [asked.method for asked in self.log]


@contextmanager
def proxy(server: Radicale) -> Iterator[Proxy]:
    """A proxy before `server`, on a port of its own."""
    made = Proxy(server)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except (ConnectionError, BrokenPipeError):
                self.close_connection = True

        def __getattr__(self, name: str) -> object:
            if name.startswith("do_"):
                return self.pass_on
            raise AttributeError(name)

        def pass_on(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size)
            with made.lock:
                made.busy += 1
                number = len(made.log) + 1
                made.log.append(Asked(self.command, self.path, 0, dict(self.headers)))
            try:
                self.treat(number, body)
            finally:
                with made.lock:
                    made.busy -= 1

        def treat(self, number: int, body: bytes) -> None:
            fault = made.fault(number, self.command, self.path)
            if fault is None:
                self.answer(number, *self.forward(body))
                return
            if fault.kind == "slow" and not fault.work:
                time.sleep(made.slow_s)
            done = self.forward(body) if fault.work or fault.kind in ("short", "cut", "slow") else None
            match fault.kind:
                case "drop":
                    self.end()
                case "slow":
                    if fault.work:
                        time.sleep(made.slow_s)
                    assert done is not None
                    self.answer(number, *done)
                case "answer":
                    self.answer(number, fault.status, dict(fault.headers), b"")
                case "short":
                    assert done is not None
                    status, headers, data = done
                    self.answer(number, status, headers, data[: len(data) // 2], max(1, len(data)))
                    self.end()
                case "cut":
                    assert done is not None
                    status, headers, data = done
                    self.answer(number, status, headers, data[: len(data) // 2])
                case _:
                    raise AssertionError(fault)

        def forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
            connection = http.client.HTTPConnection("localhost", made.server.port, timeout=30)
            try:
                connection.request(self.command, self.path, body, dict(self.headers))
                answer = connection.getresponse()
                return answer.status, dict(answer.getheaders()), answer.read()
            finally:
                connection.close()

        def answer(
            self, number: int, status: int, headers: dict[str, str], data: bytes, size: int | None = None
        ) -> None:
            with made.lock:
                made.log[number - 1] = made.log[number - 1]._replace(status=status)
            self.send_response_only(status)
            for name, value in headers.items():
                if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data) if size is None else size))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()

        def end(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    listening = Quiet(("127.0.0.1", 0), Handler)
    made.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
