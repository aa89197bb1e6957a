"""A refusal that becomes words leaves what was written before it in the same turn; one without words leaves nothing."""

import pytest

from bot.budget.proposal import AmountOutOfRange, AmountUnreadable, NotYours, TextTooLong, TextTooShort
from bot.chat.message import Reply
from bot.chat.routing.router import Router
from bot.delivery.incoming.receive import Receive
from bot.language.refusal import Refusal
from bot.office import residents
from handlers import router as everybody
from handlers.shared import refusals


def refusing(village, refused: Refusal) -> Router:
    """A router that writes a person's language and then refuses; the village receives by it from now on."""
    router = Router()

    @router.on()
    async def said(talk):
        await residents.choose_language(talk.store, by=talk.person, language="ru", at=talk.now)
        raise refused

    @router.refuses(TextTooShort)
    async def say_too_short(talk, refused):
        return Reply("too short")

    village.receive = Receive(
        database=village.database, states=village.states, router=router, now=village.clock, wake=lambda: None
    )
    return router


async def test_what_was_written_before_a_refusal_with_words_stays(village):
    resident = village.resident("aigul")
    refusing(village, TextTooShort())
    assert await resident.says("Мектеп") == "too short"
    assert (await resident.person()).language == "ru"


async def test_what_was_written_before_one_without_words_does_not(village, nothing_personal_is_logged):
    resident = village.resident("aigul")
    refusing(village, NotYours())
    said = await resident.says("Мектеп")
    assert said
    assert "too short" not in said
    assert (await resident.person()).language is None


@pytest.mark.parametrize("refusal", [TextTooShort, TextTooLong, AmountUnreadable, AmountOutOfRange, NotYours])
def test_these_have_the_same_words_everywhere(refusal):
    assert everybody.refusals[refusal].__module__ == refusals.__name__
