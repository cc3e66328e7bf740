"""Many subscribers who ask `runplan serve` whether there is anything new: answers a second and how long one waits, at 100 to
5,000 connections kept open, and with a new connection for each question, which is what calendar programs do. Beside it the same answer
from other servers, as little as each can be made to do: the standard library's threads, and aiohttp and uvicorn where they are installed.

    python tests/bench/bench_serve.py [SECONDS]

The questions come from wrk (Debian has it), else from a client of our own, which is slower than the server.
"""

import asyncio
import http.client
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "compiler")]

from small import ANA, HALF  # noqa: E402

STEPS = (100, 1000, 2500, 5000)
RUNNERS = 20
TAG = '"0123456789abcdef0123456789abcdef"'


class Figures(NamedTuple):
    """What was measured: answers a second, milliseconds, octets an answer, and what went wrong."""

    rate: float
    median: float
    late: float
    latest: float
    octets: float
    errors: int


class Question(NamedTuple):
    """Something to ask: a path, and the ETag of what is there."""

    path: str
    etag: str


# ---- the servers ---------------------------------------------------------------------------------------------


@contextmanager
def ours() -> Iterator[tuple[int, list[Question], int]]:
    """`runplan serve` with a club of runners: its port, what to ask, its process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "runplan.toml").write_text("")
        (folder / "half.plan").write_text(HALF)
        for n in range(RUNNERS):
            (folder / f"runner{n}.runner").write_text(ANA.replace("Ana Silva", f"Runner {n}"))
        port = free_port()
        command = [sys.executable, "-m", "runplan", "serve", "--port", str(port)]
        env = {**os.environ, "PYTHONPATH": str(ROOT / "compiler")}
        with subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            try:
                lines = [process.stdout.readline() for _ in range(RUNNERS)]
                paths = ["/" + line.split()[0].split("/", 3)[3] + "calendar.ics" for line in lines]
                yield port, [Question(path, etag(port, path)) for path in paths], process.pid
            finally:
                process.send_signal(signal.SIGINT)


THREADS = f"""
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *a): pass
    def do_GET(self):
        self.send_response(304 if self.headers.get("If-None-Match") == {TAG!r} else 200)
        self.send_header("ETag", {TAG!r})
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
class Server(ThreadingHTTPServer):
    request_queue_size = 4096
Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
AIOHTTP = f"""
import asyncio, sys
from aiohttp import web
async def handle(request):
    return web.Response(status=304 if request.headers.get("If-None-Match") == {TAG!r} else 200, headers={{"ETag": {TAG!r}}})
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(web.Server(handle, access_log=None), "127.0.0.1", int(sys.argv[1]), backlog=4096)
    await server.serve_forever()
asyncio.run(main())
"""
UVICORN = f"""
import sys, uvicorn
async def app(scope, receive, send):
    same = dict(scope["headers"]).get(b"if-none-match") == {TAG!r}.encode()
    await send({{"type": "http.response.start", "status": 304 if same else 200, "headers": [(b"etag", {TAG!r}.encode())]}})
    await send({{"type": "http.response.body", "body": b""}})
uvicorn.run(app, port=int(sys.argv[1]), http="HTTP", loop="asyncio", access_log=False, log_level="error", backlog=4096, lifespan="off")
"""
PEERS = {
    "http.server, threads": (THREADS, ()),
    "aiohttp": (AIOHTTP, ("aiohttp",)),
    "uvicorn, h11": (UVICORN.replace("HTTP", "h11"), ("uvicorn", "h11")),
    "uvicorn, httptools": (UVICORN.replace("HTTP", "httptools"), ("uvicorn", "httptools")),
}


@contextmanager
def peer(source: str) -> Iterator[tuple[int, list[Question], int]]:
    """A server of a few lines."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", source, str(port)], stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with suppress(OSError):
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                time.sleep(0.1)
            yield port, [Question("/calendar.ics", TAG)], process.pid
        finally:
            process.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def etag(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    reply = connection.getresponse()
    assert reply.status == 200, path
    reply.read()
    return reply.headers["ETag"]


# ---- the subscribers -----------------------------------------------------------------------------------------

LUA = """
local questions = {%s}
local n = 0
local requests = {}
init = function(args)
  for i, q in ipairs(questions) do
    requests[i] = wrk.format("GET", q[1], {["Host"] = "localhost", ["If-None-Match"] = q[2], ["Connection"] = %r})
  end
end
request = function()
  n = n %% #requests + 1
  return requests[n]
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %%f %%f %%f %%f %%f %%d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3, summary.bytes / summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def ask_with_wrk(
    port: int, questions: list[Question], connections: int, seconds: float, *, keep: bool
) -> Figures:
    """wrk, with one thread: the other core is the server's."""
    listed = ", ".join(f"{{'{q.path}', '{q.etag}'}}" for q in questions)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (listed, "keep-alive" if keep else "close"))
        script.flush()
        done = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s", "-s", script.name),
                f"http://127.0.0.1:{port}/",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("FIGURES"))
    *figures, errors = line.split()[1:]
    rate, median, late, latest, octets = map(float, figures)
    return Figures(rate, median, late, latest, octets, int(errors))


class Subscriber(asyncio.Protocol):
    """Asks again as soon as it has an answer."""

    def __init__(self, request: bytes, log: list[float], sizes: list[int]) -> None:
        self.request, self.log, self.sizes = request, log, sizes
        self.lost = False
        self.said = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.begin = time.perf_counter()
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.said += data
        if self.said.endswith(b"\r\n\r\n"):
            self.log.append(time.perf_counter() - self.begin)
            self.sizes.append(len(self.said))
            self.said = b""
            self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True


def ask_ourselves(
    port: int, questions: list[Question], connections: int, seconds: float, *, keep: bool
) -> Figures:
    """The same without wrk; connections are always kept."""

    async def run() -> Figures:
        loop = asyncio.get_running_loop()
        log: list[float] = []
        sizes: list[int] = []
        made: list[Subscriber] = []
        for n in range(connections):
            q = questions[n % len(questions)]
            request = f"GET {q.path} HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {q.etag}\r\n\r\n".encode()
            _, one = await loop.create_connection(
                lambda request=request: Subscriber(request, log, sizes), "127.0.0.1", port
            )
            made.append(one)
        log.clear()
        await asyncio.sleep(seconds)
        errors = sum(one.lost for one in made)
        waits = sorted(log)
        for one in made:
            one.transport.abort()
        await asyncio.sleep(0)

        def at(share: float) -> float:
            return waits[min(int(len(waits) * share), len(waits) - 1)] * 1000

        return Figures(len(waits) / seconds, at(0.5), at(0.99), at(1), sum(sizes) / len(sizes), errors)

    return asyncio.run(run())


def memory(pid: int) -> str:
    """The most memory that a process has had."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return f"{int(line.split()[1]) // 1024} MB"
    return "?"


ROUNDS = 3
"""Each server has its turn in each round, and its best one counts, since others use this machine; errors of all of them count."""


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    ask = ask_with_wrk if shutil.which("wrk") else ask_ourselves
    print(f"open files {soft} (at most {hard}), load {os.getloadavg()[0]:.1f}, asked by {ask.__name__}")
    servers = {"runplan serve": ours}
    for name, (source, modules) in PEERS.items():
        if all(map(find_spec, modules)):
            servers[name] = lambda source=source: peer(source)
    found: dict[str, dict[str, list[Figures]]] = {name: {} for name in servers}
    most: dict[str, str] = {}
    for _ in range(ROUNDS):
        for name, start in servers.items():
            with start() as (port, questions, pid):
                for connections in STEPS if name == "runplan serve" else (STEPS[0], STEPS[-1]):
                    figures = ask(port, questions, connections, seconds, keep=True)
                    found[name].setdefault(f"{connections}", []).append(figures)
                    if connections == STEPS[0] and ask is ask_with_wrk:
                        figures = ask(port, questions, connections, seconds, keep=False)
                        found[name].setdefault(f"{connections} new", []).append(figures)
                most[name] = memory(pid)
    print("server                connections   answers/s   median ms   99 % ms     max ms  octets  errors")
    for name, steps in found.items():
        for connections, rounds in steps.items():
            f = max(rounds, key=lambda figures: figures.rate)
            errors = sum(figures.errors for figures in rounds)
            print(
                f"{name:<21} {connections:>11} {f.rate:11.0f} {f.median:11.1f} {f.late:9.1f} {f.latest:10.1f} {f.octets:7.0f} {errors:7}"
            )
        print(f"{name:<21} {most[name]}")


if __name__ == "__main__":
    main()
