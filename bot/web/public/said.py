"""What each part of the public page says around its content: titles, ways to the others, whom to call."""

from collections.abc import Mapping
from typing import Any

from bot.budget.proposal import Decision, Side
from bot.chat.texts import LANGUAGES, Words, find_words
from bot.language.kyrgyz import clean
from bot.office.reads.page.opened import OpenedPage
from bot.office.wording.answers.answer_words import DECISIONS
from bot.office.wording.notices import N_
from bot.web.public.asked import OPEN, Asked, make_link

LANGUAGE_NAMES = {"ky": "Кыргызча", "ru": "Русский"}
SIDES = {Side.REVENUE: N_("Revenue"), Side.SPENDING: N_("Spending"), Side.UNSURE: N_("Side not chosen")}
PARTS = (
    ("", N_("Overview")),
    ("proposals", N_("The proposals")),
    ("hearings", N_("Hearings")),
    ("figures", N_("Figures")),
    ("together", N_("Together")),
    ("data", N_("Data")),
)  # what stands behind the aimak in an address, and what it is called


def say_frame(
    words: Words,
    page: OpenedPage,
    asked: Asked,
    *,
    part: str,
    title: str,
    base: str,
    path: str = "",
    kept: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the frame of a page needs; part is the one of PARTS that is open, title its own title.

    path is what stands behind the aimak in its address, where that is not the part alone. kept is what else names the page.
    """
    name = clean(page.aimak.name(words.language))
    path = "/" + "/".join(filter(None, [page.aimak.code, path or part]))
    return {
        "language": words.language,
        "title": f"{title} — {name}" if title else name,
        "heading": title,
        "name": name,
        "where": f"{clean(page.aimak.oblast(words.language))}, {clean(page.aimak.rayon(words.language))}",
        "home": asked.link(),
        "start": make_link("/", lang=words.language),
        "chat": make_link(f"/chat/{page.aimak.code}", lang=words.language),
        "parts": [(asked.link(*filter(None, [at])), words.say(called), at == part) for at, called in PARTS],
        "languages": _list_languages(words, asked, path, kept or {}),
        "canonical": f"{base}{make_link(path, **(kept or {}), lang=words.language)}" if base else "",
        "alternates": [(one, f"{base}{make_link(path, **(kept or {}), lang=one)}") for one in LANGUAGES]
        if base
        else [],
        "feed": asked.link("feed.xml"),
        "say": _say_around(words, page),
        "marks": [],
    }


def _list_languages(words: Words, asked: Asked, path: str, also: Mapping[str, str]) -> list[tuple[str, str, str, bool]]:
    kept: dict[str, object] = {
        **also,
        "year": asked.year,
        "side": asked.side.value if asked.side else None,
        "decision": OPEN if asked.is_open else asked.decision.value if asked.decision else None,
        "q": asked.words,
        "page": asked.page if asked.page > 1 else None,
    }
    return [(one, make_link(path, **kept, lang=one), LANGUAGE_NAMES[one], one == words.language) for one in LANGUAGES]


def _say_around(words: Words, page: OpenedPage) -> dict[str, str]:
    contact = _keep_together(clean(page.contact or ""))
    return {
        "skip": words.say("To the content"),
        "parts": words.say("Parts of the page"),
        "language": words.say("Language"),
        "propose": words.say("Make a proposal"),
        "final": words.say("The final decision is made by the ayil kenesh."),
        "remove": words.say("To have something taken off this page, ask here: {contact}.", contact=contact)
        if contact
        else words.say("To have something taken off this page, write in the chat."),
        "all": words.say("All ayil aimaks"),
        "feed": words.say("Subscribe to the news (Atom)"),
        "unnamed": words.say("Neither names nor telephones of residents stand on this page."),
        "more": words.say("More"),
        "earlier": words.say("Newer"),
        "later": words.say("Older"),
        "pages": words.say("Pages"),
    }


def _keep_together(contact: str) -> str:
    # A telephone does not go over two lines.
    return contact.replace(" ", "\u00a0") if len(contact) < 24 else contact


def name_decisions(words: Words) -> list[tuple[str, str]]:
    """The decisions that a list may be narrowed to, and that there is none yet."""
    return [(one.value, words.say(DECISIONS[one])) for one in Decision] + [(OPEN, words.say("No decision yet"))]


def say_off() -> dict[str, dict[str, str]]:
    """What is said where there is no page, in both languages."""
    return {
        one: {
            "none": find_words(one).say("There is no public page at this address."),
            "chat": find_words(one).say("Make a proposal"),
            "all": find_words(one).say("All ayil aimaks"),
        }
        for one in LANGUAGES
    }
