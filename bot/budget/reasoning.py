"""What counts as a reason: neither one sentence under many answers, nor «there is no money» and nothing more."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from bot.budget.proposal import Answer, Decision, Reason
from bot.language.kyrgyz import fold
from bot.language.meanings.late_pattern import compile_late

LEAST_DECISIONS = 10
MOST_ALIKE = Fraction(30, 100)  # of the decisions
_WORDS_OF_ITS_OWN = 2

# Folded words that say only that there is no money, and those that only hold a sentence together.
_NO_MONEY = compile_late(
    r"(?:акча|каражат|бюджет|казына|финанс|жок|жетпе|жетпей|жетишпе|жетишсиз|жетиштуу|жетишерлик|каралбаг)\w*"
    r"|каралган|эмес|тилекке|каршы|кечир\w*|быйыл\w*|азыр\w*|учурда|ушул\w*|бул|буга|ага|анткени|себеби|себептен"
    r"|бизде|бизге|биздин|сиздин|жыл(?:ы|га|дын|да)?|эле|учун|боюнча|менен|жана|дагы|болуп|болгондуктан|турат|жатат"
    r"|сунуш\w*|айыл\w*|окмот\w*|жергиликтуу|аймак\w*"
    r"|(?:ден[е]?г|средств|финансир|недостат|недостаточ|нехват|хват|отсутств|предусмотр|казн|выдел|достаточ)\w*"
    r"|нет|нету|для|это\w*|год\w*|текущ\w*|сейчас|пока|нынешн\w*|сожалению|наш\w*|ваш\w*|нас|предложени\w*"
    r"|местн\w*|аил\w*|окмоту|можем|может|позволя\w*|данн\w*|так|как|потому|что"
)
LIKELIEST = 3  # reasons that are offered before the others


def rank_reasons(counts: Mapping[Reason, int]) -> list[Reason]:
    """Every reason: the three that were given most often first, then the others as they stand in the catalogue."""
    likeliest = sorted(counts, key=lambda reason: -counts[reason])[:LIKELIEST]
    return [*likeliest, *(reason for reason in Reason if reason not in likeliest)]


def pick_own_words(answer: Answer) -> str:
    """Returns the folded sentence a decision is reasoned by; empty for included, which a sum or a line speaks for."""
    return "" if answer.decision is Decision.INCLUDED else fold(answer.sentence)


def find_copied(decisions: Iterable[tuple[int | None, str]]) -> frozenset[str]:
    """Returns the sentences that stand in more than 30 % of ten or more unlinked decisions.

    Of each decision come in what it is linked with (None: nothing) and its pick_own_words.
    Source: criterion 6, «Against gaming».
    """
    counts = count_unlinked(Counter(decisions))
    of = counts.total()
    return frozenset(sentence for sentence, n in counts.items() if sentence and is_copied(n, of=of))


def count_unlinked(times: Mapping[tuple[int | None, str | None], int]) -> Counter[str | None]:
    """Counts decisions by their sentence. Linked proposals that stand on one sentence got one answer: one decision.

    times says of how many decisions this is what they are linked with (None: nothing), and their sentence.
    """
    counts: Counter[str | None] = Counter()
    for (linked_to, sentence), n in times.items():
        counts[sentence] += n if linked_to is None else n > 0
    return counts


def is_copied(n: int, *, of: int) -> bool:
    """Tells whether a sentence stands in too many of so many unlinked decisions for a reason."""
    return of >= LEAST_DECISIONS and n > of * MOST_ALIKE


def is_thin(answer: Answer) -> bool:
    """Tells whether an answer says nothing but that there is no money. Source: criterion 6, «Against gaming»."""
    if answer.decision is Decision.INCLUDED or answer.reason_code is not Reason.NO_MONEY:
        return False
    own = [word for word in fold(answer.sentence).split() if len(word) > 2 and not _NO_MONEY.fullmatch(word)]
    return len(own) < _WORDS_OF_ITS_OWN


def is_reasoned(answer: Answer) -> bool:
    """Part R of one answer alone: reasoned as its decision asks for, and more than «there is no money»."""
    return answer.is_reasoned and not is_thin(answer)
