"""Changes are carried out, one after the other, and what became of each is known in the end.

After a fault the calendar is looked at again and the changes are planned anew: so a change that was made although the
answer was lost is not made twice, and one that somebody else got in the way of is decided by what is there now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from runplan.publish.changes import Change, Changes
from runplan.publish.server import Account, Answer, Calendar, Fault, change, delete, look, put, wait
from runplan.publish.stored import Stored
from runplan.record import Record

MOST_FAILURES = 3
"""So many changes in a row that fail for good end a run: the next would fail as well."""


class Failure(Record):
    """A change that was not made; `unsure` where nobody can say whether it was, `lasting` where the server refuses it and
    will again."""

    change: Change
    why: str
    unsure: bool = False
    lasting: bool = False


class Outcome(Record):
    """What a run did: `done` in the order of doing, `failed`, and `waiting`, which was not tried. `last` are the changes
    as they were planned last, with what is not to be changed; `stop` is why the run ended early."""

    done: tuple[Change, ...]
    failed: tuple[Failure, ...]
    waiting: tuple[Change, ...]
    last: Changes
    stop: Fault | None = None


def apply_changes(
    account: Account,
    calendar: Calendar,
    owner: str,
    plan: Callable[[Sequence[Stored]], Changes],
    first: Changes,
    say: Callable[[Change], None] = lambda _: None,
) -> Outcome:
    """Makes the changes `first`; `plan` gives new ones for what the calendar holds after a fault. Each change is
    given to `say` when it is made."""
    last = first
    done: list[Change] = []
    failed: dict[str, Failure] = {}
    tries: dict[str, int] = {}
    waiting = list(first.changes)
    row = 0

    def outcome(stop: Fault | None) -> Outcome:
        return Outcome(tuple(done), tuple(failed.values()), tuple(waiting), last, stop)

    def finish(one: Change) -> None:
        done.append(one)
        say(one)

    while waiting:
        one = waiting.pop(0)
        answer = _carry_out(account, calendar, one)
        key = _key(one)
        if isinstance(answer, Answer):
            row = 0
            finish(one)
            continue
        tries[key] = tries.get(key, 0) + 1
        failed[key] = Failure(one, answer.why, answer.unsure)
        if answer.kind in ("login", "full"):
            return outcome(answer)
        again = wait(account.patience, tries[key], answer)
        if not again and answer.kind in ("nobody", "silent"):
            return outcome(answer)
        seen = look(account, calendar, owner)
        if isinstance(seen, Fault):
            return outcome(seen)
        last = plan(seen)
        todo = {_key(each): each for each in last.changes}
        if key not in todo:
            # It was made, and only the answer was lost; or it is of no use any more, such as a new event whose UID
            # somebody else has.
            del failed[key]
            if not any(event.uid == one.uid for event in last.foreign):
                finish(one)
            row = 0
        elif again:
            del failed[key]
        else:
            failed[key] = Failure(todo[key], answer.why, lasting=not answer.again)
            row += 1
        waiting = [each for key, each in todo.items() if key not in failed]
        if row >= MOST_FAILURES:
            return outcome(answer)
    return outcome(None)


def _key(one: Change) -> str:
    """One event, however often it is looked at; of one that lies twice, each place."""
    return f"{one.uid} {one.href}" if one.what == "delete" else one.uid


def _carry_out(account: Account, calendar: Calendar, one: Change) -> Answer | Fault:
    if one.data is None:
        assert one.href is not None
        return delete(account, calendar, one.href, one.etag)
    if one.href is None:
        return put(account, calendar, one.uid, one.data)
    return change(account, calendar, one.href, one.etag, one.data)
