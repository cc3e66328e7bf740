"""The files of a `check`, each looked at: from memory where nothing has changed, and many at once where there are many."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date

from runplan.cli.compile import Target, Workplace, compile_target, followed
from runplan.cli.remembered import Checked, Memory
from runplan.record import Record

MANY = 32
"""From so many files on, starting further processes costs less than it saves."""


class Tried(Record):
    """What was found in a file, and the files of its project that were read for it; `unreadable` that there was no text."""

    checked: Checked
    used: frozenset[str]
    unreadable: bool


def try_files(targets: Sequence[Target], today: date) -> Iterator[tuple[Target, Checked, bool]]:
    """Every file with what was found in it, and whether it could not be read, in their order."""
    memories: dict[str, Memory] = {}
    recalled: list[Checked | None] = []
    for target in targets:
        root = target.project.root
        if root not in memories:
            memories[root] = Memory(target.project)
        recalled.append(memories[root].recall(target.key, today))
    fresh = [target for target, checked in zip(targets, recalled, strict=True) if checked is None]
    together = iter(_tried_together(fresh, today) or ())
    for target, checked in zip(targets, recalled, strict=True):
        if checked is not None:
            yield target, checked, False
            continue
        tried = next(together, None) or try_file(target, today)
        if tried.checked.diagnostics:
            for key in tried.used:
                target.project.keep_text(key)
        if not tried.unreadable:
            memories[target.project.root].keep(target.key, today, tried.checked, tried.used)
        yield target, tried.checked, tried.unreadable
    for memory in memories.values():
        memory.save()


def try_file(target: Target, today: date) -> Tried:
    """Looks at one file."""
    target.project.used.clear()
    compiled = compile_target(target, today)
    checked = Checked(compiled.diagnostics, followed(compiled))
    return Tried(checked, frozenset(target.project.used), compiled.unreadable)


def _tried_together(targets: Sequence[Target], today: date) -> list[Tried] | None:
    """What several processes find in many files; None where there are few, or where the system will not have it."""
    workers = min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8
    )
    if len(targets) < MANY or workers < 2:
        return None
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    paths = [target.project.path(target.key) for target in targets]
    # Neighbours often use the same files, which a process then reads once.
    size = -(-len(paths) // (4 * workers))
    parts = [paths[i : i + size] for i in range(0, len(paths), size)]
    try:
        with ProcessPoolExecutor(workers) as pool:
            return [tried for part in pool.map(_try_part, parts, [today] * len(parts)) for tried in part]
    except (BrokenProcessPool, OSError):
        return None


def _try_part(paths: Sequence[str], today: date) -> list[Tried]:
    """What a process of its own finds in some files."""
    import gc

    gc.disable()
    place = Workplace()
    return [try_file(place.target(path), today) for path in paths]
