"""A clerk types the name of a screen where words are asked for. It is asked about before it is kept."""

from bot.chat.message import Choice, Kind
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.chat.texts import say_in_every_language
from bot.language.kyrgyz import fold
from bot.language.latin import to_cyrillic
from handlers.shared.menu import DESK, SHELVES, list_desk_choices
from handlers.shared.router import Step, Talk, router
from handlers.shared.states import is_at_work

_BROWSER = "desk_link"
_TITLES = {
    **{id: title for _, id, title in DESK},
    **{f"shelf:{shelf}": title for shelf, (title, _) in SHELVES.items()},
    _BROWSER: "Open in a browser",
}
_LONGEST = 40  # characters


@router.hear_first
async def hear_screen_named(talk: Talk, step: Step) -> Replies | None:
    """Asks whether the screen is meant or these words. None of other words, and of a screen that is not theirs."""
    at_words = is_at_work(talk.state.state) and step.is_free and not step.is_answered
    if not at_words or talk.incoming.kind is not Kind.TEXT or len(talk.text) > _LONGEST:
        return None
    typed = {fold(talk.text), fold(to_cyrillic(talk.text))}
    named = (id for id, title in _TITLES.items() if not typed.isdisjoint(map(fold, say_in_every_language(title))))
    if (id := next(named, None)) is None:
        return None
    offered = await _find_theirs(talk, id)
    if offered is None and id == _BROWSER:  # no post is called so
        said = talk.say("There is no button «{button}» on this screen.", button=talk.say(_TITLES[id]))
        return put_above(said, await talk.ask_again())
    if offered is None:
        return None
    talk.between = (offered,)
    return await router.asks_which()(talk)


async def _find_theirs(talk: Talk, id: str) -> Choice | None:
    theirs = await list_desk_choices(talk)
    if id.startswith("shelf:"):
        return talk.make_choice(id, _TITLES[id]) if theirs else None
    return next((talk.make_choice(id, _TITLES[id]) for one in theirs if one.id == id), None)
