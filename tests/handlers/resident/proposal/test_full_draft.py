"""More than a proposal holds: text beyond 8 000 characters, more than ten files, the same text twice. Nothing is lost."""

import pytest

from bot.budget.proposal import MOST_CHARACTERS, split_text
from bot.delivery.files.media import Fetcher
from storage.media.folder import MediaFolder
from tests.storage.attachments.opened import read_pieces

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
PIECE = "мектептин жанына жарык керек " * 137  # nearly as long as a message can be


async def kept_texts(village, tmp_path, author) -> list[str]:
    """What lies in the files of somebody's latest proposal."""
    fetcher = Fetcher(
        database=village.database, channels=[village.chats], now=village.clock, media=MediaFolder(tmp_path)
    )
    await fetcher.fetch()
    (proposal, *_) = await author.proposals()
    files = await village.database.read(lambda store: store.media.list_kept(proposal.id))
    kept = [tmp_path / one.digest[:2] / one.digest for one in files]
    return [b"".join(read_pieces(path, village.database.seal)).decode("utf-8-sig") for path in kept]


async def adds(resident, text):
    """Writes more at the check, where it is asked about, and says that it belongs there."""
    said = await resident.says(text)
    return await resident.presses("Ооба") if "кошулсунбу" in said else said


async def test_what_is_written_beyond_goes_along_as_a_file(village, tmp_path, tell):
    aigul = await village.at_check("Айгүл", f"0 {PIECE}")
    said = [await adds(aigul, f"{n} {PIECE}") for n in range(1, 6)]
    assert "калганы текст файлы" not in said[0]
    assert all("Сунуштун өзү 8\u00a0000 белгиден ашпайт" in one for one in said[1:])
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    assert MOST_CHARACTERS - 200 < len(proposal.text) <= MOST_CHARACTERS
    assert proposal.documents == 1
    (rest,) = await kept_texts(village, tmp_path, aigul)
    whole = " ".join(f"{n} {PIECE.strip()}" for n in range(6))
    assert " ".join(f"{proposal.text} {rest}".split()) == whole
    tell("a proposal of six long messages, by characters", written=len(whole), lost=0)


@pytest.mark.parametrize("rest", ["<html><script>", "=1+1;2\n3;4", "%PDF- эмес"])
async def test_the_rest_is_kept_whatever_it_looks_like(village, tmp_path, rest):
    aigul = await village.at_check("Айгүл", "а" * MOST_CHARACTERS + " " + rest)
    await aigul.presses("Жөнөтүү")
    assert await kept_texts(village, tmp_path, aigul) == [rest]


async def test_a_draft_that_nothing_more_fits_into_refuses_kindly_and_keeps_what_is_there(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    assert "эң көбү 100\u00a0000 белги болот" in await adds(aigul, "а" * 100_000)
    await aigul.presses("Жок")
    await aigul.presses("Жөнөтүү")
    assert [one.text for one in await aigul.proposals()] == [LIGHT]


async def test_a_draft_takes_ten_files_and_says_so_of_the_eleventh(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    for _ in range(9):
        await aigul.sends("photo")
    assert "10 сүрөт" in await aigul.sends("photo")
    answer = await aigul.sends("photo", caption="Мына бул жер")
    assert "Сунушка эң көбү 10 файл кошулат: 1 файл кошулган жок." in answer
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.photos) == (f"{LIGHT}\nМына бул жер", 10)


async def test_of_an_album_too_large_the_screen_says_what_was_left_out(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    screens = await aigul.sends_album(*[""] * 12, at_once=False)
    assert "10 сүрөт" in screens[-1].text
    assert "кошулган жок" in screens[-1].text


@pytest.mark.parametrize("place", ["outside", "before the side", "at the check"])
async def test_the_same_text_typed_twice_is_one_text(village, place):
    if place == "at the check":
        aigul = await village.at_check("Айгүл", LIGHT)
        assert "кошулду" not in await adds(aigul, LIGHT)
    else:
        aigul = await village.in_menu("Айгүл")
        if place == "before the side":
            await aigul.says("1")
        await aigul.follows_script(LIGHT, LIGHT)
        await aigul.says("ооба")
        await aigul.says("2")
        await aigul.taps("consent:yes")
    await aigul.presses("Жөнөтүү")
    assert [one.text for one in await aigul.proposals()] == [LIGHT]


async def test_the_same_words_under_two_photos_stand_once(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    await aigul.sends("photo", caption="Мына")
    await aigul.sends("photo", caption="Мына")
    await aigul.presses("Жөнөтүү")
    (proposal,) = await aigul.proposals()
    assert (proposal.text, proposal.photos) == (f"{LIGHT}\nМына", 2)


@pytest.mark.parametrize(("length", "rest"), [(8_000, 0), (8_001, 1), (20_000, 12_000)])
def test_one_unbroken_word_is_cut_where_the_text_is_full(length, rest):
    text, more = split_text("а" * length)
    assert (len(text), len(more)) == (length - rest, rest)


def test_a_text_is_cut_between_two_words():
    text, more = split_text("сөз " * 3_000)
    assert text.endswith("сөз")
    assert more.startswith("сөз")
    assert len(text.split()) + len(more.split()) == 3_000
