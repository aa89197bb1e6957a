"""What is new, for programs that read news (Atom, RFC 4287): the latest decisions, and the hearings."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.chat.texts import Words, find_words
from bot.office.reads.page import hearings, proposals
from bot.office.reads.page.opened import OpenedPage
from bot.office.wording import hearing_words
from bot.web.pages.packed import Packed
from bot.web.public.asked import Asked
from bot.web.public.rows import show_row
from bot.web.public.serving import Serving, Values
from storage.hearings import Hearing
from storage.page.shown import ShownProposal
from storage.store import Store

ATOM = "application/atom+xml; charset=utf-8"
NEWEST = 30  # decisions, and hearings
BEGAN = 2026  # the year that the names of entries were first given out (RFC 4151)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML cannot hold them


class Feed:
    """Serves `/<aimak>/feed.xml`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def list_routes(self) -> list[BaseRoute]:
        """What is served."""
        return [Route("/{aimak}/feed.xml", self.on_feed)]

    async def on_feed(self, request: Request) -> Response:
        """The feed in the language that is asked for."""
        asked = Asked.of(request)

        async def make() -> Packed:
            values = await self._serving.read(asked, self._read, part="")
            if values is None:
                return await self._serving.make_off(request)
            return await self._serving.write("public/feed.xml", media_type=ATOM, **values)

        return await self._serving.answer(request, ("feed", asked.aimak, asked.language), make)

    async def _read(self, store: Store, page: OpenedPage, asked: Asked) -> Values:
        words = find_words(asked.language)
        decided = await proposals.list_decided(store, page=page, limit=NEWEST)
        every = (await hearings.list_all(store, page=page))[:NEWEST]
        host = urlsplit(self._serving.base).netloc or "localhost"
        name = f"tag:{host},{BEGAN}:{page.aimak.code}"
        entries = [_show_decision(words, asked, one, name) for one in decided]
        entries += [_show_hearing(words, asked, one, name) for one in every]
        entries.sort(key=lambda one: one["updated"], reverse=True)
        return {
            "title": words.say("Proposals and decisions"),
            "id": name,
            "base": self._serving.base,
            "own": asked.link("feed.xml"),
            "entries": entries,
            "updated": entries[0]["updated"] if entries else _write(0),
        }


def _show_decision(words: Words, asked: Asked, one: ShownProposal, name: str) -> Values:
    row = show_row(words, asked, one)
    said = [row["category"], row["sum"], row["line"], row["reason"], row["text"], row["sentence"]]
    return {
        "id": f"{name}/{one.code}/{one.year}/{one.number}",
        "title": _fit(f"№ {one.label}: {row['decision']}"),
        "href": row["href"],
        "updated": _write(one.decided_at or 0),
        "text": _fit("\n".join(filter(None, said))),
    }


def _show_hearing(words: Words, asked: Asked, one: Hearing, name: str) -> Values:
    when = hearing_words.say_when_line(words, one.terms)
    return {
        "id": f"{name}/hearings/{one.id}",
        "title": _fit(hearing_words.say_title(words, one).rstrip(".")),
        "href": asked.link("hearings", one.id),
        "updated": _write(max(filter(None, [one.terms_at, one.ended_at, one.published_at]))),
        "text": _fit("\n".join([when, hearing_words.say_where(words, one.terms)])),
    }


def _write(at: int) -> str:
    return datetime.fromtimestamp(at // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fit(text: str) -> str:
    return _UNFIT.sub("", text)
