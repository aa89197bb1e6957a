"""The templates of an office in a list: looked at, changed, removed."""

from bot.chat.message import BACK, Choice, Reply, read_row_id
from bot.chat.paging import paged
from bot.chat.screens import put_above
from bot.chat.talk import list_ways
from bot.language.intents import Intent
from bot.language.kyrgyz import quote
from bot.office.answers.templates import templates
from handlers.office.staff_only import Desk, Templating, desk
from handlers.office.templates.keeping import TemplateBeingKept, show_template
from handlers.office.templates.using import say_template
from handlers.shared.router import Talk

PAGES = paged(desk, Templating.list, leave=Desk.list, key="templates_page")


@desk.on(choice="template_list")
async def on_list_wanted(talk: Talk) -> Reply:
    """Lists the templates of the office."""
    await PAGES.begin(talk)
    return await talk.ask(Templating.list)


@desk.screen(Templating.list)
async def ask_which(talk: Talk) -> Reply:
    """Lists them by their names; where there is none, says how one is made."""
    aimak_id = int(talk.person.aimak_id or 0)
    page = await PAGES.of(talk, await templates.list_templates(talk.store, aimak_id=aimak_id, by=talk.person))
    if not page.rows:
        said = talk.say(
            "There are no templates yet. Open an answered proposal, «{answers}», then «{keep}».",
            answers=talk.say("Answers sent"),
            keep=talk.say("Keep as a template"),
        )
        return Reply(said, ways=list_ways(talk))
    lines = [talk.say("The templates of your office:"), *page.numbered(say_template(talk, one) for one in page.rows)]
    choices = [Choice(f"template_one:{one.id}", one.name, (one.name,)) for one in page.rows]
    return Reply("\n".join(lines), tuple(choices), page.ways(talk))


@desk.on(Templating.list, choice="template_one")
async def on_template_chosen(talk: Talk) -> Reply:
    return await show_template(
        talk, await templates.read_template(talk.store, id=read_row_id(talk.chosen), by=talk.person)
    )


@desk.on(Templating.card, choice=BACK)
async def on_left(talk: Talk) -> Reply:
    """Returns to where the template was come by: the list, or the answer it was to be kept from."""
    kept = TemplateBeingKept.of(talk)
    await TemplateBeingKept.forget(talk)
    return await talk.ask(Templating.list if kept.id else Desk.sent)


@desk.on(Templating.card, choice="template_remove")
async def on_removal_wanted(talk: Talk) -> Reply:
    """Asks whether it goes."""
    return await talk.ask(Templating.sure)


@desk.screen(Templating.sure)
async def ask_whether_to_remove(talk: Talk) -> Reply:
    """Asks once; the answers that were made of it stay."""
    question = talk.say("Remove the template «{name}»?", name=quote(TemplateBeingKept.of(talk).name))
    return Reply(
        question, (talk.make_choice("template_gone", "Remove the template", means=(Intent.YES,)),), list_ways(talk)
    )


@desk.on(Templating.sure, choice="template_gone")
async def on_removed(talk: Talk) -> Reply:
    await templates.remove(talk.store, id=TemplateBeingKept.of(talk).id, by=talk.person, at=talk.now)
    await TemplateBeingKept.forget(talk)
    return put_above(talk.say("The template is removed."), await talk.ask(Templating.list))
