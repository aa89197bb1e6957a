"""What anybody may read: aimaks and their villages, hearings that are announced, the papers of the budget."""

from bot.budget.hearing import Terms
from bot.chat.message import Message
from bot.language.by_language import choose_language
from bot.office.broadcasts import announced
from storage.aimaks import Aimak, Village
from storage.budget_papers import KeptPaper
from storage.hearings import Hearing
from storage.queue.broadcasts import BroadcastKind
from storage.store import Store


async def read_aimak(store: Store, *, id: int) -> Aimak:
    """Returns an aimak that is known to exist."""
    return await store.aimaks.get(id)


async def has_office(store: Store, *, aimak_id: int) -> bool:
    """Whether anybody of an aimak's office is here to answer."""
    return await store.roles.find_office_gone_since(aimak_id) is None


async def find_aimak_by_code(store: Store, *, code: str) -> Aimak | None:
    """Returns the aimak that a link or a QR code names, or the one it has become part of."""
    found = await store.aimaks.find_by_code(code)
    if found is not None and found.practice_of_id is not None and not found.is_open_practice:
        return None
    merged = found is not None and found.merged_into_id
    return await store.aimaks.get(merged) if merged else found


async def find_only_aimak(store: Store) -> Aimak | None:
    """The aimak of an install that serves one alone; None where it serves several, or only samples."""
    real = [
        one
        for one in await store.aimaks.list_all()
        if not one.sample and one.practice_of_id is None and one.merged_into_id is None
    ]
    return real[0] if len(real) == 1 else None


async def list_villages(store: Store, *, aimak_id: int | None) -> list[Village]:
    """Lists the villages of an aimak; of none where there is no aimak."""
    return await store.aimaks.list_villages(aimak_id) if aimak_id is not None else []


async def find_village(store: Store, *, id: int | None) -> Village | None:
    """Returns a village, or None where none was named."""
    return await store.aimaks.find_village(id) if id is not None else None


async def has_taken_in(store: Store, *, aimak_id: int) -> bool:
    """Whether other aimaks have become part of an aimak."""
    return bool(await store.aimaks.list_within(aimak_id))


async def find_hearing(store: Store, *, id: int) -> Hearing | None:
    """Returns a hearing; every hearing in the table was announced."""
    return await store.hearings.get(id)


async def find_terms_before(store: Store, *, hearing: Hearing) -> Terms | None:
    """Returns the terms of a hearing that residents were told last, before it was moved. None: they were told of none."""
    earlier = [one for one in await announced.list_told(store, hearing.id) if one < hearing.revision]
    return await store.hearings.find_terms(hearing.id, max(earlier)) if earlier else None


async def read_results(store: Store, *, hearing_id: int, language: str) -> str:
    """Returns the results of a hearing as they were sent; empty where none were."""
    for broadcast in await store.broadcasts.list_of_hearing(hearing_id):
        if broadcast.kind is BroadcastKind.RESULTS:
            return Message.from_json(choose_language(broadcast.texts, language)).text
    return ""


async def list_paper_years(store: Store, *, aimak_id: int | None) -> list[int]:
    """Lists the budget years of which an aimak has published papers, the latest first."""
    return await store.papers.list_years(aimak_id or 0)


async def list_papers_of_year(store: Store, *, aimak_id: int | None, year: int) -> list[KeptPaper]:
    """Lists the latest of each paper of a budget year."""
    return await store.papers.list_latest(aimak_id or 0, budget_year=year)


async def list_papers_of_hearing(store: Store, *, hearing: Hearing) -> list[KeptPaper]:
    """Lists the latest of each paper of a hearing."""
    return await store.papers.list_latest(hearing.aimak_id, hearing_id=hearing.id)


async def find_paper(store: Store, *, id: int) -> KeptPaper | None:
    """Returns a paper of the budget; a document of the library is none."""
    found = await store.papers.get(id)
    return None if found is None or found.in_library else found
