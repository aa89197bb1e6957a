"""One proposal: what the chat's card shows, files, history, what can be done, the answer's form."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act, NotAllowed
from bot.budget.proposal import SIDES, Side
from bot.language.by_language import choose_language
from bot.language.kyrgyz import clean, quote
from bot.office.answers import exclusions, handling
from bot.office.categories import list_categories
from bot.office.desk import meanwhile, sign_in
from bot.office.desk.meanwhile import Thing
from bot.office.personal import one_text
from bot.office.reads import proposals
from bot.office.reads.history import read_history
from bot.office.reads.proposals import ProposalForOffice
from bot.office.together import links
from bot.office.together.voices import is_wanted
from bot.office.wording.answers.answer_words import name_decision
from bot.office.wording.notices import EXCLUSIONS
from bot.web.desk.answers.at_hand import list_ready_answers, make_answer_form
from bot.web.desk.chosen import read_chosen
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form, as_id
from bot.web.desk.guard import Seen
from bot.web.desk.proposal.tying import list_on_card
from bot.web.desk.proposal.working import has_work
from bot.web.desk.said import say_done
from bot.web.desk.shown_files import find_form, hand_out
from bot.web.desk.talking import make_talk
from handlers.office.colleagues import say_name
from handlers.office.intake.erase_text import say_what_goes
from handlers.office.queue.card.lines import list_card_links, part_card_lines
from handlers.office.queue.history import say_step
from handlers.shared.router import Talk
from handlers.shared.wording import say_side
from storage.attachments.media import KeptFile
from storage.store import Store

P = f"{sign_in.PATH}/p/{{id}}"
BEGINNING = 160  # characters shown of a text like it


@dataclass(frozen=True, slots=True)
class Told:
    """What a card says above all else: why an act was refused, and what was typed for it."""

    alert: str = ""
    form: Form = field(default_factory=Form)
    wrong: dict[str, str] = field(default_factory=dict)  # what is wrong with a field, by its name
    over: bool = False  # a colleague has it: the next press takes it over


async def on_card(desk: Desk, seen: Seen, request: Request) -> Response:
    """The page of one proposal."""
    return await show_card(desk, seen, request, as_id(request.path_params["id"]))


async def show_card(
    desk: Desk, seen: Seen, request: Request, id: int, told: Told | None = None, *, status: int = HTTPStatus.OK
) -> Response:
    """The page of a proposal, with what was refused above it and what was typed still in its forms."""
    chosen, at, told = read_chosen(request.query_params), desk.clock(), told or Told()

    async def read(store: Store) -> dict[str, Any]:
        talk = make_talk(store, seen, at)
        known = await proposals.read_proposal(store, id=id, by=seen.person, offers=False)
        text = clean(known.proposal.text)
        head, about, lines = part_card_lines(talk, known)
        files = await proposals.read_files(store, id=id, by=seen.person)
        history = await read_history(store, id=id, by=seen.person)
        return {
            "head": head,
            "about_text": about,
            "text": text,
            "lines": lines,
            "note": _find_note(known, told.form),
            "links": list_card_links(talk, known),
            "files": [_describe(talk, id, n, one) for n, one in enumerate(files.kept)],
            "history": [say_step(talk.words, history, step) for step in reversed(history.steps)],
            "acts": await _list_acts(talk, known),
            "ready": await list_ready_answers(talk, known),
            "answering": await make_answer_form(talk, known, told.form),
            "erasing": await _find_erasing(talk, known),
            "work": has_work(known),
            "ties": await list_on_card(store, seen, id) if has_work(known) else None,
            "on_page": _find_look(known),
            "approval": _find_approval(known),
            "similar": (similar := await _list_similar(talk, known)),
            "like_it": [one["id"] for one in similar if one["open"]],
            "id": id,
            "label": known.proposal.label,
            "revision": known.proposal.revision,
        }

    try:
        found = await desk.office.database.read(read)
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language, form=told.form)
    return await desk.show(
        seen, request, "card.html", title=f"№ {found['label']}", status=status, **found, here_query=chosen.query(page=""),
        told=told, said=say_card(seen.words), done=say_done(seen.words, request.query_params, at=at),
        typed={name: told.form[name] for name in ("question", "explanation", "summary", "remark")},
    )  # fmt: skip


def _find_approval(known: ProposalForOffice) -> dict[str, int] | None:
    if not known.may_approve or known.draft is None or known.draft.leaves_at is not None:
        return None
    return {"saved_at": known.draft.saved_at}


def _find_note(known: ProposalForOffice, form: Form) -> dict[str, Any] | None:
    # The office's own note; what was typed stays where it was refused.
    if not known.may_answer:
        return None
    text = known.note.text if known.note is not None else ""
    return {"text": form["note"] or text, "read": known.note.written_at if known.note is not None else 0}


def _find_look(known: ProposalForOffice) -> dict[str, Any] | None:
    # Whoever asks for something to be taken down asks the office.
    one = known.for_page
    if one is None or not known.may_answer or one.shown is None:
        return None
    return {"revision": one.revision, "shown": one.shown}


async def _find_erasing(talk: Talk, known: ProposalForOffice) -> dict[str, Any] | None:
    # What is asked before its text goes, and how far the page knows what colleagues did to it.
    if not known.may_erase_text:
        return None
    id = known.proposal.id
    asked = await one_text.find_to_erase(talk.store, id=id, by=talk.person)
    return {
        "lines": say_what_goes(talk, asked),
        "as_of": await meanwhile.find_newest(talk.store, Thing("proposal", id)),
    }


async def _list_similar(talk: Talk, known: ProposalForOffice) -> list[dict[str, Any]]:
    # What is linked, and what asks for the like: only where an answer is still to be written.
    if known.sent is not None or not known.may_answer or known.proposal.withdrawn_at is not None:
        return []
    found = await links.list_similar(talk.store, id=known.proposal.id, by=talk.person)
    linked = {one.id for one in found.linked}
    return [
        {
            "id": one.id,
            "label": one.label,
            "text": quote(clean(one.beginning), BEGINNING) or talk.say("(voice, photo or document)"),
            "linked": one.id in linked,
            "standing": name_decision(talk.words, one.decision) if one.decision else "",
            "open": one.decision is None and not one.is_excluded and one.id not in linked,
        }
        for one in (*found.linked, *found.suggested)
    ]


async def _list_acts(talk: Talk, known: ProposalForOffice) -> dict[str, Any]:
    # What can be done besides answering, as the chat's card offers it.
    proposal, acts = known.proposal, dict[str, Any]()
    if proposal.withdrawn_at is not None or not known.may_answer:
        return acts
    is_leaving = known.draft is not None and known.draft.leaves_at is not None
    is_open = known.sent is None and not known.is_excluded and not is_leaving
    acts["ask"] = True
    acts["explain"] = known.sent is not None and known.is_questioned
    acts["told"] = known.sent is not None and known.reached is False
    acts["include_again"] = known.is_excluded
    acts["take"] = is_open and proposal.taken_by != talk.person.id
    acts["release"] = is_open and known.may_release
    acts["summary"] = is_open and is_wanted(proposal)
    acts["exclude"] = [(one, talk.say(EXCLUSIONS[one])) for one in exclusions.EXCLUSIONS] if is_open else []
    colleagues = await handling.list_colleagues(talk.store, id=proposal.id, by=talk.person) if is_open else []
    acts["hand"] = [(one.id, say_name(talk, one)) for one in colleagues]
    language = talk.words.language
    acts["sides"] = [
        (
            say_side(talk.words, side),
            [
                (f"{side.value}:{one.code}", choose_language(one.shorts, language))
                for one in list_categories()
                if one.side is side
            ]
            + [(f"{side.value}:", talk.say("No category"))],
        )
        for side in SIDES
    ]
    acts["sort_open"] = proposal.side is Side.UNSURE  # it is chosen before an answer
    acts["sorted"] = f"{proposal.side.value}:{proposal.category or ''}"
    return acts


def _describe(talk: Talk, id: int, n: int, file: KeptFile) -> dict[str, Any]:
    names = {"voice": talk.say("Voice"), "photo": talk.say("Photo")}
    return {
        "href": f"{sign_in.PATH}/p/{id}/file/{n}",
        "name": f"{names.get(file.kind, talk.say('File'))} {n + 1}",
        "shown": find_form(file),
    }


async def on_file(desk: Desk, seen: Seen, request: Request) -> Response:
    """Hands out a file of a proposal: photos and voices are shown, all else is saved unopened."""
    id, n = as_id(request.path_params["id"]), request.path_params["n"]
    try:
        files = await desk.office.database.read(lambda store: proposals.read_files(store, id=id, by=seen.person))
    except NotAllowed:
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    if not n.isascii() or not n.isdecimal() or len(n) > 4 or int(n) >= len(files.kept):
        return desk.refused.show(request, HTTPStatus.NOT_FOUND, language=seen.language)
    return await hand_out(desk, seen, request, files.kept[int(n)], f"{files.proposal.label}-{int(n) + 1}")


def say_card(words: Any) -> dict[str, str]:
    """What stands on the buttons and above the parts of a card."""
    return {
        "queue": words.say("To the list"),
        "next": words.say("The next three"),
        "files": words.say("Files"),
        "save": words.say("Save the file"),
        "history": words.say("History"),
        "similar": words.say("Similar ones"),
        "similar_about": words.say("Mark those that shall get the same answer."),
        "link": words.say("Link"),
        "unlink": words.say("Unlink"),
        "all": words.say("The same for all of these"),
        "too": words.say("The same for the marked"),
        "acts": words.say("What else can be done"),
        "take": words.say("I take it"),
        "over": words.say("Take it over"),
        "release": words.say("Release it"),
        "hand": words.say("Hand it over"),
        "hand_to": words.say("To whom do you hand it over?"),
        "sort": words.say("Side and category"),
        "keep": words.say("Save"),
        "exclude": words.say("Not a proposal"),
        "why": words.say("Why does it not count as a proposal? Its author will be asked."),
        "include_again": words.say("Count it again"),
        "erase": words.say("Erase the text"),
        "erase_about": words.say("Only where the author asked for it, on paper or by telephone."),
        "erase_sure": words.say("They asked: erase it"),
        "told": words.say("Told in person"),
        "work": words.say("The work"),
        "page_off": words.say("Take off the page"),
        "page_on": words.say("Put on the page"),
        "template": words.say("New template"),
        "note": words.say("Note"),
        "note_about": words.say("For your office alone. The author does not see it. An empty one is erased."),
        "ask": words.say("Ask the author"),
        "ask_about": words.say("Write your question to the author."),
        "explain": words.say("Explain"),
        "explain_about": words.say("Explain the answer to the author in your own words."),
        "summary": words.say("What the voice says"),
        "summary_about": words.say("Write in one line what the voice says. Its author will be asked whether it is so."),
        "send": words.say("Send"),
        "approve": words.say("Approve"),
        "give_back": words.say("Give it back"),
        "remark": words.say("What is to be changed in the answer? In a sentence."),
        "take_back": words.say("Take it back"),
        "ready": words.say("Answers at hand"),
        "ready_about": words.say("Each stands here as the author will read it. One press sends it."),
        "send_this": words.say("Send this one"),
        "like_it": words.say("To all like it"),
        "change_this": words.say("Change it first"),
        "need": words.say("It needs a sum"),
    }


ENTRIES: tuple[DeskPage | DeskAct, ...] = (
    DeskPage(P, Act.READ_QUEUE, on_card),
    DeskPage(f"{P}/file/{{n}}", Act.READ_QUEUE, on_file),
)
