"""What notions mean together: of each intent lines of what must be said for it, and of what must not.

«a|b» is either, «!a» must not be said; «denied» is a no, «asked» a question. The order of the lines is that of likelihood.
"""

from dataclasses import dataclass

from bot.language.intents import Intent

_RULES = """
    seen: access ask_who|asked !answer !hearing
    stop: notify erase|out
    stop: hearing stop|out !attend !ask_when !could
    stop: hearing notify denied|refuse !attend !ask_what
    stop: hearing send|write denied|refuse !attend !ask_what !proposal !answer
    seen: name|phone|personal see asked|ask_who !want !talk !ring
    seen: name|phone|personal show asked !want !use !talk !ring !office
    seen: personal give ask_who
    seen: personal ask_where send|give|keep !erase !change !ring
    seen: name|personal show nobody
    seen: hide asked
    seen: about_me see asked|ask_who !proposal !answer !name
    seen: ask_who see !answer !money !hearing !use
    seen: nobody see !hearing !answer
    seen: see asked proposal|write|bot|office|my !answer !money !hearing !ask_how !ask_when !ask_where !ask_what !denied
    seen: name see !denied !want !hide
    steps: long asked|question|ask_when|ask_what !answer !hearing !denied
    steps: question ask_when
    steps: after ask_what|asked
    seen: see office asked|ask_what !answer !hearing !proposal !phone
    seen: see write my|ask_who !answer
    seen: name out|show asked !want
    seen: show will_be !proposal !ring !talk
    seen: all see answer asked
    nameless: name refuse !show
    seen: name will_be|be_there|see asked !want
    seen: personal|phone give nobody
    seen: keep ask_what !about_me !denied
    seen: ask_who considered|see !answer !hearing
    seen: ask_who see answer !office
    change: proposal change !another !write !denied !answer !hearing !side
    propose: another write|give|want|propose
    status: my write|proposal ask_how !want
    mydata: about_me know|keep ask_what !name
    seen: keep ask_why
    unclear: revenue|spending ask_what
    forget: erase personal|about_me !proposal !denied
    forget: keep personal|about_me|phone denied
    forget: erase name|phone !proposal !denied
    nameless: hide
    nameless: name|personal denied show|give|write|want|for_what|keep|know
    nameless: name denied
    nameless: show denied !proposal !answer !help !notify
    withdraw: take_back proposal !change !denied
    withdraw: erase proposal !denied
    withdraw: take_back considered !denied !answer
    no: take_back denied
    no: erase denied !personal !about_me !name !phone !proposal !notify
    erase: erase !change !denied
    russian: russian !kyrgyz
    kyrgyz: kyrgyz !russian
    russian: russian kyrgyz
    kyrgyz: russian kyrgyz
    call: talk could
    who: ask_who bot|talk|you !office !want !phone
    who: official bot|asked !want !phone
    who: bot asked !use !want !answer
    queue: answer ask_who !phone
    queue: answer wait proposal
    skip: answer|write|teach i_will_not !proposal !name
    status: send asked !ask_how !could !want !denied !ask_who
    status: answer wait|come_in|ask_when|ask_where|ask_why|considered !show_how
    status: answer write|give|proposal asked
    status: answer write|give|proposal denied !office
    status: answer asked !against !satisfied !want !agree !skip
    status: answer denied !against !satisfied !want !agree !skip !office
    status: proposal considered|come_in|wait
    status: proposal ask_where !write !give !send
    status: proposal ask_when
    status: my write considered|come_in
    status: write answer
    status: write|proposal say ask_what
    status: ago proposal|write|give|send !want !denied !hearing
    hearings: hearing !attend
    decline: be_there at_work !denied !asked !walk
    come: hearing attend !denied !asked !ask_when !ask_where !ask_how !want
    hearings: hearing
    call: phone !erase !keep
    call: ring
    call: talk person|office|live_person|ask_how|want
    call: person want|ask_where|for_what|asked !proposal !hearing !attend
    skip: skip
    skip: answer denied want
    skip: answer refuse
    skip: teach|write refuse !proposal
    skip: write denied want
    skip: answer denied refuse
    skip: give|show|teach|answer want|refuse denied !name !personal !proposal !notify !send
    thanks: thank !proposal !answer !erase !talk !phone !write !understand !hearing !help !teach !satisfied !agree
    stop: notify denied|refuse !ask_what
    notices: notify !thank !ask_what
    disagree: agree denied
    disagree: against
    disagree: satisfied denied
    why: ask_why included|decision|denied|answer
    why: ask_what included
    propose: proposal write|give|want|begin|send|propose
    propose: proposal ask_where write|give|send
    no: change denied !mistake
    change: change
    change: mistake
    change: write otherwise
    later: think !proposal !asked
    later: later
    later: save
    send: send !denied !refuse !erase
    later: send denied
    propose: propose want|ask_how
    propose: propose
    propose: begin proposal
    why: ask_why teach
    menu: menu !propose
    help: help !give
    help: teach
    unsure: use denied !bot
    help: use ask_how|denied|bot !able !attend
    help: begin ask_how|ask_what
    help: write ask_how
    clear: question denied !ask_why !ask_what
    why: question !denied !hearing
    unclear: understand denied
    unclear: do ask_what|ask_how
    unclear: write ask_what
    unclear: differ
    unclear: notify ask_what
    unclear: agree ask_why
    unclear: ask_what side
    unsure: know denied
    unsure: all_same
    revenue: revenue !ask_what
    spending: spending !ask_what
    decline: attend denied !asked !ask_why
    decline: able denied !help !write !send !give !answer !understand !proposal
    decline: leave
    come: attend !denied !asked
    come: able attend !denied
    menu: menu
    back: back
    refuse: refuse denied
    refuse: refuse
    no: joke
    no: proposal denied
    clear: understand !denied
    yes: agree !denied
    thanks: thank
    propose: hello proposal
    greeting: hello
    propose: proposal
    status: answer !office !satisfied !agree
    status: considered my
    queue: queue answer
    queue: queue come_in|new
    queue: new proposal come_in
    why: teach
    queue: answer denied write|give !office
    queue: answer wait|could|denied|ask_where !office
    queue: proposal wait
    queue: queue !ask_how !talk
    who: ask_who !answer !want !phone !talk !proposal !write
    who: bot ask_what|ask_how !use !able !write !talk !begin !proposal !hearing !denied !phone
    unclear: example !proposal
    spending: money for_what !ask_what !ask_where !ask_when !hearing !denied !asked
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be said, each of these sets by one of its notions, and what must not be."""

    needed: tuple[frozenset[str], ...]
    unsaid: frozenset[str]

    def fits(self, said: frozenset[str]) -> bool:
        """Whether these notions are what the rule asks for."""
        return self.unsaid.isdisjoint(said) and not any(said.isdisjoint(one) for one in self.needed)


def _read() -> tuple[tuple[Intent, Rule], ...]:
    found = []
    for line in filter(None, map(str.strip, _RULES.splitlines())):
        intent, _, terms = line.partition(":")
        listed = terms.split()
        needed = tuple(frozenset(one.split("|")) for one in listed if not one.startswith("!"))
        unsaid = frozenset(one[1:] for one in listed if one.startswith("!"))
        found.append((Intent(intent), Rule(needed, unsaid)))
    return tuple(found)


RULES = _read()
