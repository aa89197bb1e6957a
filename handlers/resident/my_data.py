"""`/mydata`: all that is kept of somebody, given to them as a text, as JSON, and with their files."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.language.intents import Intent
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
    """Sends all that is kept of somebody; asked again within ten minutes, says that it was sent."""
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
