"""The library under «Бюджет»: its documents in pages, found by any words of theirs, sent as files."""

from dataclasses import dataclass, replace

from bot.chat.fsm import State, StatesGroup
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import Replies, list_ways
from bot.language.kyrgyz import quote
from bot.office.library import library
from bot.office.library.library import KINDS, say_document
from bot.office.wording.notices import N_
from handlers.resident.budget_papers import show_budget
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.menu import show_nothing_yet
from handlers.shared.no_aimak import ask_for_aimak
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu
from storage.library.documents import LibraryDocument


class Shelf(StatesGroup):
    """The library: its list, and what is searched for."""

    list = State()
    search = State()


@dataclass(frozen=True)
class Searched(Memory):
    """What was searched for last; empty: all is listed."""

    library_words: str = ""


@router.on(choice="library", opens=True)
async def on_library_wanted(talk: Talk) -> Reply:
    """Shows all documents, or says that there is none yet."""
    if talk.person.aimak_id is None or talk.person.language is None:
        return await ask_for_aimak(talk)
    if not await library.list_documents(talk.store, aimak_id=talk.person.aimak_id):
        return await show_nothing_yet(talk, talk.say("There are no documents here yet."))
    await Searched.forget(talk)
    await PAGES.begin(talk)
    return await talk.ask(Shelf.list)


async def _leave(talk: Talk) -> Reply:
    if Searched.of(talk).library_words:
        await Searched.forget(talk)
        return await talk.ask(Shelf.list)
    await talk.state.set_state(Menu.open)
    return await show_budget(talk)


router.titles |= {N_("Charter and plans"): "library"}
router.idle |= {str(Shelf.list)}
PAGES = paged(router, Shelf.list, leave=_leave, key="library_page")


@router.screen(Shelf.list)
async def ask_which(talk: Talk) -> Reply:
    """A page of the documents, all or those that were found."""
    words = Searched.of(talk).library_words
    found = await _find(talk, words)
    page = await PAGES.of(talk, found)
    n = talk.words.number(len(found))
    said = (
        talk.say("Found by «{words}» — {n}.", words=quote(words), n=n) if words else talk.say("Documents — {n}.", n=n)
    )
    search = talk.make_choice("library_search", "Search")
    return Reply(said, tuple(_offer(talk, one) for one in page.rows), page.ways(talk, search))


async def _find(talk: Talk, words: str) -> list[LibraryDocument]:
    if words:
        return await library.search(talk.store, aimak_id=talk.person.aimak_id, words=words)
    return await library.list_documents(talk.store, aimak_id=talk.person.aimak_id)


def _offer(talk: Talk, one: LibraryDocument) -> Choice:
    made = talk.make_choice(f"library_one:{one.id}", KINDS[one.kind])
    return replace(made, line=say_document(talk.words, one))


@router.on(Shelf.list, choice="library_search")
async def on_search_wanted(talk: Talk) -> Reply:
    """Asks what to search for."""
    return await talk.ask(Shelf.search)


@router.screen(Shelf.search)
async def ask_words(talk: Talk) -> Reply:
    """Asks for a word of the document."""
    return Reply(talk.say("Write a word of the document or its year."), ways=list_ways(talk), free_text=True)


@router.on(Shelf.search, kind=Kind.TEXT)
async def on_words_given(talk: Talk) -> Reply:
    """Shows what was found, or asks for other words."""
    words = " ".join(talk.text.split())[: library.LONGEST]
    if not await _find(talk, words):
        return put_above(talk.say("Nothing was found by «{words}».", words=quote(words)), await talk.ask_again())
    await Searched(words).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Shelf.list)


@router.on(Shelf.search, choice=BACK)
async def on_search_left(talk: Talk) -> Reply:
    """Shows the list again."""
    return await talk.ask(Shelf.list)


@router.on(choice="library_one")
async def on_document_chosen(talk: Talk) -> Replies:
    """Sends the file of a document."""
    found = await library.find_document(talk.store, id=read_row_id(talk.chosen), aimak_id=talk.person.aimak_id)
    if found is None:
        return await show_stale(talk)
    if found.digest is None:
        return put_above(talk.say("The file has not come yet."), await show_here(talk))
    document = {"kind": "paper", "paper_id": found.id, "form": found.form}
    return await show_here(talk), Reply(say_document(talk.words, found), document=document)
