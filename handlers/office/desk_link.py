"""From the chat to the desk in a browser: a link that signs in its owner, once."""

from bot.chat.message import Reply
from bot.chat.screens import put_above
from bot.chat.talk import Replies
from bot.office.desk import sign_in
from handlers.office.staff_only import desk
from handlers.shared.router import Talk
from handlers.shared.states import Menu


@desk.on(choice="desk_link")
async def on_desk_link_wanted(talk: Talk) -> Replies:
    """Gives the link in a message of its own."""
    link = await sign_in.make_link(talk.store, by=talk.person, at=talk.now)
    if link is None:
        return put_above(talk.say("The desk in a browser is not open on this install."), await talk.ask(Menu.open))
    said = talk.say(
        "This link opens your desk in a browser, once, within 10 minutes. Give it to nobody: {link}", link=link
    )
    return Reply(said, stays=True), await talk.ask(Menu.open)
