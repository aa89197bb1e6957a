"""A proposal that is left: found again, given up, erased; and buttons that have grown old meanwhile."""

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"


async def test_going_on_later_keeps_the_draft_and_offers_it_back_once(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert "24 саат сакталат" in await aigul.says("Кийин улантам")
    assert f"Бүтпөй калган сунушуңуз бар: «{LIGHT}»" in await aigul.starts()
    assert (await aigul.says("1")).startswith("3/3.")
    await aigul.says("Кийин улантам")


async def test_a_draft_survives_the_loss_of_its_file(village, tmp_path):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    files = [path for path in (tmp_path / "states").rglob("*") if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(b"{torn")
    assert "1 — Жөнөтүү" in await aigul.says("макул")


async def test_changing_the_language_in_the_middle_keeps_the_step(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert "Тилди тандаңыз." in await aigul.says("/language")
    assert f"3/3. Проверьте: расходы, уличное освещение. «{LIGHT}»" in await aigul.says("Русский")


async def test_help_and_privacy_in_the_middle_keep_the_step(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "112" in await aigul.says("/help")
    assert "Сакталат:" in await aigul.says("/privacy")
    assert (await aigul.says("0")).startswith("2/3.")
    assert (await aigul.says(LIGHT)).startswith("3/3.")


async def test_without_consent_everything_is_erased(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT)
    assert "эч нерсе сакталган жок" in await aigul.follows_script("макул эмесмин", "ооба")
    person = await aigul.person()
    assert (person.language, person.aimak_id, person.consent_version) == (None, None, None)
    assert await aigul.proposals() == []
    assert "Тилди тандаңыз." in await aigul.starts()


async def test_an_old_send_button_tells_the_number_it_got(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    send = aigul.heard[-1].choices[0][0]
    await aigul.taps(send)
    assert "мурун кабыл алынган, номери — 0001" in await aigul.taps(send)
    assert len(await aigul.proposals()) == 1


async def test_an_old_button_without_sense_shows_the_present_question(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.says("2")
    answer = await aigul.taps("side:revenue")
    assert "мурунку суроодон" in answer
    assert "2/3." in answer


async def test_a_forged_button_does_no_harm(village):
    aigul = await village.in_menu("Айгүл")
    for forged in ("side:nonsense", "aimak:999999", "aimak:x", "mine_one:1", "mine_one:x", "send:", "send:deadbeef",
                   "language:xx", "category:sp_roads", "village:1", "", ":", "oblast:x", "back", "more"):  # fmt: skip
        assert "ката кетти" not in (await aigul.taps(forged) or "ката кетти"), forged


async def test_cancel_keeps_what_was_written(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.taps("propose")
    await aigul.follows_script("2", LIGHT)
    assert "Жазганыңыз 24 саат сакталат" in await aigul.says("/cancel")
    assert f"«{LIGHT}»" in await aigul.says("1")


async def test_a_no_that_may_end_a_sentence_is_asked_back_before_anything_is_erased(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", "биздин көчөдө ичүүчү суу")
    assert "Өчүрөлүбү?" in await aigul.says("жок")
    assert "«биздин көчөдө ичүүчү суу»" in await aigul.says("жок")
    await aigul.says("нет")
    assert "эч нерсе сакталган жок" in await aigul.says("ооба")


async def test_a_village_does_not_follow_to_another_aimak(village):
    from bot.office.aimaks import import_aimaks, read_aimaks

    rows = (
        "code;oblast_ky;oblast_ru;rayon_ky;rayon_ru;aimak_ky;aimak_ru;phone;villages_ky;villages_ru\n"
        "one;Ош облусу;О;Ноокат району;Н;Биринчи;Первый;112;Бел;Бель\n"
        "two;Ош облусу;О;Ноокат району;Н;Экинчи;Второй;112;Суу;Суу\n"
    )
    new, _ = read_aimaks(rows.encode())
    await village.database.write(lambda store: import_aimaks(store, new=new))
    aigul = await village.in_menu("Айгүл", aimak="one")
    await aigul.follows_script("1", "2", LIGHT, "макул", "Өзгөртүү", "Айыл")
    assert "Айыл: Бел" in await aigul.says("Бел")
    await aigul.follows_script("/settings", "Башка айыл аймагы", "экинчи")
    moved = await aigul.says("1")
    assert "Айылды кайра тандаңыз" in moved
    await aigul.follows_script("1", "1")
    assert (await aigul.proposals())[0].village_id is None


async def test_leaving_before_anything_was_written_does_not_say_it_is_kept(village):
    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2")
    assert "24 саат сакталат" in await aigul.says("Кийин улантам")
    assert (await aigul.says("1")).startswith("2/3.")


async def test_a_refusal_leaves_no_word_of_the_draft_in_the_database(village):
    from sqlalchemy import text

    aigul = await village.in_menu("Айгүл")
    await aigul.follows_script("1", "2", LIGHT, "азыр эмес", "өчүрүү", "ооба")

    async def kept(store) -> list[str]:
        bodies = list(await store.connection.scalars(text("SELECT body FROM outbox")))
        raws = list(await store.connection.scalars(text("SELECT raw FROM events WHERE raw IS NOT NULL")))
        states = list(
            await store.connection.scalars(text("SELECT conversation FROM events WHERE conversation IS NOT NULL"))
        )
        return [store.outbox._seal.open(sealed) for sealed in [*bodies, *raws, *states]]

    assert not [text for text in await village.database.read(kept) if "Мектептин" in text]


async def erasing(resident) -> str:
    """Puts a draft off, is offered it back, and returns the id of the button that would erase it."""
    await resident.taps("later")
    await resident.taps("propose")
    return next(id for id, title in resident.heard[-1].choices if title == "Муну өчүрүү")


async def test_an_old_button_that_erases_a_draft_erases_nothing_once_its_question_is_over(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    old = await erasing(aigul)
    await aigul.presses("Ооба")
    said = await aigul.taps(old)
    assert "мурунку суроодон" in said
    assert f"«{LIGHT}»" in said
    await aigul.says("/cancel")
    assert "мурунку суроодон" in await aigul.taps(old)
    assert f"«{LIGHT}»" in await aigul.taps("propose")


async def test_an_old_button_of_one_draft_erases_no_other_and_the_present_one_does(village):
    aigul = await village.at_check("Айгүл", LIGHT)
    old = await erasing(aigul)
    await aigul.taps(old)
    assert "Өчүрүлдү" in await aigul.taps("erase:yes")
    await aigul.follows_script("1", "2", "Көпүрөнү оңдоп бериңиздер, балдар өтө албайт")
    present = await erasing(aigul)
    for forged in (
        old,
        old.replace(":erase:", ":yes:"),
        "resume:no",
        "resume:yes",
        "resume:",
        present.replace("erase", "x"),
    ):
        said = await aigul.taps(forged)
        assert "мурунку суроодон" in said
        assert "Көпүрөнү оңдоп" in said
    assert "Өчүрөлүбү?" in await aigul.taps(present)
