"""The queue: lists of proposals in pages, narrowed, sorted and searched, each read by the chat's own read acts."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.permissions import Act
from bot.budget.proposal import Side
from bot.budget.workdays import find_day
from bot.language.kyrgyz import clean, quote
from bot.office.desk import sign_in
from bot.office.public.looks import count_to_look
from bot.office.reads import office_lists, proposals, public
from bot.office.reads.list_titles import LIST_TITLES, say_counted
from bot.office.wording.answers.answer_words import name_decision
from bot.web.desk.chosen import Chosen, read_chosen
from bot.web.desk.desk import Desk, DeskAct, DeskPage, lead
from bot.web.desk.guard import Seen
from bot.web.desk.instruments.shelf import count_waiting, list_waiting
from bot.web.desk.said import say_done
from bot.web.desk.talking import make_talk
from handlers.office.queue.lists import say_list_head, say_work_on
from handlers.office.queue.search import read_number
from handlers.shared.router import Talk
from handlers.shared.wording import mark_language, quote_parts, say_category, say_side
from storage.log.office_lists import UNANSWERED, By, OfficeList
from storage.log.proposal_lists import Listed, Page
from storage.log.search import MOST_FOUND
from storage.store import Store

SIZE = 40  # proposals of a page
BEGINNING = 160  # characters shown of a text
_COUNTED = ("waiting", "soon", "overdue", "mine", "drafted", "questioned")


async def on_queue(desk: Desk, seen: Seen, request: Request) -> Response:
    """A page of a list. A number that is searched for opens that proposal."""
    if not seen.may(Act.READ_QUEUE):
        return await desk.show(seen, request, "nothing.html", title=seen.words.say("Desk"), said=_say_nothing(seen))
    chosen, at = read_chosen(request.query_params), desk.clock()

    async def read(store: Store) -> dict[str, Any] | int:
        talk = make_talk(store, seen, at)
        if (number := read_number(chosen.list.searched)) is not None:
            found = await proposals.find_by_number(store, aimak_id=seen.aimak_id, number=number, by=seen.person)
            if found is not None:
                return found.id
        page = await office_lists.list_proposals(
            store, which=chosen.list.list, by=seen.person, aimak_id=seen.aimak_id, at=at, page=chosen.page, size=SIZE,
            narrow=chosen.narrow,
        )  # fmt: skip
        return {
            "rows": await _list_rows(talk, page, chosen),
            "head": say_list_head(talk, chosen.list, page.total) if page.total else talk.say("There is nothing here."),
            "filters": await _list_filters(talk, chosen),
            "most": page.total >= MOST_FOUND and chosen.list.list is OfficeList.FOUND,
            "turn": _list_turns(talk, page, chosen),
            "beside": list_waiting(seen, await count_waiting(store, seen, at=at)),
            "looks": await count_to_look(store, aimak_id=seen.aimak_id, by=seen.person) if seen.may(Act.LOOK) else 0,
        }

    found = await desk.office.database.read(read)
    if isinstance(found, int):
        return lead(f"{sign_in.PATH}/p/{found}")
    words, is_due = seen.words, chosen.list.list in UNANSWERED | {OfficeList.FOUND}
    return await desk.show(
        seen, request, "queue.html", title=words.say("Desk"), **found, asked=chosen, here_query=chosen.query(),
        is_markable=is_due and bool(found["rows"]), said=say_columns(words, is_due=is_due),
        done=say_done(words, request.query_params, at=at), publish=words.say("Publish"),
        most_found=words.say("These are the {n} newest. Please write one word more.", n=MOST_FOUND),
    )  # fmt: skip


def _say_nothing(seen: Seen) -> dict[str, str]:
    return {
        "rooms": seen.words.say("Here is what you can open:"),
        "nothing": seen.words.say("Your role does not read the queue of proposals."),
    }


async def _list_rows(talk: Talk, page: Page, chosen: Chosen) -> list[dict[str, Any]]:
    rows, said = [], dict[tuple[int | None, int], str]()
    reads = await proposals.list_languages(talk.store, ids=[one.id for one in page], by=talk.person)
    for one in page:
        who = (one.taken_by, one.aimak_id)
        if one.draft is not None or one.leaving or who not in said:
            work = await say_work_on(talk, one)
            if one.draft is None and not one.leaving:
                said[who] = work
        else:
            work = said[who]
        rows.append(
            {
                "id": one.id,
                "label": one.label,
                "href": f"{sign_in.PATH}/p/{one.id}?{chosen.query(page='')}",
                "text": " ".join(
                    filter(
                        None,
                        [
                            quote_parts(talk, quote(one.beginning, BEGINNING), one.files),
                            mark_language(talk.words, reads.get(one.id)),
                        ],
                    )
                ),
                "standing": _say_standing(talk, one),
                "late": one.decision is None and one.due_on < find_day(talk.now),
                "work": work.strip("()"),
            }
        )
    return rows


def _say_standing(talk: Talk, one: Listed) -> str:
    if one.decision is not None:
        return name_decision(talk.words, one.decision)
    return talk.words.until(one.due_on)


async def _list_filters(talk: Talk, chosen: Chosen) -> list[dict[str, Any]]:
    # Each filter with what can be chosen of it, and how many there are.
    given: dict[str, Any] = {"by": talk.person, "aimak_id": int(talk.person.aimak_id or 0), "at": talk.now}
    counts = await office_lists.count_lists(talk.store, narrow=chosen.narrow, **given)
    lists = [
        (
            "" if which is OfficeList.WAITING else which.value,
            _count_up_to(talk, talk.say(title), getattr(counts, which.value, None)),
        )
        for which, title in LIST_TITLES.items()
    ]
    which = OfficeList.WAITING if chosen.list.list is OfficeList.FOUND else chosen.list.list
    villages = {
        one.id: clean(one.name(talk.words.language))
        for one in await public.list_villages(talk.store, aimak_id=talk.person.aimak_id)
    }
    found = [
        {
            "name": "list",
            "title": talk.say("List"),
            "options": lists,
            "chosen": "" if which is OfficeList.WAITING else which.value,
        }
    ]
    for by, title in (
        (By.SIDE, talk.say("Side")),
        (By.CATEGORY, talk.say("Category")),
        (By.VILLAGE, talk.say("Village")),
    ):
        counted = await office_lists.count_by(talk.store, column=by, which=which, **given)
        options = [("", talk.say("all"))]
        for value, n in counted:
            match by:
                case By.SIDE:
                    options.append((value, _count(say_side(talk.words, Side(value)), n)))
                case By.CATEGORY:
                    options.append((value or "-", _count(say_category(talk.words, value), n)))
                case _:
                    options.append((str(value or "-"), _count(villages.get(value, talk.say("no village")), n)))
        now = {By.SIDE: chosen.list.side, By.CATEGORY: chosen.list.category, By.VILLAGE: chosen.list.village}[by]
        found.append(
            {
                "name": by.value.removesuffix("_id"),
                "title": title,
                "options": options,
                "chosen": "" if now is None else str(now) or "-" if now != 0 else "-",
            }
        )
    found.append(
        {
            "name": "sort",
            "title": talk.say("Order"),
            "chosen": "newest" if chosen.newest else "",
            "options": [("", talk.say("the soonest due first")), ("newest", talk.say("the newest first"))],
        }
    )
    return found


def _count(title: str, n: int) -> str:
    return f"{title} · {n}"


def _count_up_to(talk: Talk, title: str, n: int | None) -> str:
    return title if n is None else f"{title} · {say_counted(talk.words, n)}"


def _list_turns(talk: Talk, page: Page, chosen: Chosen) -> list[tuple[str, str]]:
    turns = []
    if page.number:
        turns.append((f"{sign_in.PATH}?{chosen.query(page=page.number - 1 or '')}", talk.say("Earlier page")))
    if page.more:
        turns.append((f"{sign_in.PATH}?{chosen.query(page=page.number + 1)}", talk.say("More")))
    return turns


def say_columns(words: Any, *, is_due: bool = True) -> dict[str, str]:
    """What stands above the columns and on the buttons of a list. is_due: its proposals wait for an answer."""
    return {
        "take_back": words.say("Take it back"),
        "search": words.say("Search"),
        "search_about": words.say("Number, words or a village, in any spelling"),
        "narrow": words.say("The lists and filters"),
        "show": words.say("Show"),
        "mark": words.say("Mark"),
        "all": words.say("All on this page"),
        "due": words.say("Due") if is_due else words.say("Decision"),
        "text": words.say("Proposal"),
        "who": words.say("Who works on it"),
        "late": words.say("Overdue"),
        "many": words.say("The same answer for the marked"),
        "begin": words.say("Begin with the first"),
        "next": words.say("The next three"),
        "keys": words.say("Keys: j and k move, Enter opens, x marks, ? shows them all."),
    }


ENTRIES: tuple[DeskPage | DeskAct, ...] = (DeskPage(sign_in.PATH, None, on_queue),)
