"""What a desk does beside answering, for the state machine: who has a proposal, its repetitions, one answer for several."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from bot.budget.proposal import AlreadyAnswered, AlreadyWithdrawn, Decision, NotYours, Side
from bot.budget.works.stages import Stage, list_next
from bot.language.refusal import Refusal
from bot.office import proposals
from bot.office.answers import answer_drafts, handling, linked
from bot.office.answers.answers import AnsweredBy, TakenBy
from bot.office.answers.take_back import Pressed
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import NameTaken, NoTemplate, TemplateWords
from bot.office.together import links, voices
from bot.office.works import works
from tests.office.machine.model import AUTHORS, CLERKS, WAIT, WRITTEN, Leaving, Row, Written

HEAD = CLERKS[-1]
WENT_IN = {Decision.INCLUDED, Decision.PARTLY}
NAMES = ("Көчө жарыгы", "Жол", "Суу")


class DeskLife(RuleBasedStateMachine):
    """The other acts of a desk; OfficeLife has the rows, and how an act is tried."""

    office: Any
    rows: list[Row]
    recorded: int
    approves: bool
    run: Any
    tries: Any
    pick: Any
    seen: Any
    _is_sent: Any
    _no_clerk: Any
    _not_workable: Any
    _on_its_way: Any
    _anothers: Any

    numbers = st.integers(0, 11)
    staff_and_others = st.sampled_from([*CLERKS, *CLERKS, *CLERKS, "Чоочун", "Айгүл"])

    def __init__(self) -> None:
        super().__init__()
        self.templates: dict[int, str] = {}  # names by id

    # Who has it, and where it belongs.

    @rule(n=numbers, by=staff_and_others, to=st.sampled_from(CLERKS))
    def hand_over(self, n: int, by: str, to: str) -> None:
        row = self.pick(n, [row for row in self.rows if not row.sent])
        refusal = self._not_to_give(row, by) or (handling.NoColleague if to == by else None)
        refusal = refusal or (handling.HasItAlready if row.taken == to else None)
        member = self.run(self.office.member(self.office.people[to]))
        self.tries(handling.hand_over, refusal, by, id=row.id, to=member.id)
        if refusal is None:
            row.taken = to
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others)
    def release(self, n: int, by: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.taken])
        refusal = self._not_to_give(row, by)
        self.tries(handling.release, refusal, by, id=row.id)
        if refusal is None:
            self.recorded += row.taken is not None
            row.taken = None

    def _not_to_give(self, row: Row, by: str) -> type[Refusal] | None:
        refusal = self._not_workable(row, by) or (AnsweredBy if row.sent else self._on_its_way(row))
        return refusal or (TakenBy if row.taken not in {None, by} and by != HEAD else None)

    @rule(n=numbers, by=staff_and_others, side=st.sampled_from(Side), category=st.sampled_from([None, "sp_roads"]))
    def sort(self, n: int, by: str, side: Side, category: str | None) -> None:
        row = self.pick(n)
        fits = side is Side.SPENDING or side is Side.REVENUE and category is None
        refusal = self._not_workable(row, by) or (None if fits else handling.WrongCategory)
        before = self.run(self.office.now_of(row))
        self.tries(handling.sort, refusal, by, id=row.id, side=side, category=category)
        self.recorded += refusal is None and (before.side, before.category) != (side, category)

    # What repeats what.

    @rule(n=numbers, m=numbers, by=staff_and_others)
    def link(self, n: int, m: int, by: str) -> None:
        row, other = self.pick(n), self.pick(m)
        refusal = self._not_linkable(row, other, by)
        done = self.tries(links.link, refusal, by, id=row.id, to=other.id)
        if refusal is None:
            new = other.id not in row.linked
            assert done is new
            self.recorded += 2 * new
            together = {row.id, other.id} | row.linked | other.linked
            for one in self.rows:
                if one.id in together:
                    one.linked = together - {one.id}

    @rule(n=numbers, m=numbers, by=staff_and_others)
    def unlink(self, n: int, m: int, by: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.linked])
        other = self.pick(m, [one for one in self.rows if one.id in row.linked])
        refusal = self._not_linkable(row, other, by)
        done = self.tries(links.unlink, refusal, by, id=row.id, from_=other.id)
        if refusal is None:
            assert done is (other.id in row.linked)
            if done:
                self.recorded += 2
                row.linked = set()
                for one in self.rows:
                    one.linked = one.linked - {row.id}

    def _not_linkable(self, row: Row, other: Row, by: str) -> type[Refusal] | None:
        if row is other:
            return links.CannotLink
        return self._no_clerk(by) or (
            AlreadyWithdrawn if row.withdrawn is not None or other.withdrawn is not None else None
        )

    # One answer for several.

    @rule(n=numbers, m=numbers, by=staff_and_others, written=st.sampled_from(WRITTEN))
    def send_to_linked(self, n: int, m: int, by: str, written: Written) -> None:
        """One press: an answer, and the same to another that was read with it, which may stay as it is."""
        free = [
            one
            for one in self.rows
            if not one.sent and not one.unsaid and (one.withdrawn, one.leaving, one.draft, one.taken) == (None,) * 4
        ]
        row, other = self.pick(n, free[:1]), self.pick(m, free[1:])
        if row is other:
            return
        refusal = self._not_sendable(row, by, written)
        read = self.run(self.office.now_of(other)).revision
        given = {"answer": written.answer, "linked": [(other.id, read)]}
        done = self.tries(linked.send, refusal, by, id=row.id, **given)
        if refusal is not None:
            return
        self._now_sent(row, by, written)
        stays, number = self._not_sendable(other, by, written), f"{other.number:04}"
        assert done.unready == ((number,) if stays is voices.SummaryMissing else ())
        assert done.left_out == ((number,) if stays not in {None, voices.SummaryMissing} else ())
        if stays is None:
            self._now_sent(other, by, written)
            self.seen["answers that went to two"] += 1
        if isinstance(done.of_first, Pressed):
            pressed = {id for id, _ in done.of_first.leaving}
            assert pressed == {one.id for one in (row, other) if one.leaving and one.leaving.at == self.office.now}

    def _not_sendable(self, row: Row, by: str, written: Written) -> type[Refusal] | None:
        refusal = self._not_workable(row, by) or written.refused or (AnsweredBy if row.sent else None)
        refusal = refusal or (voices.SummaryMissing if row.unsaid else None)
        return refusal or self._on_its_way(row) or self._anothers(row, by)

    def _now_sent(self, row: Row, by: str, written: Written) -> None:
        # What a press makes of one proposal: before the head, at once, or in a moment.
        if self.approves and by != HEAD:
            row.draft, row.remark = (written, by, True), None
            self.recorded += 1
        elif row.draft is not None and row.draft[2] and row.draft[0].answer.checked() != written.answer.checked():
            sent = self.run(self.office.database.read(lambda store: store.answers.find_latest(row.id)))
            self._is_sent(row, sent, written)
            self.recorded += 1
        else:
            same = row.draft is not None and row.draft[0].answer.checked() == written.answer.checked()
            row.draft = (written, row.draft[1] if same and row.draft else by, False)
            row.leaving = Leaving(by, self.office.now, self.office.now + WAIT)

    @rule(ns=st.lists(numbers, min_size=1, max_size=4), by=staff_and_others, written=st.sampled_from(WRITTEN))
    def keep_for_all(self, ns: list[int], by: str, written: Written) -> None:
        """Several are marked and answered at once: each is taken, and keeps the answer, or is left out."""
        marked = list({row.id: row for row in map(self.pick, ns)}.values())
        refusal = written.refused or self._no_clerk(by)
        given = {"answered": {row.id: written.answer for row in marked}}
        done = self.tries(answer_drafts.save_for_all, refusal, by, **given)
        if refusal is not None:
            return
        kept, left_out, unready = [], [], []
        for row in marked:
            if row.unsaid and row.draft is None:
                unready.append(f"{row.number:04}")
                continue
            stays = row.draft is not None or row.withdrawn is not None or row.sent
            if stays or row.taken not in {None, by}:
                left_out.append(f"{row.number:04}")
                continue
            self.recorded += row.taken != by
            row.taken = by
            row.draft, row.remark = (written, by, False), None
            self.recorded += 1
            kept.append(row.id)
        assert ([id for id, _ in done.kept], list(done.left_out), list(done.unready)) == (kept, left_out, unready)
        self.seen["answers kept for several"] += len(kept)

    # Templates.

    @rule(n=numbers, by=staff_and_others, name=st.sampled_from(NAMES))
    def keep_template(self, n: int, by: str, name: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.sent])
        if not row.sent or not row.sent[-1].written.answer.sentence:
            return
        sent = row.sent[-1]
        refusal = self._no_clerk(by) or (NameTaken if name in self.templates.values() else None)
        given = {"answer_id": sent.id, "name": name, "words": TemplateWords(sent.written.answer.sentence)}
        came = self.tries(templates.keep, refusal, by, **given)
        if refusal is None:
            self.templates[came.id] = name
            self.recorded += 1

    @rule(n=numbers, by=staff_and_others)
    def remove_template(self, n: int, by: str) -> None:
        ids = [*self.templates, 99_999]
        id = ids[n % len(ids)]
        refusal = NoTemplate if id not in self.templates else self._no_clerk(by)
        self.tries(templates.remove, refusal, by, id=id)
        if refusal is None:
            del self.templates[id]
            self.recorded += 1

    # A voice in one line.

    @rule(author=st.sampled_from(sorted(AUTHORS)))
    def speak(self, author: str) -> None:
        key = f"key {len(self.rows)}"
        draft = proposals.ProposalToSend(key, Side.SPENDING, "", media=(("voice", f"{key} voice"),))
        given = {"draft": draft, "aimak_id": self.office.aimak_id, "language": "ky"}
        proposal, _ = self.tries(proposals.submit, None, author, **given)
        self.rows.append(Row(proposal.id, proposal.number, author, self.office.now, unsaid=True))

    @rule(n=numbers, by=staff_and_others)
    def summarise(self, n: int, by: str) -> None:
        row = self.pick(n, [row for row in self.rows if row.unsaid or row.understood is False])
        refusal = self._not_workable(row, by) or (AlreadyAnswered if row.sent else self._on_its_way(row))
        if refusal is None and not row.unsaid and not (row.summarised and row.understood is False):
            refusal = voices.NothingToSummarise
        read = self.run(self.office.now_of(row)).revision
        self.tries(voices.summarise, refusal, by, id=row.id, text="Көпүрөнү оңдоо керек", read=read)
        if refusal is None:
            row.unsaid, row.summarised, row.understood = False, True, None
            self.recorded += 1

    @rule(n=numbers, by=st.sampled_from([None, None, "Айгүл", "Бакыт"]), agreed=st.booleans())
    def say_understood(self, n: int, by: str | None, agreed: bool) -> None:
        """by: None is the author."""
        row = self.pick(n, [row for row in self.rows if row.summarised])
        by = by or (row.author if row.author in AUTHORS else "Чоочун")
        refusal = None if by == row.author and row.summarised else NotYours
        revision = self.run(self.office.now_of(row)).revision
        self.tries(voices.say_understood, refusal, by, id=row.id, revision=revision, agreed=agreed)
        if refusal is None:
            row.understood = agreed

    # The year's end.

    @rule(n=numbers, by=staff_and_others, stage=st.sampled_from(Stage), behind=st.sampled_from([False, False, True]))
    def say_stage(self, n: int, by: str, stage: Stage, behind: bool) -> None:
        """behind: a colleague has said meanwhile how the work stands."""
        went_in = [row for row in self.rows if row.sent and row.sent[-1].written.answer.decision in WENT_IN]
        row = self.pick(n, went_in)
        refusal = self._not_workable(row, by) or (None if row in went_in else works.NoWork)
        after = row.work[0] if row.work else None
        if refusal is None and (behind or stage not in list_next(row.work[1] if row.work else None)):
            refusal = works.OutOfOrder
        given = {"stage": stage, "text": "", "after": 99_999 if behind else after}
        came = self.tries(works.say_stage, refusal, by, id=row.id, **given)
        if refusal is not None:
            return
        answer, before = row.sent[-1].written.answer, row.work[1] if row.work else None
        said, _ = came
        row.work = (said.id, stage)
        self.recorded += 1
        for other in self.rows:
            stands = other.work[1] if other.work else None
            same = other.sent and other.sent[-1].written.answer.checked() == answer.checked()
            if other.id in row.linked and same and stands == before:
                latest = self.run(self.office.database.read(lambda store, id=other.id: store.works.latest(id)))
                other.work = (latest.id, stage)
                self.recorded += 1
                self.seen["works of linked ones"] += 1


def by_staff(dice: Any) -> dict[str, Any]:
    return {"n": dice.randrange(12), "by": dice.choice([*CLERKS, *CLERKS, "Чоочун", "Айгүл"])}


DESK_WAYS = {
    DeskLife.hand_over: (2, lambda dice: {**by_staff(dice), "to": dice.choice(CLERKS)}),
    DeskLife.release: (2, by_staff),
    DeskLife.sort: (
        2, lambda dice: {**by_staff(dice), "side": dice.choice(list(Side)), "category": dice.choice([None, "sp_roads"])},
    ),
    DeskLife.link: (4, lambda dice: {**by_staff(dice), "m": dice.randrange(12)}),
    DeskLife.unlink: (2, lambda dice: {**by_staff(dice), "m": dice.randrange(12)}),
    DeskLife.send_to_linked: (
        4, lambda dice: {**by_staff(dice), "m": dice.randrange(12), "written": dice.choice(WRITTEN)}
    ),
    DeskLife.keep_for_all: (
        2,
        lambda dice: {
            "ns": dice.choices(range(12), k=3), "by": by_staff(dice)["by"], "written": dice.choice(WRITTEN)
        },
    ),
    DeskLife.keep_template: (2, lambda dice: {**by_staff(dice), "name": dice.choice(NAMES)}),
    DeskLife.remove_template: (2, by_staff),
    DeskLife.speak: (2, lambda dice: {"author": dice.choice(sorted(AUTHORS))}),
    DeskLife.summarise: (3, by_staff),
    DeskLife.say_understood: (
        3,
        lambda dice: {
            "n": dice.randrange(12), "by": dice.choice([None, None, "Айгүл", "Бакыт"]), "agreed": dice.random() < 0.5
        },
    ),
    DeskLife.say_stage: (
        4, lambda dice: {**by_staff(dice), "stage": dice.choice(list(Stage)), "behind": dice.random() < 0.2}
    ),
}  # fmt: skip
