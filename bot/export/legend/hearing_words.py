"""The words of what is exported of hearings: how people were told and who came, and how each notice ended."""

from collections.abc import Mapping
from typing import Any

from bot.export.legend.legend import Told
from bot.export.legend.log_words import SOURCES
from bot.office.wording.broadcast_progress import KINDS
from bot.office.wording.hearing_words import KIND_BUTTONS, PAPERS, STATES
from bot.office.wording.notices import N_

_LANGUAGES = {"ky": N_("Kyrgyz"), "ru": N_("Russian")}
_ENDINGS = {"reached": N_("reached"), "not_reached": N_("not reached"), "waiting": N_("on its way")}
_REASONS = {
    "blocked": N_("blocked the bot"),
    "unsubscribed": N_("unsubscribed"),
    "far_away": N_("far away, results only"),
    "not_coming": N_("said that they do not come"),
    "expired": N_("too late"),
    "cancelled": N_("cancelled before"),
    "moved": N_("the hearing was moved before"),
    "held": N_("the hearing was held before"),
    "unreachable": N_("the messenger was not reachable"),
    "uncertain": N_("not known whether it arrived"),
    "reclaimed": N_("not known whether it arrived"),
    "rejected": N_("refused by the messenger"),
    "window_closed": N_("the messenger does not allow it now"),
}


def _coded(words: Mapping[Any, str]) -> dict[str, str]:
    return {one.value: said for one, said in words.items()}


_HEARING = Told(N_("Hearing"), N_("The number of the hearing, as the commands take it."))
_AIMAK = Told(N_("Ayil aimak"), N_("The ayil aimak that holds the hearing."))

HEARINGS: Mapping[str, Told] = {
    "hearing": _HEARING,
    "aimak": _AIMAK,
    "year": Told(N_("Budget year"), N_("The year of the budget that is heard.")),
    "kind": Told(N_("Kind"), N_("What is heard."), _coded(KIND_BUTTONS)),
    "state": Told(N_("Status"), N_("How it stands on the day of the export."), _coded(STATES)),
    "starts_at": Told(N_("Begins"), N_("Day and time, in Bishkek time.")),
    "place": Told(N_("Place"), N_("Where it is held.")),
    "agenda": Told(N_("Agenda"), N_("What is spoken of.")),
    "revision": Told(N_("Revision"), N_("1 is the first announcement; more, where it was moved.")),
    "announced_at": Told(N_("Announced"), N_("When the office announced it.")),
    "ended_at": Told(N_("Ended"), N_("When it was held or cancelled.")),
    "published_at": Told(N_("Results published"), N_("When the results were published.")),
    "notices": Told(N_("Notices"), N_("How many notices went out to residents.")),
    "noticed_at": Told(N_("First notice"), N_("When the first notice reached somebody.")),
    "days_ahead": Told(N_("Days ahead"), N_("How many days before the hearing the first notice came.")),
    "notice_days": Told(N_("Days needed"), N_("How many days ahead the rules ask for.")),
    "languages": Told(N_("Languages"), N_("In which languages the first notice reached people."), _LANGUAGES, many=True),
    "channels": Told(N_("Messengers"), N_("By which messengers the first notice reached people."), SOURCES, many=True),
    "listed": Told(N_("Subscribers"), N_("For how many people the first notice was.")),
    "reached": Told(N_("Reached"), N_("How many of them it reached.")),
    "not_reached": Told(N_("Not reached"), N_("How many of them it did not reach.")),
    "waiting": Told(N_("On its way"), N_("To how many of them it is still on its way.")),
    "groups": Told(N_("Groups"), N_("In how many groups it was posted.")),
    "papers": Told(N_("Papers"), N_("Which papers residents could read."), _coded(PAPERS), many=True),
    "coming": Told(N_("Say they come"), N_("How many people said that they come.")),
    "companions": Told(N_("Come with them"), N_("How many people they bring along.")),
    "not_coming": Told(N_("Say they do not"), N_("How many people said that they do not come.")),
    "questions": Told(N_("Questions"), N_("How many questions were put beforehand.")),
    "people": Told(N_("Came"), N_("How many people came.")),
    "women": Told(N_("Women"), N_("How many of them were women.")),
    "men": Told(N_("Men"), N_("How many of them were men.")),
    "women_percent": Told(N_("Women, %"), N_("The share of women among those who came.")),
}  # fmt: skip
DELIVERIES: Mapping[str, Told] = {
    "broadcast": Told(N_("Broadcast"), N_("The number of the broadcast, as the commands take it.")),
    "hearing": _HEARING,
    "aimak": _AIMAK,
    "kind": Told(N_("Kind"), N_("What it said."), _coded(KINDS)),
    "recipient": Told(N_("Recipient"), N_("A sign that stands for one person; it is neither a name nor an address.")),
    "channel": Told(N_("Messenger"), N_("By which messenger it went."), SOURCES),
    "language": Told(N_("Language"), N_("In which language it went."), _LANGUAGES),
    "state": Told(N_("Delivery"), N_("How it ended."), _ENDINGS),
    "reason": Told(N_("Reason"), N_("Why it did not reach them."), _REASONS),
    "at": Told(N_("When"), N_("When it ended, in Bishkek time.")),
}  # fmt: skip
