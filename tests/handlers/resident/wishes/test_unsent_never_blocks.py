"""What is held or unsent never keeps anybody from what they want, and can be sent, dropped or left."""

LIGHT = "Мектептин жанына жарык керек"
LINES = (
    "Ленин көчөсү 14, бакчанын жаны",
    "асфальт да эскирип калыптыр бул көчөдө",
    "суу түтүгү да жарылып турат дайыма",
    "бала бакчанын чатыры тамчылайт",
    "көпүрөнүн тосмосу да сынган",
)


async def test_side_lines_never_use_up_the_room(village, tell):
    bakyt = await village.with_proposal("Бакыт", LIGHT)
    await bakyt.says("/menu")
    blocked = 0
    for line in LINES:
        said = await bakyt.says(line)
        blocked += f"Бул сунушпу? «{line}»" not in said
    assert f"сакталбайт: «{LINES[0]}»" in said  # the oldest is let go of, and that is said
    assert "1/3." in await bakyt.says("ооба")
    assert "№ 0001 сунушту кайтарып аласызбы?" in await bakyt.says("0001 кайтарып алам")
    tell("lines written beside the steps, held one after the other", lines=len(LINES), blocked=blocked)
    assert not blocked


async def test_what_is_written_after_a_receipt_can_join_it(village):
    saadat = await village.with_proposal("Саадат", LIGHT)
    await saadat.follows_script("өткөр", "жок")
    assert "3 — Кошуу: № 0001" in await saadat.says("бул жерде балдар дайыма жыгылып жүрөт")
    assert "№ 0001 сунушуңузга кошулду" in await saadat.says("3")
    (proposal,) = await saadat.proposals()
    assert proposal.text == f"{LIGHT}\nбул жерде балдар дайыма жыгылып жүрөт"
    assert "Бул сунушпу" not in await saadat.starts()
    village.clock.later(days=2)
    assert "Кошуу" not in await saadat.says("көпүрөнүн тосмосу да сынган")


async def test_a_word_of_its_button_joins_it_before_any_farewell(village):
    saadat = await village.with_proposal("Саадат", LIGHT)
    await saadat.follows_script("өткөр", "жок")
    for said in ("кош", "Кошуу"):
        assert "3 — Кошуу: № 0001" in await saadat.says(f"бул жерде балдар дайыма жыгылып жүрөт {said}")
        assert "№ 0001 сунушуңузга кошулду" in await saadat.says(said)


async def test_a_list_of_unsent_texts_takes_send_and_all_and_back(village):
    hasan = await village.at_check("Хасан", LIGHT)
    await hasan.taps("later")
    await hasan.follows_script("Көпүрөнү оңдоп бергиле", "ооба", "кийин")
    await hasan.says("жөнөтүлө элек")
    assert "Көпүрөнү оңдоп бергиле" in await hasan.says("жөнөт")
    assert "Эмне кылгыңыз келет" in await hasan.says("0") + await hasan.says("/menu")
    await hasan.says("жөнөтүлө элек")
    assert "тексттер — 2. Баары өчүрүлсүнбү?" in await hasan.says("baaryn ochurup sal")
    assert "баары өчүрүлдү" in await hasan.says("ооба")
    assert "Жөнөтүлө элек" not in await hasan.says("менин сунуштарым")
