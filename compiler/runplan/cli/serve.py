"""`runplan serve`: the feeds of a project from this machine, brought up to date with every save."""

from __future__ import annotations

import gc
import os
import socket
from contextlib import suppress

import click

from runplan.cli.failure import say_failure
from runplan.cli.findings import exit_code
from runplan.cli.project import display_path, reason
from runplan.cli.streams import write_word
from runplan.diagnostics import Report
from runplan.diagnostics.render import render_human
from runplan.syntax.span import Span

HOST, PORT = "127.0.0.1", 8765
BUSY_SHARE = 0.05
"""How much of one core may go into looking for changes."""


@click.command("serve", short_help="Serve feeds and a live preview from this machine.")
@click.argument("folder", metavar="[DIR]", default=".")
@click.option("--host", metavar="ADDRESS", default=HOST, show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=PORT,
    show_default=True,
    help="The port; 0 is any that is free.",
)
@click.option(
    "--url", metavar="URL", help="The address that runners use, where a proxy stands before the server."
)
@click.option(
    "--templates", metavar="DIR", help="Your own page templates, which come before the built-in ones."
)
def command(folder: str, host: str, port: int, url: str | None, templates: str | None) -> int:
    """Serve the calendar and the pages of every runner in DIR (the current folder if none is named), and follow each
    save: a page that is open in a browser on this machine shows it at once.

    The address of each runner's page goes to standard output. A runner with a mistake keeps the old feed. Ctrl-C ends it.

    \b
    Examples:
      runplan serve
      runplan serve my-coaching --port 9000
      runplan serve --url https://runs.example.org/club/
    """
    for name, option in ((folder, "DIR"), (templates, "--templates")):
        if name is not None and not os.path.isdir(name):
            raise click.BadParameter(f"`{name}` is no folder", param_hint=option)
    wrong = Report()
    sockets = _listening(host, port, url, wrong) if _has_extra(wrong) else []
    if len(wrong):
        return _said(wrong)
    try:
        return _serve(sockets, folder, url, templates)
    finally:
        for each in sockets:
            each.close()


def _has_extra(report: Report) -> bool:
    try:
        import h11  # noqa: F401
        import segno  # noqa: F401
    except ImportError as problem:
        report.say("serve-needs-extra", Span("", 0, 0, 0), what=problem.name)
        return False
    return True


def _listening(host: str, port: int, url: str | None, report: Report) -> list[socket.socket]:
    """The sockets; none where that cannot be, which is reported."""
    from runplan.feed.names import parse_address
    from runplan.web.server import open_sockets

    if url is not None and parse_address(url) is None:
        report.say("bad-feed-url", Span("--url", 0, 0, 0), url=url)
        return []
    try:
        return open_sockets(host, port)
    except (OSError, UnicodeError) as problem:
        import errno

        why = reason(problem) if isinstance(problem, OSError) else "it is no address"
        help_ = "name an address of this machine, or leave `--host` out"
        match getattr(problem, "errno", None):
            case errno.EADDRINUSE:
                help_ = "another program has the port, perhaps another `runplan serve`: name another with `--port`"
            case errno.EACCES:
                help_ = "ports below 1024 are the system's: name another with `--port`"
        place = f"{_bracketed(host)}:{port}"
        report.say("cannot-listen", Span("", 0, 0, 0), place=place, why=why, help=help_)
        return []


def _serve(sockets: list[socket.socket], folder: str, url: str | None, templates: str | None) -> int:
    from urllib.parse import urlsplit

    from runplan.cli.kept_feeds import KeptFeeds, Wanted
    from runplan.feed.names import parse_address
    from runplan.web.limits import is_local
    from runplan.web.server import Server
    from runplan.web.shelf import Shelf

    # A server lives long, unlike all else that we do.
    gc.enable()
    addresses = [each.getsockname()[0] for each in sockets]
    port = sockets[0].getsockname()[1]
    local = all(map(is_local, addresses))
    own = f"http://{_bracketed(_shown_host(addresses))}:{port}/"
    address = own if url is None else (parse_address(url) or own)
    # A proxy may hand on the whole path, or take its own part off.
    prefixes = ("/", urlsplit(address).path)
    # Where a proxy stands before us, everybody comes from this machine.
    live = local and url is None
    feeds = KeptFeeds(
        Wanted(os.path.abspath(folder), address, prefixes, templates and os.path.abspath(templates), live)
    )
    shelf = feeds.look()
    assert shelf is not None
    if not feeds.ready:
        return exit_code(feeds.problems)
    if url is not None:
        write_word(f"listening on {_bracketed(addresses[0])}:{port}, for {address}; Ctrl-C ends it\n")
    elif live:
        write_word("on this machine only; pages follow each save; Ctrl-C ends it\n")
    else:
        write_word(
            "for everybody who reaches this machine and knows an address. Without https others on the way can read it too: "
            "`--url` is for a proxy that has it. Ctrl-C ends it\n"
        )

    def look() -> Shelf | None:
        try:
            return feeds.look()
        except Exception as failure:
            # The old feeds are better than none.
            say_failure(failure, ["serve", display_path(folder)])
            return None

    server = Server()
    server.publish(shelf)
    with suppress(KeyboardInterrupt):
        server.run(sockets, look, lambda: max(1.0, feeds.took_s / BUSY_SHARE))
    write_word("stopped\n")
    return 0


def _said(wrong: Report) -> int:
    import sys

    from runplan.cli.streams import wants_color

    write_word(render_human(tuple(wrong), {}, color=wants_color(sys.stderr)))
    return 2 if any(d.code == "cannot-listen" for d in wrong) else 1


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _shown_host(addresses: list[str]) -> str:
    """The host of an address that others may type. A server that listens everywhere is known by where this machine is in its
    network."""
    host = addresses[0]
    if host not in ("0.0.0.0", "::"):
        return host
    family, elsewhere = (socket.AF_INET6, "2001:db8::1") if ":" in host else (socket.AF_INET, "192.0.2.1")
    # Nothing is sent: the system only says from where it would be.
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((elsewhere, 9))
        return str(probe.getsockname()[0])
    return socket.gethostname()
