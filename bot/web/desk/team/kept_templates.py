"""The templates of an office's answers: each renamed and rewritten in its own form, removed after a question."""

import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import Reason, SentenceTooShort
from bot.budget.proposal_text.blanks import Blank, UnknownBlank, name_blank, show_blanks
from bot.chat.texts import LANGUAGES, Words
from bot.language.in_words.which import guess_language
from bot.office.answers.templates import templates
from bot.office.answers.templates.templates import NameTaken, NoTemplate, SumUnused, TemplateWords, TooManyTemplates
from bot.office.desk import sign_in
from bot.office.reads import proposals
from bot.office.wording.answers.answer_words import REASON_BUTTONS, name_decision
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.refused import choose_status
from bot.web.desk.said import say_done, tell
from bot.web.desk.typed import Typed
from storage.answering.templates import Template
from storage.store import Store

PATH = f"{sign_in.PATH}/templates"
TAB = Tab(PATH, N_("Templates"), Act.TEMPLATE)
FIELDS = ("name", "sentence", "second")


async def on_templates(desk: Desk, seen: Seen, request: Request) -> Response:
    """Every template of the office, and one that an answer would make where its card led here."""
    of = as_id(request.query_params.get("of", ""))
    if not of:
        return await _show(desk, seen, request)

    async def read(store: Store) -> tuple[int, Typed] | None:
        _, sent = await proposals.read_answers(store, id=of, by=seen.person)
        if not sent:
            return None
        found = await templates.suggest(store, answer_id=sent[-1].id, by=seen.person, words=seen.words)
        language = seen.words.language
        shown = (found.name, show_blanks(found.answer.sentence, language), show_blanks(found.answer.other, language))
        return sent[-1].id, Typed(dict(zip(FIELDS, shown, strict=True)))

    new = await desk.office.database.read(read)
    return await _show(desk, seen, request, new=new)


async def _show(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    id: int = 0,
    typed: Typed | None = None,
    asked: int = 0,
    alert: str = "",
    new: tuple[int, Typed] | None = None,
) -> Response:
    words = seen.words
    found = await desk.office.database.read(
        lambda store: templates.list_templates(store, aimak_id=seen.aimak_id, by=seen.person)
    )
    blanks = ", ".join(name_blank(blank, words.language) for blank in Blank)
    wrong = (typed is not None and bool(typed.wrong)) or (new is not None and bool(new[1].wrong))
    return await desk.show(
        seen, request, "team/templates.html", title=words.say("Templates"), alert=alert,
        done=say_done(words, request.query_params, at=desk.clock()) if not wrong else None,
        status=choose_status(alert, wrong),
        rows=[_say(words, one, typed if one.id == id else None, is_asked=one.id == asked) for one in found],
        new=_make_new(*new) if new else None,
        said={
            "none": words.say("There is no template yet. One is kept from the card of an answer that was sent."),
            "blanks": words.say("These are filled in by themselves: {blanks}.", blanks=blanks),
            "name": words.say("Name of the template"),
            "sentence": words.say("The sentence"),
            "second": words.say("The same in the other language"),
            "sum": words.say("The sum is asked each time."),
            "keep": words.say("Keep"),
            "new": words.say("New template"),
            "check": words.say("Please check that no resident's name, words or telephone stand in it."),
            "remove": words.say("Remove the template"),
            "yes": words.say("Yes, remove"),
        },
    )  # fmt: skip


def _make_new(answer_id: int, typed: Typed) -> dict[str, Any]:
    return {"id": 0, "answer": answer_id, "typed": typed, "has_words": True}


def _say(words: Words, one: Template, typed: Typed | None, *, is_asked: bool) -> dict[str, Any]:
    language, answer = words.language, one.answer
    reason = words.say(REASON_BUTTONS[answer.reason_code]) if isinstance(answer.reason_code, Reason) else ""
    shown = Typed(
        {
            "name": one.name,
            "sentence": show_blanks(answer.sentence, language),
            "second": show_blanks(answer.other, language),
        }
    )
    return {
        "id": one.id,
        "mark": zlib.crc32(
            "\n".join(shown.values.values()).encode()
        ),  # what was typed over other words is no draft of these
        "title": ". ".join(filter(None, [name_decision(words, answer.decision), reason])) + ".",
        "uses": words.say_n("Used {n} time.", "Used {n} times.", one.uses),
        "with_sum": one.with_sum,
        "has_words": bool(answer.sentence),
        "typed": typed or shown,
        "asked": is_asked,
    }


async def on_changed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Gives a template another name and other words; one that is gone meanwhile says so."""
    id, at, words, typed = form.read_id("id"), desk.clock(), seen.words, Typed.of(form, FIELDS)
    written = TemplateWords(typed["sentence"].replace("\r\n", "\n"), *_read_second(typed))

    async def act(store: Store) -> str:
        found = await templates.read_template(store, id=id, by=seen.person)
        if found.answer.sentence:
            await templates.rewrite(store, id=id, words=written, by=seen.person, at=at)
        with typed.beside("name", words):
            if typed["name"] != found.name:
                await templates.rename(store, id=id, name=typed["name"], by=seen.person, at=at)
        if typed.wrong:
            raise _NotTaken
        return f"{PATH}?{tell('template_kept')}"

    try:
        done = await _do(desk, seen, form, typed, act)
    except NoTemplate:
        return await _show(desk, seen, request, alert=words.say("This template is not there any more."))
    return done or await _show(desk, seen, request, id=id, typed=typed)


async def on_kept(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Keeps a new template of an answer that was sent."""
    id, at, words, typed = form.read_id("answer"), desk.clock(), seen.words, Typed.of(form, FIELDS)
    written = TemplateWords(typed["sentence"].replace("\r\n", "\n"), *_read_second(typed))

    async def act(store: Store) -> str:
        with typed.beside("name", words):
            name = await templates.check_name(store, answer_id=id, name=typed["name"], by=seen.person)
            await templates.keep(store, answer_id=id, name=name, words=written, by=seen.person, at=at)
        if typed.wrong:
            raise _NotTaken
        return f"{PATH}?{tell('template_kept')}"

    done = await _do(desk, seen, form, typed, act)
    return done or await _show(desk, seen, request, new=(id, typed))


async def _do(
    desk: Desk, seen: Seen, form: Form, typed: Typed, act: Callable[[Store], Awaitable[str]]
) -> Response | None:
    # None: something beside a field says what is wrong. Raises NoTemplate.
    words = seen.words
    try:
        with typed.beside("sentence", words):
            return await desk.do_once(seen, form, act)
    except TooManyTemplates:
        typed.wrong["name"] = words.say("There are {most} templates already.", most=templates.MOST)
    except NameTaken:
        typed.wrong["name"] = words.say("Another template has this name.")
    except UnknownBlank as refused:
        names = ", ".join(name_blank(blank, words.language) for blank in Blank)
        typed.wrong["sentence"] = words.say(
            "There is no blank «{name}». There are: {blanks}.", name=refused.name[:30], blanks=names
        )
    except SumUnused:
        typed.wrong["sentence"] = words.say("A sum stands only in an answer that includes the proposal.")
    except SentenceTooShort as refused:
        typed.wrong["sentence"] = words.say(
            "Please write at least {least} characters.", least=words.number(refused.least)
        )
    except _NotTaken:
        pass
    return None


class _NotTaken(Exception):
    """Something beside a field says what is wrong, so nothing of the form is kept."""


def _read_second(typed: Typed) -> tuple[str, str]:
    second = typed["second"].replace("\r\n", "\n").strip()
    if not second:
        return "", ""
    first = guess_language(typed["sentence"]) or LANGUAGES[0]
    return second, next(one for one in LANGUAGES if one != first)


async def on_removed(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Removes a template, once it was asked; the answers made of it stay."""
    id, at = form.read_id("id"), desk.clock()
    if not form["sure"]:
        return await _show(desk, seen, request, asked=id)

    async def act(store: Store) -> str:
        await templates.remove(store, id=id, by=seen.person, at=at)
        return PATH

    try:
        return await desk.do_once(seen, form, act)
    except NoTemplate:
        return await _show(desk, seen, request, alert=seen.words.say("This template is not there any more."))


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.TEMPLATE, on_templates),
    DeskAct(PATH, Act.TEMPLATE, on_changed),
    DeskAct(f"{PATH}/new", Act.TEMPLATE, on_kept),
    DeskAct(f"{PATH}/remove", Act.TEMPLATE, on_removed),
)
