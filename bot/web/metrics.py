"""The figures of `/metrics`, in Prometheus' text form: counts and ages, nothing of anybody's."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from bot.channels.durations import BOUNDS
from bot.web.figures import Held, Waiting, look_at_process
from bot.web.health import Health

Account = tuple[str, str]


def write_metrics(own: Iterable[str], waiting: Waiting, now: int) -> str:
    """The text: what this process has counted, or all workers have, and what waits in the outbox. now is in ms UTC."""
    return "\n".join([*own, *_list_waiting(waiting, now)]) + "\n"


def list_own(
    health: Health | None,
    answered: Mapping[tuple[str, int], int],
    in_hand: int,
    counts: Mapping[str, int] | None = None,
) -> Iterator[str]:
    """The lines of this process. health is none where nothing comes in.

    answered counts answers by path and status, in_hand is how many requests are being taken in. counts are what else this
    process has counted, by name.
    """
    if health is not None:
        yield from _list_taken_in(health, answered, in_hand)
    yield from _list_held(look_at_process())
    yield from _family("sunush_counted_total", "counter", "What else this process has counted, such as lost leases.")
    for what, count in sorted((counts or {}).items()):
        yield _line("sunush_counted_total", count, what=what)


def _list_taken_in(health: Health, answered: Mapping[tuple[str, int], int], in_hand: int) -> Iterator[str]:
    now = health.now()
    yield from _family("sunush_webhook_answers_total", "counter", "Answers of webhooks, by status.")
    for (path, status), count in sorted(answered.items()):
        yield _line("sunush_webhook_answers_total", count, path=path, status=status)
    yield from _family("sunush_webhooks_in_hand", "gauge", "Webhooks that are being taken in.")
    yield _line("sunush_webhooks_in_hand", in_hand)
    intakes = health.list_intakes()
    yield from _family("sunush_taken_in_total", "counter", "What came and was taken in, or failed to be.")
    for of, intake in intakes:
        yield _line("sunush_taken_in_total", intake.steps, of)
    yield from _family("sunush_dropped_total", "counter", "Messages dropped since their author wrote too fast.")
    for of, intake in intakes:
        yield _line("sunush_dropped_total", intake.dropped, of)
    yield from _family("sunush_refused", "gauge", "1 where the messenger refuses our account.")
    for of, intake in intakes:
        yield _line("sunush_refused", int(intake.is_refused), of)
    yield from _family("sunush_heard", "gauge", "1 where an account is heard.")
    for of, heard in health.list_heard():
        yield _line("sunush_heard", int(heard), of)
    yield from _family("sunush_poll_lag_seconds", "gauge", "Since the messenger last answered a poll well.")
    for of, intake in intakes:
        if intake.good_at:
            yield _line("sunush_poll_lag_seconds", _seconds(now - intake.good_at), of)
    yield from _list_turns(health)


def _list_turns(health: Health) -> Iterator[str]:
    yield from _family("sunush_turn_seconds", "histogram", "From an event that is taken in to its commit.")
    for of, intake in health.list_intakes():
        took = intake.durations
        for bound, count in zip((*map(_seconds, BOUNDS), "+Inf"), accumulate(took.counts), strict=True):
            yield _line("sunush_turn_seconds_bucket", count, of, le=bound)
        yield _line("sunush_turn_seconds_sum", _seconds(took.total), of)
        yield _line("sunush_turn_seconds_count", sum(took.counts), of)
    yield from _family("sunush_turn_p95_seconds", "gauge", "Of the latest thousand turns 95 of 100 took no longer.")
    for of, intake in health.list_intakes():
        p95 = intake.durations.find_p95()
        if p95 is not None:
            yield _line("sunush_turn_p95_seconds", _seconds(p95), of)


def _list_waiting(waiting: Waiting, now: int) -> Iterator[str]:
    yield from _family("sunush_database_read", "gauge", "1 where the database could be asked for what follows.")
    yield _line("sunush_database_read", int(waiting.read))
    yield from _family("sunush_queue_ready", "gauge", "Chats whose next message may leave now or later, by lane.")
    for depth in waiting.ready:
        yield _line("sunush_queue_ready", depth.ready, (depth.channel, depth.account), lane=depth.lane.name.lower())
    yield from _family("sunush_queue_age_seconds", "gauge", "How long the first of them could have left.")
    for depth in waiting.ready:
        age = _seconds(max(0, now - depth.since))
        yield _line("sunush_queue_age_seconds", age, (depth.channel, depth.account), lane=depth.lane.name.lower())
    yield from _family("sunush_queue_behind", "gauge", "Messages that wait behind another one of their chat.")
    for lane, count in sorted(waiting.behind.items()):
        yield _line("sunush_queue_behind", count, lane=lane.name.lower())
    yield from _family("sunush_disk_free_bytes", "gauge", "Free on the disk of the data.")
    yield _line("sunush_disk_free_bytes", waiting.free)


def _list_held(held: Held | None) -> Iterator[str]:
    if held is None:
        return
    yield from _family("sunush_memory_bytes", "gauge", "Resident memory of this process.")
    yield _line("sunush_memory_bytes", held.memory)
    yield from _family("sunush_open_files", "gauge", "Files and connections that this process has open.")
    yield _line("sunush_open_files", held.files)
    yield from _family("sunush_tasks", "gauge", "Tasks of its event loop.")
    yield _line("sunush_tasks", held.tasks)


def _family(name: str, kind: str, what: str) -> Iterator[str]:
    yield f"# HELP {name} {what}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, value: float, of: Account | None = None, **labels: object) -> str:
    said = ({"channel": of[0], "account": of[1]} if of is not None else {}) | labels
    return f"{name}{_write_labels(said)} {value}"


def _write_labels(labels: Mapping[str, object]) -> str:
    if not labels:
        return ""
    escaped = {
        name: str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        for name, value in labels.items()
    }
    return "{" + ",".join(f'{name}="{value}"' for name, value in escaped.items()) + "}"


def _seconds(milliseconds: int) -> float:
    return milliseconds / 1000
