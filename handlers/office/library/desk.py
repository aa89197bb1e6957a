"""The library at the desk: a document is put in in five short steps, one is taken off."""

from dataclasses import dataclass, replace

from bot.budget.hearing import Paper
from bot.budget.library.documents import (
    BOTH,
    LANGUAGES,
    LibraryFull,
    TitleUnreadable,
    YearUnreadable,
    read_title,
    read_year,
)
from bot.budget.permissions import Act
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Choice, Kind, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import Intent
from bot.language.refusal import Refusal
from bot.office import staff
from bot.office.library import library
from bot.office.library.library import KINDS, say_document
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu


class LibraryDesk(AtWork):
    """The library as its office sees it."""

    list = State()
    one = State()
    kind = State()
    title = State()
    year = State()
    language = State()
    file = State()


@dataclass(frozen=True)
class NewDocument(Memory):
    """A document that is being put in, and the one that is looked at."""

    library_kind: Paper | None = None
    library_title: str = ""
    library_year: int = 0
    library_language: str = ""
    library_shown: int = 0


@desk.refuses(TitleUnreadable)
async def say_title_unreadable(talk: Talk, refused: Refusal) -> Reply:
    """Says how long a title is."""
    return put_above(talk.say("A title has from 3 to 200 characters."), await show_here(talk))


@desk.refuses(YearUnreadable)
async def say_year_unreadable(talk: Talk, refused: Refusal) -> Reply:
    """Says how a year is written."""
    return put_above(talk.say("That is no year. For example: 2024."), await show_here(talk))


@desk.refuses(LibraryFull)
async def say_library_full(talk: Talk, refused: Refusal) -> Reply:
    """Says that an old document has to go first."""
    said = talk.say("The library is full: please take an old document off first.")
    return put_above(said, await talk.ask(LibraryDesk.list))


async def _permit(talk: Talk) -> int:
    aimak_id = int(talk.person.aimak_id or 0)
    await staff.permit(talk.store, by=talk.person, act=Act.ADD_PAPER, aimak_id=aimak_id)
    return aimak_id


@desk.on(choice="library_desk", opens=True)
async def on_library_desk_wanted(talk: Talk) -> Reply:
    """Shows what stands in the library."""
    await PAGES.begin(talk)
    return await talk.ask(LibraryDesk.list)


PAGES = paged(desk, LibraryDesk.list, leave=Menu.open, key="library_desk_page")


@desk.screen(LibraryDesk.list)
async def ask_what_to_do(talk: Talk) -> Reply:
    """A page of the documents, and the way to put one in."""
    found = await library.list_documents(talk.store, aimak_id=await _permit(talk))
    page = await PAGES.of(talk, found)
    said = talk.say("Documents that residents read under «Budget» — {n}.", n=talk.words.number(len(found)))
    choices = tuple(
        replace(talk.make_choice(f"library_shown:{one.id}", KINDS[one.kind]), line=say_document(talk.words, one))
        for one in page.rows
    )
    return Reply(said, choices, page.ways(talk, talk.make_choice("library_new", "New document")))


@desk.on(LibraryDesk.list, choice="library_shown")
async def on_document_shown(talk: Talk) -> Reply:
    """Opens one document."""
    await NewDocument(library_shown=read_row_id(talk.chosen)).keep(talk)
    return await talk.ask(LibraryDesk.one)


@desk.screen(LibraryDesk.one)
async def ask_about_document(talk: Talk) -> Reply:
    """One document: it can be taken off."""
    shown = NewDocument.of(talk).library_shown
    found = await library.find_document(talk.store, id=shown, aimak_id=await _permit(talk))
    if found is None:
        return await talk.ask(LibraryDesk.list)
    lines = [say_document(talk.words, found)]
    if found.digest is None:
        lines.append(talk.say("The file has not come yet."))
    off = talk.make_choice(f"library_off:{found.id}", "Take off", means=(Intent.ERASE,))
    return Reply("\n".join(lines), (off,), (talk.back(),))


@desk.on(LibraryDesk.one, choice="library_off")
async def on_document_off(talk: Talk) -> Reply:
    """Takes a document off."""
    if read_row_id(talk.chosen) != NewDocument.of(talk).library_shown:
        return await show_stale(talk)
    await library.remove(talk.store, id=read_row_id(talk.chosen), by=talk.person, at=talk.now)
    return put_above(talk.say("It stands in the library no more."), await talk.ask(LibraryDesk.list))


@desk.on(LibraryDesk.one, choice=BACK)
@desk.on(LibraryDesk.kind, choice=BACK)
async def on_back_to_list(talk: Talk) -> Reply:
    """Shows the list again."""
    return await talk.ask(LibraryDesk.list)


@desk.on(LibraryDesk.list, choice="library_new")
async def on_new_wanted(talk: Talk) -> Reply:
    """Begins a new document."""
    await NewDocument().keep(talk)
    return await talk.ask(LibraryDesk.kind)


@desk.screen(LibraryDesk.kind)
async def ask_kind(talk: Talk) -> Reply:
    """The first step: what it is."""
    choices = tuple(talk.make_choice(f"library_kind:{kind.value}", title) for kind, title in KINDS.items())
    return Reply(talk.say("1/5. Which document is it?"), choices, list_ways(talk))


@desk.on(LibraryDesk.kind, choice="library_kind")
async def on_kind_chosen(talk: Talk) -> Reply:
    """Keeps what it is."""
    if talk.chosen not in {kind.value for kind in KINDS}:
        return await show_stale(talk)
    await replace(NewDocument.of(talk), library_kind=Paper(talk.chosen)).keep(talk)
    return await talk.ask(LibraryDesk.title)


@desk.screen(LibraryDesk.title)
async def ask_title(talk: Talk) -> Reply:
    """The second step: its title."""
    return Reply(talk.say("2/5. What is it called?"), ways=list_ways(talk), free_text=True)


@desk.on(LibraryDesk.title, kind=Kind.TEXT)
async def on_title_given(talk: Talk) -> Reply:
    """Keeps its title."""
    await replace(NewDocument.of(talk), library_title=read_title(talk.text)).keep(talk)
    return await talk.ask(LibraryDesk.year)


@desk.screen(LibraryDesk.year)
async def ask_year(talk: Talk) -> Reply:
    """The third step: its year."""
    said = talk.say("3/5. Of which year is it, or from which year on? For example: 2024.")
    return Reply(said, ways=list_ways(talk), free_text=True)


@desk.on(LibraryDesk.year, kind=Kind.TEXT)
async def on_year_given(talk: Talk) -> Reply:
    """Keeps its year."""
    await replace(NewDocument.of(talk), library_year=read_year(talk.text)).keep(talk)
    return await talk.ask(LibraryDesk.language)


@desk.screen(LibraryDesk.language)
async def ask_language(talk: Talk) -> Reply:
    """The fourth step: in which language it is."""
    choices = (
        Choice("library_language:ky", "Кыргызча"),
        Choice("library_language:ru", "Русский"),
        talk.make_choice(f"library_language:{BOTH}", "In both"),
    )
    return Reply(talk.say("4/5. In which language is it?"), choices, list_ways(talk))


@desk.on(LibraryDesk.language, choice="library_language")
async def on_language_chosen(talk: Talk) -> Reply:
    """Keeps the language."""
    if talk.chosen not in LANGUAGES:
        return await show_stale(talk)
    await replace(NewDocument.of(talk), library_language=talk.chosen).keep(talk)
    return await talk.ask(LibraryDesk.file)


@desk.screen(LibraryDesk.file)
async def ask_file(talk: Talk) -> Reply:
    """The last step: its file. It is published once it is sent."""
    said = talk.say("5/5. Send the file: a photo or a document. Then residents can read it.")
    return Reply(said, ways=list_ways(talk))


@desk.on(LibraryDesk.file, kind=Kind.MEDIA)
async def on_file_given(talk: Talk) -> Reply:
    """Puts the document in."""
    new, file = NewDocument.of(talk), talk.incoming.media[-1]
    if new.library_kind is None:
        return await talk.ask(LibraryDesk.list)
    if file.kind == "voice" or len(talk.incoming.media) > 1:
        return put_above(talk.say("A document is one file: a photo or a document."), await talk.ask_again())
    await library.add(
        talk.store, aimak_id=await _permit(talk), kind=new.library_kind, title=new.library_title,
        year=new.library_year, language=new.library_language, file=(file.kind, file.reference), by=talk.person,
        at=talk.now,
    )  # fmt: skip
    await NewDocument.forget(talk)
    return put_above(talk.say("It stands in the library."), await talk.ask(LibraryDesk.list))


_BEFORE = {
    str(LibraryDesk.title): LibraryDesk.kind,
    str(LibraryDesk.year): LibraryDesk.title,
    str(LibraryDesk.language): LibraryDesk.year,
    str(LibraryDesk.file): LibraryDesk.language,
}


@desk.on(LibraryDesk.title, LibraryDesk.year, LibraryDesk.language, LibraryDesk.file, choice=BACK)
async def on_step_back(talk: Talk) -> Reply:
    """Goes one step back; what was given stays."""
    return await talk.ask(_BEFORE[str(talk.state.state)])
