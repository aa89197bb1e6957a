"""What is said of the work that a proposal asked for: to its author and supporters, and to the office."""

from bot.budget.works.stages import Stage
from bot.chat.message import Choice, Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import put_in_quotes, quote
from bot.office.wording import notices
from bot.office.wording.answers import answer_words
from bot.office.wording.notices import N_
from storage.answering.dialogue import Said
from storage.attachments.media import KeptFile
from storage.log.dialogue_kinds import WORK
from storage.people import Mailbox
from storage.proposals import Proposal
from storage.store import Store

STAGES = {
    Stage.ADOPTED: N_("approved by the ayil kenesh"),
    Stage.BEGUN: N_("the work is under way"),
    Stage.DONE: N_("the work is done"),
    Stage.UNDONE: N_("the work was not done"),
}
LONGEST = 500  # characters of what the office adds
_ENDINGS = {"photo": ".jpg", "voice": ".ogg"}


def read_stage(said: Said) -> Stage:
    """The stage that a line of the dialogue says."""
    return Stage(said.kind.removeprefix(WORK))


def compose_work(words: Words, proposal: Proposal, said: Said, *, quotes: bool) -> str:
    """How the work of a proposal stands, as its author and supporters read it."""
    lines = [words.say("№ {number}: {stage}.", number=proposal.label, stage=words.say(STAGES[read_stage(said)]))]
    if quotes and proposal.text:
        lines.append(put_in_quotes(quote(proposal.text, 100)))
    if said.text:
        lines.append(answer_words.say_in_which_language(words, quote(said.text, LONGEST)))
    if read_stage(said) is Stage.DONE:
        lines.append(words.say("If it is not finished, please say so here: the ayil okmotu will hear it."))
    return "\n".join(lines)


def offer_to_contest(words: Words, said: Said) -> tuple[Choice, ...]:
    """The button below work that is said to be done."""
    return (
        (notices.make_button(words, f"unfinished:{said.id}", "It is not finished"),)
        if read_stage(said) is Stage.DONE
        else ()
    )


async def tell_work(
    store: Store, *, proposal: Proposal, said: Said, to: int, peer_id: int | None, quotes: bool, at: int, too: bool
) -> bool:
    """Tells somebody how the work stands, its photo first; too: they support the proposal. False if there is nowhere to."""
    asker = {"person": said.person_id, "aimak": proposal.aimak_id, "proposal": proposal.id, "label": proposal.label}

    def say(words: Words, box: Mailbox) -> Reply:
        text = compose_work(words, proposal, said, quotes=quotes and box.quotes)
        return Reply(text, offer_to_contest(words, said), about=f"unfinished:{said.id}")

    for n, file in enumerate(await store.works.list_photos(proposal.id, said.id), 1):
        await _tell_photo(store, proposal, said, file, n, to=to, peer_id=peer_id, at=at)
    if too:
        return await notices.tell(store, to=to, peer_id=peer_id, kind="work_too", object_id=said.id, at=at, say=say)
    return await notices.tell(
        store, to=to, peer_id=peer_id, kind="work", object_id=said.id, at=at, say=say, asker=asker
    )


async def _tell_photo(
    store: Store, proposal: Proposal, said: Said, file: KeptFile, n: int, *, to: int, peer_id: int | None, at: int
) -> None:
    ending = _ENDINGS.get(file.kind, "") if file.ending is None else file.ending
    document = {"kind": "media", "digest": file.digest, "name": f"{proposal.label}-{n}{ending}", "form": file.form}

    def say(_words: Words, _box: Mailbox) -> Reply:
        return Reply(f"№ {proposal.label}", document=document)

    await notices.tell(store, to=to, peer_id=peer_id, kind="work_photo", object_id=said.id, revision=n, at=at, say=say)
