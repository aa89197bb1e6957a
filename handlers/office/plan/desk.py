"""The plans of an aimak at the desk: how many items each has, its table, a filled one taken."""

from dataclasses import dataclass

from bot.budget.permissions import Act
from bot.budget.plan.items import Plan
from bot.chat.fsm import State
from bot.chat.memory import Memory
from bot.chat.message import BACK, Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office import staff
from bot.office.plan.items import list_items
from bot.office.plan.names import PLANS
from bot.office.plan.waiting import PLAN_TABLE
from bot.office.sheets import expected
from bot.office.wording.notices import N_
from handlers.office.staff_only import desk
from handlers.shared.guidance import show_here, show_stale
from handlers.shared.router import Talk
from handlers.shared.states import AtWork, Menu


class Plans(AtWork):
    """The plans, one of them, the lines of the draft."""

    open = State()
    one = State()
    lines = State()


@dataclass(frozen=True)
class PlanShown(Memory):
    """The plan that is looked at."""

    plan: Plan = Plan.SEOP


_BUTTONS = {Plan.SEOP: N_("СЭӨП"), Plan.BAP: N_("БАП"), Plan.OTHER: N_("Another plan")}


async def _count(talk: Talk) -> dict[Plan, int]:
    items = await list_items(talk.store, aimak_id=int(talk.person.aimak_id or 0), by=talk.person)
    return {plan: sum(one.plan is plan for one in items) for plan in Plan}


@desk.on(choice="plan_desk", opens=True)
async def on_plans_wanted(talk: Talk) -> Reply:
    """Shows the plans of the aimak."""
    return await talk.ask(Plans.open)


@desk.screen(Plans.open)
async def ask_which_plan(talk: Talk) -> Reply:
    """How many items each plan has, and what can be tied to them."""
    found = await _count(talk)
    lines = [f"{talk.say(PLANS[plan])}: {talk.words.number(n)}" for plan, n in found.items() if n]
    said = talk.say("Items of plans, which proposals and lines of the draft are tied to. Criterion 9 counts the ties.")
    choices = [talk.make_choice(f"plan_one:{plan}", title) for plan, title in _BUTTONS.items()]
    if any(found.values()):
        choices.append(talk.make_choice("plan_lines", "Tie draft lines"))
    return Reply("\n".join([said, *lines]), tuple(choices), (talk.back(),))


@desk.on(Plans.open, choice=BACK)
async def on_plans_left(talk: Talk) -> Reply:
    """Goes back to the menu."""
    return await talk.ask(Menu.open)


@desk.on(Plans.open, choice="plan_one")
async def on_plan_chosen(talk: Talk) -> Reply:
    """Opens one of the plans."""
    if talk.chosen not in set(Plan):
        return await show_stale(talk)
    await PlanShown(Plan(talk.chosen)).keep(talk)
    return await talk.ask(Plans.one)


@desk.screen(Plans.one)
async def ask_for_a_table(talk: Talk) -> Reply:
    """How many items it has, and how a table is sent."""
    plan = PlanShown.of(talk).plan
    n = (await _count(talk))[plan]
    lines = [
        talk.say("{plan}: items — {n}.", plan=talk.say(PLANS[plan]), n=talk.words.number(n)),
        talk.say("Send its table here, .xlsx or .csv: «№», «Пункт» and, where there are, «Жылдар», «Сумма»."),
        talk.say("All rows are taken, or none and each fault is named by its cell. What is not in it stays as it was."),
    ]
    return Reply("\n".join(lines), (talk.make_choice("plan_sheet", "Excel"),), (talk.back(),))


@desk.on(Plans.one, choice=BACK)
async def on_plan_left(talk: Talk) -> Reply:
    """Goes back to the plans."""
    return await talk.ask(Plans.open)


@desk.on(Plans.one, choice="plan_sheet")
async def on_plan_sheet_wanted(talk: Talk) -> Replies:
    """Sends the items as a table to fill in; it is made when the message leaves."""
    aimak_id, plan = int(talk.person.aimak_id or 0), PlanShown.of(talk).plan
    await staff.permit(talk.store, by=talk.person, act=Act.PLAN, aimak_id=aimak_id)
    document = {"kind": "plan", "aimak_id": aimak_id, "plan": plan.value, "language": talk.words.language}
    return Reply(talk.say("Fill in the rows and send the file back while this plan is open."), document=document), (
        await show_here(talk)
    )


@desk.on(Plans.one, kind=Kind.MEDIA)
async def on_plan_file_given(talk: Talk) -> Reply:
    """Takes a table of the plan; of any other file nothing is kept."""
    media, plan = talk.incoming.media, PlanShown.of(talk).plan
    if len(media) != 1 or not media[0].spreadsheet:
        return put_above(talk.say("Here only the table of a plan is taken, as .xlsx or .csv."), await show_here(talk))
    if not await expected.expect(
        talk.store, PLAN_TABLE, reference=media[0].reference, by=talk.person,
        aimak_id=int(talk.person.aimak_id or 0), plan=plan.value,
    ):  # fmt: skip
        return put_above(talk.say("The file did not come. Please send it again."), await show_here(talk))
    said = talk.say("The table is being looked through. In a moment you hear what became of it.")
    return put_above(said, await show_here(talk))
