"""The draft of a proposal inside a conversation: begun once, filled step by step, kept until it is sent or replaced."""

import uuid
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from bot.budget.proposal import LEAST_LETTERS, MOST_CHARACTERS, Side, TextTooLong, TextTooShort
from bot.chat.fsm import State
from bot.chat.texts import is_courtesy, is_label
from bot.chat.typed import NO, YES
from bot.language.kyrgyz import fold
from bot.office.categories import guess
from bot.office.proposals import Draft
from handlers.shared.states import Menu, Propose
from handlers.shared.talk import Talk, value

UNSURE = "unsure"  # the side whose choice its author leaves to the words
MOST_EARLIER = 3
MOST_SENT = 5  # proposals whose messages are known when one is edited
_YES_OR_NO = {fold(word) for word in (*YES, *NO)}


@dataclass(frozen=True, slots=True)
class Piece:
    """What came in one message of a draft: the messenger's id of it, its words, its files as kind and reference."""

    id: str
    text: str = ""
    media: list[list[str]] = field(default_factory=list)


async def kept(talk: Talk) -> dict[str, Any]:
    """The draft as it stands, empty if none was begun."""
    return dict(await value(talk, "draft") or {})


async def put(talk: Talk, **changes: Any) -> None:
    """Changes the draft, beginning one (and drawing its key) where there is none."""
    draft = await kept(talk) or {"key": uuid.uuid4().hex, "aimak": talk.person.aimak_id}
    await talk.state.update_data(draft={**draft, **changes})


async def begin(talk: Talk, **first: Any) -> None:
    """Begins a new draft; an unfinished one steps back and is offered when this one is over."""
    unfinished = await kept(talk)
    earlier = [*(await value(talk, "earlier") or []), *([unfinished] if has_content(unfinished) else [])]
    await talk.state.update_data(draft=None, earlier=earlier[-MOST_EARLIER:], held=None, begun=None)
    await put(talk, **first)


async def end(talk: Talk) -> None:
    """Ends the draft, sent or given up; one that had stepped back for it is there again, to be offered."""
    earlier = await value(talk, "earlier") or []
    await talk.state.update_data(draft=earlier[-1] if earlier else None, earlier=earlier[:-1], held=None, offered=None)


async def erase_all(talk: Talk) -> None:
    """Erases every draft."""
    await talk.state.update_data(
        draft=None, earlier=None, held=None, offered=None, aside=None, begun=None, joining=None, rewording=None
    )


async def add(talk: Talk, text: str) -> None:
    """Adds what was just written, and its voice, photos or documents, to the draft."""
    await put(talk, **with_said(await kept(talk), talk, text))


async def reword(talk: Talk, written: dict[str, Any]) -> None:
    """Puts what was written in place of the draft's words; its files stay, and what is no more than «ok» beside them."""
    draft = await kept(talk)
    anew = has_words(draft)
    earlier = [Piece(piece.id, "" if anew else piece.text, piece.media) for piece in pieces_of(draft)]
    left = [piece for piece in earlier if piece.text or piece.media]
    await put(talk, **whole([*left, *pieces_of(written)]), touched=talk.now)


async def edit(talk: Talk) -> tuple[str, bool]:
    """Puts an edited message in place of what it was; returns where that is kept, empty if nowhere, and whether it differs.

    Raises TextTooLong and TextTooShort.
    """
    for place in ("draft", "aside", "begun", "joining"):
        before = await value(talk, place) or {}
        after = edited(before, talk)
        if after is not None:
            await talk.state.update_data({place: after})
            return place, after != before
    earlier = await value(talk, "earlier") or []
    for at, before in enumerate(earlier):
        after = edited(before, talk)
        if after is not None:
            await talk.state.update_data(earlier=[*earlier[:at], after, *earlier[at + 1 :]])
            return "earlier", after != before
    return "", False


async def note_sent(talk: Talk, proposal_id: int, pieces: list[Piece]) -> None:
    """Remembers which messages the text of a proposal came in."""
    others = [one for one in await value(talk, "sent") or [] if one["proposal"] != proposal_id]
    counted = [[piece.id, len(piece.text), 0] for piece in pieces]
    await talk.state.update_data(sent=[*others, {"proposal": proposal_id, "pieces": counted}][-MOST_SENT:])


async def drop_files(talk: Talk) -> None:
    """Takes the files off the draft, all but the voices."""
    earlier = [
        Piece(piece.id, piece.text, [file for file in piece.media if file[0] == "voice"])
        for piece in pieces_of(await kept(talk))
    ]
    await put(talk, **whole([piece for piece in earlier if piece.text or piece.media]))


async def keep_aside(talk: Talk) -> None:
    """Keeps what was written outside a flow, until its author says whether it is a proposal."""
    aside = dict(await value(talk, "aside") or {})
    if aside and talk.state.state != Menu.held:
        earlier = [*(await value(talk, "earlier") or []), {"key": uuid.uuid4().hex, **aside}]
        await talk.state.update_data(earlier=earlier[-MOST_EARLIER:])
        aside = {}
    if talk.state.state != Menu.held:
        await talk.state.update_data(before_held=talk.state.state)
    await talk.state.update_data(aside=with_said(aside, talk, talk.text))


def with_said(draft: dict[str, Any], talk: Talk, text: str) -> dict[str, Any]:
    """A draft with what was just written behind what it holds."""
    said = Piece(talk.incoming.own_id, text.strip(), _files(talk))
    return {"aimak": talk.person.aimak_id, **draft, **whole([*pieces_of(draft), said]), "touched": talk.now}


def pieces_of(draft: dict[str, Any]) -> list[Piece]:
    """What a draft is made of, message by message; one piece of nobody's where that is not known."""
    text, media, pieces = draft.get("text", ""), draft.get("media", []), []
    at = file = 0
    for id, characters, files in draft.get("pieces", []):
        pieces.append(Piece(id, text[at : at + characters], media[file : file + files]))
        at += characters + 1 if characters else 0
        file += files
    if (at, file) == (len(text) + 1 if text else 0, len(media)):
        return pieces
    return [Piece("", text, media)]


def whole(pieces: list[Piece]) -> dict[str, Any]:
    """Puts pieces together: the text, the files, and of each piece its id and how many characters and files it has."""
    return {
        "text": "\n".join(piece.text for piece in pieces if piece.text)[:MOST_CHARACTERS],
        "media": [file for piece in pieces for file in piece.media],
        "pieces": [[piece.id, len(piece.text), len(piece.media)] for piece in pieces],
    }


def edited(draft: dict[str, Any], talk: Talk) -> dict[str, Any] | None:
    """The draft with the edited message in place of what it was; None where it is not made of that message.

    Raises TextTooLong, and TextTooShort where the words that were there would be no proposal any more.
    """
    pieces, id = pieces_of(draft), talk.incoming.own_id
    if not id or id not in {piece.id for piece in pieces}:
        return None
    new = [Piece(id, talk.text.strip(), _files(talk) or one.media) if one.id == id else one for one in pieces]
    if sum(len(piece.text) + 1 for piece in new) > MOST_CHARACTERS:
        raise TextTooLong
    after = {**draft, **whole(new)}
    if has_words(draft) and not has_words(after) and not has_voice(after):
        raise TextTooShort
    return after


def _files(talk: Talk) -> list[list[str]]:
    return [[media.kind, media.reference] for media in talk.incoming.media]


async def hold(talk: Talk) -> bool:
    """Keeps what was written before the language or the aimak; a greeting or a digit is not worth keeping."""
    worth = may_be_a_proposal(talk.text) or bool(talk.incoming.media)
    if worth:
        await add(talk, talk.text)
        await talk.state.update_data(held=True)
    return worth


async def is_held(talk: Talk) -> bool:
    """Whether something was written before its time and waits to be led on."""
    return bool(await value(talk, "held"))


def is_from_elsewhere(draft: dict[str, Any], talk: Talk) -> bool:
    """Whether a draft was begun while its author was in another aimak than the one it would be sent to now."""
    return draft.get("aimak") not in {None, talk.person.aimak_id}


async def is_any(talk: Talk) -> bool:
    """Whether anything a person wrote waits to be sent or asked about."""
    drafts = [await kept(talk), *(await value(talk, "earlier") or []), await value(talk, "aside") or {}]
    return any(has_content(draft) for draft in drafts)


async def release(talk: Talk) -> None:
    """Goes on with what was held as with any draft."""
    await talk.state.update_data(held=None)


async def is_to_be_offered(talk: Talk) -> bool:
    """Whether there is a draft that has not been offered back yet."""
    return has_content(await kept(talk)) and not await value(talk, "offered")


async def leave_aimak(talk: Talk) -> bool:
    """Takes the village off every draft, since it belongs to the aimak that was left; true if there was one."""
    drafts = [await kept(talk), *(await value(talk, "earlier") or [])]
    if not any(draft.get("village_id") for draft in drafts):
        return False
    first, *earlier = [{**draft, "village_id": None} if draft else draft for draft in drafts]
    await talk.state.update_data(draft=first or None, earlier=earlier)
    return True


def has_content(draft: dict[str, Any]) -> bool:
    """Whether a draft holds anything a person wrote, said or showed."""
    return bool(draft.get("text") or draft.get("media"))


def has_words(draft: dict[str, Any]) -> bool:
    """Whether a draft's text says enough to be a proposal; the caption «ok» of a photo does not."""
    return _has_letters(str(draft.get("text", "")))


def _has_letters(text: str) -> bool:
    letters = (letter for letter in text if letter.isalnum())
    return sum(1 for _ in islice(letters, LEAST_LETTERS)) == LEAST_LETTERS


def fits(draft: dict[str, Any], text: str) -> bool:
    """Whether a text can be added without going over what is accepted."""
    before = str(draft.get("text", ""))
    return len(text.strip()) + (len(before) + 1 if before else 0) <= MOST_CHARACTERS


def has_voice(draft: dict[str, Any]) -> bool:
    """Whether a draft holds a voice."""
    return _has(draft, "voice")


def has_photo(draft: dict[str, Any]) -> bool:
    """Whether a draft holds a photo."""
    return _has(draft, "photo")


def _has(draft: dict[str, Any], wanted: str) -> bool:
    return any(kind == wanted for kind, _ in draft.get("media", []))


async def next_step(talk: Talk) -> State:
    """The first step that is still missing."""
    draft = await kept(talk)
    if not draft.get("side"):
        return Propose.side
    return Propose.check if has_words(draft) or has_voice(draft) else Propose.text


async def let_words_decide(talk: Talk) -> None:
    """Lets the words of the draft decide its category, and its side where the author left that to them."""
    unfinished = await kept(talk)
    text, side = unfinished.get("text", ""), unfinished.get("side")
    if text and side:
        decided, category = guess(text, None if side == UNSURE else Side(side))
        by_hand = unfinished.get("category") if unfinished.get("by_hand") else None
        await put(talk, side=decided.value, category=by_hand or (category.code if category else None))
    elif side == UNSURE and has_voice(unfinished):
        await put(talk, side=Side.SPENDING.value)


def may_be_a_proposal(text: str) -> bool:
    """Whether a text outside a flow is worth asking about: no greeting, yes or no, no label, and not too short."""
    return _has_letters(text) and may_belong(text)


def may_belong(text: str) -> bool:
    """Whether a text may be a word more of a proposal that was just written: no greeting, yes or no, no label."""
    words = any(letter.isalpha() for letter in text)
    return words and not is_courtesy(text) and not is_label(text) and fold(text) not in _YES_OR_NO


def finished(draft: dict[str, Any]) -> Draft:
    """The draft as it is submitted."""
    return Draft(
        key=draft["key"],
        side=Side(draft["side"]),
        text=draft.get("text", ""),
        category=draft.get("category"),
        amount=draft.get("amount"),
        village_id=draft.get("village_id"),
        place=draft.get("place"),
        author_name=draft.get("name"),
        media=tuple((kind, reference) for kind, reference in draft.get("media", [])),
    )
