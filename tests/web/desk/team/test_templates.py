"""Templates of answers at the desk: renamed, rewritten, removed; a field says what is wrong and keeps what was typed."""

import pytest

from bot.office.answers import answers
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import TemplateWords
from storage.answering.templates import Template
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.desk.desks import Browser, ServedDesk

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


@pytest.fixture
async def kept(served: ServedDesk) -> tuple[ServedDesk, Browser, Template]:
    """A clerk whose office keeps one template."""
    clerk, browser = await served.clerk()
    proposal = await served.office.filed(await served.office.meets("Айгүл"))
    sent = await served.office.does(answers.send, id=proposal.id, answer=refusing(SENTENCE), by=clerk)
    words = TemplateWords(SENTENCE)
    template = await served.office.does(templates.keep, answer_id=sent.id, name="Акча жок", words=words, by=clerk)
    await browser.opens("/desk/templates")
    return served, browser, template


async def test_a_template_gets_another_name_and_other_words(kept):
    _, browser, template = kept
    other = "Бюджетте буга каражат жок, 2028-жылга калтырабыз. № {номер}"
    await browser.opens("/desk/templates")
    assert f'class="keeps" data-draft="template-{template.id}-' in browser.page
    await browser.posts("/desk/templates", id=template.id, name="Каражат жок", sentence=other, second="")
    assert browser.status == 200
    assert "Сакталды." in browser.text
    assert 'data-took="1"' in browser.page  # so that what lay in the browser goes
    assert 'value="Каражат жок"' in browser.page
    assert "{номер}" in browser.text


async def test_a_field_says_what_is_wrong_and_nothing_is_kept(kept):
    _, browser, template = kept
    for given, name in (
        ({"name": "5", "sentence": SENTENCE}, "name"),
        ({"name": "Акча жок", "sentence": "жок"}, "sentence"),
        ({"name": "Акча жок", "sentence": f"{SENTENCE} {{жылдыз}}"}, "sentence"),
        ({"name": "Акча жок", "sentence": f"{SENTENCE} {{сумма}}"}, "sentence"),
    ):
        await browser.posts("/desk/templates", id=template.id, second="", **given)
        assert browser.status == 422, given
        assert f'id="{name}{template.id}-wrong"' in browser.page, given
        assert given[name] in browser.page
    said = await browser.opens("/desk/templates")
    assert 'value="Акча жок"' in browser.page
    assert SENTENCE in said


async def test_it_is_removed_after_a_question_and_then_is_not_there(kept):
    served, browser, template = kept
    await browser.posts("/desk/templates/remove", id=template.id)
    assert len(await rows_of(served.office.database, "answer_templates")) == 1
    await browser.posts("/desk/templates/remove", id=template.id, sure="1")
    assert await rows_of(served.office.database, "answer_templates") == []
    await browser.posts("/desk/templates", id=template.id, name="Дагы", sentence=SENTENCE)
    assert browser.status == 409


async def test_a_new_template_is_made_of_an_answer_from_its_card(kept):
    served, browser, _ = kept
    await browser.opens("/desk/p/1")
    assert 'href="/desk/templates?of=1"' in browser.page
    said = await browser.opens("/desk/templates?of=1")
    assert SENTENCE in said
    fields = {"answer": "1", "name": "Акча жок", "sentence": SENTENCE, "second": ""}
    await browser.posts("/desk/templates/new", **fields)
    assert browser.status == 422
    assert 'id="name0-wrong"' in browser.page
    await browser.posts("/desk/templates/new", **{**fields, "name": "Кийинки жыл", "sentence": "жок"})
    assert 'id="sentence0-wrong"' in browser.page
    for _ in range(2):
        await browser.posts("/desk/templates/new", **{**fields, "name": "Кийинки жыл"}, key="one-press-of-a-page")
        assert "Сакталды." in browser.text
    assert len(await rows_of(served.office.database, "answer_templates")) == 2
    assert 'value="Кийинки жыл"' in browser.page
