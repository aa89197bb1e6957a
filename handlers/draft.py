"""The draft of a proposal inside a conversation: begun once, filled step by step, kept until it is sent or replaced."""

import uuid
from typing import Any

from bot.budget.proposal import Side
from bot.fsm import State
from bot.office.proposals import Draft
from handlers.states import Propose
from handlers.talk import Talk, value

MOST_EARLIER = 3
LONG = 30  # letters and digits from which a text outside a flow is taken for a proposal


async def kept(talk: Talk) -> dict[str, Any]:
    """The draft as it stands, empty if none was begun."""
    return dict(await value(talk, "draft") or {})


async def put(talk: Talk, **changes: Any) -> None:
    """Changes the draft, beginning one (and drawing its key) where there is none."""
    draft = await kept(talk) or {"key": uuid.uuid4().hex}
    await talk.state.update_data(draft={**draft, **changes})


async def begin(talk: Talk, **first: Any) -> None:
    """Begins a new draft; an unfinished one steps back and is offered when this one is over."""
    unfinished = await kept(talk)
    earlier = [*(await value(talk, "earlier") or []), *([unfinished] if has_content(unfinished) else [])]
    await talk.state.update_data(draft=None, earlier=earlier[-MOST_EARLIER:], held=None)
    await put(talk, **first)


async def end(talk: Talk) -> None:
    """Ends the draft, sent or given up; one that had stepped back for it is there again, to be offered."""
    earlier = await value(talk, "earlier") or []
    await talk.state.update_data(draft=earlier[-1] if earlier else None, earlier=earlier[:-1], held=None, offered=None)


async def erase_all(talk: Talk) -> None:
    """Erases every draft."""
    await talk.state.update_data(draft=None, earlier=None, held=None, offered=None, aside=None)


async def add(talk: Talk, text: str) -> None:
    """Adds what was just written, and its voice or photos, to the draft."""
    draft = await kept(talk)
    files = [[media.kind, media.reference] for media in talk.incoming.media]
    texts = [part for part in (draft.get("text", ""), text) if part]
    await put(talk, text="\n".join(texts), media=[*draft.get("media", []), *files])


async def hold(talk: Talk) -> None:
    """Keeps what was written before its time; a greeting or a digit is not worth keeping."""
    if looks_like_a_proposal(talk.text) or talk.incoming.media:
        await add(talk, talk.text)
        await talk.state.update_data(held=True)


async def is_held(talk: Talk) -> bool:
    """Whether something was written before its time and waits to be led on."""
    return bool(await value(talk, "held"))


async def release(talk: Talk) -> None:
    """Goes on with what was held as with any draft."""
    await talk.state.update_data(held=None)


async def is_to_be_offered(talk: Talk) -> bool:
    """Whether there is a draft that has not been offered back yet."""
    return has_content(await kept(talk)) and not await value(talk, "offered")


def has_content(draft: dict[str, Any]) -> bool:
    """Whether a draft holds anything a person wrote, said or showed."""
    return bool(draft.get("text") or draft.get("media"))


def has_voice(draft: dict[str, Any]) -> bool:
    """Whether a draft holds a voice."""
    return any(kind == "voice" for kind, _ in draft.get("media", []))


async def next_step(talk: Talk) -> State:
    """The first step that is still missing."""
    draft = await kept(talk)
    if not draft.get("side"):
        return Propose.side
    return Propose.check if draft.get("text") or has_voice(draft) else Propose.text


def looks_like_a_proposal(text: str) -> bool:
    """Whether a text outside a flow is long enough to be one."""
    return sum(letter.isalnum() for letter in text) >= LONG


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
