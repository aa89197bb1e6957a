"""A survey is asked for by its name: «доверие», «ишенүү сурамжылоосу», «опрос». It opens where one is open."""

from bot.budget.polls.asked_for import Survey, read_survey_asked
from bot.chat.talk import Replies
from bot.chat.texts import is_label
from bot.office import staff
from bot.office.polls import polls
from bot.office.trust import surveys
from handlers.resident.polls.voting import on_poll_wanted
from handlers.resident.trust.answering import on_trust_wanted
from handlers.shared.more_doors import list_open_doors
from handlers.shared.router import Step, Talk, router


@router.hear_first
async def hear_survey_asked(talk: Talk, step: Step) -> Replies | None:
    """Opens the survey that is named, or asks which; None of other words."""
    if step.is_free or step.is_named or talk.state.state not in router.idle or talk.person.aimak_id is None:
        return None
    if (asked := read_survey_asked(talk.text)) is None:
        return None
    if is_label(talk.text) and await staff.list_standings(talk.store, talk.person):
        return None  # the desk has buttons of these names
    open = [one for one in await list_open_doors(talk) if one.id in {Survey.TRUST, Survey.POLL}]
    if asked is Survey.EITHER and len(open) > 1:
        talk.between = tuple(open)
        return await router.asks_which()(talk)
    running = [one.id for one in open] or await _list_running(talk)
    wanted = (running or [Survey.POLL])[0] if asked is Survey.EITHER else asked
    if wanted not in running and wanted not in await _list_running(talk) and len(talk.text.split()) == 1:
        return None  # one word may mean anything where there is no survey
    talk.chosen = ""
    return await on_trust_wanted(talk) if wanted == Survey.TRUST else await on_poll_wanted(talk)


async def _list_running(talk: Talk) -> list[str]:
    # What is asked of the aimak now, finished by somebody or not.
    of = {"aimak_id": talk.person.aimak_id or 0, "at": talk.now}
    trust, poll = await surveys.find_to_answer(talk.store, **of), await polls.find_open(talk.store, **of)
    return [str(id) for id, one in ((Survey.TRUST, trust), (Survey.POLL, poll)) if one is not None]
