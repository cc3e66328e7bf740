"""Files on the disk: written whole or not at all, and never outside their folder."""

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

_WINDOWS_NAMES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
)
_LONGEST = 100


def safe_name(name: str) -> str:
    """A file name out of a runner's id: letters, digits, `-`, `_` and `.` stay, all else becomes one hyphen."""
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in unicodedata.normalize("NFC", name))
    while "--" in kept:
        kept = kept.replace("--", "-")
    kept = kept.strip("-.")[:_LONGEST].rstrip("-.") or "runner"
    return f"{kept}-runner" if kept.split(".")[0].casefold() in _WINDOWS_NAMES else kept


def write_files(folder: str, files: Mapping[str, bytes], mode: int = 0o666) -> list[str]:
    """Writes `files`, by their names in `folder`, which is made if it is not there; gives their paths. `mode` says who
    may read them, as far as the user's own mask allows.

    All of them are written beside their places first and moved there only when the last one is on the disk, so a
    failure (OSError) leaves every old file as it was.
    """
    _make_folder(folder)
    waiting: list[tuple[str, str]] = []
    try:
        for name, data in files.items():
            path = os.path.join(folder, name)
            if os.path.dirname(name) or os.path.isdir(path):
                raise IsADirectoryError(0, "a folder is in its place", path)
            waiting.append((_write_beside(path, data, mode), path))
        for beside, path in waiting:
            os.replace(beside, path)
    finally:
        for beside, _ in waiting:
            with suppress(FileNotFoundError):
                os.unlink(beside)
    _sync_folder(folder)
    return [path for _, path in waiting]


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Keeps other runs of ours out of `folder`, which is made if it is not there, for as long as what is read there
    must still hold when it is replaced. Where the system has no such locks, the last of two writers wins."""
    _make_folder(folder)
    try:
        from fcntl import LOCK_EX, flock

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with suppress(OSError):  # some network disks have none
            flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


def read_file(path: str, most: int) -> bytes | None:
    """The first `most` octets of a file; None where there is none. OSError where it cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except FileNotFoundError:
        return None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        what = "a folder is in its place" if stat.S_ISDIR(mode) else "it is no ordinary file"
        raise OSError(0, what, path)
    with open(handle, "rb") as file:
        return file.read(most)


def write_over(path: str, data: bytes) -> None:
    """Puts `data` into the place of the file `path`, keeping its permissions; a link's target is what changes."""
    path = os.path.realpath(path)
    beside = _write_beside(path, data)
    try:
        os.chmod(beside, os.stat(path).st_mode & 0o7777)
        os.replace(beside, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)
    _sync_folder(os.path.dirname(path))


def _make_folder(folder: str) -> None:
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise NotADirectoryError(0, "it is a file, and a folder is needed", folder)
    os.makedirs(folder, exist_ok=True)


def _write_beside(path: str, data: bytes, mode: int = 0o666) -> str:
    """Writes `data`, down to the disk, to a new file in the folder of `path`; gives its path."""
    folder, name = os.path.split(path)
    beside = os.path.join(folder, f".{name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        os.unlink(beside)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(beside, flags, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    return beside


def _sync_folder(folder: str) -> None:
    """Makes the moves last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
