"""The desks of two aimaks, filled so that a leak of either is known by its words."""

import uuid
from dataclasses import dataclass
from datetime import date

from bot.budget.hearing import HOUR, HearingKind, Paper, Terms
from bot.budget.initiative.application import Application
from bot.budget.initiative.call import Regime
from bot.budget.initiative.call import Terms as CallTerms
from bot.budget.permissions import Role
from bot.budget.proposal import Answer, Decision, Reason
from bot.budget.watch.watching import Seen
from bot.office import residents, years
from bot.office.answers import answers, dialogue, exclusions
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import TemplateWords
from bot.office.hearings import group_owners, hearings
from bot.office.hearings.hearings import Announcement
from bot.office.initiatives import applying, calls
from bot.office.watch import reporting, watching
from tests.handlers.offices import joined, proposed

ROLES: dict[str, Role | None] = {
    "тургун": None,
    "адис": Role.STAFF,
    "байкоочу": Role.OBSERVER,
    "аймак администратору": Role.ADMIN,
    "чыгарылган адис": Role.STAFF,
    "башчы": Role.HEAD,
}


@dataclass
class Place:
    """One aimak's desk, and the words by which a leak of it is known. hall is what only its hearing holds."""

    code: str
    aimak_id: int
    words: str
    post: str
    hall: str
    ids: dict[str, int]
    people: list[str]

    @property
    def initiative(self) -> str:
        """What stands in its application for an initiative alone, which an observer and an admin may read."""
        return self.words.replace("МАЗМУН", "ДЕМИЛГЕ")

    def lists(self) -> list[str]:
        return [f"{name}:{id}" for name in BY_PROPOSAL for id in self.ids.values()]


async def furnished(village, code: str, mark: str) -> Place:
    """Fills a desk: a proposal in every state, each part of it with a word that stands nowhere else."""
    words, post, hall = f"МАЗМУН{mark}", f"КЫЗМАТ{mark}", f"ЗАЛ{mark}"
    aigul = await village.in_menu(f"Айгүл {code}", aimak=code)
    await joined(village, f"Токтогул {code}", Role.HEAD, aimak=code, title=post)
    bakyt = await joined(village, f"Бакыт {code}", Role.STAFF, aimak=code, title=post)
    clerk, author, at = await bakyt.person(), await aigul.person(), village.clock()
    answer = Answer(Decision.PARTLY, Reason.PHASED, f"Ушул жолу бөлүгү гана кирди {words}", 90_000, f"сап {words}")
    found = {}
    for name in ("waiting", "answered", "before_head", "excluded"):
        parts = {"place": f"көчө {words}", "author_name": f"аты {words}"}
        found[name] = (await proposed(village, aigul, f"Мектепке жарык керек {words}", **parts)).id

    async def work(store):
        await store.aimaks.set_head_approves(clerk.aimak_id, False)
        await dialogue.ask_author(store, id=found["waiting"], text=f"Кайсы көчө {words}", by=clerk, at=at)
        sent = await answers.send(store, id=found["answered"], answer=answer, by=clerk, at=at)
        await store.answer_drafts.save_answer_draft(
            found["before_head"], answer=answer, by=clerk.id, at=at, for_approval=True
        )
        await exclusions.exclude(store, id=found["excluded"], reason="test", by=clerk, at=at)
        await years.publish_results(
            store,
            aimak_id=clerk.aimak_id,
            year=2027,
            on=date(2026, 11, 20),
            table_place=f"такта {words}",
            by=clerk,
            at=at,
            sure=True,
        )
        members = await store.roles.list_members(clerk.aimak_id)
        kept = await templates.keep(
            store, answer_id=sent.id, name=f"үлгү {mark}", words=TemplateWords(answer.sentence), by=clerk, at=at
        )
        applied = await called(store, f"ДЕМИЛГЕ{mark}", by=clerk, author=author, at=at)
        return {"answer": sent.id, "member": members[0].id, "template": kept.id, **applied}

    found |= await village.database.write(work)
    await village.courier.carry()
    found |= await heard(village, clerk, await aigul.person(), hall)
    people = [f"{name} {code}" for name in ("Айгүл", "Токтогул", "Бакыт")]
    return Place(code, clerk.aimak_id, words, post, hall, found, people)


async def called(store, words, *, by, author, at) -> dict[str, int]:
    """A call for initiatives, and one application."""
    terms = CallTerms(Regime.LOCAL, 50_000, date(2026, 12, 10), date(2027, 4, 30))
    call = await calls.announce(store, key=words, aimak_id=by.aimak_id, terms=terms, by=by, at=at, tells=False)
    said = Application(
        *(f"{step} {words}" for step in ("топ", "көйгөй", "иш", "жер", "план")), costs=f"темир {words} 9 000"
    )
    one = await applying.apply(store, key=words, call_id=call.id, answers=said, by=author, at=at)
    line = await watching.open_watch(store, key=words, aimak_id=by.aimak_id, year=2027, line=words, by=None, at=at)
    await reporting.join(store, token=line.token, by=author, at=at)
    given = {"key": words, "id": line.id, "seen": Seen.POOR, "text": said.doing}
    told = await reporting.report(store, **given, by=author, at=at)
    return {"call": call.id, "initiative": one.id, "watch": line.id, "report": told.id}


async def heard(village, clerk, author, hall) -> dict[str, int]:
    """A hearing of today with a question, a paper and a group. A notice did not reach the one subscriber."""
    at = village.clock()
    terms = Terms(at + 2 * HOUR, f"Маданият үйү {hall}", f"Күн тартиби {hall}")

    async def work(store):
        await residents.set_subscription(store, by=author, aimak_id=clerk.aimak_id, wanted=True, at=at)
        hearing, _ = await hearings.announce(
            store,
            announcement=Announcement(uuid.uuid4().hex, HearingKind.OTHER, terms, 2027),
            by=clerk,
            aimak_id=clerk.aimak_id,
            at=at,
        )
        await hearings.ask(store, id=hearing.id, text=f"Канча акча {hall}", by=author, at=at)
        await hearings.add_paper(store, hearing=hearing, paper=Paper.BRIEF, text=f"Кыскача {hall}", by=clerk, at=at)
        await group_owners.join(store, address=f"-{clerk.aimak_id}", title=f"Топ {hall}", by=clerk, at=at)
        (notice, *_) = await store.broadcasts.list_of_hearing(hearing.id)
        return {"hearing": hearing.id, "broadcast": notice.id}

    found = await village.database.write(work)
    village.chats.blocked.add(author.address)
    await village.tells()
    village.chats.blocked.clear()
    return found


BY_PROPOSAL = (
    "desk_one", "explain", "reply", "public_yes", "public_no", "exclusion_yes", "exclusion_no", "mine_one",
    "correct_rest", "said_rest", "reword", "resend", "added", "added_to", "added_instead", "drop_added", "drop_added_sure",
    "added_anew", "added_new",
    "drop_behind", "other_one", "erase_text",
    "answer_words", "alike_take", "mark_one", "repeats_one", "unfinished", "approve", "give_back", "template_use",
    "template_one", "tell_one", "at_once", "understood", "understood_not", "hear_draft", "file_off",
)  # fmt: skip
