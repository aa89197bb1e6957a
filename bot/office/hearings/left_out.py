"""What the words of a clerk leave out of a notice: the day, the time, the place, whom to call."""

from collections.abc import Mapping

from bot.budget.hearing import Terms
from bot.budget.workdays import move_to_bishkek
from bot.chat.texts import LANGUAGES, Words
from bot.language.days import names_day
from bot.language.kyrgyz import quote
from bot.language.mentions import names_phone, names_place
from bot.language.times import names_hour
from bot.office.wording.notices import N_
from storage.aimaks import Aimak

_NO_DAY = {"ky": N_("Your Kyrgyz text does not name the day."), "ru": N_("Your Russian text does not name the day.")}
_NO_TIME = {"ky": N_("Your Kyrgyz text does not name the time."), "ru": N_("Your Russian text does not name the time.")}
_NO_PLACE = {
    "ky": N_("Your Kyrgyz text does not name the place as it was typed: {place}."),
    "ru": N_("Your Russian text does not name the place as it was typed: {place}."),
}

_NO_PHONE = {
    "ky": N_("Your Kyrgyz text does not name whom to call: {phone}."),
    "ru": N_("Your Russian text does not name whom to call: {phone}."),
}


def list_left_out(words: Words, texts: Mapping[str, str], terms: Terms, aimak: Aimak) -> list[str]:
    """What the clerk's own words do not name; it is only said, since a place has other names too."""
    start, said = move_to_bishkek(terms.starts_at), []
    for language, text in texts.items():
        if not names_day(text, start.date()):
            said.append(words.say(_NO_DAY[language]))
        if not names_hour(text, start.hour):
            said.append(words.say(_NO_TIME[language]))
        if not names_place(text, terms.place, aimak=" ".join(aimak.names.values())):
            said.append(words.say(_NO_PLACE[language], place=quote(terms.place, 60).rstrip(".")))
        if aimak.phone and not names_phone(text):
            said.append(words.say(_NO_PHONE[language], phone=aimak.phone))
    if not aimak.phone and not all(names_phone(texts.get(language, "")) for language in LANGUAGES):
        said.append(
            words.say(
                "The notice names nobody to call: the aimak has no telephone. Whoever runs the bot enters it with "
                "«sunush aimak import»."
            )
        )
    return said
