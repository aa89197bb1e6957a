"""The words about a village's groups: why a post did not arrive there, and whose group it is."""

from bot.chat.message import Reply
from bot.chat.texts import Words
from bot.language.kyrgyz import quote
from bot.office.wording.notices import N_, make_button

LONGEST = 60  # characters of a title that are quoted
_REASONS = {
    "put_out": N_("the bot was put out of it"),
    "no_chat": N_("it is not there any more"),
    "blocked": N_("the bot was put out of it"),
    "not_admin": N_("the bot must be an administrator there"),
    "may_not_write": N_("the bot may not write there"),
    "no_files_there": N_("files may not be sent there"),
    "topic_closed": N_("its topic is closed"),
    "no_topic": N_("its topic is not there any more"),
    "paid": N_("messages there cost money"),
    "unreachable": N_("the messenger could not be reached"),
    "expired": N_("it was too late"),
}
_REFUSED = N_("the messenger refused it")
_UNSURE = {"uncertain", "reclaimed"}
_GONE = {"put_out", "no_chat", "blocked"}


def say_reason(words: Words, code: str) -> str:
    """Why a post did not arrive, in words."""
    return words.say(_REASONS.get(code, _REFUSED))


def compose_not_posted(words: Words, *, title: str, code: str, row: int, group: int) -> Reply:
    """Says to which group a post did not get, why, and what can be done. row is the post's id, group the group's."""
    name = quote(title, LONGEST)
    again = make_button(words, f"post_again:{row}", "Post it again")
    if code in _UNSURE:
        text = words.say("It is not known whether the notice arrived in «{title}»: please look there.", title=name)
        return Reply(text, (again,))
    text = words.say("The notice was not posted in «{title}»: {reason}.", title=name, reason=say_reason(words, code))
    if code == "expired":
        return Reply(text)
    text = " ".join([text, words.say("Once it is mended, post it again.")])
    return Reply(
        text, (again, *((make_button(words, f"group_free:{group}", "Let the group go"),) if code in _GONE else ()))
    )
