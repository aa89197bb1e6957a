"""The category of a proposal: the likeliest five first, all others behind them, and a word that is typed."""

from dataclasses import dataclass, replace

from bot.budget.category_guess import Category
from bot.budget.proposal import Side
from bot.chat.memory import Memory
from bot.chat.message import Choice, Kind, Reply
from bot.chat.paging import PAGE, paged
from bot.chat.talk import Replies
from bot.language.by_language import choose_language
from bot.language.common_speech.reading import say_commonly
from bot.language.intents import find_meanings
from bot.language.kyrgyz import fold
from bot.office.guessing.guess import find_by_words, find_matter, is_named, list_likeliest, names_a_matter, read_ahead
from handlers.resident.proposal.details import go_to_check, on_one_back
from handlers.shared import proposal_draft
from handlers.shared.guidance import ask_unclear, show_stale
from handlers.shared.router import Talk, router
from handlers.shared.states import Propose

MOST_WORDS = 4  # of a category that is typed; more words are a text
_MOST_OF_A_SENTENCE = 10  # words by which somebody tells what it is about


@dataclass(frozen=True)
class CategoryTyped(Memory):
    """The words by which somebody looks for a category; none while the proposal's own text decides the order."""

    category_typed: str = ""


# What may stand beside the name of a category: «скорее …», «туда где про …».
_WORDS_BESIDE = """
    скорее скорей наверное наверно это про по к и о об туда где там что такое тема категория раздел мне моё мое моя надо нужно
    пусть будет бул мен менимче болсо керек болсун го эле жөнүндө боюнча тууралуу жагы жагында түрү категориясы тиешелүү
    байланыштуу кирет жана окшойт сыяктуу
"""
_BESIDE = frozenset(map(fold, _WORDS_BESIDE.split()))


def names_a_category(text: str) -> bool:
    """Whether a short text names a category where one is asked for, whatever it would mean elsewhere."""
    typed = " ".join(word for word in text.split() if fold(word) not in _BESIDE)
    return 0 < len(typed.split()) <= MOST_WORDS and (is_named(typed) or not find_meanings(text))


async def list_left(talk: Talk) -> Replies:
    """Forgets what was typed, and goes one step back."""
    await CategoryTyped().keep(talk)
    return await on_one_back(talk)


PAGES = paged(router, Propose.category, leave=list_left)


@router.screen(Propose.category)
async def ask_category(talk: Talk) -> Reply:
    """Lists the categories, the likeliest first: of the draft's side, where the words chose it of both."""
    page = await PAGES.of(talk, [_make_choice(talk, one) for one in await _list_in_order(talk)])
    return Reply(talk.say("Which category fits?"), tuple(page.rows), page.ways(talk))


@router.on(Propose.category, choice="category")
async def on_category_chosen(talk: Talk) -> Reply:
    """Keeps the category, and its side where the words had chosen that."""
    chosen = next((one for one in await _list_in_order(talk) if one.code == talk.chosen), None)
    return await show_stale(talk) if chosen is None else await _keep(talk, chosen)


@router.on(Propose.category, kind=Kind.TEXT)
async def on_category_typed(talk: Talk) -> Reply:
    """Takes the category that words such as «жол» name alone; shows the likeliest where several may be meant."""
    typed = " ".join(word for word in talk.text.split() if fold(word) not in _BESIDE)
    is_short = names_a_category(talk.text) and len(typed.split()) <= MOST_WORDS
    found = find_by_words(typed, _find_side(talk)) if is_short else []
    if not found and (told := await _find_told(talk)) is not None:
        found = [told]
    if not found:
        return await ask_unclear(talk)
    if len(found) == 1:
        return await _keep(talk, found[0])
    await CategoryTyped(talk.text).keep(talk)
    await PAGES.begin(talk)
    return await talk.ask(Propose.category)


async def _find_told(talk: Talk) -> Category | None:
    # «Свет ну фонари жарык короче», «бала бакча жөнүндө»: what a sentence is about, which is shown again on the check.
    words = say_commonly(talk.text) or talk.text
    if len(words.split()) > _MOST_OF_A_SENTENCE or find_meanings(talk.text):
        return None
    await read_ahead(words)
    if not names_a_matter(words):
        return None
    side, code = _find_side(talk), find_matter(words)
    likeliest = list_likeliest(words, side)[:1]
    return next((one for one in likeliest if side is not None or one.code == code), None)


async def _list_in_order(talk: Talk) -> list[Category]:
    """The likeliest, which may be of either side where the words chose it, then the others of the draft's side."""
    draft = proposal_draft.find(talk)
    text = CategoryTyped.of(talk).category_typed or draft.text
    await read_ahead(text)
    ordered = list_likeliest(text, _find_side(talk))
    return [*ordered[:PAGE], *(one for one in ordered[PAGE:] if draft.side in {one.side, Side.UNSURE})]


def _find_side(talk: Talk) -> Side | None:
    """The side its author chose; None where that was left to the words."""
    draft = proposal_draft.find(talk)
    return None if draft.side_guessed or draft.side is Side.UNSURE else draft.side


async def _keep(talk: Talk, chosen: Category) -> Reply:
    await CategoryTyped().keep(talk)
    draft = replace(proposal_draft.read_draft(talk), category=chosen.code, side=chosen.side, by_hand=True)
    await proposal_draft.keep(talk, draft)
    return await go_to_check(talk)


def _make_choice(talk: Talk, one: Category) -> Choice:
    short = choose_language(one.shorts, talk.words.language)
    return Choice(f"category:{one.code}", short, (*one.shorts.values(), *one.titles.values()))
