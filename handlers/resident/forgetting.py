"""Erasing all that is kept of somebody: `/forget`, and taking consent back, which is the same."""

from dataclasses import dataclass

from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.chat.texts import is_label
from bot.language.intents import Intent
from bot.language.meanings.yes import loses_nothing
from bot.language.wishes.of_oneself.all_of_it import read_all_of_it
from bot.office.messengers.own_messengers import list_messengers
from bot.office.personal import erasure
from handlers.resident.states import Forgetting, Privacy
from handlers.shared.guidance import come_in
from handlers.shared.router import Talk, router


@dataclass(frozen=True)
class BeforeForgetting(Memory):
    """The state in which somebody asked to be forgotten."""

    before_forgetting: str | None = None


def _read_sure(text: str) -> str | None:
    # «Ооба, баарын» is a yes at this question alone; «жок, баарын эмес» erases nothing.
    everything = read_all_of_it(text)
    return None if everything is None else f"forget_sure:{'all' if everything else 'no'}"


router.reads_choice["forget_sure"] = _read_sure


@router.on(command="forget")
@router.on(choice="forget_me")
@router.on(means=Intent.FORGET)
@router.on(Privacy.open, choice="revoke")
async def on_forgetting_wanted(talk: Talk) -> Reply:
    """Says what goes and what stays, and asks once; nothing has changed yet."""
    if talk.state.state != Forgetting.ask:
        await BeforeForgetting(before_forgetting=talk.state.state).keep(talk)
    return await talk.ask(Forgetting.ask)


@router.screen(Forgetting.ask)
async def ask_forgetting(talk: Talk) -> Reply:
    """Says in plain words what goes and what stays."""
    held = await erasure.count_kept(talk.store, by=talk.person)
    lines = [
        talk.say("Erase everything of yours? It cannot be brought back."),
        talk.say(
            "Gone: your name and address, your texts, voices, photos, documents and questions, "
            "what was said about them, notices and your consent."
        ),
    ]
    own = await list_messengers(talk.store, by=talk.person)
    if len(own) > 1:
        lines.append(talk.say("It goes in all of them: {messengers}.", messengers=", ".join(one.name for one in own)))
    if held.awaiting:
        lines.append(
            talk.say_n(
                "{n} proposal without an answer is withdrawn.",
                "{n} proposals without an answer are withdrawn.",
                held.awaiting,
            )
        )
    if held.proposals:
        lines.append(talk.say("Staying, without your name and words: numbers, decisions and sums."))
    if held.works_here:
        lines.append(talk.say("You work in an office: your role ends, what you did for it stays in its records."))
    lines.append(
        talk.say(
            "Safety copies are replaced in time; in one that is put back you are erased again. "
            "This chat you clear in your messenger."
        )
    )
    public = (talk.make_choice("forget_sure:public", "Leave public texts"),) if held.public else ()
    return Reply(
        "\n".join(lines),
        (
            talk.make_choice("forget_sure:all", "Erase everything", means=(Intent.YES, Intent.ERASE, Intent.FORGET)),
            *public,
            talk.make_choice("forget_sure:no", "Do not erase", means=(Intent.NO,)),
        ),
        list_ways(talk),
    )


@router.on(Forgetting.ask, choice="forget_sure")
async def on_forgetting_answered(talk: Talk) -> Reply:
    """Erases everything, or leaves things as they are."""
    if talk.chosen not in {"all", "public"}:
        return put_above(talk.say("All right, nothing is erased."), await _go_on(talk))
    if talk.incoming.kind is Kind.TEXT and loses_nothing(talk.text) and not is_label(talk.text):
        return put_above(talk.say("Please press a button, or write only its number."), await talk.ask_again())
    talk.person = await erasure.forget(talk.store, by=talk.person, keeps_public=talk.chosen == "public", at=talk.now)
    await talk.state.clear()
    talk.erased = True
    return Reply(
        talk.say("Everything of yours is erased. To begin again, press the button, or your link anew."),
        (talk.make_choice("begin_again", "Begin again"),),
    )


@router.on(Forgetting.ask, choice=BACK)
async def on_forgetting_left(talk: Talk) -> Reply:
    """Goes on where it was asked; nothing is erased."""
    return await _go_on(talk)


async def _go_on(talk: Talk) -> Reply:
    before = BeforeForgetting.of(talk).before_forgetting
    await BeforeForgetting.forget(talk)
    if before in talk.screens and before != Forgetting.ask and talk.person.language is not None:
        await talk.state.set_state(before)
        return await talk.ask_again()
    return await come_in(talk)
