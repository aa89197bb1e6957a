"""The life of an office as a state machine: every act, beside a plain model of what must be. The rules gave the model."""

import asyncio
import shutil
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select, text

from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, NotYours, Side, Source, TextTooShort
from bot.budget.tally import Reaction
from bot.budget.workdays import find_day
from bot.channels.contract import Blocked, Rejected
from bot.delivery.courier import Courier
from bot.language.refusal import Refusal
from bot.office import proposals, staff, years
from bot.office.answers import answers, approving, dialogue, exclusions, take_back, told
from bot.office.answers.access import NothingToTell, OnItsWay
from bot.office.answers.answers import AnsweredBy, TakenBy
from bot.office.answers.take_back import Pressed
from bot.office.criteria.proposal_log import read_pages
from bot.office.criteria.score_sheet import count_tally
from bot.office.public import asking
from bot.office.rules import BEGINNING
from bot.office.together import voices
from storage.database.engine import Database, make_database_url
from storage.database.schema import aimaks, answer_drafts
from tests.office.machine.acts import DeskLife
from tests.office.machine.model import (
    AUTHORS,
    CLERKS,
    DAY,
    ON_PAPER,
    SEAL,
    WAIT,
    WRITTEN,
    Asked,
    Leaving,
    Row,
    Sent,
    Written,
    Year,
    counts,
    expected,
    own_words_copied,
)
from tests.office.machine.phones import Phones
from tests.office.offices import MINUTE, YEAR, Office


class OfficeLife(DeskLife):
    """What residents and staff may do and try, beside the model."""

    seen: Counter[str] = Counter()

    def __init__(self, migrated: Path, folder: Path) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        file = shutil.copyfile(migrated, folder / f"{len(list(folder.iterdir()))}.db")
        self.database = Database(make_database_url(f"sqlite:///{file}"), SEAL)
        self.office = Office(self.database)
        self.rows: list[Row] = []
        self.year = Year()
        self.recorded = 0
        self.approves = False
        self.crowd = False

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @initialize(
        authors=st.lists(st.sampled_from(sorted(AUTHORS)), min_size=1, max_size=5),
        answered=st.integers(0, 4),
        results=st.booleans(),
        approves=st.booleans(),
    )
    def opens(self, authors: list[str], answered: int, results: bool, approves: bool) -> None:
        """The office is open, some have written, and some of it is answered, perhaps after the results."""
        self.run(self._opens())
        for author in authors:
            self._submit(author)
        for row in self.rows[:answered]:
            self._send(row, CLERKS[0], WRITTEN[row.number % 7])
        if results:
            self.publish_results(CLERKS[1], 0, "айыл өкмөтүнүн тактасы")
        if approves:
            self.set_approval(CLERKS[-1], True)

    async def _opens(self) -> None:
        office = await self.office.opens()
        for name in CLERKS:
            await office.meets(name, Role.HEAD if name == CLERKS[-1] else Role.STAFF)
        for name, channel in AUTHORS.items():
            await office.meets(name, channel=channel)
        await office.meets("Чоочун")
        self.phones = {name: Phones(name) for name in ("telegram", "whatsapp")}
        self.courier = Courier(database=self.database, channels=list(self.phones.values()), now=lambda: self.office.now)

        async def fix_year_and_quota(store: Any) -> None:
            await store.connection.execute(aimaks.update().values(budget_year=YEAR))
            # One of few authors proposes more on a day than a person may. What the rules say of the log is looked at
            # here.
            await store.meta.set("proposals_a_day", "1000", valid_from=BEGINNING)
            await store.meta.set("take_back", str(WAIT // 1000), valid_from=BEGINNING)  # every act takes a minute

        await self.database.write(fix_year_and_quota)

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    # How an act is tried: what it refuses it must refuse by name, and then every row is as before.

    def tries(self, act: Any, refusal: type[Refusal] | None, by: str, **given: Any) -> Any:
        self.office.now += MINUTE
        person = self.office.people[by]

        async def work(store: Any) -> tuple[Any, Refusal | None, bool]:
            before = await _changes(store)
            try:
                result = await act(store, by=person, at=self.office.now, **given)
            except Refusal as refused:
                return None, refused, before == await _changes(store)
            return result, None, True

        result, refused, unchanged = self.run(self.database.write(work))
        assert type(refused) is (refusal or type(None)), (act, by, given, refused)
        assert unchanged, f"{act.__name__} refused and yet changed something"
        self.seen[f"{act.__name__} {'refused' if refused else 'done'}"] += 1
        return refused or result

    def pick(self, n: int, fitting: list[Row] | None = None) -> Row:
        """Any row, or where some fit better two times out of three one of these."""
        some = fitting if fitting and n % 3 else self.rows
        return some[n % len(some)]

    # Residents

    @rule(author=st.sampled_from(sorted(AUTHORS)))
    def submit(self, author: str) -> None:
        self._submit(author)

    def _submit(self, author: str) -> Row:
        draft = proposals.ProposalToSend(f"key {len(self.rows)}", Side.SPENDING, "Мектептин жанына жарык керек")
        given = {"draft": draft, "aimak_id": self.office.aimak_id, "language": "ky"}
        proposal, new = self.tries(proposals.submit, None, author, **given)
        assert (new, proposal.number) == (True, len(self.rows) + 1)
        self.rows.append(Row(proposal.id, proposal.number, author, self.office.now))
        again, new = self.tries(proposals.submit, None, author, **given)
        assert (again, new) == (proposal, False)
        return self.rows[-1]

    numbers = st.integers(0, 11)
    residents = st.sampled_from([*sorted(AUTHORS), None, None, None])  # None: the author

    @rule(n=numbers, by=residents, text=st.sampled_from(["Көпүрөнү да оңдоо керек", "ок"]))
    def correct(self, n: int, by: str | None, text: str) -> None:
        row, by = self._by(n, by, [row for row in self.rows if row.withdrawn is None and not row.sent])
        refusal = self._not_open(row, by) or (TextTooShort if text == "ок" else None)
        self.tries(proposals.correct, refusal, by, id=row.id, text=text)
        if refusal is None:
            row.unsaid, row.summarised, row.understood, row.corrected = False, False, None, self.office.now

    @rule(n=numbers, by=residents)
    def withdraw(self, n: int, by: str | None) -> None:
        row, by = self._by(n, by, [row for row in self.rows if row.withdrawn is None and not row.sent])
        refusal = self._not_open(row, by)
        self.tries(proposals.withdraw, refusal, by, id=row.id)
        if refusal is None:
            row.withdrawn = self.office.now

    @rule(
        n=numbers, by=residents, reaction=st.sampled_from([Reaction.CLEAR, Reaction.DISAGREE]), which=st.integers(0, 3)
    )
    def react(self, n: int, by: str | None, reaction: Reaction, which: int) -> None:
        row, by = self._by(n, by, [row for row in self.rows if row.sent][-2:])
        if row.sent:
            sent = row.sent[which % len(row.sent)]
            refusal = NotYours if by != row.author else None
            self.tries(dialogue.react, refusal, by, answer_id=sent.id, reaction=reaction)
            if refusal is None:
                row.taps.append((sent.id, reaction))

    @rule(n=numbers, by=residents)
    def question(self, n: int, by: str | None) -> None:
        row, by = self._by(n, by, [row for row in self.rows if row.sent][-2:])
        if row.sent:
            refusal = NotYours if by != row.author else None
            self.tries(dialogue.ask_clerk, refusal, by, answer_id=row.sent[-1].id, text="Эмнеге кирбей калды?")
            if refusal is None:
                row.taps.append((row.sent[-1].id, Reaction.QUESTION))

    @rule(n=numbers, by=residents)
    def reply(self, n: int, by: str | None) -> None:
        row, by = self._by(n, by)
        self.tries(dialogue.reply, NotYours if by != row.author else None, by, id=row.id, text="Манас көчөсүндө")

    @rule(n=numbers, by=residents, agreed=st.booleans())
    def say_to_exclusion(self, n: int, by: str | None, agreed: bool) -> None:
        row, by = self._by(n, by, [row for row in self.rows if row.excluded])
        refusal = NotYours if by != row.author else None
        self.tries(exclusions.answer_exclusion, refusal, by, id=row.id, agreed=agreed)
        if refusal is None and row.excluded:
            row.agreed = agreed

    @rule(n=numbers, by=residents, public=st.booleans())
    def make_public(self, n: int, by: str | None, public: bool) -> None:
        row, by = self._by(n, by)
        self.tries(asking.make_public, NotYours if by != row.author else None, by, id=row.id, public=public)

    def _by(self, n: int, by: str | None, fitting: list[Row] | None = None) -> tuple[Row, str]:
        row = self.pick(n, fitting)
        return row, by or (row.author if row.author in AUTHORS else "Чоочун")

    def _not_open(self, row: Row, by: str) -> type[Refusal] | None:
        if by != row.author:
            return NotYours
        if row.withdrawn is not None:
            return AlreadyWithdrawn
        return AlreadyAnswered if row.sent else None

    # Staff

    staff_and_others = st.sampled_from([*CLERKS, *CLERKS, *CLERKS, "Чоочун", "Айгүл"])
    written = st.sampled_from(WRITTEN)

    @rule(n=numbers, by=staff_and_others, over=st.booleans())
    def take(self, n: int, by: str, over: bool) -> None:
        row = self.pick(n)
        refusal = self._not_workable(row, by) or self._on_its_way(row) or (AnsweredBy if row.sent else None)
        if refusal is None and row.taken not in {None, by} and not over:
            refusal = TakenBy
        refused = self.tries(answers.take, refusal, by, id=row.id, over=over)
        if refusal is TakenBy:
            assert refused.person_id == self.office.people[row.taken or ""].id
        if refusal is None:
            self.recorded += row.taken != by
            row.taken = by

    @rule(n=numbers, by=staff_and_others, written=written)
    def save(self, n: int, by: str, written: Written) -> None:
        row = self.pick(n)
        refusal = self._not_workable(row, by) or written.refused or (voices.SummaryMissing if row.unsaid else None)
        refusal = refusal or self._on_its_way(row) or self._anothers(row, by)
        self.tries(answers.save, refusal, by, id=row.id, answer=written.answer)
        if refusal is None:
            row.draft = (written, by, row.draft is not None and row.draft[2])
            row.remark = None if row.draft[2] else row.remark
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others, written=written, behind=st.sampled_from([0, 0, 0, 0, 1]))
    def send(self, n: int, by: str, written: Written, behind: int) -> None:
        self._send(self.pick(n, [row for row in self.rows if row.excluded]), by, written, behind)

    @rule(n=numbers, by=staff_and_others, written=written, behind=st.sampled_from([0, 0, 0, 0, 1]))
    def send_to_leave(self, n: int, by: str, written: Written, behind: int) -> None:
        """Sends an answer that can be taken back for a while."""
        row = self.pick(n, [row for row in self.rows if row.leaving is None])
        waited = row.draft is not None and row.draft[2] and row.draft[0].answer.checked() != written.answer
        came = self._send(row, by, written, behind, act=take_back.send)
        if isinstance(came, Pressed):
            assert not waited
            same = row.draft is not None and row.draft[0].answer.checked() == written.answer.checked()
            row.draft = (row.draft[0] if same else written, row.draft[1] if same else by, False)
            row.leaving = Leaving(by, self.office.now, self.office.now + WAIT)
            self.seen["answers that leave in a moment"] += 1

    @rule(n=numbers, by=st.sampled_from([None, None, *CLERKS, "Чоочун"]))
    def take_back(self, n: int, by: str | None) -> None:
        """by: None is whoever sent it."""
        row = self.pick(n, [row for row in self.rows if row.leaving is not None])
        pressed = row.leaving or Leaving(CLERKS[0], 0, 0)
        by = by or pressed.by
        came = self.tries(take_back.take_back, None, by, pressed_at=pressed.at)
        back = by == pressed.by and self.office.now < pressed.until
        together = [
            one for one in self.rows if one.leaving == pressed
        ]  # what was sent by one press is taken back as one
        assert sorted(draft.proposal_id for draft in came) == ([one.id for one in together] if back else [])
        if back:
            self.recorded += 1
            for one in together:
                one.leaving = None
                self.seen["answers taken back"] += 1

    @rule()
    def let_go(self) -> None:
        """What is due leaves; what changed meanwhile stays a draft, and where the head approves since goes before them."""
        self.office.now += MINUTE
        while self.run(self.database.write(lambda store: take_back.go_on(store, at=self.office.now))):
            pass
        for row in self.rows:
            if row.leaving is None or row.leaving.until > self.office.now or row.draft is None:
                continue
            pressed, row.leaving = row.leaving, None
            if row.withdrawn is not None:
                continue
            if row.corrected >= pressed.at and self._has_stayed(row, pressed.by):
                self.seen["answers that stayed, since the text changed after the press"] += 1
                continue
            self.recorded += 1
            if self.approves and pressed.by != CLERKS[-1]:
                row.draft, row.remark = (row.draft[0], pressed.by, True), None
                self.seen["answers put before the head after the press"] += 1
                continue
            sent = self.run(self.database.read(lambda store, id=row.id: store.answers.find_latest(id)))
            self._is_sent(row, sent, row.draft[0], at=pressed.at)
            self.seen["answers that left"] += 1

    def _has_stayed(self, row: Row, by: str) -> bool:
        # What was read with another text is sent with none: it is kept, not before the head anew.
        draft = self.run(self.database.read(lambda store: store.answer_drafts.find_answer_draft(row.id)))
        return draft is not None and (by == CLERKS[-1] or not draft.for_approval)

    @staticmethod
    def _on_its_way(row: Row) -> type[Refusal] | None:
        return OnItsWay if row.leaving is not None else None

    def _send(self, row: Row, by: str, written: Written, behind: int = 0, act: Any = answers.send) -> Any:
        revision = max(1, len(row.sent) + 1 - behind)
        refusal = self._not_workable(row, by) or written.refused
        if refusal is None and len(row.sent) >= revision:
            refusal = AnsweredBy
        refusal = refusal or (voices.SummaryMissing if row.unsaid and revision == 1 else None)
        refusal = refusal or self._on_its_way(row) or self._anothers(row, by)
        came = self.tries(act, refusal, by, id=row.id, answer=written.answer, revision=revision)
        if isinstance(came, Pressed):
            return came
        if refusal is AnsweredBy:
            assert came.sent.id == row.sent[-1].id
        if refusal is None:
            self.recorded += 1
            if self.approves and by != CLERKS[-1]:
                assert came is None
                row.draft, row.remark = (written, by, True), None
            else:
                self._is_sent(row, came, written)
        return came

    @staticmethod
    def _anothers(row: Row, by: str) -> type[Refusal] | None:
        other = row.taken if not row.sent else row.draft[1] if row.draft else None
        return TakenBy if other not in {None, by} and by != CLERKS[-1] else None

    def _is_sent(self, row: Row, came: Any, written: Written, *, at: int | None = None) -> None:
        assert came.revision == len(row.sent) + 1
        row.sent.append(Sent(came.id, written, self.office.now if at is None else at))
        self.seen["excluded and then answered"] += row.excluded
        row.draft, row.remark, row.excluded, row.agreed = None, None, False, None

    @rule(n=numbers, by=st.sampled_from([CLERKS[-1], CLERKS[-1], CLERKS[0], "Чоочун"]))
    def approve(self, n: int, by: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.draft is not None and row.draft[2]])
        refusal: type[Refusal] | None = NotAllowed if by != CLERKS[-1] else self._not_workable(row, by)
        if refusal is None and (row.draft is None or not row.draft[2]):
            refusal = NothingToTell
        came = self.tries(approving.approve, refusal, by, id=row.id)
        if refusal is None and row.draft is not None:
            self.recorded += 1
            self._is_sent(row, came, row.draft[0])

    @rule(
        n=numbers,
        by=st.sampled_from([CLERKS[-1], CLERKS[-1], CLERKS[0], "Чоочун"]),
        remark=st.sampled_from(["Сумманы тактап коюңуз", "ок"]),
        other=st.booleans(),
    )
    def give_back(self, n: int, by: str, remark: str, other: bool) -> None:
        """other: the head has read another answer than the one that waits."""
        row = self.pick(n, [row for row in self.rows if row.draft is not None and row.draft[2]])
        refusal: type[Refusal] | None = NotAllowed if by != CLERKS[-1] else self._not_workable(row, by)
        read = row.draft[0].answer.checked() if row.draft is not None else WRITTEN[0].answer
        if other:
            read = replace(read, sentence="Мындай жооп жазылган эмес болчу.")
        if refusal is None and (row.draft is None or not row.draft[2] or other):
            refusal = NothingToTell
        if refusal is None and remark == "ок":
            refusal = TextTooShort
        self.tries(approving.give_back, refusal, by, id=row.id, answer=read, remark=remark)
        if refusal is None and row.draft is not None:
            row.draft, row.remark = (*row.draft[:2], False), remark
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others)
    def ask_author(self, n: int, by: str) -> None:
        row = self.pick(n)
        refusal = self._not_workable(row, by)
        self.tries(dialogue.ask_author, refusal, by, id=row.id, text="Кайсы көчөнү айтып жатасыз?")
        if refusal is None:
            row.asked.append(Asked(self.office.now))
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others)
    def explain(self, n: int, by: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.sent])
        refusal = self._not_workable(row, by) or (None if row.sent else NothingToTell)
        self.tries(dialogue.explain, refusal, by, id=row.id, text="Бул жыл сайын каралат")
        self.recorded += refusal is None

    @rule(n=numbers, by=staff_and_others, reason=st.sampled_from(exclusions.EXCLUSIONS))
    def exclude(self, n: int, by: str, reason: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.withdrawn is None and not row.sent])
        refusal = self._not_workable(row, by) or (AnsweredBy if row.sent else self._on_its_way(row))
        self.tries(exclusions.exclude, refusal, by, id=row.id, reason=reason)
        if refusal is None and not row.excluded:
            row.excluded, row.agreed = True, None
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others)
    def include_again(self, n: int, by: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.excluded])
        refusal = self._not_workable(row, by)
        self.tries(exclusions.include_again, refusal, by, id=row.id)
        if refusal is None and row.excluded:
            row.excluded, row.agreed = False, None
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others)
    def tell_in_person(self, n: int, by: str) -> None:
        row = self.pick(n)
        refusal = self._not_workable(row, by)
        if refusal is None and (not row.sent or row.sent[-1].told):
            refusal = NothingToTell
        self.tries(told.tell_in_person, refusal, by, id=row.id)
        if refusal is None:
            row.sent[-1].told = True
            self.recorded += 1

    @rule(by=staff_and_others)
    def confirm_all(self, by: str) -> None:
        refusal = self._no_clerk(by)
        came = self.tries(answers.confirm_all, refusal, by, aimak_id=self.office.aimak_id, year=YEAR)
        if refusal is None:
            open_rows = [
                row for row in self.rows if row.withdrawn is None and row.sent and self.year.results is not None
            ]
            early = [row.sent[-1] for row in open_rows if not counts(row.sent[-1].at, self.year)]
            due = [sent for sent in early if not any(counts(at, self.year) for at in sent.confirmed)]
            assert came == len(due)
            for sent in due:
                sent.confirmed.append(self.office.now)
            self.recorded += 1

    @rule(by=staff_and_others, in_days=st.integers(-10, 30), attendance=st.sampled_from([None, 40, 200]))
    def set_hearing(self, by: str, in_days: int, attendance: int | None) -> None:
        day = find_day(self.office.now) + timedelta(in_days)
        refusal = self._no_clerk(by)
        if refusal is None and self.year.results is not None and self.year.results < day:
            refusal = years.DayOutOfOrder
        given = {"aimak_id": self.office.aimak_id, "year": YEAR, "hearing_on": day, "attendance": attendance}
        self.tries(years.set_year, refusal, by, **given)
        if refusal is None:
            self.year.hearing, self.year.attendance = day, attendance or self.year.attendance
            self.recorded += 1

    @rule(by=staff_and_others, ago=st.integers(-1, 12), table=st.sampled_from([None, "айыл өкмөтүнүн тактасы"]))
    def publish_results(self, by: str, ago: int, table: str | None) -> None:
        day = find_day(self.office.now) - timedelta(ago)
        refusal = self._no_clerk(by)
        if refusal is None and (ago < 0 or self.year.hearing is not None and day < self.year.hearing):
            refusal = years.DayOutOfOrder
        given = {"aimak_id": self.office.aimak_id, "year": YEAR, "on": day, "table_place": table, "sure": True}
        self.tries(years.publish_results, refusal, by, **given)
        if refusal is None:
            self.year.results, self.year.table = day, table or self.year.table
            self.recorded += 1

    @rule(by=st.sampled_from([*CLERKS, CLERKS[-1]]), approves=st.booleans())
    def set_approval(self, by: str, approves: bool) -> None:
        refusal = None if by == CLERKS[-1] else NotAllowed
        self.tries(staff.set_approval, refusal, by, aimak_id=self.office.aimak_id, approves=approves)
        if refusal is None:
            self.approves = approves
            self.recorded += 1

    def _no_clerk(self, by: str) -> type[Refusal] | None:
        return None if by in CLERKS else NotAllowed

    def _not_workable(self, row: Row, by: str) -> type[Refusal] | None:
        return self._no_clerk(by) or (AlreadyWithdrawn if row.withdrawn is not None else None)

    # What comes from outside

    @rule(refused=st.sets(st.sampled_from(sorted(AUTHORS))), why=st.sampled_from([Blocked, Rejected]))
    def carry(self, refused: set[str], why: type[Exception]) -> None:
        for phones in self.phones.values():
            phones.refusing = {self.office.people[name].address: why for name in refused}
        self.run(self.courier.carry())
        for row in self.rows:
            for sent in [*row.sent, *row.asked]:
                if sent.letter == "waiting":
                    sent.letter = "failed" if row.author in refused else "sent"
        self.seen["carry done"] += 1

    @rule(days=st.integers(1, 9))
    def days_pass(self, days: int) -> None:
        self.office.now += days * DAY

    @precondition(lambda self: not self.crowd)
    @rule(same=st.integers(2, 5))
    def a_crowd_is_answered(self, same: int) -> None:
        """Ten people write, and some of them are answered in the same words."""
        self.crowd = True
        other = [written for written in WRITTEN if written.refused is None and written.words != "район"]
        for n in range(10):
            row = self._submit("Айгүл")
            self._send(row, CLERKS[-1], WRITTEN[3 + n % 2] if n < same else other[n % len(other)])

    @rule(by=staff_and_others, ago=st.integers(0, 20))
    def enter(self, by: str, ago: int) -> None:
        """Enters what came on paper some days ago: a row like any other, whose author has no address."""
        refusal, key = self._no_clerk(by), f"key {len(self.rows)}"
        today = find_day(self.office.now + MINUTE)
        on = today - timedelta(ago)
        given = {
            "draft": proposals.ProposalToSend(key, Side.SPENDING, "Көпүрөнү оңдоо керек"),
            "source": Source.PAPER,
            "on": on,
        }
        came = self.tries(
            proposals.enter_for,
            refusal,
            by,
            aimak_id=self.office.aimak_id,
            language="ky",
            phone="+996700123456",
            **given,
        )
        if refusal is None:
            proposal, new = came
            assert (new, proposal.number) == (True, len(self.rows) + 1)
            assert find_day(proposal.received_at) == on
            self.rows.append(Row(proposal.id, proposal.number, ON_PAPER, proposal.received_at))
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others, which=st.integers(0, 3))
    def pass_on(self, n: int, by: str, which: int) -> None:
        row = self.pick(n, [row for row in self.rows if row.sent])
        if not row.sent:
            return
        sent = row.sent[which % len(row.sent)]
        refusal = self._not_workable(row, by)
        if refusal is None and (sent is not row.sent[-1] or sent.told):
            refusal = NothingToTell
        self.tries(told.note_passed_on, refusal, by, answer_id=sent.id)
        if refusal is None:
            sent.told = True
            self.recorded += 1

    # What must hold after every step

    @invariant()
    def the_tally_is_the_models(self) -> None:
        sheet = self.run(self.database.read(lambda store: count_tally(store, aimak_id=self.office.aimak_id, year=YEAR)))
        ours = expected(self.rows, self.year)
        for name in ("N", "answered", "decided", "excluded", "components", "score", "score_all", "points15"):
            assert getattr(sheet.tally, name) == getattr(ours, name), name
        known = [row for row in self.rows if self.year.results is None or find_day(row.received) <= self.year.results]
        assert sheet.rows == {part: tuple(f"{known[n].number:04}" for n in at) for part, at in ours.rows.items()}
        self.seen["tally compared"] += 1
        self.seen["tally with a score"] += ours.score is not None
        self.seen["tally with copied reasons"] += len(own_words_copied(known)) > 0

    @invariant()
    def rows_audit_and_drafts_are_the_models(self) -> None:
        self.run(self.database.read(self._rows_are_the_models))

    async def _rows_are_the_models(self, store: Any) -> None:
        entries = await store.audit.list_entries()
        assert len(entries) == self.recorded
        assert await store.audit.find_break() is None
        drafts = set(await store.connection.scalars(select(answer_drafts.c.proposal_id)))
        assert drafts == {row.id for row in self.rows if row.draft is not None}
        log = [row async for page in read_pages(store, aimak_id=self.office.aimak_id, year=None) for row in page]
        assert [row.filed.number for row in log] == list(range(1, len(self.rows) + 1))
        for row, kept in zip(log, self.rows, strict=True):
            assert [answer.revision for answer in row.answers] == list(range(1, len(kept.sent) + 1))
            assert [(answer.id, answer.sent_at) for answer in row.answers] == [(sent.id, sent.at) for sent in kept.sent]
            assert row.filed.withdrawn_at == kept.withdrawn
            assert all(kept.withdrawn is None or answer.sent_at < kept.withdrawn for answer in row.answers)
            if kept.draft is not None:
                written, by, for_approval = kept.draft
                draft = await store.answer_drafts.find_answer_draft(kept.id)
                assert draft is not None
                answer = draft.answer
                assert (answer.sentence, answer.decision) == (written.answer.sentence.strip(), written.answer.decision)
                assert (draft.written_by, draft.for_approval) == (self.office.people[by].id, for_approval)
                assert draft.remark == kept.remark


async def _changes(store: Any) -> int:
    """How many rows this connection has written so far."""
    return await store.connection.scalar(text("SELECT total_changes()"))
