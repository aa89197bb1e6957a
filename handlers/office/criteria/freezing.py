"""Criterion 6 frozen in the chat: what for is asked, then come the file with every row and its paper."""

from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.office.criteria import frozen
from handlers.office.criteria.evidence import Criteria, find_place
from handlers.office.staff_only import desk
from handlers.shared.router import Talk, router


@desk.screen(Criteria.purpose)
async def ask_purpose(talk: Talk) -> Reply:
    """Asks what it is frozen for, which is printed on the paper."""
    said = talk.say("What is it frozen for? Write it, for example «Commission 2027». It stands on the paper.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(Criteria.purpose, choice=BACK)
async def on_back_to_figures(talk: Talk) -> Reply:
    """Shows the figures again."""
    return put_above(talk.say("Nothing is frozen."), await talk.ask(Criteria.figures))


@desk.on(Criteria.purpose, kind=Kind.TEXT)
async def on_purpose_named(talk: Talk) -> Replies:
    """Freezes it as the log stands, and sends both files. They are made as the messages leave."""
    aimak, year = await find_place(talk)
    made = await frozen.freeze(talk.store, aimak_id=aimak.id, year=year, purpose=talk.text, by=talk.person, at=talk.now)
    await frozen.record_frozen(talk.store, made, aimak_id=aimak.id, by=talk.person, at=talk.now)
    document = {
        "kind": "frozen", "aimak_id": aimak.id, "year": year, "for": made["for"], "at": talk.now,
        "sha256": made["sha256"],
    }  # fmt: skip
    said = talk.say("Criterion 6 is frozen. Keep the file: «Check a frozen file» here tells whether it still holds.")
    return (
        Reply(said, document=document | {"form": "json"}, stays=True),
        Reply(talk.say("The same on paper, in both languages."), document=document | {"form": "pdf"}, stays=True),
        await talk.ask(Criteria.figures),
    )


@router.refuses(frozen.PurposeWrong)
async def say_purpose_wrong(talk: Talk, _refused: frozen.PurposeWrong) -> Reply:
    """Says how long it may be, and asks again."""
    said = talk.say("Please write it in 1 to {n} characters.", n=frozen.LONGEST_PURPOSE)
    return put_above(said, await talk.ask(Criteria.purpose))
