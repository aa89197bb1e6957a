"""What somebody of an office sets for themselves: the post that residents are told of, and the name colleagues read."""

from bot.budget.permissions import Act, NotAllowed
from bot.chat.message import Kind, Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies, skip
from bot.language.intents import Intent, names_nothing
from bot.language.kyrgyz import clean, quote
from bot.office import staff
from handlers.office.staff_only import Desk, desk
from handlers.shared.router import Talk, router
from handlers.shared.states import Menu

LONGEST_TITLE = 80
LONGEST_NAME = 60


@desk.screen(Desk.title)
async def ask_title(talk: Talk) -> Reply:
    """Asks for the post that residents are told of. Beside it stands what else somebody of an office sets for themselves."""
    beside = (talk.make_choice("my_name", "My name"), talk.make_choice("pings", "How often to be told"))
    return Reply(
        talk.say(
            "How shall residents be told who answers? Write your post in both languages: {example}.",
            example="бюджет адиси / специалист по бюджету",
        ),
        ways=(skip(talk), *beside),
        free_text=True,
    )


@desk.on(choice="my_post")
async def on_post_wanted(talk: Talk) -> Reply:
    """Asks a member of the office for their post anew."""
    allowed = await staff.list_allowed_aimaks(talk.store, by=talk.person, act=Act.ANSWER)
    if talk.person.aimak_id not in allowed:
        raise NotAllowed(Act.ANSWER)
    return await talk.ask(Desk.title)


@desk.on(Desk.title, Desk.name, means=Intent.KYRGYZ)
@desk.on(Desk.title, Desk.name, means=Intent.RUSSIAN)
async def on_language_named(talk: Talk) -> Replies:
    """Goes on in a language that is named alone: it is no post and no name."""
    speaks = router.meaning(None, Intent.KYRGYZ)  # it reads which of both is meant
    return await speaks(talk) if speaks is not None else await talk.ask_again()


@desk.on(Desk.title, kind=Kind.TEXT)
async def on_title_given(talk: Talk) -> Reply:
    if names_nothing(talk.text):
        return await _ask_for_words(talk)
    title = " ".join(clean(talk.text).split())[:LONGEST_TITLE]
    await staff.set_title(talk.store, title=title, by=talk.person, at=talk.now)
    return put_above(talk.say("It is kept."), await talk.ask(Menu.open))


async def _ask_for_words(talk: Talk) -> Reply:
    # «Ооба» is no post and no name.
    said = talk.say("Write it in words, or press «{button}».", button=talk.say("Skip"))
    return put_above(said, await talk.ask_again())


@desk.on(Desk.title, choice="skip")
async def on_title_skipped(talk: Talk) -> Reply:
    """Goes on without a post."""
    return await talk.ask(Menu.open)


@desk.on(choice="my_name")
async def on_name_wanted(talk: Talk) -> Reply:
    """Asks somebody of an office for their name."""
    await staff.permit(talk.store, by=talk.person, act=Act.ANSWER, aimak_id=talk.person.aimak_id)
    return await talk.ask(Desk.name)


@desk.screen(Desk.name)
async def ask_name(talk: Talk) -> Reply:
    """Asks for the name that stands beside the post in the list of the staff; residents do not read it."""
    own = await staff.find_own(talk.store, by=talk.person)
    asked = talk.say("What is your name? Only your office reads it, in the list of the staff.")
    question = Reply(asked, ways=(skip(talk),), free_text=True)
    if own is None or not own.name:
        return question
    now = talk.say("Now it is: {value}. To leave it, press «{button}».", value=quote(own.name), button=talk.say("Skip"))
    return put_above(now, question)


@desk.on(Desk.name, kind=Kind.TEXT)
async def on_name_given(talk: Talk) -> Reply:
    if names_nothing(talk.text):
        return await _ask_for_words(talk)
    name = " ".join(clean(talk.text).split())[:LONGEST_NAME]
    await staff.set_name(talk.store, name=name, by=talk.person, at=talk.now)
    return put_above(talk.say("It is kept."), await talk.ask(Menu.open))


@desk.on(Desk.name, choice="skip")
async def on_name_skipped(talk: Talk) -> Reply:
    return await talk.ask(Menu.open)
