"""The property list of the public page: what the aimak owns, what stands empty first."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.chat.texts import Words, find_words
from bot.language.kyrgyz import clean
from bot.office.property import listing
from bot.office.property.words import list_facts
from bot.office.reads.page.opened import OpenedPage
from bot.web.public.asked import Asked
from bot.web.public.serving import Serving, Values
from storage.property.items import PropertyItem
from storage.store import Store

SIZE = 50  # items of a page


class PropertyPages:
    """Serves `/<aimak>/property`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [Route("/{aimak}/property", self.on_list)]

    async def on_list(self, request: Request) -> Response:
        """The list, a page of it."""

        async def read(store: Store, page: OpenedPage, asked: Asked) -> Values | None:
            every, _ = await listing.count_items(store, aimak_id=page.aimak.id)
            if not every:
                return None
            words, last = find_words(asked.language), (every - 1) // SIZE
            number = min(asked.page - 1, last)
            found = await listing.list_items(store, aimak_id=page.aimak.id, limit=SIZE, offset=number * SIZE)
            return {
                "title": words.say("Property list"),
                "rows": [_show(words, one) for one in found],
                "newer": asked.link("property", page=number) if number else "",
                "older": asked.link("property", page=number + 2) if number < last else "",
                "at": words.say("Page {number} of {all}", number=number + 1, all=last + 1),
                "back": asked.link("hearings"),
                "said": {
                    "back": words.say("Hearings"),
                    "asks": words.say("It stands empty. Do you have a proposal?"),
                },
            }

        return await self._serving.answer_part(
            request, Asked.of(request), "property", "public/assets/property.html", read
        )


def _show(words: Words, one: PropertyItem) -> Values:
    return {"code": clean(one.code), "title": clean(one.kind), "facts": list_facts(words, one), "empty": one.empty}


async def list_beside(store: Store, words: Words, asked: Asked, page: OpenedPage) -> list[tuple[str, str]]:
    """What else of the aimak's money is read on pages of its own: addresses and names."""
    every, _ = await listing.count_items(store, aimak_id=page.aimak.id)
    return [(asked.link("property"), words.say("Property list"))] if every else []
