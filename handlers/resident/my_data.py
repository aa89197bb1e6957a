"""`/mydata`: all that is kept of somebody, given to them as a text, as JSON, and with their files."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
from bot.office import staff
from bot.office.reads import own
from handlers.shared.guidance import show_here
from handlers.shared.router import Talk, router

PAUSE = 10 * 60 * 1000  # milliseconds between two times: each makes files as large as all that was ever sent


@dataclass(frozen=True)
class HandedOver(Memory):
    """When somebody was given their data last (ms UTC)."""

    handed_over: int = 0


@router.on(command="mydata")
@router.on(means=Intent.MYDATA)
async def on_my_data_wanted(talk: Talk) -> Replies:
    """Sends all that is kept of somebody; asked again within ten minutes, says that it was sent.

    Whoever never agreed, or was erased, and asks in words hears what stays of an erased one. No file would say that.
    """
    if talk.incoming.kind is Kind.TEXT and not talk.text.startswith("/") and await is_unknown(talk):
        return put_above(say_of_unknown(talk), await show_here(talk))
    if 0 <= talk.now - HandedOver.of(talk).handed_over < PAUSE:
        return put_above(
            talk.say("Your data were sent a moment ago. They can be sent again in ten minutes."), await show_here(talk)
        )
    parts = await own.list_files_in_parts(talk.store, by=talk.person)
    await HandedOver(talk.now).keep(talk)
    about = {
        "kind": "mydata",
        "person_id": talk.person.id,
        "peer_id": talk.person.peer_id,
        "language": talk.words.language,
    }
    replies = [
        Reply(
            talk.say("All that is kept of you, to read. To have it erased: /forget"), document={**about, "form": "txt"}
        ),
        Reply(talk.say("The same for other programs (JSON)."), document={**about, "form": "json"}),
        *(
            Reply(talk.say("Your voices, photos and documents."), document={**about, "form": "zip", "media": part})
            for part in parts
        ),
    ]
    return (*replies, await show_here(talk))


async def is_unknown(talk: Talk) -> bool:
    """Whether nothing is kept in somebody's name: they never agreed, or are erased. Who works in an office is known."""
    if talk.person.consent_version is not None or await staff.list_standings(talk.store, talk.person):
        return False
    return not await own.list_proposals(talk.store, by=talk.person, most=1)


def say_what_stays(talk: Talk) -> str:
    """What stays of whoever had everything erased, why, and for how long."""
    return "\n".join([
        talk.say("After everything is erased: numbers, decisions and sums of your proposals stay, without name and words."),
        talk.say("They are the record of what was decided about the budget, and are kept for good with it."),
        talk.say("A text that was public stays only if you chose «{button}».", button=talk.say("Leave public texts")),
        talk.say(
            "Safety copies are replaced in time; in one that is put back you are erased again. "
            "This chat you clear in your messenger."
        ),
    ])  # fmt: skip


def say_of_unknown(talk: Talk) -> str:
    """What is kept of somebody unknown, who may have been erased before."""
    nothing = talk.say(
        "Nothing is kept here in your name: only this chat's address, sealed, and what you write until you agree, for 24 hours."
    )
    as_a_file = talk.say("The same as a file: /mydata")
    return f"{nothing}\n{say_what_stays(talk)}\n{as_a_file}"
