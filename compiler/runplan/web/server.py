"""The server: asyncio keeps the sockets, h11 reads and writes HTTP/1.1, `answer.py` says what.

One thread answers, from a shelf that another thread replaces. A connection is in one of six states, and all but a preview's have a
deadline, which one sweep over all connections holds them to; nothing that a client sends makes a deadline later.

A request with a body is refused and its connection closed, whatever its length is said to be, so there is no second opinion on where
a request ends.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.utils import formatdate
from enum import Enum
from http import HTTPStatus
from typing import TypeAlias

import h11

from runplan.web.answer import LIVE_HEAD, Live, answer, plain
from runplan.web.limits import Limits, Rates, is_local, reader, within_open_files
from runplan.web.shelf import Answer, Shelf

BACKLOG = 4096
"""Connections that the system keeps waiting for us."""
_TURN = 16
"""Requests of one connection that are answered before others have their turn."""
_GRACE_S = 3.0
"""How long answers that are on their way have, when the server stops."""
_LINGER_S = 2.0
"""How long a client that was refused may go on sending until it has read why."""
_HEARTBEAT_S = 15.0

_WORDS = {
    400: "This is no request",
    408: "The request took too long",
    413: "A request has no body here",
    414: "The address is too long",
    429: "Too many requests",
    431: "The headers are too long",
    501: "This is not known here",
    503: "Too many readers",
    505: "HTTP/1.1, please",
}

Look: TypeAlias = "Callable[[], Shelf | None]"


class State(Enum):
    """What a connection is doing."""

    IDLE = "between requests"
    HEAD = "a request has begun"
    ANSWER = "an answer is being taken"
    LIVE = "events of a preview"
    CLOSING = "the last answer is being taken"
    LINGERING = "refused, and what still comes is thrown away"


class Server:
    """Answers from `shelf`. `publish` and `stop` may be called from any thread, `run` from one that runs no loop."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.shelf = Shelf()
        self.rates = Rates(self.limits.rate, self.limits.burst)
        self.connections: set[_Connection] = set()
        self.lives: dict[_Connection, str] = {}
        self.readers: Counter[str] = Counter()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._guard = threading.Lock()
        self._prepared: dict[tuple[int, tuple[tuple[str, str], ...], bool], h11.Response] = {}
        self._second = 0

    # ---- from outside

    def run(
        self,
        sockets: Sequence[socket.socket],
        look: Look = lambda: None,
        wait_s: Callable[[], float] = lambda: 1.0,
    ) -> None:
        """Serves until `stop`, an interrupt or a request to terminate. `look` is called in a thread of its own, with
        `wait_s()` between two calls; what it gives is the new shelf."""
        asyncio.run(self._run(sockets, look, wait_s))

    def publish(self, shelf: Shelf) -> None:
        """Puts `shelf` into the place of the old one, and tells the previews."""
        self.shelf = shelf
        with self._guard:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._tell)

    def stop(self) -> None:
        """Has `run` return when the answers that are on their way have been taken."""
        with self._guard:
            if self._loop is not None and self._stopping is not None:
                self._loop.call_soon_threadsafe(self._stopping.set)

    # ---- the loop

    async def _run(self, sockets: Sequence[socket.socket], look: Look, wait_s: Callable[[], float]) -> None:
        self.limits = within_open_files(self.limits)
        loop = asyncio.get_running_loop()
        stopping = asyncio.Event()
        with self._guard:
            self._loop, self._stopping = loop, stopping
        _heed_signals(loop, stopping)
        listening = [
            await loop.create_server(lambda: _Connection(self), sock=each, backlog=BACKLOG)
            for each in sockets
        ]
        tasks = [asyncio.create_task(self._sweep()), asyncio.create_task(self._keep_looking(look, wait_s))]
        stopped = asyncio.create_task(stopping.wait())
        try:
            done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                each.result()  # what went wrong in one of ours is to be known
        finally:
            with self._guard:
                self._loop = None
            for server in listening:
                server.close()
            await self._end()
            for task in (*tasks, stopped):
                task.cancel()

    async def _keep_looking(self, look: Look, wait_s: Callable[[], float]) -> None:
        while True:
            await asyncio.sleep(wait_s())
            shelf = await asyncio.to_thread(look)
            if shelf is not None:
                self.publish(shelf)

    async def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        limits = self.limits
        pause = min(1.0, *(each / 4 for each in (limits.head_s, limits.idle_s, limits.write_s)))
        heartbeat = loop.time() + _HEARTBEAT_S
        while True:
            await asyncio.sleep(pause)
            now = loop.time()
            for connection in list(self.connections):
                if now > connection.deadline:
                    connection.overdue()
            self.rates.forget(now)
            if now > heartbeat:
                heartbeat = now + _HEARTBEAT_S
                for live in list(self.lives):
                    live.tell(b":\n\n")

    async def _end(self) -> None:
        loop = asyncio.get_running_loop()
        latest = loop.time() + _GRACE_S
        for connection in list(self.connections):
            connection.end()
        while self.connections and loop.time() < latest:
            await asyncio.sleep(0.02)
        for connection in list(self.connections):
            connection.transport.abort()
        await asyncio.sleep(0)

    def _tell(self) -> None:
        shelf = self.shelf
        for connection, path in list(self.lives.items()):
            state = shelf.live.get(path)
            if state is None:
                connection.end()
            else:
                connection.tell(event(state))

    # ---- for connections

    def refusal(self, who: str, *, free: bool) -> int | None:
        """The status with which a new connection is turned away."""
        if len(self.connections) >= self.limits.connections:
            return 503
        if not free and self.readers[who] >= self.limits.connections_each:
            return 429
        return None

    def prepared(self, reply: Answer, *, last: bool) -> h11.Response:
        """The head of an answer, with the date; checked by h11 once a second, and not for every reader."""
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._prepared.clear()
        key = (reply.status, reply.headers, last)
        if key not in self._prepared:
            more = [("Connection", "close")] if last else []
            self._prepared[key] = h11.Response(
                status_code=reply.status,
                reason=HTTPStatus(reply.status).phrase.encode(),
                headers=[("Date", formatdate(second, usegmt=True)), *reply.headers, *more],
            )
        return self._prepared[key]


def event(state: str) -> bytes:
    """The server-sent event that says in which state the pages are."""
    return f"retry: 1000\ndata: {state}\n\n".encode()


# ---- a connection ----------------------------------------------------------------------------------------------


class _Connection(asyncio.Protocol):
    def __init__(self, server: Server) -> None:
        self.server = server
        self.limits = server.limits
        self.loop = asyncio.get_running_loop()
        self.state = State.IDLE
        self.deadline = self.loop.time() + self.limits.head_s
        self.http = h11.Connection(h11.SERVER, max_incomplete_event_size=self.limits.head_octets)
        self.request: h11.Request | None = None
        self.transport: asyncio.Transport
        self.who = ""
        self.free = self.full = self.waiting = False

    # ---- what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        # `pause_writing` comes as soon as the system takes no more at once.
        transport.set_write_buffer_limits(high=0)
        address = str((transport.get_extra_info("peername") or ("",))[0])
        self.who = reader(address)
        self.free = self.limits.local_free and is_local(address)
        status = self.server.refusal(self.who, free=self.free)
        self.server.connections.add(self)
        self.server.readers[self.who] += 1
        if status is not None:
            self._refuse(status)

    def connection_lost(self, exc: Exception | None) -> None:
        server = self.server
        server.connections.discard(self)
        server.lives.pop(self, None)
        server.readers[self.who] -= 1
        if server.readers[self.who] <= 0:
            del server.readers[self.who]

    def data_received(self, data: bytes) -> None:
        if self.state in (State.CLOSING, State.LINGERING, State.LIVE):
            return
        if self.state is State.IDLE:
            self._enter(State.HEAD, self.limits.head_s)
        self.http.receive_data(data)
        self._advance()

    def eof_received(self) -> bool:
        if self.state is State.LIVE or self.state is State.LINGERING:
            return False
        if self.state is not State.CLOSING:
            self.http.receive_data(b"")
            self._advance()
        # Who has said all may still want to read.
        return self.full or self.waiting

    def pause_writing(self) -> None:
        self.full = True
        self.transport.pause_reading()
        if self.state is not State.CLOSING and self.state is not State.LINGERING:
            state = State.LIVE if self.state is State.LIVE else State.ANSWER
            self._enter(state, self.limits.write_s)

    def resume_writing(self) -> None:
        self.full = False
        if self.transport.is_closing():
            return
        self.transport.resume_reading()
        match self.state:
            case State.LIVE:
                self.deadline = float("inf")
            case State.ANSWER:
                self._enter(State.IDLE, self.limits.idle_s)
                self._advance()

    # ---- requests

    def _enter(self, state: State, seconds: float) -> None:
        self.state = state
        self.deadline = self.loop.time() + seconds

    def _advance(self) -> None:
        """Answers what has come, for as long as the answers are taken."""
        if self.waiting:
            self.waiting = False
            if not self.full and not self.transport.is_closing():
                self.transport.resume_reading()
        for _ in range(_TURN):
            if self.full or self.state not in (State.IDLE, State.HEAD) or self.transport.is_closing():
                return
            try:
                event = self.http.next_event()
            except h11.RemoteProtocolError as problem:
                self._refuse(problem.error_status_hint)
                return
            if event is h11.NEED_DATA or event is h11.PAUSED:
                self._await_more()
                return
            match event:
                case h11.Request():
                    self.request = event
                    status = self._fault(event)
                    if status is not None:
                        self._refuse(status)
                        return
                case h11.EndOfMessage():
                    self._respond()
                case _:  # a client that has gone
                    self.transport.close()
                    return
        # More than a turn has come at once: the others first.
        self.waiting = True
        self.transport.pause_reading()
        self.loop.call_soon(self._advance)

    def _await_more(self) -> None:
        if self.http.trailing_data[0] and self.state is State.IDLE:
            self._enter(State.HEAD, self.limits.head_s)

    def _fault(self, request: h11.Request) -> int | None:
        """The status with which a request is refused before it is looked at."""
        limits = self.limits
        if not request.http_version.startswith(b"1."):
            return 505
        if len(request.target) > limits.target_octets:
            return 414
        octets = len(request.method) + sum(len(name) + len(value) for name, value in request.headers)
        if len(request.headers) > limits.headers or octets > limits.head_octets:
            return 431
        for name, value in request.headers:
            if name == b"transfer-encoding":
                return 400
            if name == b"content-length" and value.strip(b"0"):
                return 413
        if not self.free and not self.server.rates.take(self.who, self.loop.time()):
            return 429
        return None

    def _respond(self) -> None:
        assert self.request is not None
        method = self.request.method.decode("latin-1")
        target = self.request.target.decode("latin-1")
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self.request.headers]
        shelf = self.server.shelf
        reply = answer(method, target, headers, shelf)
        self.request = None
        if isinstance(reply, Live):
            self._begin_live(reply.path, shelf)
            return
        self._enter(State.ANSWER, self.limits.write_s)
        data = [self.http.send(self.server.prepared(reply, last=False))]
        if reply.body:
            data.append(self.http.send(h11.Data(reply.body)))
        data.append(self.http.send(h11.EndOfMessage()))
        last = self.http.our_state is not h11.DONE or self.http.their_state is not h11.DONE
        self.transport.write(b"".join(filter(None, data)))
        if last:
            self._enter(State.CLOSING, self.limits.write_s)
            self.transport.close()
            return
        self.http.start_next_cycle()
        if not self.full:
            self._enter(State.IDLE, self.limits.idle_s)

    def _refuse(self, status: int) -> None:
        """Says why, and that this was the last word; the connection goes when the client has had time to read it."""
        self._enter(State.LINGERING, _LINGER_S)
        retry = (("Retry-After", "10"),) if status in (429, 503) else ()
        reply = plain(status, _WORDS.get(status, _WORDS[400]), *retry)
        head_only = self.request is not None and self.request.method == b"HEAD"
        with suppress(h11.LocalProtocolError):
            data = [
                self.http.send(self.server.prepared(reply, last=True)),
                self.http.send(h11.Data(reply.body)) if not head_only else None,
                self.http.send(h11.EndOfMessage()),
            ]
            self.transport.write(b"".join(filter(None, data)))
        if self.transport.can_write_eof():
            with suppress(OSError):
                self.transport.write_eof()

    def overdue(self) -> None:
        """Ends what takes too long: with a word to a client that is still about to ask."""
        if self.state is State.HEAD:
            self._refuse(408)
        elif self.state is State.IDLE:
            self.transport.close()
            self.deadline = float("inf")
        else:
            self.transport.abort()

    def end(self) -> None:
        """Ends the connection as soon as the answer that is on its way has been taken."""
        if self.state is State.LIVE:
            with suppress(h11.LocalProtocolError):
                self.transport.write(self.http.send(h11.EndOfMessage()) or b"")
        if not self.transport.is_closing():
            self._enter(State.CLOSING, self.limits.write_s)
            self.transport.close()

    # ---- previews

    def _begin_live(self, path: str, shelf: Shelf) -> None:
        if len(self.server.lives) >= self.limits.lives:
            self._refuse(503)
            return
        self._enter(State.LIVE, float("inf"))
        self.server.lives[self] = path
        self.transport.write(self.http.send(self.server.prepared(LIVE_HEAD, last=True)) or b"")
        self.tell(event(shelf.live[path]))

    def tell(self, data: bytes) -> None:
        """Sends a server-sent event, unless the client has not taken the last one."""
        if not self.full and not self.transport.is_closing():
            self.transport.write(self.http.send(h11.Data(data)) or b"")


# ---- sockets and signals ---------------------------------------------------------------------------------------


def open_sockets(host: str, port: int) -> list[socket.socket]:
    """Sockets for every address of `host`, all of one port; 0 is any that is free. OSError where that cannot be."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(found):
            each = socket.socket(family, socket.SOCK_STREAM)
            opened.append(each)
            if hasattr(signal, "SIGHUP"):  # on Windows it would let two programs share the port
                each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            each.bind((address[0], port or opened[0].getsockname()[1], *address[2:]))
            # So that the port is ours from now on, and who comes early waits.
            each.listen(BACKLOG)
            each.setblocking(False)
    except BaseException:
        for each in opened:
            each.close()
        raise
    return opened


def _heed_signals(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    """The first interrupt, or request to terminate, ends gracefully; the next one at once."""
    if threading.current_thread() is not threading.main_thread():
        return

    def heed(number: int) -> None:
        stopping.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows an interrupt is an exception, which ends the loop
            loop.add_signal_handler(number, heed, number)
