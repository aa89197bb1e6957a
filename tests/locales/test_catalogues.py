"""Every sentence stands in both catalogues, with its placeholders, within the length its place allows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from bot.chat.texts import Words
from bot.office.wording.hearing_words import say_days_before
from tests.locales.catalogues import ROOT, catalogue

LANGUAGES = ("ky", "ru")
PLACEHOLDER = re.compile(r"\{(\w*)\}")

LABEL = 20  # characters of a button
SENTENCE = 160  # characters of ours in one message

# Buttons whose words the product fixes, and that other rooms look for.
LABELS = {
    "I agree": ("Макулмун", "Разрешаю"),
    "Not now": ("Азыр эмес", "Не сейчас"),
    "Make a proposal": ("Сунуш берүү", "Подать предложение"),
    "My proposals": ("Менин сунуштарым", "Мои предложения"),
    "Budget hearings": ("Бюджет угуулары", "Слушания по бюджету"),
    "Budget": ("Бюджет", "Бюджет"),
    "Help": ("Жардам", "Помощь"),
    "Revenue: money in": ("Киреше: акча түшөт", "Доходы: откуда взять"),
    "Spending: money out": ("Чыгаша: акча кетет", "Расходы: на что"),
    "I do not know": ("Билбейм", "Не знаю"),
    "Send": ("Жөнөтүү", "Отправить"),
    "Change": ("Өзгөртүү", "Изменить"),
    "Back": ("Артка", "Назад"),
    "I will go on later": ("Кийин улантам", "Продолжу позже"),
    "More": ("Дагы", "Ещё"),
    "Skip": ("Өткөрүп жиберүү", "Пропустить"),
    "Yes": ("Ооба", "Да"),
    "No": ("Жок", "Нет"),
    "Tell me": ("Кабар алам", "Сообщайте мне"),
    "Do not tell me": ("Кабар албайм", "Не сообщать"),
    "Withdraw": ("Кайтарып алуу", "Отозвать"),
    "Without my name": ("Атым көрүнбөсүн", "Без моего имени"),
}


def extracted(tmp_path: Path) -> polib.POFile:
    pot = tmp_path / "now.pot"
    keywords = ["-k", "say", "-k", "say_n:1,2", "-k", "make_choice:2", "-k", "make_button:3"]
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        *keywords,
        "--no-location",
        "-o",
        str(pot),
    ]
    subprocess.run([*command, "bot", "handlers"], cwd=ROOT, check=True, capture_output=True)
    return polib.pofile(str(pot))


def titles() -> set[str]:
    """The messages that are button titles: second arguments of make_choice(…)."""
    calls = [
        node
        for path in (*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/chat/*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "make_choice"
    ]
    return {str(call.args[1].value) for call in calls if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)}


def test_what_the_code_says_is_what_the_catalogues_hold(tmp_path):
    said = {entry.msgid for entry in extracted(tmp_path)}
    assert len(said) > 100
    for language in LANGUAGES:
        assert {entry.msgid for entry in catalogue(language)} == said, language
    assert {entry.msgid for entry in polib.pofile(str(ROOT / "locales" / "sunush.pot"))} == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_its_placeholders(language):
    for entry in catalogue(language):
        assert not entry.fuzzy
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert len(forms) == ({"ky": 2, "ru": 3}[language] if entry.msgid_plural else 1)
        for form in forms:
            assert form.strip(), entry.msgid
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(entry.msgid)), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_of_buttons_fit_twenty_characters(language):
    words, found = Words(language), titles()
    assert len(found) > 35
    too_long = {title: words.say(title) for title in found if len(words.say(title)) > LABEL}
    assert not too_long


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language):
    for entry in catalogue(language):
        bare = PLACEHOLDER.sub("", entry.msgstr)
        assert len(bare) <= SENTENCE, entry.msgid


def test_the_labels_are_those_the_product_fixes():
    for message, (kyrgyz, russian) in LABELS.items():
        assert (Words("ky").say(message), Words("ru").say(message)) == (kyrgyz, russian)


def test_kyrgyz_is_written_with_kyrgyz_letters():
    wrong = re.compile("[ѳӊұɵҥӧӱ]")
    latin = re.compile(r"[а-яөүңё][a-z]|[a-z][а-яөүңё]", re.IGNORECASE)
    for entry in catalogue("ky"):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not wrong.search(form), form
            assert not latin.search(form), form


@pytest.mark.parametrize(
    ("n", "kyrgyz", "russian"),
    [
        (1, "1 үн билдирүү", "1 голосовое сообщение"),
        (2, "2 үн билдирүү", "2 голосовых сообщения"),
        (5, "5 үн билдирүү", "5 голосовых сообщений"),
        (21, "21 үн билдирүү", "21 голосовое сообщение"),
    ],
)
def test_numbers_take_the_right_form(n, kyrgyz, russian):
    forms = ("{n} voice message", "{n} voice messages")
    assert (Words("ky").say_n(*forms, n), Words("ru").say_n(*forms, n)) == (kyrgyz, russian)


def test_a_public_hearing_is_called_as_the_glossary_calls_it():
    for entry in catalogue("ru"):
        for form in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert "убличн" not in form or "слушан" not in form, form


def test_no_sentence_stands_where_it_is_not_found():
    """Babel reads no sentence inside an f-string: it would be said in English."""
    said = {text for entry in catalogue("ru") for text in (entry.msgid, entry.msgid_plural)}
    calls = [
        (path.name, call.lineno, text.value)
        for room in ("bot", "handlers")
        for path in (ROOT / room).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in {"say", "say_n"}
        for text in call.args[:1]
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    assert len(calls) > 500
    assert [call for call in calls if call[2] not in said] == []


@pytest.mark.parametrize(("n", "russian"), [(1, "за 1 день"), (3, "за 3 дня"), (10, "за 10 дней")])
def test_days_before_a_hearing_take_the_right_form(n, russian):
    wanted = say_days_before(Words("ru"), n)
    assert Words("ru").say("It should be out {wanted}.", wanted=wanted) == f"Сообщать нужно было {russian} до слушаний."
