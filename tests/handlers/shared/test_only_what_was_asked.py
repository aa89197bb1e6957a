"""Any sequence of words over all steps. A proposal holds only what was typed where its text was asked for, or agreed to."""

import uuid

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery.incoming.conversations import make_state_key
from tests.sizes import sized

TEXTS = (
    "Көчөгө чырак керек", "почините мост", "suu jok aiylda", "Мектепке парта алып бергиле", "клубга чатыр",
    "Айыл башчысы пара алат", "Үй күйүп жатат", "Паспорт кайдан алам?", "Кой сатам 0700 11 22 33", "1. Жол керек\n2. Суу керек",
    "чыгашага кирет окшойт", "потом как-нибудь допишу", "не хочу чтобы знали", "40 үй бар",
)  # fmt: skip
WORDS = (
    "ооба", "жок", "макул", "жөнөтүңүз", "кийин", "артка", "0", "1", "2", "3", "4", "меню", "сунуш берем", "өчүр", "түшүнбөдүм",
    "рахмат", "салам", "орусча", "кыргызча", "угуу качан?", "токтот", "өзгөртүү", "жаңы сунуш", "ордуна коюлсун", "/start",
    "/cancel", "анонимно", "билбейм", "ар бири өзүнчө", "телефон", "менин сунуштарым", "ok", "👍",
)  # fmt: skip
_ASKED = {"Propose:text", "Mine:correct", "Mine:resend"}
_AGREES = {"ооба", "макул", "ok", "👍", "1", "жөнөтүңүз", "сунуш берем"}
# In its place, a new one; both of two held texts as one. Whoever names the side of what is shown means it as a proposal.
_OTHERWISE = {
    "Propose:join": {"2", "3", "ордуна коюлсун", "жаңы сунуш"},
    "Menu:held": {"2", "3", "4", "чыгашага кирет окшойт"},
}
_ASKED_ABOUT = {"Menu:held", "Propose:join", "Propose:resume"}  # where a text is shown, and asked whether it is meant
_LINES = {line for text in TEXTS for line in text.splitlines()}


@settings(max_examples=sized(25, 400), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(TEXTS)), max_size=12))
async def test_a_proposal_holds_only_what_was_asked_for_or_agreed_to(village, moves):
    one = await village.in_menu(uuid.uuid4().hex)
    allowed: set[str] = set()
    for said in [*moves, "/start", "сунуш берем", "ооба", "2", "макул", "макул", "жөнөтүү"]:
        state = (await village.states.read(make_state_key("telegram", "bot", one.name))).state
        if state in _ASKED:
            allowed |= set(said.splitlines())
        if state in _ASKED_ABOUT and said in _AGREES | _OTHERWISE.get(state, set()):
            # «Which of these do you mean?» stands below the question that it is about.
            shown = "\n".join(heard.text for heard in one.heard[-2:])
            allowed |= {line for line in _LINES if line in shown}
        await one.says(said)
    sent = [line for proposal in await one.proposals() for line in proposal.text.splitlines()]
    parts = {line.partition(". ")[2] for line in allowed}
    assert set(sent) <= allowed | parts, (moves, sent)
