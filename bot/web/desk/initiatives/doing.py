"""What an office does with an initiative at the desk: papers, marks with reasons, the decision, its money."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.initiative.bounds import find_most
from bot.budget.initiative.course import (
    Decision,
    Happened,
    MoneyLeft,
    OutOfTurn,
    Paper,
    Step,
    TooMuch,
    WhyTooShort,
)
from bot.budget.initiative.marks import Criterion, MarkOutside, ReasonTooShort
from bot.budget.permissions import Act
from bot.budget.proposal import parse_amount
from bot.language.kyrgyz import clean
from bot.office.desk import meanwhile
from bot.office.desk.meanwhile import Thing
from bot.office.initiatives import judging
from bot.office.initiatives.judging import NoInitiative
from bot.office.initiatives.words import DECISIONS
from bot.web.desk.desk import Desk, DeskAct
from bot.web.desk.forms import Form, FormUnreadable, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.initiatives.calls import PATH
from bot.web.desk.initiatives.card import Refused, show_initiative
from bot.web.desk.instruments.one_file import LARGEST_SEVERAL, MOST_FILES, settle_files
from bot.web.desk.posted_files import as_uploader, read_file
from bot.web.desk.said import tell
from bot.web.desk.stale.changed import read_as_of, say_changed
from bot.web.desk.typed import Typed
from storage.store import Store

_WITH_SUM = {Step.PAID, Step.SPENT, Step.RETURNED}
_LONGEST_MARK = 3  # digits


async def on_ticked(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Ticks a paper as seen, or takes the tick off; no copy is kept."""
    if form["do"] not in set(Paper):
        raise FormUnreadable
    id, at = as_id(request.path_params["id"]), desk.clock()
    must = _guard(seen, form, id)

    async def act(store: Store) -> str:
        await must(store, "seen", "unseen", of=form["do"])
        await judging.tick(store, id=id, paper=Paper(form["do"]), by=seen.person, at=at)
        return f"{PATH}/{id}?{tell('noted')}"

    return await _do(desk, seen, request, form, act=act, refused=Refused("papers"))


async def on_marked(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Marks one criterion with its reason."""
    if form["criterion"] not in set(Criterion):
        raise FormUnreadable
    id, at, words = as_id(request.path_params["id"]), desk.clock(), seen.words
    must = _guard(seen, form, id)
    typed, criterion = Typed.of(form, ("mark", "reason")), Criterion(form["criterion"])
    said = typed["mark"].strip()

    async def act(store: Store) -> str:
        _, _, _, call = await judging.read(store, id=id, by=seen.person)
        if not (said.isascii() and said.isdecimal() and len(said) <= _LONGEST_MARK):
            raise MarkOutside(call.rules.scale)
        await must(store, "marked", of=criterion.value)
        await judging.give_mark(
            store, id=id, criterion=criterion, mark=int(said), reason=clean(typed["reason"]), by=seen.person, at=at
        )
        return f"{PATH}/{id}?{tell('template_kept')}#{criterion.value}"

    refused = Refused(criterion.value, typed)
    try:
        with typed.beside("reason", words):
            return await _do(desk, seen, request, form, act=act, refused=refused)
    except MarkOutside as outside:
        typed.wrong["mark"] = words.say("A mark is a whole number from 0 to {scale}.", scale=outside.scale)
    except ReasonTooShort:
        typed.wrong["reason"] = words.say("Please write the reason in a sentence.")
    return await show_initiative(desk, seen, request, refused)


async def on_decided(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Asks whether the applicant is to be told so; then decides, unless a colleague has decided meanwhile."""
    id, at, words = as_id(request.path_params["id"]), desk.clock(), seen.words
    must = _guard(seen, form, id)
    typed = Typed.of(form, ("decision", "amount", "why"))
    refused, chosen = Refused("decide", typed), typed.choose("decision", set(Decision), words)
    amount = 0
    if chosen == Decision.PARTLY:
        with typed.beside("amount", words):
            amount = parse_amount(typed["amount"])
    if chosen is None or typed.wrong:
        return await show_initiative(desk, seen, request, refused)
    decision, over, is_sure = Decision(chosen), as_id(form["over"]), bool(form["sure"])

    async def act(store: Store) -> str:
        _, course, _, _ = await judging.read(store, id=id, by=seen.person)
        await must(store, "decided")
        given = find_most(course) if decision is Decision.GRANTED else amount
        _, is_told = await judging.decide(
            store, id=id, decision=decision, amount=given, why=clean(typed["why"]), by=seen.person, at=at, over=over
        )
        return f"{PATH}/{id}?{tell('applicant_told' if is_told else 'applicant_untold')}"

    try:
        with typed.beside("why", words):
            if is_sure:
                return await _do(desk, seen, request, form, act=act, refused=refused)
            await desk.office.database.read(
                lambda store: judging.check_decision(
                    store, id=id, decision=decision, amount=amount, why=clean(typed["why"]), by=seen.person
                )
            )
            refused.sure = words.say(DECISIONS[decision])
    except NoInitiative:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    except OutOfTurn:
        refused.alert = words.say("This is not possible now.")
    except WhyTooShort:
        typed.wrong["why"] = words.say("Please write the reason in a sentence.")
    except TooMuch as too_much:
        typed.wrong["amount"] = words.say("At most {sum} is possible here.", sum=words.som(too_much.most))
    except judging.DecidedMeanwhile:
        refused.alert = words.say("Meanwhile a colleague has decided: please look at it again. Yours was not sent.")
    return await show_initiative(desk, seen, request, refused)


async def on_worked(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Enters the agreement, money, news of the work or the report; the group is told."""
    id, at, words = as_id(request.path_params["id"]), desk.clock(), seen.words
    must = _guard(seen, form, id)
    typed = Typed.of(form, ("kind", "text", "amount"))
    kind = typed.choose("kind", set(judging.BY_OFFICE), words)
    step, amount = Step(kind) if kind else Step.MILESTONE, 0
    if step in _WITH_SUM:
        with typed.beside("amount", words):
            amount = parse_amount(typed["amount"])
    too_many = seen.words.say("No more than {n} files go with it.", n=MOST_FILES)
    kept = await settle_files(desk, seen, form, typed, most=MOST_FILES, too_many=too_many)
    files = [file for one in kept if (file := read_file(desk, seen, one))]
    if not typed["text"].strip() and (not files or step is Step.AGREED):
        typed.wrong.setdefault("text", words.say("Please write it in words."))
    if typed.wrong:
        return await show_initiative(desk, seen, request, Refused("work", typed, kept=kept))
    happened = Happened(step, "", amount, clean(typed["text"]))

    async def act(store: Store) -> str:
        await must(store, *(one.value for one in judging.BY_OFFICE))
        _, is_told = await judging.say_of_work(
            store, id=id, happened=happened, files=files, at=at,
            by=as_uploader(seen.person) if files else seen.person,
        )  # fmt: skip
        return f"{PATH}/{id}?{tell('group_told' if is_told else 'applicant_untold')}"

    refused = Refused("work", typed, kept=kept)
    try:
        with typed.beside("text", words):
            return await _do(desk, seen, request, form, act=act, refused=refused)
    except TooMuch as too_much:
        typed.wrong["amount"] = words.say("At most {sum} is possible here.", sum=words.som(too_much.most))
    except MoneyLeft as left:
        typed.wrong["kind"] = words.say(
            "{sum} is neither spent nor returned: tell that first, then the report.", sum=words.som(left.left)
        )
    return await show_initiative(desk, seen, request, refused)


def _guard(seen: Seen, form: Form, id: int) -> Callable[..., Awaitable[None]]:
    # Refuses where a colleague took one of these steps meanwhile; of narrows it to a paper or a criterion.
    async def must(store: Store, *steps: str, of: str = "") -> None:
        def concerns(done: meanwhile.Done) -> bool:
            return done.details.get("what") in steps and of in {"", done.details.get("of")}

        thing = Thing("initiative", id)
        await meanwhile.must_be_as_shown(store, thing, shown=read_as_of(form), by=seen.person, concerns=concerns)

    return must


async def _do(desk: Desk, seen: Seen, request: Request, form: Form, *, act: Any, refused: Refused) -> Response:
    try:
        return await desk.do_once(seen, form, act)
    except NoInitiative:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    except meanwhile.ChangedMeanwhile as changed:
        refused.alert = await say_changed(desk, seen, changed)
        return await show_initiative(desk, seen, request, refused)
    except OutOfTurn:
        refused.alert = seen.words.say("This is not possible now.")
        return await show_initiative(desk, seen, request, refused)


ENTRIES: tuple[Any, ...] = (
    DeskAct(f"{PATH}/{{id}}/papers", Act.JUDGE, on_ticked),
    DeskAct(f"{PATH}/{{id}}/marks", Act.JUDGE, on_marked),
    DeskAct(f"{PATH}/{{id}}/decision", Act.JUDGE, on_decided),
    DeskAct(f"{PATH}/{{id}}/work", Act.JUDGE, on_worked, largest=LARGEST_SEVERAL),
)
