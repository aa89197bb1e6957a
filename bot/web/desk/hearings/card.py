"""The hearings of an aimak, and one with all that its office knows of it and may do."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.hearing import HearingState
from bot.budget.permissions import Act, Standing, may
from bot.budget.share_of_women import WOMEN_PERCENT, Attendance, count_women_needed
from bot.budget.workdays import find_day
from bot.chat.texts import LANGUAGES, Words
from bot.language.kyrgyz import clean, quote
from bot.office import staff
from bot.office.broadcasts import reach
from bot.office.criteria import criteria_1_2
from bot.office.desk import sign_in
from bot.office.hearings import groups, hearings
from bot.office.reads import hearings as reads
from bot.office.reads import public
from bot.office.reads.hearings import HearingForOffice
from bot.office.wording import broadcast_progress, hearing_words
from bot.office.wording.group_words import say_reason
from bot.office.wording.notices import N_
from bot.web.desk.desk import Desk, DeskPage, Tab
from bot.web.desk.forms import as_id
from bot.web.desk.guard import Seen
from bot.web.desk.papers.listed import find_place
from bot.web.desk.said import say_done
from bot.web.desk.talking import make_talk
from bot.web.desk.typed import Typed
from handlers.office.hearings.share import to_pass_on
from storage.budget_papers import KeptPaper
from storage.hearings import Hearing
from storage.store import Store

PATH = f"{sign_in.PATH}/hearings"
TAB = Tab(PATH, N_("Budget hearings"), Act.SEE_HEARINGS)


@dataclass(frozen=True, slots=True)
class Known:
    """A hearing as its page is made of it."""

    known: HearingForOffice
    standings: list[Standing]
    papers: list[KeptPaper]
    sent: list[str]
    campaign: list[str]
    posts: bool  # there is something to post, and a group to post it to
    unposted: list[str]  # groups that the notice did not reach, each with why
    behind: bool  # a group still has the earlier notice
    forward: list[str]  # a short text in each language, to be passed on by hand

    def may(self, act: Act) -> bool:
        """Whether its reader may do an act with it."""
        return may(self.standings, act, self.known.hearing.aimak_id)


def find_path(hearing_id: int, rest: str = "") -> str:
    """The address of a hearing, or of what is done with it."""
    return f"{PATH}/{hearing_id}{rest}"


def read_id(request: Request) -> int:
    """The hearing that an address names."""
    return as_id(request.path_params["id"])


async def on_hearings(desk: Desk, seen: Seen, request: Request) -> Response:
    """The hearings of an aimak, those to come first."""
    words, code = seen.words, request.query_params.get("aimak", "")[:32]

    async def read(store: Store) -> tuple[str, list[Hearing], bool]:
        aimak = await find_place(store, seen, code, Act.SEE_HEARINGS)
        if aimak is None:
            return "", [], False
        found = await hearings.list_for_office(store, aimak_id=aimak.id, by=seen.person)
        return aimak.name(words.language), found, aimak.id == seen.aimak_id

    name, found, is_own = await desk.office.database.read(read)
    rows = [
        {
            "path": find_path(one.id),
            "when": hearing_words.say_when(words, one.terms),
            "title": hearing_words.say_title(words, one).rstrip("."),
            "place": clean(one.terms.place),
            "state": words.say(hearing_words.say_state(one, at=desk.clock())),
        }
        for one in found
    ]
    return await desk.show(
        seen, request, "hearings/list.html", title=words.say("Budget hearings"), rows=rows, named=name,
        announce=f"{PATH}/new" if is_own and seen.may(Act.ANNOUNCE) else "",
        said={
            "none": words.say("No budget hearing is announced yet."),
            "announce": words.say("Announce a hearing"),
        },
    )  # fmt: skip


async def read_known(desk: Desk, seen: Seen, id: int) -> Known:
    """One hearing with all that its page shows. Raises NotAllowed."""
    words, at = seen.words, desk.clock()

    async def read(store: Store) -> Known:
        known = await reads.read_hearing(store, id=id, by=seen.person)
        sent = []
        for broadcast, progress in known.broadcasts:
            leaves = await reach.leaves_at(store, broadcast, at=at)
            sent.append(broadcast_progress.say_progress(words, broadcast, progress, leaves=leaves))
        hearing = known.hearing
        campaign = await criteria_1_2.count_campaign(store, hearing)
        unposted = await groups.list_unposted(store, hearing, at=at)
        passed_on = await to_pass_on(make_talk(store, seen, at), hearing) if hearing.is_open else []
        return Known(
            known,
            await staff.list_standings(store, seen.person),
            await public.list_papers_of_hearing(store, hearing=hearing),
            sent,
            criteria_1_2.list_lines(words, campaign),
            known.has_groups and await groups.compose_post(store, hearing, at=at) is not None,
            [
                words.say("Not posted in «{title}»: {reason}.", title=quote(title, 60), reason=say_reason(words, code))
                for title, code in unposted
            ],
            await groups.are_behind(store, hearing, at=at),
            [one.text for one in passed_on],
        )

    return await desk.office.database.read(read)


async def on_hearing(desk: Desk, seen: Seen, request: Request) -> Response:
    """One hearing."""
    return await show(desk, seen, request)


async def show(
    desk: Desk,
    seen: Seen,
    request: Request,
    *,
    typed: Typed | None = None,
    alert: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """The page of a hearing; typed is the form that was not taken, with what is wrong beside its fields."""
    words, at, found = seen.words, desk.clock(), await read_known(desk, seen, read_id(request))
    hearing, came = found.known.hearing, found.known.attendance or Attendance(0, 0)
    typed = typed or Typed({"women": str(came.women or ""), "men": str(came.men or "")})
    wrong = bool(typed.wrong)
    return await desk.show(
        seen, request, "hearings/card.html", title=hearing_words.say_title(words, hearing).rstrip("."), id=hearing.id,
        typed=typed,
        alert=alert or (words.say("Nothing was changed. Please look at the marked fields.") if wrong else ""),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else status, facts=_list_facts(words, found, at),
        may=_list_possible(found, at), sent=[one.split("\n") for one in found.sent], campaign=found.campaign,
        questions=[clean(one) for one in found.known.questions],
        papers=[
            (one.id if one.digest else 0, words.say(hearing_words.PAPERS[one.kind]), one.text, one.file_kind)
            for one in found.papers
        ],
        kinds=[(one.value, words.say(title)) for one, title in hearing_words.PAPERS.items()], needed=_say_needed(words, came),
        unposted=found.unposted, behind=words.say("In groups the earlier notice still stands: «{button}».",
                                                  button=words.say("Post to groups")) if found.behind else "",
        forward=list(zip(LANGUAGES, found.forward, strict=False)),
        said=_say(words), done=say_done(words, request.query_params, at=at),
    )  # fmt: skip


def _list_facts(words: Words, found: Known, at: int) -> list[tuple[str, str]]:
    hearing, expected, came = found.known.hearing, found.known.expected, found.known.attendance
    facts = [
        (words.say("Status"), words.say(hearing_words.say_state(hearing, at=at))),
        (words.say("Begins"), hearing_words.say_when(words, hearing.terms)),
        (words.say("Place"), clean(hearing.terms.place)),
        (words.say("Agenda"), clean(hearing.terms.agenda)),
        (
            words.say("Coming"),
            words.say(
                "{coming}, with them {companions} more; not coming: {not_coming}",
                coming=words.number(expected.coming),
                companions=words.number(expected.companions),
                not_coming=words.number(expected.not_coming),
            ),
        ),
    ]
    if came is not None:
        share = words.percent(came.percent_women) if came.people else "0"
        facts.append(
            (
                words.say("Came"),
                words.say(
                    "women {women}, men {men}; women are {percent} %",
                    women=words.number(came.women),
                    men=words.number(came.men),
                    percent=share,
                ),
            )
        )
    return [(name, value) for name, value in facts if value]


def _say_needed(words: Words, came: Attendance) -> str:
    needed = count_women_needed(came)
    if not needed:
        return ""
    return words.say_n(
        "{n} more woman is needed for {percent} %.",
        "{n} more women are needed for {percent} %.",
        needed,
        percent=WOMEN_PERCENT,
    )


def _list_possible(found: Known, at: int) -> set[str]:
    hearing = found.known.hearing
    today, begun = find_day(hearing.terms.starts_at) <= find_day(at), hearing.terms.starts_at <= at
    cancelled = hearing.state is HearingState.CANCELLED
    offered = (
        ("count", Act.COUNT_PEOPLE, today and not cancelled),
        ("held", Act.HOLD_HEARING, begun and hearing.is_open),
        ("results", Act.PUBLISH_RESULTS, hearing.state is HearingState.HELD),
        ("move", Act.MOVE_HEARING, hearing.is_open),
        ("paper", Act.ADD_PAPER, not cancelled),
        ("cancel", Act.CANCEL_HEARING, hearing.is_open),
        ("kit", Act.SEE_HEARINGS, not cancelled),
        ("calendar", Act.SEE_HEARINGS, hearing.is_open),
        ("notices", Act.BROADCAST, True),
        ("post", Act.POST, found.posts),
        ("groups", Act.GIVE_GROUP, True),
        ("campaign", Act.TALLY, True),
    )
    return {name for name, act, possible in offered if possible and found.may(act)}


def _say(words: Words) -> dict[str, str]:
    return {
        "all": words.say("Budget hearings"),
        "count": words.say("People who came"),
        "women": words.say("Women"),
        "men": words.say("Men"),
        "count_about": words.say("All who came, instead of what was counted before."),
        "sheet": words.say("Beside the sign-in sheet"),
        "keep": words.say("Enter"),
        "woman": words.say("Woman +1"),
        "man": words.say("Man +1"),
        "held": words.say("It was held"),
        "held_sure": words.say("It was held; this cannot be taken back"),
        "results": words.say("Publish results"),
        "move": words.say("Move it"),
        "cancel": words.say("Cancel it"),
        "kit": words.say("Papers for the hall"),
        "calendar": words.say("Calendar file"),
        "papers": words.say("Papers"),
        "paper_kind": words.say("Which paper"),
        "paper_file": words.say("As a photo or a document"),
        "paper_text": words.say("Or as a text"),
        "paper_add": words.say("Add the paper"),
        "file": words.say("Download"),
        "awaited": words.say("The file has not come yet."),
        "sent": words.say("Notices sent"),
        "notices": words.say("Look at the notices"),
        "post": words.say("Post to groups"),
        "groups": words.say("Groups"),
        "forward": words.say("Text to pass on"),
        "questions": words.say("Questions"),
        "campaign": words.say("Evidence for criteria 1 and 2"),
    }


def list_papers() -> set[str]:
    """What papers there are."""
    return {one.value for one in hearing_words.PAPERS}


ENTRIES: tuple[Any, ...] = (
    DeskPage(PATH, Act.SEE_HEARINGS, on_hearings),
    DeskPage(f"{PATH}/{{id}}", None, on_hearing),
)
