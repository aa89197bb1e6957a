"""A room lets in whom its guard lets in, and turns what is refused into words; choices are registered once."""

from typing import Any

import pytest

from bot.chat.fsm import FSMContext, State
from bot.chat.message import Incoming, Kind, Peer, Reply
from bot.chat.routing.router import Router
from bot.chat.talk import Talk
from bot.chat.texts import Words
from bot.language.refusal import Refusal

ASKED, MENU = State("Desk:one"), State("Menu:open")


class NotAllowed(Refusal):
    """The doubles' own."""


class AwayToday(NotAllowed):
    """A more exact one."""


def talk_at(router: Router, state: State | None = ASKED) -> Any:
    incoming = Incoming("1", Peer("telegram", "bot", "aigul"), Kind.CHOICE, choice="take")
    return Talk(incoming, None, None, FSMContext(str(state), {}), Words("ky"), 0, screens=router.screens)


async def answer(router: Router, choice: str = "take", state: State | None = ASKED) -> Reply:
    talk = talk_at(router, state)
    incoming = Incoming("1", talk.incoming.peer, Kind.CHOICE, choice=choice)
    return await router.find(str(state), incoming, {}).handler(talk)


def refusing(*refusals: type[Refusal], room: Any = None) -> Router:
    """A router whose «take» raises the refusals in turn."""
    router = Router()
    left = list(refusals)

    @(room(router) if room else router).on(choice="take")
    async def taken(talk: Any) -> Reply:
        raise left.pop(0)

    return router


async def test_a_refusal_that_rises_becomes_words():
    router = refusing(NotAllowed)

    @router.refuses(NotAllowed)
    async def say_so(talk: Any, refused: NotAllowed) -> Reply:
        return Reply(f"refused: {type(refused).__name__}")

    assert (await answer(router)).text == "refused: NotAllowed"


async def test_the_most_exact_words_count():
    router = refusing(AwayToday, NotAllowed)

    @router.refuses(NotAllowed)
    async def not_at_all(talk: Any, refused: NotAllowed) -> Reply:
        return Reply("not at all")

    @router.refuses(AwayToday)
    async def not_today(talk: Any, refused: AwayToday) -> Reply:
        return Reply("not today")

    assert [(await answer(router)).text for _ in range(2)] == ["not today", "not at all"]


async def test_a_refusal_nobody_has_words_for_rises_to_the_net():
    with pytest.raises(NotAllowed):
        await answer(refusing(NotAllowed))


async def test_there_are_no_two_words_for_one_refusal():
    router = Router()

    async def say_so(talk: Any, refused: NotAllowed) -> Reply:
        return Reply("no")

    router.refuses(NotAllowed)(say_so)
    with pytest.raises(ValueError, match="two words for NotAllowed"):
        router.refuses(NotAllowed)(say_so)


async def test_a_screen_that_refuses_is_answered_where_it_is_asked():
    """What was said above it stays above it."""
    router = Router()

    @router.refuses(NotAllowed)
    async def say_so(talk: Any, refused: NotAllowed) -> Reply:
        return Reply("no right; " + (await talk.ask(MENU)).text)

    @router.screen(MENU)
    async def ask_menu(talk: Any) -> Reply:
        return Reply("menu")

    @router.screen(ASKED)
    async def ask_one(talk: Any) -> Reply:
        raise NotAllowed

    @router.on(choice="take")
    async def taken(talk: Any) -> Reply:
        return Reply(f"taken; {(await talk.ask_again()).text}")

    assert (await answer(router)).text == "taken; no right; menu"


async def test_words_that_ask_what_refuses_once_more_end():
    router = refusing(NotAllowed)

    @router.refuses(NotAllowed)
    async def say_so(talk: Any, refused: NotAllowed) -> Reply:
        return await talk.ask_again()

    @router.screen(ASKED)
    async def ask_one(talk: Any) -> Reply:
        raise NotAllowed

    with pytest.raises(NotAllowed):
        await answer(router)


async def test_a_room_lets_in_whom_its_guard_lets_in():
    router, let_in = Router(), [True, False]

    async def works_here(talk: Any) -> None:
        if not let_in.pop(0):
            raise NotAllowed

    staff = router.room(works_here)

    @staff.on(choice="take")
    async def taken(talk: Any) -> Reply:
        return Reply("taken")

    @router.refuses(NotAllowed)
    async def say_so(talk: Any, refused: NotAllowed) -> Reply:
        return Reply("no right")

    assert [(await answer(router)).text for _ in range(2)] == ["taken", "no right"]


@pytest.mark.parametrize(("once", "times"), [(True, 1), (False, 2)])
async def test_a_guard_is_asked_once_a_turn_where_that_is_enough(once, times):
    router, asked = Router(), []

    async def works_here(talk: Any) -> None:
        asked.append(talk)

    staff, colleagues = router.room(works_here, once=once), router.room(works_here, once=once)

    @colleagues.screen(ASKED)
    async def ask_one(talk: Any) -> Reply:
        return Reply("one")

    @staff.on(choice="take")
    async def taken(talk: Any) -> Reply:
        return await talk.ask_again()

    for turn in (1, 2):
        assert (await answer(router)).text == "one"
        assert len(asked) == turn * times


async def test_a_room_has_words_of_its_own():
    router = Router()
    own = router.room()

    @own.on(choice="take")
    @router.on(choice="leave")
    async def refused(talk: Any) -> Reply:
        raise NotAllowed

    @own.refuses(NotAllowed)
    async def say_it_kindly(talk: Any, refused: NotAllowed) -> Reply:
        return Reply("kindly")

    @router.refuses(NotAllowed)
    async def say_it(talk: Any, refused: NotAllowed) -> Reply:
        return Reply("plainly")

    assert [(await answer(router, choice)).text for choice in ("take", "leave")] == ["kindly", "plainly"]


async def test_a_choice_that_opens_something_is_marked_where_it_is_handled():
    router = Router()

    @router.on(choice="desk_one", opens=True)
    @router.on(choice="take")
    async def chosen(talk: Any) -> Reply:
        return Reply("here")

    assert router.opens == {"desk_one"}
    assert router.choices == {"desk_one", "take"}


async def test_one_thing_in_one_place_has_one_handler():
    router = Router()

    async def chosen(talk: Any) -> Reply:
        return Reply("here")

    router.on(ASKED, choice="take")(chosen)
    router.room().on(choice="take")(chosen)
    with pytest.raises(ValueError, match="two handlers for choice:take in @:Desk:one"):
        router.room().on(ASKED, choice="take")(chosen)
