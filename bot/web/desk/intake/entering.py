"""A paper proposal is entered beside the photo of its sheet. Source, day, village and photo stay for the next."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import SIDES, Side, Source, TextTooLong, check_text
from bot.budget.workdays import find_day
from bot.channels.web.uploads import Full
from bot.chat.texts import Words
from bot.language.in_words.which import guess_language
from bot.language.kyrgyz import clean, put_in_quotes
from bot.language.letters import in_words
from bot.office import proposals
from bot.office.desk import sign_in, uploads
from bot.office.guessing.guess import guess, read_ahead
from bot.office.proposals import OLDEST, DayNotPossible, ProposalToSend
from bot.office.reads import public
from bot.office.telephones import PhoneUnreadable, split_from_phone
from bot.office.together import links
from bot.office.wording.notices import N_
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskAct, DeskPage, Tab
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.intake.series import Series
from bot.web.desk.typed import Typed
from bot.web.pages.render import GUARDED
from storage.aimaks import Village
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.proposals import Proposal
from storage.store import Store
from storage.together.links import Repeated

PATH = f"{sign_in.PATH}/intake"
TAB = Tab(PATH, N_("Someone's proposal"), Act.ENTER)
LARGEST = LARGEST_FILE + 200_000  # bytes of the form around the photo
LONGEST_NAME = 100
FIELDS = ("source", "on", "village", "text", "side", "name", "phone")
_BACK = {"turn", "sheet_done", "photo"}  # buttons of the form that enter nothing


async def on_intake(desk: Desk, seen: Seen, request: Request) -> Response:
    """The form, empty but for what stays from the one before."""
    series = Series.of(request.query_params)
    typed = Typed({"source": series.source, "on": series.on or str(find_day(desk.clock())), "village": series.village})
    return await _show(desk, seen, request, typed, series, done=as_id(request.query_params.get("done", "")))


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, series: Series, *, done: int = 0, alert: str = ""
) -> Response:
    words = seen.words

    async def read(store: Store) -> tuple[list[Village], Proposal | None, list[Repeated], list[Repeated]]:
        villages = await public.list_villages(store, aimak_id=seen.aimak_id)
        entered = await uploads.find_entered(store, proposal_id=done, by=seen.person) if done else None
        if entered is None or not seen.may(Act.LINK):
            return villages, entered, [], []
        similar = await links.list_similar(store, id=entered.id, by=seen.person)
        return villages, entered, similar.suggested, similar.linked

    villages, entered, alike, linked = await desk.office.database.read(read)
    is_wrong = bool(typed.wrong or alert)
    return await desk.show(
        seen, request, "intake/form.html", title=words.say("Someone's proposal"), typed=typed, series=series,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK, alert=alert,
        sources=series.list_sources(words), is_picture=series.sheet.partition("-")[2].startswith("photo"),
        villages=[(str(one.id), one.name(words.language)) for one in villages],
        kept=words.say(
            "It is kept under № {number}, to be answered {until}.",
            number=entered.label, until=words.until(entered.due_on),
        ) if entered else "",
        entered=entered.id if entered else 0,
        alike=[(one.id, f"№ {one.label}: {put_in_quotes(clean(one.beginning)[:160])}") for one in alike],
        linked=_say_linked(words, entered, linked),
        back=series.write(done=str(done)) if done else series.write(),
        said=_say(words),
    )  # fmt: skip


def _say_linked(words: Words, entered: Proposal | None, linked: list[Repeated]) -> str:
    numbers = ", ".join(f"№ {one.label}" for one in linked if entered and one.id != entered.id)
    return words.say("One answer goes to it and to {numbers}.", numbers=numbers) if numbers else ""


def _say(words: Words) -> dict[str, str]:
    return {
        "photo": words.say("Photo of the sheet"),
        "photo_about": words.say("The photo stands beside the form, and goes with the proposal."),
        "show": words.say("Show the photo"),
        "turn": words.say("Turn the photo"),
        "no_photo": words.say("Without the photo"),
        "alt": words.say("The sheet that is entered"),
        "source": words.say("Where it came from"),
        "on": words.say("Day of receipt"),
        "on_about": words.say("The answer is due from that day."),
        "village": words.say("Village"),
        "unsaid": words.say("Not said"),
        "text": words.say("The proposal in its author's words"),
        "side": words.say("Side of the budget"),
        "guess": words.say("By its words"),
        "revenue": words.say("Revenue: money in"),
        "spending": words.say("Spending: money out"),
        "name": words.say("Author's name"),
        "phone": words.say("Author's telephone"),
        "author_about": words.say("Only if they were given."),
        "keep": words.say("Register it"),
        "stays": words.say("Source, day, village and photo stay for the next one."),
        "alike": words.say("It looks like these:"),
        "link": words.say("One answer for both"),
        "tell": words.say("Answers to tell by hand"),
        "several": words.say("Several messages at once"),
        "choose": words.say("Choose"),
        "wrong": words.say("Nothing is registered yet. Please look at the marked fields."),
    }


async def on_entered(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Registers what was entered; a field that cannot be taken says so, and all that was typed stays."""
    typed, series = Typed.of(form, FIELDS), Series.of(form_values(form))
    series, alert = await _with_photo(desk, seen, form, series)
    if form["do"] in _BACK or alert:
        if form["do"] == "turn":
            series = replace(series, turn=str((int(series.turn) + 1) % 4))
        if form["do"] == "sheet_done":
            series = replace(series, sheet="", turn="0")
        return await _show(desk, seen, request, typed, series, alert=alert)
    draft = await _read(desk, seen, typed, form)
    if draft is None:
        return await _show(desk, seen, request, typed, series)
    given, phone = draft
    media = await _find_media(desk, seen, series)
    at, source, on = (
        desk.clock(),
        Source(typed["source"]),
        typed.read_day("on", seen.words, today=find_day(desk.clock())),
    )
    assert on is not None

    async def act(store: Store) -> str:
        proposal, _ = await proposals.enter_for(
            store, draft=replace(given, media=media), source=source, on=on, aimak_id=seen.aimak_id,
            language=guess_language(given.text) or seen.words.language, phone=phone,
            by=posted_files.as_uploader(seen.person), at=at,
        )  # fmt: skip
        told = replace(series, on=str(on))
        kept = told if not series.sheet else replace(told, sheet=_name_kept(desk, seen, series, proposal.id))
        return f"{PATH}?{kept.write(done=str(proposal.id))}"

    with typed.beside("on", seen.words):
        return await desk.do_once(seen, form, act)
    return await _show(desk, seen, request, typed, series)


async def _read(desk: Desk, seen: Seen, typed: Typed, form: Form) -> tuple[ProposalToSend, str | None] | None:
    # What was typed, or None where something beside a field says what is wrong.
    words, text, phone = seen.words, typed["text"], None
    typed.choose("source", (one for one, _ in Series().list_sources(words)), words)
    today = find_day(desk.clock())
    day = typed.read_day("on", words, today=today)
    with typed.beside("on", words):
        if day is not None and not today - OLDEST <= day <= today:
            raise DayNotPossible
    with typed.beside("text", words):
        text = check_text(typed["text"].replace("\r\n", "\n"))
    name = " ".join(clean(typed["name"]).split())
    with typed.beside("name", words):
        if len(name) > LONGEST_NAME:
            raise TextTooLong(LONGEST_NAME)
        name = in_words(name) if name else ""
    with typed.beside("phone", words):
        left, phone = split_from_phone(clean(typed["phone"]))
        if typed["phone"].strip() and (phone is None or left.strip()):
            raise PhoneUnreadable
    if typed.wrong:
        return None
    await read_ahead(text)
    side, category = guess(text, Side(typed["side"]) if typed["side"] in set(SIDES) else None)
    village = as_id(typed["village"]) or None
    return ProposalToSend(
        key=f"desk {seen.person.id} {form.key}", side=side, text=text, category=category.code if category else None,
        village_id=village, author_name=name or None,
    ), phone  # fmt: skip


async def _with_photo(desk: Desk, seen: Seen, form: Form, series: Series) -> tuple[Series, str]:
    # A photo that came with the form stands beside it from now on.
    files = [one for one in form.files.get("photo", []) if one.content]
    if not files:
        return series, ""
    if fault := await posted_files.find_fault(files[-1].content, seen.words, only_picture=True):
        return series, fault
    if not posted_files.find_picture_type(files[-1].content):
        return series, seen.words.say("The photo could not be taken: JPEG, PNG or WebP up to 20 MB.")
    try:
        named = await posted_files.keep_upload(desk, seen, files[-1].content)
    except (Full, OSError):
        return series, seen.words.say("That did not work now. Try it again in a moment.")
    return replace(series, sheet=named, turn="0"), ""


def _name_kept(desk: Desk, seen: Seen, series: Series, proposal_id: int) -> str:
    # From now on the photo is that of a proposal as well: its upload goes with time.
    file = posted_files.read_file(desk, seen, series.sheet)
    reference = file[1] if file else posted_files.read_signed(desk, seen, series.sheet).partition("-")[0]
    return posted_files.sign(desk, seen, f"{reference}-photo:{proposal_id}")


async def load_photo(desk: Desk, seen: Seen, token: str) -> bytes | None:
    """The photo of the sheet: as it was uploaded, or of the proposal it was entered with. None where it is gone."""
    reference, _, kind = posted_files.read_signed(desk, seen, token).partition("-")
    if not reference:
        return None
    content = await posted_files.load(desk, seen, reference)
    id = as_id(kind.partition(":")[2])
    if content is not None or not id:
        return content
    digest = await desk.office.database.read(partial(uploads.find_picture_of, proposal_id=id, by=seen.person))
    return await posted_files.load_kept(desk, digest)


async def _find_media(desk: Desk, seen: Seen, series: Series) -> tuple[tuple[str, str], ...]:
    if not series.sheet:
        return ()
    file = posted_files.read_file(desk, seen, series.sheet)
    if file is not None:
        return (file,)
    content = await load_photo(desk, seen, series.sheet)
    return (("photo", await posted_files.copy_upload(desk, content)),) if content is not None else ()


async def on_photo(desk: Desk, seen: Seen, request: Request) -> Response:
    """The photo beside the form, to whoever uploaded it."""
    content = await load_photo(desk, seen, request.path_params["token"])
    kind = posted_files.find_picture_type(content) if content is not None else None
    if content is None or kind is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    headers = {"cache-control": "no-store", "content-security-policy": "default-src 'none'"}
    return Response(content, media_type=kind, headers=GUARDED | headers)


async def on_linked(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Links what was entered with one that asks for the same: both get one answer."""
    id, to, series, at = form.read_id("id"), form.read_id("to"), Series.of(form_values(form)), desk.clock()

    async def act(store: Store) -> str:
        await links.link(store, id=id, to=to, by=seen.person, at=at)
        return f"{PATH}?{series.write(done=str(id))}"

    return await desk.do_once(seen, form, act)


def form_values(form: Form) -> dict[str, str]:
    """The fields of a form that hold what stays from one to the next."""
    return {name: form[name] for name in ("source", "on", "village", "sheet", "turn")}


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.ENTER, on_intake),
    DeskAct(PATH, Act.ENTER, on_entered, largest=LARGEST),
    DeskPage(f"{PATH}/photo/{{token}}", Act.ENTER, on_photo),
    DeskAct(f"{PATH}/link", Act.LINK, on_linked),
)
