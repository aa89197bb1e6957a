"""«Аткарылышы» at the desk: how far the work is, with photos. What people will read is shown before it goes."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import AlreadyWithdrawn, Decision, TextTooLong
from bot.budget.works.stages import Stage, list_next
from bot.chat.texts import find_words
from bot.language.kyrgyz import clean
from bot.office.desk import meanwhile, sign_in
from bot.office.desk.meanwhile import Thing
from bot.office.public.switch import is_page_on
from bot.office.reads import proposals
from bot.office.reads.proposals import ProposalForOffice
from bot.office.works import works
from bot.office.works.work_words import STAGES, compose_work, read_stage
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.one_file import settle_files
from bot.web.desk.posted_files import as_uploader
from bot.web.desk.refused import choose_status
from bot.web.desk.said import tell
from bot.web.desk.stale.changed import read_as_of, say_changed
from bot.web.desk.typed import Typed
from handlers.office.queue.works import BUTTONS
from storage.answering.dialogue import Said
from storage.attachments.files import LARGEST as LARGEST_FILE
from storage.log.dialogue_kinds import WORK
from storage.store import Store

PATH = f"{sign_in.PATH}/p/{{id}}/work"
LARGEST = works.MOST_PHOTOS * LARGEST_FILE + 200_000  # bytes of the form around its photos
FIELDS = ("stage", "text", "after")
_WENT_IN = {Decision.INCLUDED, Decision.PARTLY}


def has_work(known: ProposalForOffice) -> bool:
    """Whether a proposal went into the budget, so that there is a work to tell of."""
    went_in = known.sent is not None and known.sent.answer.decision in _WENT_IN
    return went_in and known.may_answer and known.proposal.withdrawn_at is None


async def on_work(desk: Desk, seen: Seen, request: Request) -> Response:
    """How the work stands, and what can be said of it."""
    return await _show(desk, seen, request, Typed())


async def _show(
    desk: Desk, seen: Seen, request: Request, typed: Typed, *, kept: tuple[str, ...] = (), is_look: bool = False,
    alert: str = "",
) -> Response:  # fmt: skip
    words, at, id = seen.words, desk.clock(), as_id(request.path_params["id"])

    async def read(store: Store) -> dict[str, Any] | None:
        known = await proposals.read_proposal(store, id=id, by=seen.person, offers=False)
        if not has_work(known):
            return None
        last = known.work
        stage = read_stage(last) if last else None
        lines: list[str] = []
        if is_look:
            line = Said(0, id, f"{WORK}{typed['stage']}", seen.person.id, clean(typed["text"]).strip(), at)
            lines = compose_work(find_words(known.author_language), known.proposal, line, quotes=True).split("\n")
        label = known.proposal.label
        return {
            "head": words.say("№ {number}: {stage}. What is new?", number=label, stage=words.say(STAGES[stage]))
            if stage
            else words.say("№ {number}: how far is the work? Author and supporters will be told.", number=label),
            "stages": [(one.value, words.say(BUTTONS[one])) for one in list_next(stage)],
            "after": last.id if last else "",
            "as_of": await meanwhile.find_newest(store, Thing("proposal", id)),
            "look": lines,
            "readers": words.say("Author and supporters will read ({n} in all):", n=1 + known.supporters),
            "page": words.say("It stands on the public page too: no face and no name should be on a photo.")
            if await is_page_on(store, aimak_id=known.proposal.aimak_id)
            else "",
        }

    try:
        found = await desk.office.database.read(read)
    except NotAllowed:
        found = None
    if found is None:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    status = choose_status(alert, typed.wrong)
    return await desk.show(
        seen, request, "instruments/work.html", title=words.say("The work"), id=id, typed=typed, kept_photos=kept, alert=alert,
        status=status, longest=works.LONGEST, **found,
        said={
            "card": words.say("To the proposal"),
            "stage": words.say("How far is the work?"),
            "text": words.say("In a sentence, if there is something to say"),
            "photos": words.say("Photos of the work"),
            "photos_about": words.say("No more than {n} photos go with it.", n=works.MOST_PHOTOS),
            "kept": words.say_n("{n} photo goes with it.", "{n} photos go with it.", len(kept)) if kept else "",
            "without": words.say("Without photos"),
            "look": words.say("Look first"),
            "tell": words.say("Tell them"),
        },
    )  # fmt: skip


async def on_said(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Shows what people will read, or tells them."""
    words, at, id = seen.words, desk.clock(), as_id(request.path_params["id"])
    typed = Typed.of(form, FIELDS)
    typed.values["text"] = typed["text"].replace("\r\n", "\n")
    too_many = seen.words.say("No more than {n} photos go with it.", n=works.MOST_PHOTOS)
    kept = await settle_files(desk, seen, form, typed, most=works.MOST_PHOTOS, too_many=too_many)
    stage = typed.choose("stage", set(Stage), words)
    if len(clean(typed["text"]).strip()) > works.LONGEST:
        typed.wrong["text"] = words.say("Please write it shorter: {most} letters at most.", most=works.LONGEST)
    if typed.wrong or stage is None or form["do"] != "tell":
        return await _show(desk, seen, request, typed, kept=kept, is_look=not typed.wrong)
    photos = [file for one in kept if (file := posted_files.read_file(desk, seen, one))]

    async def act(store: Store) -> str:
        await meanwhile.must_be_as_shown(
            store, Thing("proposal", id), shown=read_as_of(form), by=seen.person,
            concerns=lambda done: done.act == Act.WORK,
        )  # fmt: skip
        _, is_told = await works.say_stage(
            store, id=id, stage=Stage(stage), text=typed["text"], by=as_uploader(seen.person), at=at, photos=photos,
            after=as_id(typed["after"]) or None,
        )  # fmt: skip
        return f"{sign_in.PATH}/p/{id}?{tell('work_told' if is_told else 'work_untold')}"

    try:
        return await desk.do_once(seen, form, act)
    except works.PhotoNotHere as refused:
        if refused.is_lost:
            kept = tuple(one for one in kept if posted_files.read_file(desk, seen, one) != refused.photo)
            alert = words.say("The photo could not be kept. Please send another one.")
        else:
            alert = words.say("The photo has not come yet. Please press once more in a moment.")
        return await _show(desk, seen, request, typed, kept=kept, is_look=True, alert=alert)
    except meanwhile.ChangedMeanwhile as changed:
        alert = await say_changed(desk, seen, changed)
        return await _show(desk, seen, request, typed, kept=kept, alert=alert)
    except works.OutOfOrder:
        alert = words.say("Meanwhile a colleague said how the work stands.")
        return await _show(desk, seen, request, typed, kept=kept, alert=alert)
    except (works.NoWork, AlreadyWithdrawn, TextTooLong):
        return desk.refused.show(request, HTTPStatus.CONFLICT, language=seen.language, form=form)


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(PATH, Act.WORK, on_work),
    DeskAct(PATH, Act.WORK, on_said, largest=LARGEST),
)
