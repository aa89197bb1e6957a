"""The words of how far a broadcast has come: its kind, its state, why somebody was not reached."""

from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.office.wording import hearing_words
from bot.office.wording.notices import N_, make_button
from storage.queue.broadcasts import Broadcast, BroadcastKind, BroadcastState, Progress

REASONS = {
    "blocked": N_("blocked the bot: {n}"),
    "unsubscribed": N_("unsubscribed: {n}"),
    "far_away": N_("far away, results only: {n}"),
    "not_coming": N_("said that they do not come: {n}"),
    "expired": N_("too late: {n}"),
    "cancelled": N_("cancelled before: {n}"),
    "moved": N_("the hearing was moved before: {n}"),
    "held": N_("the hearing was held before: {n}"),
    "unreachable": N_("the messenger was not reachable: {n}"),
    "uncertain": N_("not known whether it arrived: {n}"),
    "reclaimed": N_("not known whether it arrived: {n}"),
    "rejected": N_("refused by the messenger: {n}"),
    "window_closed": N_("the messenger does not allow it now: {n}"),
}
_OTHER = N_("another reason: {n}")


STATES = {
    BroadcastState.SCHEDULED: N_("waits for its time"),
    BroadcastState.SENDING: N_("is being sent"),
    BroadcastState.PAUSED: N_("is paused"),
    BroadcastState.CANCELLED: N_("is cancelled"),
    BroadcastState.DONE: N_("is finished"),
}


KINDS = {
    BroadcastKind.NOTICE: N_("Notice of the hearing"),
    BroadcastKind.MOVED: N_("Notice of the move"),
    BroadcastKind.CANCELLED: N_("Notice of cancellation"),
    BroadcastKind.COMERS: N_("Notice to those who come"),
    BroadcastKind.RESULTS: N_("Results of the hearing"),
    BroadcastKind.IN_7_DAYS: N_("Reminder, a week before"),
    BroadcastKind.IN_1_DAY: N_("Reminder, a day before"),
    BroadcastKind.IN_2_HOURS: N_("Reminder, 2 hours before"),
    BroadcastKind.TOPIC: N_("Notice by village and theme"),
    BroadcastKind.CALL: N_("Notice of a call"),
    BroadcastKind.POLL: N_("Notice of a poll"),
}


BUTTONS = {
    BroadcastKind.NOTICE: N_("Notice"),
    BroadcastKind.MOVED: N_("Move"),
    BroadcastKind.CANCELLED: N_("Cancellation"),
    BroadcastKind.COMERS: N_("To those who come"),
    BroadcastKind.RESULTS: N_("Results"),
    BroadcastKind.IN_7_DAYS: N_("A week before"),
    BroadcastKind.IN_1_DAY: N_("A day before"),
    BroadcastKind.IN_2_HOURS: N_("2 hours before"),
    BroadcastKind.TOPIC: N_("Village and theme"),
    BroadcastKind.CALL: N_("Call"),
    BroadcastKind.POLL: N_("Poll"),
}


def say_standing(words: Words, broadcast: Broadcast, progress: Progress, *, leaves: int | None = None) -> str:
    """Where a broadcast stands, in a sentence; leaves is when it does if it still waits."""
    kind = words.say(KINDS[broadcast.kind])
    if leaves is not None:
        return words.say("{kind}: it leaves {when}.", kind=kind, when=hearing_words.say_moment(words, leaves))
    is_going = broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.SENDING}
    if is_going and not is_counted(broadcast, progress):
        return words.say("{kind}: the list of recipients is being made.", kind=kind)
    return f"{kind}: {words.say(STATES[broadcast.state])}."


def is_counted(broadcast: Broadcast, progress: Progress) -> bool:
    """Whether it is known how many people a broadcast is for; before that «0 of 0» would say nothing true."""
    return broadcast.listed or broadcast.finished_at is not None or progress.people > 0


def say_progress(words: Words, broadcast: Broadcast, progress: Progress, *, leaves: int | None = None) -> str:
    """How far a broadcast has come, in words."""
    lines = [say_standing(words, broadcast, progress, leaves=leaves)]
    if is_counted(broadcast, progress):
        lines.append(
            words.say(
                "Reached: {reached} of {people}. Waiting: {waiting}.",
                reached=words.number(progress.reached),
                people=words.number(progress.people),
                waiting=words.number(progress.waiting),
            )
        )
    if progress.not_reached:
        lost = sorted(progress.not_reached.items(), key=lambda one: (-one[1], one[0]))
        lines.append(words.say("Not reached: {n}.", n=words.number(sum(progress.not_reached.values()))))
        lines += [f"— {words.say(REASONS.get(code, _OTHER), n=words.number(count))}" for code, count in lost]
    return "\n".join(lines)


def show_progress(words: Words, broadcast: Broadcast, progress: Progress, *, leaves: int | None = None) -> Reply:
    """How far a broadcast has come, with what can be done about it now."""
    choices = []
    if broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.SENDING}:
        choices.append(make_button(words, f"bc_pause:{broadcast.id}", "Pause"))
    if broadcast.state is BroadcastState.PAUSED:
        choices.append(make_button(words, f"bc_resume:{broadcast.id}", "Go on"))
    if broadcast.finished_at is None and broadcast.state is not BroadcastState.CANCELLED:
        choices.append(make_button(words, f"bc_cancel:{broadcast.id}", "Stop for good"))
    if progress.not_reached:
        choices.append(make_button(words, f"bc_lost:{broadcast.id}", "Who was not reached"))
    return Reply(say_progress(words, broadcast, progress, leaves=leaves), tuple(choices))


def say_reason(code: str) -> str:
    """The sentence for a reason why somebody was not reached."""
    return REASONS.get(code, _OTHER)
