"""Several messages of residents, copied out of a messenger at once: told apart, looked at, and entered together."""

from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import Source, TextTooLong, check_text
from bot.budget.workdays import find_day
from bot.language.common_speech.pasted import Pasted, split_pasted
from bot.language.in_words.which import guess_language
from bot.language.kyrgyz import clean
from bot.language.letters import has_words
from bot.office import proposals
from bot.office.guessing.guess import guess, read_ahead
from bot.office.proposals import OLDEST, DayNotPossible, ProposalToSend
from bot.office.reads import public
from bot.office.telephones import PhoneUnreadable, split_from_phone
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.intake.entering import LONGEST_NAME
from bot.web.desk.intake.entering import PATH as INTAKE
from bot.web.desk.intake.series import Series
from bot.web.desk.typed import Typed, mark_words
from storage.store import Store

PATH = f"{INTAKE}/pasted"
MOST = 40  # messages at once
LARGEST = 600_000  # bytes of the form: their texts percent-encoded
_FIELDS = ("text", "on", "name", "phone")
_OF_ALL = ("source", "village", "pasted", "mark")


@dataclass
class Row:
    """One message on the page: its number there, whether it is entered, and its fields as they were typed."""

    n: int
    entered: bool
    typed: Typed = field(default_factory=Typed)


async def on_pasted_page(desk: Desk, seen: Seen, request: Request) -> Response:
    """The empty field."""
    done = as_id(request.query_params.get("done", ""))
    return await _show(desk, seen, request, Typed({"source": Source.FORWARDED.value}), [], done=min(done, MOST))


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, rows: list[Row], *, done: int = 0, alert: str = ""
) -> Response:
    words = seen.words
    villages = await desk.office.database.read(lambda store: public.list_villages(store, aimak_id=seen.aimak_id))
    is_wrong = bool(alert or typed.wrong or any(one.typed.wrong for one in rows))
    return await desk.show(
        seen, request, "intake/pasted.html", title=words.say("Several messages at once"), typed=typed, rows=rows,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK, alert=alert,
        kept=words.say_n("{n} proposal is registered.", "{n} proposals are registered.", done) if done else "",
        entered=done, mark=as_id(typed["mark"]), sources=Series().list_sources(words),
        villages=[(str(one.id), one.name(words.language)) for one in villages],
        said={
            "one": words.say("Someone's proposal"),
            "pasted": words.say("The copied messages"),
            "pasted_about": words.say("Mark them in WhatsApp or Telegram, copy them, and paste them here."),
            "split": words.say("Show them apart"),
            "source": words.say("Where it came from"),
            "village": words.say("Village"),
            "unsaid": words.say("Not said"),
            "enter": words.say("Is a proposal"),
            "text": words.say("The proposal in its author's words"),
            "on": words.say("Day of receipt"),
            "name": words.say("Author's name"),
            "phone": words.say("Author's telephone"),
            "keep": words.say("Register the marked"),
            "tell": words.say("Answers to tell by hand"),
            "wrong": words.say("Nothing is registered yet. Please look at the marked fields."),
        },
    )  # fmt: skip


def _make_row(n: int, one: Pasted, today: date) -> Row:
    # A head names a telephone where its writer is in nobody's list, else how the clerk calls them.
    left, phone = _find_phone(one.who)
    name = "" if phone else left
    values = {"text": one.text, "on": str(one.on or today), "name": name, "phone": one.who if phone else ""}
    return Row(n, has_words(one.text), Typed(values))


def _find_phone(who: str) -> tuple[str, str | None]:
    try:
        return split_from_phone(clean(who))
    except PhoneUnreadable:
        return who, None


async def on_pasted(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Tells the messages apart, or enters those that are marked: all of them, or none where a field is wrong."""
    words, at, typed = seen.words, desk.clock(), Typed.of(form, _OF_ALL)
    today = find_day(at)
    if form["do"] != "keep":
        found = split_pasted(typed["pasted"], today=today)
        alert = words.say("At most {n} messages are taken at once.", n=MOST) if len(found) > MOST else ""
        if not found:
            typed.wrong["pasted"] = words.say("Please write it in words.")
        rows = [_make_row(n, one, today) for n, one in enumerate(found[:MOST])]
        # By this mark a browser finds again what was changed in the rows of these very messages.
        typed.values["mark"] = str(mark_words({"pasted": typed["pasted"]}))
        return await _show(desk, seen, request, typed, rows, alert=alert)
    typed.choose("source", (one for one, _ in Series().list_sources(words)), words)
    rows = [_read_row(form, n) for n in range(min(as_id(form["rows"]), MOST))]
    drafts = []
    for row in rows:
        if row.entered:
            drafts.append(await _read(seen, row.typed, form, row.n, today=today))
    if not drafts:
        alert = words.say("Nothing is marked.")
        return await _show(desk, seen, request, typed, rows, alert=alert)
    if typed.wrong or any(one.typed.wrong for one in rows):
        return await _show(desk, seen, request, typed, rows)
    source, by = Source(typed["source"]), posted_files.as_uploader(seen.person)

    async def act(store: Store) -> str:
        for draft, on, phone in drafts:
            await proposals.enter_for(
                store, draft=draft, source=source, on=on or today, aimak_id=seen.aimak_id, phone=phone, by=by, at=at,
                language=guess_language(draft.text) or words.language,
            )  # fmt: skip
        return f"{PATH}?done={len(drafts)}"

    return await desk.do_once(seen, form, act)


def _read_row(form: Form, n: int) -> Row:
    return Row(n, bool(form[f"enter{n}"]), Typed({name: form[f"{name}{n}"] for name in _FIELDS}))


async def _read(
    seen: Seen, typed: Typed, form: Form, n: int, *, today: date
) -> tuple[ProposalToSend, date | None, str | None]:
    words, text, phone = seen.words, typed["text"].replace("\r\n", "\n"), None
    with typed.beside("text", words):
        text = check_text(text)
    day = typed.read_day("on", words, today=today)
    with typed.beside("on", words):
        if day is not None and not today - OLDEST <= day <= today:
            raise DayNotPossible
    name = " ".join(clean(typed["name"]).split())
    with typed.beside("name", words):
        if len(name) > LONGEST_NAME:
            raise TextTooLong(LONGEST_NAME)
    with typed.beside("phone", words):
        left, phone = split_from_phone(clean(typed["phone"]))
        if typed["phone"].strip() and (phone is None or left.strip()):
            raise PhoneUnreadable
    await read_ahead(text)
    side, category = guess(text, None)
    return ProposalToSend(
        key=f"desk {seen.person.id} {form.key} {n}", side=side, text=text, category=category.code if category else None,
        village_id=as_id(form["village"]) or None, author_name=name if has_words(name) else None,
    ), day, phone  # fmt: skip


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.ENTER, on_pasted_page),
    DeskAct(PATH, Act.ENTER, on_pasted, largest=LARGEST),
)
