"""Who may do what, and where.

Every role tries every act of staff, in the own aimak and in another, and invites and leaving.
Past 600 lines: the register of acts is one table, and every act of every room stands in it.
"""

import inspect
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.budget.hearing import HearingKind, Paper, Terms
from bot.budget.initiative.application import Application
from bot.budget.initiative.call import Regime
from bot.budget.initiative.call import Terms as CallTerms
from bot.budget.initiative.course import Decision as Granting
from bot.budget.initiative.course import Happened, Step
from bot.budget.initiative.course import Paper as Seen
from bot.budget.initiative.marks import Criterion, MarkRules
from bot.budget.needs.meetings import Facts as MetFacts
from bot.budget.needs.meetings import Kind as MetAs
from bot.budget.needs.meetings import Meeting
from bot.budget.openness.rows import Row as OpennessRow
from bot.budget.permissions import TABLE, Act, NotAllowed, Role
from bot.budget.plan.items import Plan
from bot.budget.plan.items import Source as Named
from bot.budget.proposal import Answer, Decision, NotYours, Side, Source
from bot.budget.proposal_text.decidable import Need
from bot.budget.tally import Reaction
from bot.budget.watch.watching import Seen as Looks
from bot.budget.workdays import find_day
from bot.budget.works.stages import Stage
from bot.chat.texts import Words
from bot.language.refusal import Refusal
from bot.office import proposals, staff, years
from bot.office.answers import (
    access,
    answer_drafts,
    answers,
    approving,
    dialogue,
    exclusions,
    handling,
    linked,
    notes,
    take_back,
    told,
)
from bot.office.answers.templates import filling, templates
from bot.office.answers.templates.templates import TemplateWords
from bot.office.broadcasts import announced, broadcasts, end_of_reminders, reach, steps, topics
from bot.office.criteria import frozen, proposed
from bot.office.days_off import own as days_off
from bot.office.hearings import attendance, changes, group_owners, groups, hearings, results
from bot.office.hearings.hearings import Announcement
from bot.office.information import requests
from bot.office.initiatives import applying, calls, judging
from bot.office.initiatives import public as initiatives_public
from bot.office.library import library
from bot.office.messenger_accounts import boards
from bot.office.messengers import codes, own_messengers
from bot.office.needs import meetings as needs
from bot.office.openness import checklist
from bot.office.openness import entering as openness
from bot.office.personal import on_paper, one_text
from bot.office.plan import items as plan_items
from bot.office.plan import priorities, ties, tying
from bot.office.polls import announcing, polls
from bot.office.property import listing as property_listing
from bot.office.public import asking, looks, switch, table
from bot.office.reads import alike, all_aimaks, history, office_lists, own, public, to_tell
from bot.office.reads import hearings as of_hearings
from bot.office.reads import proposals as of_proposals
from bot.office.reads.drawn import figures as drawn
from bot.office.sheets import sheets
from bot.office.sheets.rows import ReadSheet
from bot.office.staff import HasRoleAlready, InviteUnknown, TooManyTries
from bot.office.together import additions, links, merging, supports, voices
from bot.office.trust import surveys
from bot.office.watch import answering, reporting, watching
from bot.office.watch import public as watch_public
from bot.office.wording.answers import telling
from bot.office.works import works
from storage.database.schema import outbox
from storage.hearings import Hearing
from storage.log.office_lists import By, OfficeList
from storage.people import Person
from storage.plan.ties import Target
from storage.proposals import Proposal
from tests.office.offices import MINUTE, YEAR, Office, refusing
from tests.storage.rows import JANY_ARYK, dump

DAY = 24 * 60 * MINUTE
OFF, OFF_TOO = date(YEAR, 3, 12), date(YEAR, 3, 15)
IN_BUDGET = 8  # the number of the proposal that went into the budget
SAME = refusing("Бул жолду район карайт экен.")
WORDS = TemplateWords(SAME.sentence)
FROZEN = {"year": YEAR, "for": "", "aimak": "", "frozen_at": 1, "rows": [], "sha256": "", "mark": ""}


@dataclass
class Place:
    """An office with one proposal in every state, and their ids."""

    office: Office
    waiting: int
    answered: int
    before_head: int
    excluded: int
    answer: int
    member: int
    author: Person
    hearing: Hearing
    held: int
    broadcast: int
    proposal: Proposal
    group: int
    elsewhere: int
    post: int
    on_paper: int
    template: int
    spoken: int
    in_words: int
    in_budget: int
    shown: int
    priority: int
    call: int
    over: int
    applied: int
    at_work: int
    poll: int
    watch: int
    report: int
    met: int
    document: int
    survey: int
    entry: int
    request: int

    @property
    def aimak_id(self) -> int:
        return self.office.aimak_id


async def furnished(office: Office) -> Place:
    """Opens an office and fills its desk."""
    await office.opens()
    clerk, author = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    await office.meets("Токтогул", Role.HEAD)
    colleague = await office.meets("Гүлнара", Role.STAFF)
    waiting, answered, before_head, excluded = [await office.filed(author) for _ in range(4)]
    sent = await office.does(answers.send, id=answered.id, answer=SAME, by=clerk)
    await office.database.write(
        lambda store: store.answer_drafts.save_answer_draft(
            before_head.id, answer=SAME, by=clerk.id, at=office.now, for_approval=True
        )
    )
    await office.does(exclusions.exclude, id=excluded.id, reason="test", by=clerk)
    head = office.people["Токтогул"]
    await office.does(days_off.enter_days_off, aimak_id=office.aimak_id, first=OFF_TOO, last=OFF_TOO, by=head)
    hearing, held = await announce_today(office, "алдыда", clerk), await announce_today(office, "өткөн", clerk)
    await office.does(changes.hold, id=held.id, by=clerk)
    (notice, *_) = await office.database.read(lambda store: store.broadcasts.list_of_hearing(hearing.id))
    return Place(
        office,
        waiting.id,
        answered.id,
        before_head.id,
        excluded.id,
        sent.id,
        (await office.member(colleague)).id,
        author,
        hearing,
        held.id,
        notice.id,
        waiting,
        *await group_of(office, clerk, hearing),
        await brought_on_paper(office, clerk),
        (await office.does(templates.keep, answer_id=sent.id, name="Жол", words=WORDS, by=clerk)).id,
        await spoken_by(office, author, None),
        await spoken_by(office, author, clerk.id),
        await included(office, clerk, author),
        await let_be_shown(office, author),
        await office.does(priorities.add_priority, **named(office), by=clerk),
        *await called(office, clerk, author),
        await office.does(polls.open_poll, **asked(office), by=clerk),
        *await watched(office, author),
        (await office.does(needs.put_meetings, **needed(office), by=clerk)).id,
        await office.does(library.add, **charter(office), by=clerk),
        await office.does(surveys.open_survey, **trusted(office), by=None),
        await office.does(openness.enter, **published(office), by=clerk),
        (await office.does(requests.ask, **asked_for(office), key=f"one {office.aimak_id}", by=author)).id,
    )


CALL = CallTerms(Regime.LOCAL, 50_000, date(2099, 1, 1), date(2099, 1, 1))
ANSWERS = Application("Топ", "Жер жок", "Аянтча", "Көк-Жар", "Май", "Темир 9 000 сом")


async def called(office: Office, clerk: Person, author: Person) -> tuple[int, int, int, int]:
    """An open call and one whose last day is over (ids). One applicant waits, another has begun the work."""
    today = find_day(office.now)
    terms = replace(CALL, last_day=today, done_by=today)
    call = await office.does(calls.announce, key=f"{office.code} call", aimak_id=office.aimak_id, terms=terms, by=clerk)
    past = replace(terms, last_day=today - timedelta(1))

    async def add(store: Any) -> int:
        over = await store.initiative_calls.add(
            office.aimak_id, key=f"{office.code} over", terms=past, rules=MarkRules(), by=None, at=office.now
        )
        return over.id

    over = await office.database.write(add)
    applied, at_work = [
        (await office.does(applying.apply, key=f"{office.code} {n}", call_id=call.id, answers=ANSWERS, by=author)).id
        for n in range(2)
    ]
    await office.does(judging.decide, id=at_work, **granted(), by=clerk)
    await office.does(judging.say_of_work, id=at_work, happened=Happened(Step.AGREED, text="№ 4"), by=clerk)
    return call.id, over, applied, at_work


async def watched(office: Office, author: Person) -> tuple[int, int]:
    """A line that is watched, and a report on it (ids)."""
    watch = await office.does(watching.open_watch, **line(office), by=None)
    await office.does(reporting.join, token=watch.token, by=author)
    given = {"key": f"{office.code} report", "id": watch.id, "seen": Looks.POOR, "text": "Жарык жок"}
    return watch.id, (await office.does(reporting.report, **given, by=author)).id


def line(office: Office, key: str = "watch") -> dict[str, Any]:
    """A line of the budget."""
    return {"key": f"{office.code} {key}", "aimak_id": office.aimak_id, "year": YEAR, "line": "Көчө жарыгы"}


def published(office: Office) -> dict[str, Any]:
    """A row of the openness checklist that is published."""
    of = {"row": OpennessRow.DRAFT, "channel": "board", "language": "ky", "place": "Клуб"}
    return of | {"aimak_id": office.aimak_id, "year": YEAR, "day": find_day(office.now)}


def granted() -> dict[str, Any]:
    """A decision."""
    return {"decision": Granting.GRANTED, "amount": 9_000, "why": "Элге керек, чыгымы негиздүү"}


async def spoken_by(office: Office, author: Person, clerk: int | None) -> int:
    """A proposal that is a voice, put into one line by a clerk (id) or by nobody."""
    id = (await office.filed(author)).id

    async def work(store: Any) -> None:
        await store.media.want(id, "telegram", "bot", kind="voice", reference="file", at=office.now)
        line = "" if clerk is None else "Мектепке чатыр керек"
        await store.proposals.rewrite(id, revision=2, text=line, fold=line, at=office.now, summary_by=clerk)

    await office.database.write(work)
    return id


async def included(office: Office, clerk: Person, author: Person) -> int:
    """A proposal that went into the budget."""
    filed = await office.filed(author)
    await office.does(answers.send, id=filed.id, answer=Answer(Decision.INCLUDED, None, "", 90_000), by=clerk)
    return filed.id


async def let_be_shown(office: Office, author: Person) -> int:
    """A proposal whose text its author lets everybody read, and that nobody has looked at."""
    filed = await office.filed(author)
    await office.does(asking.make_public, id=filed.id, public=True, page=True, by=author)
    await office.database.write(
        lambda store: switch.set_page(store, aimak_id=office.aimak_id, is_on=True, by=None, at=office.now)
    )
    return filed.id


def named(office: Office) -> dict[str, Any]:
    """A priority of a gathering."""
    return {"aimak_id": office.aimak_id, "year": YEAR, "source": Named.GATHERING, "text": "Таза суу"}


KURULTAI = Meeting(MetAs.KURULTAI, MetFacts(date(2026, 3, 12)), ("Таза суу", "Жол"))


def needed(office: Office) -> dict[str, Any]:
    """A kurultai and what it named."""
    return {"aimak_id": office.aimak_id, "year": YEAR, "meetings": [KURULTAI]}


def asked_for(office: Office) -> dict[str, Any]:
    """A request for information."""
    return {"text": "Бюджеттин аткарылышы керек", "aimak_id": office.aimak_id}


def charter(office: Office) -> dict[str, Any]:
    """A document of the library."""
    about = {"kind": Paper.CHARTER, "title": "Устав", "year": 2024, "language": "ky"}
    return {"aimak_id": office.aimak_id, "file": ("document", "a charter"), **about}


def trusted(office: Office) -> dict[str, Any]:
    """A trust survey."""
    return {"aimak_id": office.aimak_id, "year": YEAR, "closes_at": office.now + DAY}


def asked(office: Office) -> dict[str, Any]:
    """A priorities poll."""
    text = "Эмне маанилүү?\nЖол\nСуу\nЖарык\nМектеп"
    return {"aimak_id": office.aimak_id, "year": YEAR, "text": text, "closes_at": office.now + DAY}


async def brought_on_paper(office: Office, clerk: Person) -> int:
    """A proposal that was entered for somebody."""
    draft = proposals.ProposalToSend(f"on paper {office.aimak_id}", Side.SPENDING, "Көпүрөнү оңдоо керек")
    given = {"source": Source.PAPER, "on": find_day(office.now), "aimak_id": office.aimak_id, "language": "ky"}
    entered, _ = await office.does(proposals.enter_for, draft=draft, by=clerk, **given)
    return entered.id


async def group_of(office: Office, clerk: Person, hearing: Hearing) -> tuple[int, int, int]:
    """A group of the office (peer id), another aimak that wants it, a post (row) that did not arrive."""

    async def work(store: Any) -> tuple[int, int, int]:
        group = await store.people.meet("telegram", "bot", f"-100{office.aimak_id}", at=office.now)
        await store.groups.put(group.peer_id, aimak_id=office.aimak_id, title="Айыл", by=clerk.id, at=office.now)
        await store.aimaks.put(JANY_ARYK)
        other = (await store.aimaks.find_by_code(JANY_ARYK.code)).id
        await groups.post(store, id=hearing.id, by=clerk, at=office.now)
        post = await store.connection.scalar(
            select(outbox.c.id).where(outbox.c.kind == "post", outbox.c.peer_id == group.peer_id)
        )
        await store.outbox.skip_waiting(group.peer_id, code="may_not_write", at=office.now)
        return group.peer_id, other, post

    return await office.database.write(work)


async def announce_today(office: Office, key: str, clerk: Person) -> Hearing:
    """A hearing of this very day."""
    hearing, _ = await office.does(
        hearings.announce, announcement=announcement(office, key), aimak_id=office.aimak_id, by=clerk, sure=True
    )
    return hearing


def announcement(office: Office, key: str) -> Announcement:
    """What a clerk announces."""
    terms = Terms(office.now + 120 * MINUTE, "Көк-Жар айылы, клуб")
    return Announcement(f"{office.code} {key}", HearingKind.OTHER, terms, YEAR)


def moved(place: "Place") -> dict[str, Any]:
    """Another place for a hearing."""
    return {"id": place.hearing.id, "terms": replace(place.hearing.terms, place="Мектептин залы")}


def entered(place: "Place") -> dict[str, Any]:
    """Something that was said aloud today."""
    draft = proposals.ProposalToSend(f"{place.office.code} айтылган", Side.SPENDING, "Көпүрө керек эле")
    today = find_day(place.office.now)
    return {"draft": draft, "source": Source.HEARING, "on": today, "aimak_id": place.aimak_id, "language": "ky"}


Given = Callable[[Place], dict[str, Any]]

# Every act of staff: the right it takes, and a call that nothing but a missing right stands against.
STAFF: dict[Callable[..., Any], tuple[Act, Given]] = {
    answers.authorised: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    office_lists.list_proposals: (
        Act.READ_QUEUE,
        lambda place: {"aimak_id": place.aimak_id, "which": OfficeList.WAITING},
    ),
    office_lists.choose_printed: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "which": None}),
    office_lists.find_next: (
        Act.READ_QUEUE,
        lambda place: {"aimak_id": place.aimak_id, "which": OfficeList.WAITING, "after": place.waiting},
    ),
    office_lists.count_overdue: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id}),
    office_lists.count_came: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "since": 0}),
    office_lists.count_for_head: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id}),
    office_lists.count_lists: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id}),
    office_lists.count_for_head: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id}),
    office_lists.count_by: (
        Act.READ_QUEUE,
        lambda place: {"aimak_id": place.aimak_id, "which": OfficeList.WAITING, "column": By.VILLAGE},
    ),
    sheets.list_open: (Act.ANSWER, lambda place: {"aimak_id": place.aimak_id}),
    sheets.check: (Act.ANSWER, lambda place: {"aimak_id": place.aimak_id, "sheet": ReadSheet((), 0, ())}),
    sheets.act: (Act.ANSWER, lambda place: {"aimak_id": place.aimak_id, "rows": (), "send": True}),
    handling.list_colleagues: (Act.TAKE, lambda place: {"id": place.waiting}),
    handling.hand_over: (Act.TAKE, lambda place: {"id": place.waiting, "to": place.member}),
    handling.release: (Act.TAKE, lambda place: {"id": place.waiting}),
    handling.sort: (Act.SORT, lambda place: {"id": place.waiting, "side": Side.REVENUE, "category": None}),
    answers.take: (Act.TAKE, lambda place: {"id": place.waiting}),
    answers.save: (Act.ANSWER, lambda place: {"id": place.waiting, "answer": SAME}),
    answers.send: (Act.ANSWER, lambda place: {"id": place.waiting, "answer": SAME}),
    answer_drafts.list_ready: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id}),
    answer_drafts.save_for_all: (Act.READ_QUEUE, lambda place: {"answered": {place.waiting: SAME}}),
    take_back.send: (Act.ANSWER, lambda place: {"id": place.waiting, "answer": SAME}),
    take_back.send_drafts: (
        Act.READ_QUEUE,
        lambda place: {"aimak_id": place.aimak_id, "shown": [(place.before_head, 0)]},
    ),
    linked.list_open: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    linked.send: (Act.ANSWER, lambda place: {"id": place.waiting, "answer": SAME}),
    linked.save: (Act.ANSWER, lambda place: {"id": place.waiting, "answer": SAME}),
    linked.list_waiting: (Act.READ_QUEUE, lambda place: {"id": place.before_head}),
    linked.approve: (Act.APPROVE, lambda place: {"id": place.before_head, "answer": SAME}),
    linked.give_back: (
        Act.APPROVE,
        lambda place: {"id": place.before_head, "answer": SAME, "remark": "Сумманы жазып коюңуз."},
    ),
    works.say_stage: (
        Act.WORK,
        lambda place: {"id": place.in_budget, "stage": Stage.ADOPTED, "text": "Жазында башталат"},
    ),
    calls.count_reached: (Act.CALL, lambda place: {"aimak_id": place.aimak_id}),
    calls.announce: (
        Act.CALL,
        lambda place: {
            "key": "new",
            "aimak_id": place.aimak_id,
            "terms": replace(
                CALL, last_day=find_day(place.office.now), done_by=find_day(place.office.now) + timedelta(30)
            ),
        },
    ),
    calls.close: (Act.CALL, lambda place: {"id": place.over}),
    judging.read: (Act.SEE_INITIATIVES, lambda place: {"id": place.applied}),
    judging.list_files: (Act.SEE_INITIATIVES, lambda place: {"id": place.applied}),
    judging.count_files: (Act.SEE_INITIATIVES, lambda place: {"id": place.applied}),
    judging.list_of_call: (Act.SEE_INITIATIVES, lambda place: {"call_id": place.call}),
    judging.list_calls: (Act.SEE_INITIATIVES, lambda place: {"aimak_id": place.aimak_id}),
    judging.count_waiting: (Act.SEE_INITIATIVES, lambda place: {"aimak_id": place.aimak_id}),
    judging.check_decision: (Act.JUDGE, lambda place: {"id": place.applied, **granted()}),
    judging.tick: (Act.JUDGE, lambda place: {"id": place.applied, "paper": Seen.PASSPORT}),
    judging.give_mark: (
        Act.JUDGE,
        lambda place: {"id": place.applied, "criterion": Criterion.COSTS, "mark": 7, "reason": "чыгымы негиздүү"},
    ),
    judging.decide: (Act.JUDGE, lambda place: {"id": place.applied, **granted()}),
    judging.say_of_work: (
        Act.JUDGE,
        lambda place: {"id": place.at_work, "happened": Happened(Step.PAID, amount=9_000)},
    ),
    checklist.read_checklist: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    checklist.read_lines: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    openness.enter: (Act.OPENNESS, lambda place: published(place.office)),
    openness.remove: (Act.OPENNESS, lambda place: {"id": place.entry}),
    openness.find_photo: (Act.READ_QUEUE, lambda place: {"id": place.entry}),
    openness.list_entries: (
        Act.READ_QUEUE,
        lambda place: {"aimak_id": place.aimak_id, "year": YEAR, "row": OpennessRow.DRAFT},
    ),
    watching.open_watch: (Act.WATCH, lambda place: line(place.office, "new")),
    watching.find_work: (Act.WATCH, lambda place: {"aimak_id": place.aimak_id, "number": IN_BUDGET, "year": YEAR}),
    watching.find_watched: (Act.WATCH, lambda place: {"aimak_id": place.aimak_id, "said": "Көчө жарыгы", "year": YEAR}),
    watching.read: (Act.SEE_WATCHES, lambda place: {"id": place.watch}),
    watching.list_words: (Act.SEE_WATCHES, lambda place: {"id": place.watch}),
    watching.count_waiting: (Act.SEE_WATCHES, lambda place: {"aimak_id": place.aimak_id}),
    watching.list_of_aimak: (Act.SEE_WATCHES, lambda place: {"aimak_id": place.aimak_id}),
    watching.finish: (Act.WATCH, lambda place: {"id": place.watch}),
    watching.close: (Act.WATCH, lambda place: {"id": place.watch}),
    answering.list_reports: (Act.SEE_WATCHES, lambda place: {"watch_id": place.watch}),
    answering.read_report: (Act.SEE_WATCHES, lambda place: {"id": place.report}),
    answering.list_files: (Act.SEE_WATCHES, lambda place: {"id": place.report}),
    answering.answer: (Act.ANSWER_WATCH, lambda place: {"id": place.report, "text": "Эртең оңдойбуз"}),
    works.count: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    linked.add_linked: (Act.READ_QUEUE, lambda place: {"ids": [place.waiting]}),
    links.list_similar: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    links.link: (Act.LINK, lambda place: {"id": place.waiting, "to": place.answered}),
    links.unlink: (Act.LINK, lambda place: {"id": place.waiting, "from_": place.answered}),
    take_back.approve: (Act.APPROVE, lambda place: {"id": place.before_head}),
    approving.approve: (Act.APPROVE, lambda place: {"id": place.before_head}),
    approving.give_back: (
        Act.APPROVE,
        lambda place: {"id": place.before_head, "answer": SAME, "remark": "Сумманы тактап коюңуз"},
    ),
    voices.summarise: (
        Act.ANSWER,
        lambda place: {"id": place.spoken, "text": "Мектепке чатыр керек", "read": 2},
    ),
    templates.suggest: (Act.TEMPLATE, lambda place: {"answer_id": place.answer, "words": Words("ky")}),
    templates.read_words: (Act.TEMPLATE, lambda place: {"answer_id": place.answer, "id": 0, "words": WORDS}),
    templates.check_name: (Act.TEMPLATE, lambda place: {"answer_id": place.answer, "name": "Көпүрө"}),
    templates.keep: (Act.TEMPLATE, lambda place: {"answer_id": place.answer, "name": "Көпүрө", "words": WORDS}),
    templates.list_templates: (Act.TEMPLATE, lambda place: {"aimak_id": place.aimak_id}),
    templates.read_template: (Act.TEMPLATE, lambda place: {"id": place.template}),
    filling.list_fitting: (Act.READ_QUEUE, lambda place: {"ids": [place.waiting]}),
    filling.fill: (
        Act.READ_QUEUE,
        lambda place: {"id": place.template, "proposal_id": place.waiting, "amount": None},
    ),
    filling.show: (
        Act.READ_QUEUE,
        lambda place: {"id": place.template, "proposal_id": place.waiting, "amount": None},
    ),
    filling.note_used: (Act.TEMPLATE, lambda place: {"id": place.template}),
    filling.fill_for_all: (
        Act.READ_QUEUE,
        lambda place: {"id": place.template, "ids": [place.waiting], "amount": None},
    ),
    templates.rename: (Act.TEMPLATE, lambda place: {"id": place.template, "name": "Көпүрө"}),
    templates.rewrite: (Act.TEMPLATE, lambda place: {"id": place.template, "words": WORDS}),
    templates.remove: (Act.TEMPLATE, lambda place: {"id": place.template}),
    dialogue.ask_author: (Act.ASK_AUTHOR, lambda place: {"id": place.waiting, "text": "Кайсы көчө?"}),
    dialogue.explain: (Act.ASK_AUTHOR, lambda place: {"id": place.answered, "text": "Мына ушундай"}),
    notes.write_note: (Act.NOTE, lambda place: {"id": place.waiting, "text": "Жол кызматына чалуу керек", "read": 0}),
    notes.read_note: (Act.NOTE, lambda place: {"id": place.waiting}),
    days_off.list_days_off: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id}),
    days_off.enter_days_off: (
        Act.SET_DAYS_OFF,
        lambda place: {"aimak_id": place.aimak_id, "first": OFF, "last": OFF},
    ),
    days_off.remove_day_off: (Act.SET_DAYS_OFF, lambda place: {"aimak_id": place.aimak_id, "day": OFF_TOO}),
    exclusions.exclude: (Act.EXCLUDE, lambda place: {"id": place.waiting, "reason": "spam"}),
    exclusions.include_again: (Act.EXCLUDE, lambda place: {"id": place.excluded}),
    told.tell_in_person: (Act.TELL_IN_PERSON, lambda place: {"id": place.answered}),
    told.note_passed_on: (Act.TELL_IN_PERSON, lambda place: {"answer_id": place.answer}),
    told.note_all_passed_on: (Act.TELL_IN_PERSON, lambda place: {"answer_ids": [place.answer]}),
    to_tell.count_to_tell: (Act.PASS_ON, lambda place: {"aimak_id": place.aimak_id}),
    to_tell.list_to_tell: (Act.PASS_ON, lambda place: {"aimak_id": place.aimak_id}),
    to_tell.read_to_tell: (Act.PASS_ON, lambda place: {"proposal_id": place.on_paper}),
    to_tell.list_all_to_tell: (
        Act.TELL_IN_PERSON,
        lambda place: {"aimak_id": place.aimak_id, "which": OfficeList.UNDELIVERED},
    ),
    to_tell.choose_to_tell: (Act.PASS_ON, lambda place: {"aimak_id": place.aimak_id, "which": OfficeList.TO_TELL}),
    answers.confirm_all: (Act.CONFIRM, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    staff.list_late: (Act.SEE_TEAM, lambda place: {"aimak_id": place.aimak_id}),
    staff.list_team: (Act.SEE_TEAM, lambda place: {"aimak_id": place.aimak_id}),
    staff.invite: (Act.INVITE, lambda place: {"aimak_id": place.aimak_id, "role": Role.STAFF}),
    staff.remove: (Act.REMOVE, lambda place: {"member_id": place.member}),
    staff.set_approval: (Act.SET_APPROVAL, lambda place: {"aimak_id": place.aimak_id, "approves": True}),
    switch.show_page: (Act.SET_PAGE, lambda place: {"aimak_id": place.aimak_id}),
    switch.set_page: (Act.SET_PAGE, lambda place: {"aimak_id": place.aimak_id, "is_on": False}),
    switch.set_contact: (Act.SET_PAGE, lambda place: {"aimak_id": place.aimak_id, "contact": "0312 61 23 45"}),
    looks.list_to_look: (Act.LOOK, lambda place: {"aimak_id": place.aimak_id}),
    looks.count_to_look: (Act.LOOK, lambda place: {"aimak_id": place.aimak_id}),
    looks.find_to_look: (Act.LOOK, lambda place: {"id": place.shown}),
    looks.look: (Act.LOOK, lambda place: {"id": place.shown, "revision": 1, "shown": True}),
    proposed.propose: (Act.TALLY, lambda place: {"aimak_id": place.aimak_id, "year": YEAR, "criterion": 5}),
    proposed.propose_all: (Act.TALLY, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    drawn.read_year: (Act.TALLY, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    priorities.add_priority: (Act.PLAN, lambda place: named(place.office)),
    plan_items.list_items: (Act.PLAN, lambda place: {"aimak_id": place.aimak_id}),
    plan_items.import_items: (
        Act.PLAN,
        lambda place: {"aimak_id": place.aimak_id, "plan": Plan.BAP, "items": ()},
    ),
    priorities.list_priorities: (Act.PLAN, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    priorities.remove_priority: (Act.PLAN, lambda place: {"id": place.priority}),
    property_listing.import_items: (Act.PROPERTY, lambda place: {"aimak_id": place.aimak_id, "items": []}),
    library.add: (
        Act.ADD_PAPER,
        lambda place: charter(place.office),
    ),
    requests.list_page: (
        Act.INFORM,
        lambda place: {"aimak_id": place.aimak_id, "offset": 0, "limit": 5, "late": False},
    ),
    requests.count: (Act.INFORM, lambda place: {"aimak_id": place.aimak_id}),
    requests.read: (Act.INFORM, lambda place: {"id": place.request}),
    requests.answer: (Act.INFORM, lambda place: {"id": place.request, "text": "Жообу ушул жерде"}),
    library.remove: (Act.ADD_PAPER, lambda place: {"id": place.document}),
    polls.open_poll: (Act.POLL, lambda place: asked(place.office)),
    polls.find_newest: (Act.POLL, lambda place: {"aimak_id": place.aimak_id}),
    polls.enter_paper: (Act.POLL, lambda place: {"id": place.poll, "text": "1 2; 3"}),
    announcing.count_reached: (Act.POLL, lambda place: {"aimak_id": place.aimak_id}),
    announcing.list_costs: (Act.POLL, lambda place: {"aimak_id": place.aimak_id, "words": Words("ky")}),
    announcing.preview: (Act.POLL, lambda place: {"id": place.poll, "words": Words("ky")}),
    announcing.list_notice: (Act.POLL, lambda place: {"id": place.poll, "words": Words("ky")}),
    announcing.announce: (Act.POLL, lambda place: {"id": place.poll}),
    polls.tell_result: (Act.POLL, lambda place: {"id": place.poll}),
    surveys.open_survey: (Act.TRUST, lambda place: trusted(place.office)),
    surveys.find_of_office: (Act.TRUST, lambda place: {"aimak_id": place.aimak_id}),
    surveys.close_survey: (Act.TRUST, lambda place: {"id": place.survey}),
    needs.put_meetings: (Act.NEEDS, lambda place: needed(place.office)),
    needs.list_meetings: (Act.NEEDS, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    needs.find_meeting: (Act.NEEDS, lambda place: {"id": place.met}),
    needs.correct_meeting: (Act.NEEDS, lambda place: {"id": place.met, "meeting": KURULTAI}),
    needs.remove_meeting: (Act.NEEDS, lambda place: {"id": place.met}),
    ties.list_targets: (Act.PLAN, lambda place: {"proposal_id": place.waiting}),
    ties.tie: (Act.PLAN, lambda place: {"proposal_id": place.waiting, "target": Target(priority=place.priority)}),
    ties.untie: (Act.PLAN, lambda place: {"proposal_id": place.waiting, "target": Target(priority=place.priority)}),
    tying.list_lines: (Act.PLAN, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    tying.list_offered: (
        Act.PLAN,
        lambda place: {"proposal_id": place.waiting, "is_line": True, "words": ""},
    ),
    tying.turn: (
        Act.PLAN,
        lambda place: {
            "proposal_id": place.waiting,
            "is_line": False,
            "target": Target(priority=place.priority),
        },
    ),
    years.show: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    years.set_year: (Act.SET_YEAR, lambda place: {"aimak_id": place.aimak_id, "year": YEAR, "attendance": 80}),
    years.publish_results: (
        Act.SET_YEAR,
        lambda place: {
            "aimak_id": place.aimak_id,
            "year": YEAR,
            "on": date(2026, 11, 2),
            "table_place": "такта",
            "sure": True,
        },
    ),
    table.name_table: (
        Act.SET_YEAR,
        lambda place: {"aimak_id": place.aimak_id, "year": YEAR, "place": "kokjar.kg", "on": None},
    ),
    years.warn: (Act.SET_YEAR, lambda place: {"aimak_id": place.aimak_id, "year": YEAR}),
    proposals.enter_for: (Act.ENTER, entered),
    hearings.announce: (
        Act.ANNOUNCE,
        lambda place: {"announcement": announcement(place.office, "жаңы"), "aimak_id": place.aimak_id, "sure": True},
    ),
    hearings.count_audience: (Act.ANNOUNCE, lambda place: {"aimak_id": place.aimak_id}),
    hearings.list_costs: (Act.ANNOUNCE, lambda place: {"words": Words("ky"), "aimak_id": place.aimak_id}),
    hearings.list_for_office: (Act.SEE_HEARINGS, lambda place: {"aimak_id": place.aimak_id}),
    hearings.authorised: (Act.SEE_HEARINGS, lambda place: {"id": place.hearing.id}),
    attendance.count_expected: (Act.SEE_HEARINGS, lambda place: {"id": place.hearing.id}),
    changes.move: (Act.MOVE_HEARING, moved),
    changes.cancel: (Act.CANCEL_HEARING, lambda place: {"id": place.hearing.id}),
    changes.hold: (Act.HOLD_HEARING, lambda place: {"id": place.hearing.id}),
    attendance.count_people: (
        Act.COUNT_PEOPLE,
        lambda place: {"id": place.hearing.id, "women": 41, "men": 49, "whole": True},
    ),
    hearings.add_paper: (
        Act.ADD_PAPER,
        lambda place: {"hearing": place.hearing, "paper": Paper.MINUTES, "text": "Угуу өттү"},
    ),
    results.publish_results: (
        Act.PUBLISH_RESULTS,
        lambda place: {"id": place.held, "table_place": None, "sure": True},
    ),
    broadcasts.authorised: (Act.BROADCAST, lambda place: {"id": place.broadcast}),
    broadcasts.pause: (Act.BROADCAST, lambda place: {"id": place.broadcast}),
    broadcasts.resume: (Act.BROADCAST, lambda place: {"id": place.broadcast}),
    broadcasts.cancel: (Act.BROADCAST, lambda place: {"id": place.broadcast}),
    broadcasts.send_again: (Act.BROADCAST, lambda place: {"id": place.broadcast, "sure": True}),
    topics.count_wanted: (Act.BROADCAST, lambda place: {"aimak_id": place.aimak_id}),
    topics.count_reached: (Act.BROADCAST, lambda place: {"aimak_id": place.aimak_id, "topics": ["water"]}),
    topics.list_sent: (Act.BROADCAST, lambda place: {"aimak_id": place.aimak_id}),
    frozen.is_recorded: (Act.FREEZE, lambda place: {"aimak_id": place.aimak_id, "sha256": "0" * 64}),
    topics.list_costs: (
        Act.BROADCAST,
        lambda place: {"words": Words("ky"), "aimak_id": place.aimak_id, "topics": ["water"]},
    ),
    topics.send: (
        Act.BROADCAST,
        lambda place: {
            "aimak_id": place.aimak_id,
            "key": uuid.uuid4().hex,
            "topics": ["water"],
            "text": "Эртең суу болбойт",
            "sure": True,
        },
    ),
    reach.list_not_reached: (Act.BROADCAST, lambda place: {"id": place.broadcast}),
    reach.show: (Act.SEE_HEARINGS, lambda place: {"id": place.broadcast}),
    boards.name_board: (Act.POSTER, lambda place: {"aimak_id": place.aimak_id, "title": "Базар"}),
    boards.list_boards: (Act.POSTER, lambda place: {"aimak_id": place.aimak_id}),
    groups.post: (Act.POST, lambda place: {"id": place.hearing.id}),
    groups.post_again: (Act.POST, lambda place: {"row": place.post}),
    on_paper.find_author: (
        Act.ERASE,
        lambda place: {"aimak_id": place.proposal.aimak_id, "number": place.proposal.number, "year": None},
    ),
    on_paper.find_entered: (Act.ERASE, lambda place: {"id": place.on_paper}),
    on_paper.forget_author: (
        Act.ERASE,
        lambda place: {"author": on_paper.Author(place.proposal, None, 1), "keeps_public": False},
    ),
    one_text.find_to_erase: (Act.ERASE_TEXT, lambda place: {"id": place.waiting}),
    one_text.erase_text_for_author: (Act.ERASE_TEXT, lambda place: {"id": place.waiting}),
    group_owners.give: (Act.GIVE_GROUP, lambda place: {"id": place.group, "to": place.elsewhere}),
    group_owners.keep: (Act.GIVE_GROUP, lambda place: {"id": place.group, "to": place.elsewhere}),
    group_owners.list_groups: (Act.GIVE_GROUP, lambda place: {"aimak_id": place.aimak_id}),
    group_owners.mark: (Act.GIVE_GROUP, lambda place: {"id": place.group, "of_staff": True}),
    group_owners.free: (Act.GIVE_GROUP, lambda place: {"id": place.group}),
    of_proposals.read_proposal: (Act.READ_QUEUE, lambda place: {"id": place.answered}),
    of_proposals.read_answers: (Act.READ_QUEUE, lambda place: {"id": place.answered}),
    of_proposals.read_files: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    of_proposals.read_standing: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    of_proposals.must_stand: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    of_proposals.list_labels: (Act.READ_QUEUE, lambda place: {"ids": [place.waiting]}),
    of_proposals.list_languages: (Act.READ_QUEUE, lambda place: {"ids": [place.waiting]}),
    of_proposals.read_to_answer: (Act.READ_QUEUE, lambda place: {"id": place.before_head}),
    of_proposals.read_to_preview: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    history.read_history: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    alike.list_alike: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    alike.find_patterns: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    alike.list_reasons: (Act.READ_QUEUE, lambda place: {"id": place.waiting}),
    alike.count_same_words: (
        Act.READ_QUEUE,
        lambda place: {"aimak_id": place.aimak_id, "year": YEAR, "answered": {place.waiting: SAME}},
    ),
    of_proposals.find_by_number: (Act.READ_QUEUE, lambda place: {"aimak_id": place.aimak_id, "number": 1}),
    of_proposals.find_colleague: (
        Act.READ_QUEUE,
        lambda place: {"person_id": place.author.id, "aimak_id": place.aimak_id},
    ),
    of_hearings.read_hearing: (Act.SEE_HEARINGS, lambda place: {"id": place.hearing.id}),
    of_hearings.list_questions: (Act.SEE_HEARINGS, lambda place: {"id": place.hearing.id}),
    of_hearings.read_attendance: (Act.SEE_HEARINGS, lambda place: {"id": place.hearing.id}),
    of_hearings.list_broadcasts: (Act.SEE_HEARINGS, lambda place: {"id": place.hearing.id}),
    of_hearings.list_hearings: (Act.TALLY, lambda place: {"aimak_id": place.aimak_id}),
    all_aimaks.read_aimak: (Act.TALLY, lambda place: {"code": place.office.code, "scores": all_aimaks.Scores()}),
    frozen.freeze: (Act.FREEZE, lambda place: {"aimak_id": place.aimak_id, "year": YEAR, "purpose": "Комиссия"}),
    frozen.record_frozen: (Act.FREEZE, lambda place: {"frozen": FROZEN, "aimak_id": place.aimak_id}),
    frozen.verify: (Act.FREEZE, lambda place: {"frozen": FROZEN, "aimak_id": place.aimak_id}),
}
# What only the author of a proposal may do, whatever their role.
AUTHORS: dict[Callable[..., Any], Given] = {
    one_text.erase_text: lambda place: {"id": place.waiting},
    dialogue.reply: lambda place: {"id": place.waiting, "text": "Манас көчөсү"},
    dialogue.ask_clerk: lambda place: {"answer_id": place.answer, "text": "Эмнеге мындай?"},
    dialogue.react: lambda place: {"answer_id": place.answer, "reaction": Reaction.CLEAR},
    dialogue.tell_deleted: lambda place: {"id": place.answered},
    dialogue.object_to: lambda place: {"answer_id": place.answer, "text": "Бул жол айылдыкы болчу"},
    additions.add: lambda place: {"id": place.waiting, "need": Need.STREET, "text": "Манас көчөсү"},
    asking.ask_whether_public: lambda place: {"id": place.waiting},
    own.read_proposal: lambda place: {"id": place.answered},
    own.find_answer: lambda place: {"id": place.answered},
    own.find_proposal_of: lambda place: {"of": "question", "id": place.answer},
    own.count_files: lambda place: {"id": place.answered},
    asking.make_public: lambda place: {"id": place.waiting, "public": True},
    voices.say_understood: lambda place: {"id": place.in_words, "revision": 2, "agreed": True},
    exclusions.answer_exclusion: lambda place: {"id": place.excluded, "agreed": True},
    proposals.get_own: lambda place: {"id": place.waiting},
    proposals.correct: lambda place: {"id": place.waiting, "text": "Көпүрө керек эле"},
    proposals.add_files: lambda place: {"id": place.waiting, "media": [("photo", "file")]},
    dialogue.add_files: lambda place: {"id": place.waiting, "media": [("photo", "file")]},
    proposals.withdraw: lambda place: {"id": place.waiting},
    proposals.hide_name: lambda place: {"id": place.waiting},
    proposals.put_name: lambda place: {"id": place.waiting, "name": "Айгүл"},
    applying.apply: lambda place: {
        "key": "made of it",
        "call_id": place.call,
        "answers": ANSWERS,
        "proposal_id": place.waiting,
    },
    requests.read_own: lambda place: {"id": place.request},
    applying.get_own: lambda place: {"id": place.applied},
    applying.read_own: lambda place: {"id": place.applied},
    applying.set_shown: lambda place: {"id": place.applied, "shown": True},
    applying.withdraw: lambda place: {"id": place.applied},
    applying.say_of_work: lambda place: {"id": place.at_work, "happened": Happened(Step.MILESTONE, text="Тосмо бүттү")},
}
# What asks for no right of its own: anybody's own doing, or a part of an act that has asked.
OTHERS = {
    one_text.blank_text,
    one_text.is_text_erased,
    days_off.may_set,
    notes.clear_of_years,  # by the process itself
    notes.count_of_years,
    requests.read_days,
    requests.set_days,  # at the command line alone
    frozen.has_changed,  # the same: it says no word of the log
    requests.ask,  # anybody
    requests.list_own,
    requests.tell_late,  # by the process itself
    requests.count_for_day,
    requests.count_in_time,  # of the openness checklist, which asks
    requests.tell_soon,
    library.list_documents,  # which anybody may read
    library.find_document,
    library.search,
    property_listing.list_items,  # which anybody may read
    property_listing.count_items,
    property_listing.find_item,
    property_listing.note_item,
    property_listing.read_of,
    surveys.find_to_answer,
    surveys.has_answered,  # by somebody's own marks
    surveys.check_may_answer,  # each resident of the aimak may answer: tests/office/trust/
    surveys.answer_survey,
    surveys.find_result,
    surveys.read_result,  # once closed; the screens and files that show it ask for the right
    announcing.can_be_announced,  # says only whether a poll is open and untold
    polls.find,  # by a link that is passed on
    polls.find_sizes,
    surveys.find_smallest,
    polls.find_open,
    polls.has_voted,  # by somebody's own marks
    polls.check_may_vote,  # each resident of the aimak has a vote: tests/office/polls/
    polls.vote,
    polls.list_choices,
    polls.list_results,  # everybody reads them on the page
    polls.read_result,  # which all who voted are told
    boards.is_reachable,  # of links that stand on every wall
    proposals.submit,
    proposals.find_sent,
    staff.join,
    staff.set_title,
    staff.set_name,
    staff.find_own,
    staff.grant,
    staff.list_standings,
    staff.keep_tie,  # within what a resident or a new colleague does
    staff.permit,
    staff.list_allowed_aimaks,
    staff.record,
    told.has_reached,
    answers.list_to_confirm,
    answers.check_sendable,  # of send and of approve, which are tried by themselves
    answers.send_checked,  # what either of them has checked
    approving.check_approvable,
    answers.find_writer,
    answers.waits_for_head,
    templates.has_any,
    templates.list_of_office,  # within what is kept, listed or fitted, which ask
    templates.find_village,
    voices.decide_category,
    templates.find_personal,  # of words that whoever asks has already
    take_back.find_wait,
    take_back.find_last,  # of one's own press alone, and no more than when it was
    take_back.take_back,  # one's own press alone: of anybody else's there is nothing
    take_back.release,  # what one has sent by one press, which asked by itself
    take_back.go_on,
    hearings.find_announced,
    results.count_results,
    hearings.list_open,
    hearings.list_for_residents,
    attendance.say_coming,
    hearings.ask,
    hearings.is_late,
    broadcasts.make,
    end_of_reminders.end_all,
    announced.find_told_revision,
    announced.list_told,
    reach.count_to_be_reached,
    steps.advance,
    group_owners.join,
    group_owners.leave,
    group_owners.move,
    groups.may_be_answered,
    groups.list_unposted,
    broadcasts.was_sent_lately,
    topics.list_topics,
    topics.compose,
    topics.was_said_lately,
    groups.find_last_told,
    groups.compose_post,
    broadcasts.tell_missed,
    broadcasts.remind,
    end_of_reminders.list_left_alone,
    end_of_reminders.reminds_of_nothing,
    end_of_reminders.explain_why_over,
    announced.find_unheard,
    changes.compose_news,
    announced.was_said_lately,
    reach.leaves_at,
    years.list_unanswered,
    groups.find_way_in,
    proposals.get_correctable,
    results.compose_digest,
    hearings.list_handed_out,
    results.find_same_results,
    groups.are_behind,
    announced.is_told,
    end_of_reminders.end,
    to_tell.count,  # of what was chosen, which asked
    own.list_proposals,
    own.list_done_works,
    own.read_page,
    own.count_aimaks,
    own.list_answers,
    own.list_files_in_parts,
    own.find_subscription,
    own.list_topics,
    own.find_reaction,
    additions.read_missing,
    works.contest,  # of its author and supporters, which it looks at itself
    supports.find_similar,
    supports.support,
    supports.leave,
    supports.list_supported,
    supports.find_shown,
    supports.find_numbered,  # a resident hears of it whether its text may be shown
    additions.find_own,
    additions.find_last,
    additions.remove,  # each looks itself whose addition it is
    supports.tell_news,
    merging.plan,  # of whoever runs the install, at its command line
    merging.merge,
    own.find_asked,
    own.find_question,
    own.is_far_away,
    own.list_subscriptions,
    own.list_coming_to,
    own.find_rsvp,
    of_hearings.list_aimaks_with_figures,
    drawn.count_hearings,  # which the public page shows
    all_aimaks.read_aimaks,  # of those alone whose figures somebody may read
    codes.make_code,
    codes.open_code,
    codes.find_offer,
    codes.agree,
    codes.agree_too,
    codes.refuse,
    own_messengers.list_messengers,
    own_messengers.find_writer,
    own_messengers.part,  # each looks itself whose chat it is
    own_messengers.choose_notices,
    checklist.find_hearing_day,
    openness.read_due_rules,
    openness.set_due,  # of whoever runs the install, at its command line
    watching.read_rules,
    watching.name_drafted,  # by what all may read
    watching.set_rules,  # of whoever runs the install, at its command line
    watching.note_done,  # of the work's own act
    reporting.find_linked,
    reporting.join,  # of whoever has the link
    reporting.has_own,
    reporting.list_own,
    reporting.read_own,  # each looks itself who watches
    reporting.report,
    reporting.list_to_rate,
    reporting.find_to_rate,
    reporting.rate,
    watch_public.list_shown,  # everybody reads it
    calls.read_rules,
    calls.set_rules,  # of whoever runs the install, at its command line
    applying.list_open_calls,
    applying.list_own,
    applying.has_applied,
    applying.can_be_made_of,
    initiatives_public.has_any,
    initiatives_public.list_shown,  # everybody reads both
    switch.is_page_on,
    switch.find_address,
    switch.find_contact,  # everybody reads both on the page
    switch.begin_samples,  # of whoever starts an install with nothing in it
}
ROOMS = (
    notes,
    one_text,
    days_off,
    checklist,
    openness,
    watching,
    reporting,
    answering,
    watch_public,
    calls,
    applying,
    judging,
    initiatives_public,
    asking,
    looks,
    switch,
    boards,
    table,
    codes,
    frozen,
    proposed,
    drawn,
    own_messengers,
    on_paper,
    priorities,
    requests,
    library,
    announcing,
    polls,
    surveys,
    property_listing,
    needs,
    plan_items,
    ties,
    tying,
    additions,
    links,
    supports,
    merging,
    answer_drafts,
    answers,
    approving,
    told,
    dialogue,
    exclusions,
    handling,
    take_back,
    voices,
    templates,
    filling,
    linked,
    works,
    sheets,
    changes,
    attendance,
    results,
    staff,
    topics,
    years,
    proposals,
    hearings,
    broadcasts,
    announced,
    end_of_reminders,
    reach,
    steps,
    groups,
    group_owners,
    own,
    all_aimaks,
    alike,
    history,
    to_tell,
    office_lists,
    of_proposals,
    of_hearings,
)

VISITORS: dict[str, tuple[Role | None, bool]] = {
    "a resident": (None, False),
    "a clerk": (Role.STAFF, False),
    "a head": (Role.HEAD, False),
    "an observer": (Role.OBSERVER, False),
    "who takes in proposals": (Role.INTAKE, False),
    "an aimak's admin": (Role.ADMIN, False),
    "the install's admin": (Role.ADMIN, True),
    "the commission's observer": (Role.OBSERVER, True),
}


OF_A_CONTEST = {Act.RUN_CONTEST, Act.MARK}  # of no aimak: tests/office/contest/ tries them


@pytest.fixture
async def places(database):
    return [await furnished(Office(database, code)) for code in ("kokjar", "shark")]


@pytest.fixture
async def visitors(places):
    """One person in each role, all at the first aimak, and a clerk who was removed from it."""
    office = places[0].office
    found = {}
    for name, (role, everywhere) in VISITORS.items():
        found[name] = await office.meets(name, None if everywhere else role)
        if everywhere:
            await office.database.write(
                lambda store, id=found[name].id, role=role: store.roles.grant(
                    id, role=role, aimak_id=None, by=None, at=office.now
                )
            )
    found["a removed clerk"] = await office.meets("a removed clerk", Role.STAFF)
    member = await office.member(found["a removed clerk"])
    await office.does(staff.remove, member_id=member.id, by=office.people["Токтогул"])
    return found


def acts_of(module: ModuleType) -> set[Callable[..., Any]]:
    return {
        one
        for name, one in inspect.getmembers(module, inspect.iscoroutinefunction)
        if not name.startswith("_") and one.__module__ == module.__name__
    }


def test_every_act_of_the_office_stands_in_this_file():
    known = {*STAFF, *AUTHORS, *OTHERS}
    found = set().union(*map(acts_of, ROOMS))
    assert {act.__qualname__ for act in found ^ known} == set()
    assert {right for right, _ in STAFF.values()} == set(Act) - {Act.EXPORT, Act.EXPORT_NAMED, *OF_A_CONTEST}


def test_what_anybody_may_read_asks_who_reads_it_nowhere():
    assert [act.__name__ for act in acts_of(public) if "by" in inspect.signature(act).parameters] == []


async def outcome(store, act, *, by, at, given) -> tuple[Refusal | None, bool]:
    """What an act came to, and whether it wrote any row; all of it is undone."""
    given = {name: value for name, value in {**given, "at": at}.items() if name in inspect.signature(act).parameters}
    before = await count_writes(store)
    undone = await store.connection.begin_nested()
    try:
        await act(store, by=by, **given)
        refused = None
    except (NotAllowed, NotYours, staff.WrongPlace, access.NothingToTell, polls.PollOpen, surveys.SurveyOpen) as error:
        refused = error
    wrote = await count_writes(store) != before
    await undone.rollback()
    return refused, wrote


async def count_writes(store) -> int:
    """How many rows were written so far, also those whose writing was undone; each engine counts them itself."""
    if store.connection.dialect.name == "sqlite":
        return await store.connection.scalar(text("SELECT total_changes()"))
    counted = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
    return int(await store.connection.scalar(text(counted)) or 0)


async def test_every_act_is_open_to_those_the_table_names_in_their_own_aimak_and_to_nobody_else(
    database, places, visitors, tell
):
    counted, acts_that_wrote = Counter(), set()
    if (
        not database.sqlite
    ):  # the table is the same: the one who may most here, one who may anywhere, one who may nothing
        visitors = {name: visitors[name] for name in ("a head", "the install's admin", "a removed clerk")}

    async def work(store):
        for act, (right, given) in STAFF.items():
            for name, person in visitors.items():
                role, everywhere = VISITORS.get(name, (None, False))
                for place in places:
                    ours = place is places[0]
                    allowed = role in TABLE[right] and (ours or everywhere)
                    refused, wrote = await outcome(store, act, by=person, at=place.office.now, given=given(place))
                    where = f"{act.__qualname__} by {name} in {'the own' if ours else 'another'} aimak"
                    assert (type(refused) is NotAllowed) is not allowed, where
                    assert not (refused and wrote), where
                    acts_that_wrote.update({act} if wrote else ())
                    counted["allowed" if allowed else "refused in the own aimak" if ours else "refused in another"] += 1

    await places[0].office.database.write(work)
    assert counted.total() == len(STAFF) * len(visitors) * 2
    assert len(acts_that_wrote) > len(STAFF) / 3  # what is allowed is seen to write, so that a refusal would be
    tell("acts by role and aimak", **counted)


async def test_what_is_the_authors_own_is_open_to_the_author_alone(places, visitors, tell):
    counted = Counter()

    async def work(store):
        people = {**visitors, "the author": places[0].author, "another author": places[1].author}
        for act, given in AUTHORS.items():
            for name, person in people.items():
                refused, wrote = await outcome(store, act, by=person, at=places[0].office.now, given=given(places[0]))
                assert (type(refused) is NotYours) is (name != "the author"), (act.__qualname__, name)
                assert not (refused and wrote)
                counted["refused" if refused else "allowed"] += 1

    await places[0].office.database.write(work)
    tell("authors' acts", **counted)


@pytest.mark.parametrize("id", [0, -1, 999_999])
async def test_what_is_not_there_is_nobodys(places, visitors, id):
    async def work(store):
        for act in (
            answers.authorised,
            answers.take,
            approving.approve,
            exclusions.include_again,
            told.tell_in_person,
        ):
            refused, wrote = await outcome(store, act, by=visitors["a head"], at=0, given={"id": id})
            assert type(refused) is NotAllowed
            assert not wrote
        refused, _ = await outcome(store, staff.remove, by=visitors["a head"], at=0, given={"member_id": id})
        assert type(refused) is NotAllowed
        refused, _ = await outcome(store, dialogue.react, by=visitors["a head"], at=0,
                                   given={"answer_id": id, "reaction": Reaction.CLEAR})  # fmt: skip
        assert type(refused) is NotYours

    await places[0].office.database.write(work)


# Invites


async def test_who_may_invite_whom(places, visitors, tell):
    here, there = places[0].aimak_id, places[1].aimak_id
    allowed = {
        ("a head", Role.STAFF, here), ("a head", Role.HEAD, here), ("a head", Role.INTAKE, here),
        ("an aimak's admin", Role.STAFF, here), ("an aimak's admin", Role.HEAD, here), ("an aimak's admin", Role.INTAKE, here),
        *(("the install's admin", role, where) for role in (Role.STAFF, Role.HEAD, Role.INTAKE) for where in (here, there)),
        ("the install's admin", Role.ADMIN, None),
        ("the install's admin", Role.JUROR, None),
        *(("the install's admin", Role.OBSERVER, where) for where in (here, there, None)),
    }  # fmt: skip
    counted = Counter()

    async def work(store):
        for name, person in visitors.items():
            for role in Role:
                for aimak_id in (here, there, None):
                    refused, wrote = await outcome(
                        store, staff.invite, by=person, at=0, given={"role": role, "aimak_id": aimak_id}
                    )
                    assert (refused is None) is ((name, role, aimak_id) in allowed), (name, role, aimak_id)
                    assert not (refused and wrote)
                    counted["refused" if refused else "allowed"] += 1

    await places[0].office.database.write(work)
    tell("invites by role and aimak", **counted)


async def test_a_head_removes_neither_an_observer_nor_an_admin_nor_anybody_elsewhere(places, visitors):
    office, head = places[0].office, visitors["a head"]
    of_install = await office.database.read(lambda store: store.roles.list_members(None))
    for name in ("an observer", "an aimak's admin"):
        of_install.append(await office.member(visitors[name]))
    for member in [*of_install, await places[1].office.member(places[1].office.people["Бакыт"])]:
        with pytest.raises(NotAllowed):
            await office.does(staff.remove, member_id=member.id, by=head)


@pytest.fixture
async def office(database):
    office = await Office(database).opens()
    await office.meets("Токтогул", Role.HEAD)
    return office


async def invited(office, role=Role.STAFF):
    return await office.does(staff.invite, role=role, aimak_id=office.aimak_id, by=office.people["Токтогул"])


async def joining(office, key, by):
    """A try of a key; what it refuses is kept, as a handler keeps it, and returned."""

    async def work(store):
        try:
            return await staff.join(store, key=key, by=by, at=office.now)
        except Refusal as refused:
            return refused

    return await office.database.write(work)


@pytest.mark.parametrize("typed", [True, False])
async def test_an_invite_lets_one_person_in_once(office, typed):
    fresh = await invited(office)
    key = fresh.code if typed else fresh.payload.removeprefix(staff.LINK)
    bakyt, gulnara = await office.meets("Бакыт"), await office.meets("Гүлнара")
    standing = await joining(office, key, bakyt)
    assert (standing.role, standing.aimak_id) == (Role.STAFF, office.aimak_id)
    for again in (fresh.code, fresh.payload.removeprefix(staff.LINK)):
        assert isinstance(await joining(office, again, gulnara), InviteUnknown)
    assert await office.database.read(lambda store: store.roles.list_standings(gulnara.id)) == []


async def test_an_invite_is_good_for_seven_days_and_not_a_moment_longer(office):
    last, late = await invited(office), await invited(office)
    bakyt, gulnara = await office.meets("Бакыт"), await office.meets("Гүлнара")
    office.now += 7 * DAY - 1
    assert not isinstance(await joining(office, last.code, bakyt), Refusal)
    office.now += 1
    assert isinstance(await joining(office, late.code, gulnara), InviteUnknown)


async def test_five_wrong_codes_an_hour_and_then_not_even_the_right_one(office):
    fresh, guest = await invited(office), await office.meets("Конок")
    for n in range(5):
        office.now += MINUTE
        assert isinstance(await joining(office, f"{n:010}", guest), InviteUnknown)
    for _ in range(3):
        assert isinstance(await joining(office, fresh.code, guest), TooManyTries)
    other = await office.meets("Башка конок")
    assert isinstance(await joining(office, "0000000000", other), InviteUnknown)
    office.now += 60 * MINUTE
    assert not isinstance(await joining(office, fresh.code, guest), Refusal)


async def test_an_invite_somebody_needs_no_more_stays_good_for_a_colleague(office):
    first, second = await invited(office), await invited(office)
    bakyt, gulnara = await office.meets("Бакыт"), await office.meets("Гүлнара")
    await joining(office, first.code, bakyt)
    assert isinstance(await joining(office, second.code, bakyt), HasRoleAlready)
    assert not isinstance(await joining(office, second.code, gulnara), Refusal)


async def test_neither_token_nor_code_lies_in_the_database(office):
    fresh = await invited(office)
    before = await dump(office.database)
    await joining(office, fresh.code, await office.meets("Бакыт"))
    after = await dump(office.database)
    for found in (before, after):
        assert "invite" in found
        assert fresh.code not in found
        assert fresh.payload.removeprefix(staff.LINK) not in found


async def test_an_invite_of_a_head_who_was_removed_meanwhile_is_good_no_more(office):
    fresh, bakyt = await invited(office), await office.meets("Бакыт")
    await office.does(
        staff.remove, member_id=(await office.member(office.people["Токтогул"])).id, by=office.people["Токтогул"]
    )
    assert isinstance(await joining(office, fresh.code, bakyt), InviteUnknown)


# Leaving


async def test_a_removed_clerk_is_told_nothing_more_of_the_office(office):
    bakyt, gulnara = await office.meets("Бакыт", Role.STAFF), await office.meets("Гүлнара", Role.STAFF)
    aigul = await office.meets("Айгүл")
    excluded, taken, answered, asked = [await office.filed(aigul) for _ in range(4)]
    await office.does(exclusions.exclude, id=excluded.id, reason="spam", by=bakyt)
    await office.does(answers.take, id=taken.id, by=bakyt)
    sent = await office.does(answers.send, id=answered.id, answer=Answer(Decision.INCLUDED, amount=5_000), by=bakyt)
    await office.does(dialogue.ask_author, id=asked.id, text="Кайсы көчө?", by=bakyt)
    await office.does(staff.remove, member_id=(await office.member(bakyt)).id, by=office.people["Токтогул"])
    before = await queued_to(office, bakyt), await queued_to(office, gulnara)
    await office.does(exclusions.answer_exclusion, id=excluded.id, agreed=False, by=aigul)
    await office.does(dialogue.ask_clerk, answer_id=sent.id, text="Качан болот?", by=aigul)
    await office.does(dialogue.reply, id=asked.id, text="Манас көчөсү", by=aigul)
    await office.does(proposals.withdraw, id=taken.id, by=aigul)
    await office.proposed(aigul)
    await office.database.write(
        lambda store: telling.tell_who_answered(store, answer_id=sent.id, kind="not_reached", at=office.now)
    )
    after = await queued_to(office, bakyt), await queued_to(office, gulnara)
    assert after[0] == before[0]
    assert after[1] >= before[1] + 5


async def queued_to(office, person) -> int:
    count = select(func.count()).where(outbox.c.peer_id == person.peer_id)
    return await office.database.read(lambda store: store.connection.scalar(count))


async def test_only_somebody_with_a_role_has_a_post_to_name(office):
    resident, bakyt = await office.meets("Айгүл"), await office.meets("Бакыт", Role.STAFF)
    with pytest.raises(NotAllowed):
        await office.does(staff.set_title, title="бюджет адиси", by=resident)
    with pytest.raises(NotAllowed):
        await office.does(staff.set_name, name="Бакыт", by=resident)
    await office.does(staff.set_title, title="бюджет адиси", by=bakyt)
    assert (await office.member(bakyt)).title == "бюджет адиси"
    await office.does(staff.remove, member_id=(await office.member(bakyt)).id, by=office.people["Токтогул"])
    with pytest.raises(NotAllowed):
        await office.does(staff.set_title, title="дагы эле адис", by=bakyt)


async def test_a_post_belongs_to_one_aimak(places):
    one, other = places
    bakyt = one.office.people["Бакыт"]
    await one.office.database.write(
        lambda store: store.roles.grant(
            bakyt.id, role=Role.HEAD, aimak_id=other.aimak_id, by=None, at=one.office.now, title="башчы"
        )
    )
    await one.office.does(staff.set_title, title="бюджет адиси", by=replace(bakyt, aimak_id=one.aimak_id))
    elsewhere = await one.office.database.read(lambda store: store.roles.find_member_of(bakyt.id, other.aimak_id))
    assert elsewhere.title == "башчы"


async def test_the_results_of_a_day_to_come_are_not_published_by_anybody(office):
    head = office.people["Токтогул"]
    tomorrow = find_day(office.now) + timedelta(1)
    with pytest.raises(years.DayOutOfOrder):
        await office.does(
            years.publish_results, aimak_id=office.aimak_id, year=YEAR, on=tomorrow, table_place=None, by=head
        )
