"""Whether a message tells of an emergency: it happens now, to people, and is no wish for something."""

from collections.abc import Collection
from itertools import pairwise

from bot.budget.referral.wished import wishes_in_the_third_person
from bot.budget.referral.words import danger, wishes
from bot.language.matter.keywords import Words
from bot.language.meanings.late_pattern import compile_late

# «Тез жардам чакырганга да барабыз», «чакыруу акысы»: that somebody is called at times, not now.
_TO_CALL = compile_late("чакыр(?:ган[гд]а|ганды|уу|ууга|ууну|ыш|ышка)")
_OF_WHAT = compile_late("(?:жат|бара)т?кан$")
_NOT_BEFORE, _NOT_BEHIND = {"не", "никто", "ничего", "ни", "нет"}, {"жок", "эмес", "жокпу", "эмеспи"}
_BEHIND = 3  # words behind the first of a danger in which «жок» denies it: «өрттөнүп кеткен жок»
_SO_THAT_NOT = compile_late("[бпм][аеоө]ш$")
_DO_IT = compile_late("(?:бер|кой|ко[юё]|сал)(?:[гк][иыуү]л[аеоө]|[иыуү]?[ңн][иыуү]з|с[еао][ңн][иыуү]з|ишсе|са|се|$)")
_FELL_OF = compile_late("г[аеоө]н$|к[аеоө]н$")


def is_emergency(whole: Words) -> bool:
    """Whether somebody is in danger now, or calls for help."""
    said = whole.without(danger.CALLS)
    if not said.without(danger.CRIES).words:
        # Nothing but «Өрт!», «Помогите!», «горим!»; «тез» alone is no cry.
        return bool(whole.hold(danger.CALLS) or whole.hold(danger.FIRE) or whole.hold(danger.BURNS))
    is_of_things = said.hold(danger.LAMPS | danger.FEELINGS) and not said.hold(danger.FIRE)
    # «Фонари горят только у дома акима»: what burns is the lamp beside it.
    lit = {at + 1 for at in said.places(danger.LAMPS)}
    burns = _is_said_to_be(said, said.places(danger.BURNS) - lit) and not is_of_things
    cries = whole.hold(danger.CALLS) and any(word.letters in danger.FIRE_CRIED for word in whole.words)
    is_hurt = whole.hold(danger.HURT) and whole.hold(danger.ONES_OWN) and not _is_wished(whole)
    of_no_person = whole.hold(danger.SUNK_IN) or _is_of_cattle(whole)
    dangers = whole.places(danger.DANGER) - (whole.places(danger.FIGURES) if of_no_person else frozenset())
    dangers = frozenset(at for at in dangers if not _is_named_only(whole, at))
    is_danger = _is_said_to_be(whole, dangers) and not _is_of_a_thing(whole) and not _is_wished(whole)
    called = any(not _is_named_only(whole, at) for at in whole.places(danger.CALLED_OUT))
    is_danger = is_danger or (called and whole.hold(danger.SERVICES) and not _is_wished(whole))
    return whole.hold(danger.DOCTOR) or ((burns or cries or is_danger or is_hurt) and not said.hold(wishes.NOT_NOW))


def _is_of_cattle(said: Words) -> bool:
    # «Малдар өлүп жатат»: no emergency of people, who are named where it is one.
    return said.hold(danger.CATTLE) and not said.hold(danger.LIVING | danger.ONES_OWN)


def _is_named_only(said: Words, at: int) -> bool:
    """Whether a danger is only spoken of. The text is against it, or is about what calling somebody out takes or costs."""
    words = [word.letters for word in said.words]
    behind = words[at : at + 1 + _BEHIND]
    is_against = "каршы" in behind or "против" in words[max(0, at - 2) : at]
    asks_more = words[-1:] and _DO_IT.match(words[-1]) and any(word == "чакырып" for word in behind)
    return is_against or any(map(_TO_CALL.fullmatch, behind)) or (bool(asks_more) and not said.hold(danger.CALLS))


def _is_said_to_be(said: Words, places: Collection[int]) -> bool:
    # «Дом не горит», «өрттөнүп кеткен жок», «никто не утонул» say that there is none.
    words = [word.letters for word in said.words]
    return any(
        not (at and words[at - 1] in _NOT_BEFORE) and _NOT_BEHIND.isdisjoint(words[at + 1 : at + 1 + _BEHIND])
        for at in places
    )


def _is_wished(said: Words) -> bool:
    words = [word.letters for word in said.words]
    is_aim = any(_SO_THAT_NOT.search(word) and then == "үчүн" for word, then in pairwise(words))
    # «Тактайы чирип бала жыгылды, алмаштырып бергиле»: what happened is why something is wished.
    is_asked = any(word.endswith("п") and _DO_IT.match(then) for word, then in pairwise(words))
    is_of_what_is = is_aim or (is_asked and not said.hold(danger.CALLS)) or _is_of_what_fell(said)
    return wishes_in_the_third_person(said) or is_of_what_is


def _is_of_what_fell(said: Words) -> bool:
    # «Дарактан жыгылган бутактар»: what fell is a thing that is named, no person.
    falls = said.places(danger.FALLS)
    if not falls or said.hold(danger.LIVING) or said.places(danger.DANGER) - falls:
        return False
    words = [word.letters for word in said.words]
    return all(_FELL_OF.search(words[at + 1]) and at + 2 < len(words) for at in falls)


def _is_of_a_thing(said: Words) -> bool:
    dangers, of_a_body, things = said.places(danger.DANGER), said.places(danger.OF_A_BODY), said.places(danger.THINGS)
    if dangers - of_a_body or said.hold(danger.LIVING):
        return False
    return all(
        any(
            _OF_WHAT.search(said.words[verb].letters) and verb + 1 in things
            for verb in (at + 1, at + 2)
            if verb < len(said.words)
        )
        for at in dangers
    )
