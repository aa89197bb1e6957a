"""Two clerks do two things of the desk to one proposal at once. It ends as if one had come behind the other."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.budget.permissions import NotAllowed, Role
from bot.budget.proposal import Answer, Decision, Side
from bot.budget.works.stages import Stage
from bot.language.refusal import Refusal
from bot.office.answers import answer_drafts, answers, dialogue, exclusions, handling, linked, take_back, told
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import TemplateWords
from bot.office.rules import BEGINNING
from bot.office.together import links
from bot.office.works import works
from storage.database.schema import answer_templates, audit
from storage.people import Person
from storage.proposals import Proposal
from tests.office.offices import Office, refusing
from tests.seeds import dice
from tests.sizes import sized

pytestmark = pytest.mark.slow

PAIRS = sized({"sqlite": 40, "postgresql": 12}, {"sqlite": 10_000, "postgresql": 10_000})
WHY = "Бул жолду район караганын {who} айтты."


@dataclass
class Scene:
    """A proposal and another like it, as two clerks and a head find them."""

    office: Office
    one: Proposal
    other: Proposal
    members: dict[str, int]
    answer_id: int = 0
    pressed_at: int = 0

    def does(self, act: str, who: str) -> Any:
        """One act of somebody of the office, with what it is given; what it refuses is returned."""
        function, given = ACTS[act]
        office = self.office
        return office.does(function, by=office.people[who], **given(self, who))

    async def looks(self) -> tuple[Any, ...]:
        """How both stand now, in a form in which two scenes can be compared."""
        names = {person.id: name for name, person in self.office.people.items()}
        return tuple([await self._look(proposal, names) for proposal in (self.one, self.other)])

    async def _look(self, proposal: Proposal, names: dict[int, str]) -> tuple[Any, ...]:
        now, draft = await self.office.now_of(proposal), await self.office.draft(proposal)
        sent = [(one.revision, one.answer, names[one.answered_by]) for one in await self.office.sent(proposal)]

        async def read(store: Any) -> tuple[Any, ...]:
            said = [(one.kind, names[one.person_id]) for one in await store.dialogue.list_dialogue(proposal.id)]
            of = select(audit.c.act, audit.c.person_id).where(
                audit.c.object == "proposal", audit.c.object_id == proposal.id
            )
            acts = sorted((row.act, names[row.person_id]) for row in await store.connection.execute(of))
            excluded = await store.exclusions.find_exclusion(proposal.id)
            with_ = len(await store.links.list_linked(proposal.id))
            return sorted(said), acts, excluded is not None, with_

        kept = draft and (draft.answer, names[draft.written_by], draft.for_approval, draft.leaves_at is not None)
        told = await self.office.relays(proposal)
        return (
            names.get(now.taken_by or 0),
            now.side,
            now.category,
            kept,
            sent,
            told,
            *await self.office.database.read(read),
        )


def _answer(who: str) -> Answer:
    return refusing(WHY.format(who=who))


# What somebody of an office does to the first proposal of a scene, and what the act is given.
ACTS: dict[str, tuple[Any, Callable[[Scene, str], dict[str, Any]]]] = {
    "take": (answers.take, lambda scene, _: {"id": scene.one.id}),
    "take over": (answers.take, lambda scene, _: {"id": scene.one.id, "over": True}),
    "hand over": (
        handling.hand_over,
        lambda scene, who: {"id": scene.one.id, "to": scene.members["Чынара" if who != "Чынара" else "Бакыт"]},
    ),
    "release": (handling.release, lambda scene, _: {"id": scene.one.id}),
    "sort": (
        handling.sort, lambda scene, who: {"id": scene.one.id, "side": Side.REVENUE if who == "Бакыт" else Side.SPENDING,
                                           "category": None},
    ),
    "save": (answers.save, lambda scene, who: {"id": scene.one.id, "answer": _answer(who)}),
    "send": (take_back.send, lambda scene, who: {"id": scene.one.id, "answer": _answer(who)}),
    "send for both": (
        linked.send, lambda scene, who: {"id": scene.one.id, "answer": _answer(who), "linked": [(scene.other.id, 1)]}
    ),
    "correct": (answers.send, lambda scene, who: {"id": scene.one.id, "answer": _answer(who), "revision": 2}),
    "take back": (take_back.take_back, lambda scene, _: {"pressed_at": scene.pressed_at}),
    "several at once": (
        answer_drafts.save_for_all,
        lambda scene, who: {"answered": dict.fromkeys([scene.other.id, scene.one.id], _answer(who))},
    ),
    "ask": (dialogue.ask_author, lambda scene, _: {"id": scene.one.id, "text": "Кайсы көчөнү айтасыз?"}),
    "explain": (dialogue.explain, lambda scene, _: {"id": scene.one.id, "text": "Бул жыл сайын каралат"}),
    "exclude": (exclusions.exclude, lambda scene, _: {"id": scene.one.id, "reason": next(iter(exclusions.EXCLUSIONS))}),
    "count again": (exclusions.include_again, lambda scene, _: {"id": scene.one.id}),
    "link": (links.link, lambda scene, _: {"id": scene.one.id, "to": scene.other.id}),
    "unlink": (links.unlink, lambda scene, _: {"id": scene.one.id, "from_": scene.other.id}),
    "tell in person": (told.tell_in_person, lambda scene, _: {"id": scene.one.id}),
    "template": (
        templates.keep,
        lambda scene, who: {
            "answer_id": scene.answer_id, "name": f"{scene.one.id} {who}", "words": TemplateWords(_answer(who).sentence)
        },
    ),
    "say the work": (works.say_stage, lambda scene, _: {"id": scene.one.id, "stage": Stage.BEGUN, "text": ""}),
}  # fmt: skip


async def _open(_scene: Scene) -> None:
    pass


async def _kept(scene: Scene) -> None:
    await scene.does("take", "Бакыт")
    await scene.does("save", "Бакыт")


async def _leaving(scene: Scene) -> None:
    await scene.does("link", "Чынара")
    scene.pressed_at = (await scene.does("send for both", "Бакыт")).of_first.at


async def _answered(scene: Scene) -> None:
    answer = Answer(Decision.INCLUDED, amount=96_000)
    for proposal in (scene.one, scene.other):
        sent = await scene.office.does(answers.send, id=proposal.id, answer=answer, by=scene.office.people["Бакыт"])
        scene.answer_id = scene.answer_id or sent.id
    await scene.does("link", "Чынара")


SCENES = {"open": _open, "kept": _kept, "leaving": _leaving, "answered": _answered}


class Rooms:
    """An office in which the same scene is set as often as it is wanted."""

    def __init__(self, office: Office, author: Person, members: dict[str, int]) -> None:
        self.office, self.author, self.members = office, author, members

    async def sets(self, scene: str) -> Scene:
        """Two proposals, brought to where the scene begins."""
        self.office.now += 1000
        await self.office.database.write(lambda store: store.connection.execute(delete(answer_templates)))  # few fit in
        made = Scene(
            self.office, await self.office.filed(self.author), await self.office.filed(self.author), self.members
        )
        await SCENES[scene](made)
        return made


@pytest.fixture
async def rooms(database):
    office = await Office(database).opens()
    people = [await office.meets("Бакыт", Role.STAFF), await office.meets("Чынара", Role.STAFF)]
    members = {name: (await office.member(one)).id for name, one in zip(("Бакыт", "Чынара"), people, strict=True)}
    await database.write(lambda store: store.meta.set("take_back", "60", valid_from=BEGINNING))
    return Rooms(office, await office.meets("Айгүл"), members)


def _what(ended: Any) -> str:
    return type(ended).__name__ if isinstance(ended, Refusal | NotAllowed) else "done"


async def _ended(scene: Scene, ended: list[Any]) -> tuple[Any, ...]:
    for one in ended:
        if isinstance(one, BaseException) and not isinstance(one, Refusal | NotAllowed):
            raise one
    return tuple(map(_what, ended)), await scene.looks()


async def test_two_acts_at_once_end_as_one_behind_the_other(rooms, tell):
    engine = "sqlite" if rooms.office.database.sqlite else "postgresql"
    cases = list(product(SCENES, ACTS, ACTS))
    dice("two clerks").shuffle(cases)
    seen, acts = Counter[str](), set[str]()
    for scene, first, second in cases[: PAIRS[engine]]:
        serial = []
        for one, other in (((first, "Бакыт"), (second, "Чынара")), ((second, "Чынара"), (first, "Бакыт"))):
            behind = await rooms.sets(scene)
            ended = [*await asyncio.gather(behind.does(*one), return_exceptions=True),
                     *await asyncio.gather(behind.does(*other), return_exceptions=True)]  # fmt: skip
            serial.append(await _ended(behind, ended if one[1] == "Бакыт" else ended[::-1]))
        at_once = await rooms.sets(scene)
        ended = await asyncio.gather(
            at_once.does(first, "Бакыт"), at_once.does(second, "Чынара"), return_exceptions=True
        )
        came = await _ended(at_once, ended)
        assert came in serial, (scene, first, second, came, serial)
        seen["refused" if "done" not in came[0] or came[0][0] != came[0][1] else "both done"] += 1
        acts |= {first, second}
    assert await rooms.office.chain_holds()
    tell("two acts of a desk at once", engine=engine, pairs=sum(seen.values()), acts=len(acts), otherwise_than_by_turns=0,
         **{what.replace(" ", "_"): n for what, n in seen.items()})  # fmt: skip
