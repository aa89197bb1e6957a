"""Slips of the finger: what they may be taken for, and what they may never be."""

from bot.budget.referral.doors import Door, find_door
from bot.language.gist.reading import find_gist
from bot.language.intents import Intent, find_meanings, find_meanings_of_a_name
from bot.language.slips import find_a_slip_away, is_slip, part_in_two

WORDS = frozenset(
    {"рахмат", "спасибо", "большое", "жибер", "жибербе", "жиберей", "жибербей", "керек", "понятно", "непонятно"}
)


def test_a_letter_swapped_missing_doubled_or_beside_it_is_a_slip():
    for typed, meant in (("рамхат", "рахмат"), ("рамат", "рахмат"), ("рахммат", "рахмат"), ("рахиат", "рахмат"),
                         ("арахмат", ""), ("раххмаат", ""), ("рахгат", ""), ("керк", "")):  # fmt: skip
        assert find_a_slip_away(typed, WORDS) == ({meant} if meant else set()), typed
        assert not meant or is_slip(typed, meant), typed


def test_no_slip_takes_a_denial_away():
    for typed, never in (("жибербйе", "жибере"), ("жиберпей", "жиберей"), ("непоняно", "понятно")):
        assert never not in find_a_slip_away(typed, WORDS), typed
    assert find_a_slip_away("непоняно", WORDS) == {"непонятно"}


def test_two_words_without_their_space_are_parted_at_a_known_word():
    assert part_in_two("спасибобольшое", WORDS.__contains__) == ("спасибо", "большое")
    assert part_in_two("спасибомост", WORDS.__contains__) is None


def test_what_is_a_slip_away_means_the_same():
    for typed, meant in (("рамхат", Intent.THANKS), ("спасбио большое", Intent.THANKS), ("жөнөүтп кой", Intent.SEND),
                         ("кийничерээк", Intent.LATER), ("менинсунушум кана", Intent.STATUS),
                         ("peredmal", Intent.REFUSE)):  # fmt: skip
        assert meant in find_meanings(typed), typed
    assert find_gist("хочу отозвать своё предложнеие")[:1] == (Intent.WITHDRAW,)


def test_a_name_is_no_slip_of_a_command():
    assert not find_meanings_of_a_name("Токтогул байке")
    assert find_meanings_of_a_name("рамхат") == find_meanings("рамхат")


def test_a_danger_or_a_bribe_is_known_with_a_slip():
    for typed, door in (("в доме пхнет газом", Door.EMERGENCY),
                        ("үй өрттөүнп жатат", Door.EMERGENCY),
                        ("участковый вымгоает деньги", Door.COMPLAINT),
                        ("специалсит грубит людям", Door.COMPLAINT)):  # fmt: skip
        assert find_door(typed) is door, typed
    for typed in ("погорельцам помогите, дом згорел дотла, семеро детей", "отзовите предложение которое я отправил",
                  "песок и гравей возят камазами даром, берите деньги с каждого камаза"):  # fmt: skip
        assert find_door(typed) is None, typed


def test_an_unknown_word_beside_what_is_done_at_once_is_no_slip():
    assert Intent.SEND not in find_meanings("кечоээ жөнөтөм")
    assert Intent.SEND in find_meanings("жөнөүтп кой азыр")


def test_a_kyrgyz_verb_in_full_is_the_short_one():
    assert Intent.COME in find_meanings("барамын")
    assert Intent.COME in find_meanings("baramyn")
    assert Intent.DECLINE in find_meanings("бара албаймын")
