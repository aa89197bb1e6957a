"""People are counted from a photo of the sign-in sheet, which stands beside the numbers and goes with nothing.

The sheet has names of residents, so it is no paper of the hearing. Its upload is forgotten like any that is never sent on.
"""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.budget.attendance import parse_people
from bot.budget.permissions import Act
from bot.budget.share_of_women import Attendance
from bot.channels.web.uploads import Full
from bot.office.hearings import attendance, hearings
from bot.office.wording import hearing_words
from bot.web.desk import posted_files
from bot.web.desk.desk import Desk, DeskAct, DeskPage
from bot.web.desk.forms import Form
from bot.web.desk.guard import Seen
from bot.web.desk.hearings.card import PATH, find_path, read_id
from bot.web.desk.hearings.doing import LARGEST, do
from bot.web.desk.intake.series import TURNS
from bot.web.desk.typed import Typed
from storage.hearings import Hearing
from storage.store import Store

FIELDS = ("women", "men", "sheet", "turn")
_LOOKS = {"photo", "turn", "sheet_done"}  # buttons of the form that enter nothing


async def on_sheet(desk: Desk, seen: Seen, request: Request) -> Response:
    """The numbers as they were counted, and the field for the photo."""
    return await _show(desk, seen, request, None)


async def on_counted(desk: Desk, seen: Seen, request: Request, form: Form) -> Response:
    """Counts all who stand on the sheet; a photo that came with the form stands beside it from now on."""
    words, id, at, typed = seen.words, read_id(request), desk.clock(), Typed.of(form, FIELDS)
    await _take_photo(desk, seen, form, typed)
    if form["do"] == "turn":
        typed.values["turn"] = str((int(typed["turn"]) + 1) % len(TURNS)) if typed["turn"] in TURNS else TURNS[1]
    if form["do"] == "sheet_done":
        typed.values |= {"sheet": "", "turn": TURNS[0]}
    if form["do"] in _LOOKS or typed.wrong:
        return await _show(desk, seen, request, typed)
    counted = {"women": 0, "men": 0}
    for name in counted:
        with typed.beside(name, words):
            text = typed[name].strip()[:40]
            counted[name] = parse_people(text) if text.strip("0") else 0
    if not typed.wrong:
        with typed.beside("women", words):
            return await do(
                desk, seen, request, form,
                lambda store: attendance.count_people(store, id=id, **counted, whole=True, by=seen.person, at=at),
            )  # fmt: skip
    return await _show(desk, seen, request, typed)


async def _take_photo(desk: Desk, seen: Seen, form: Form, typed: Typed) -> None:
    photos = [one.content for one in form.files.get("photo", []) if one.content]
    if not photos:
        return
    words = seen.words
    fault = await posted_files.find_fault(photos[-1], words, only_picture=True)
    if not fault and not posted_files.find_picture_type(photos[-1]):
        fault = words.say("The photo could not be taken: JPEG, PNG or WebP up to 20 MB.")
    if not fault:
        try:
            typed.values |= {"sheet": await posted_files.keep_upload(desk, seen, photos[-1]), "turn": TURNS[0]}
        except (Full, OSError):
            fault = words.say("That did not work now. Try it again in a moment.")
    if fault:
        typed.wrong["photo"] = fault


async def _show(desk: Desk, seen: Seen, request: Request, typed: Typed | None) -> Response:
    words, id = seen.words, read_id(request)

    async def read(store: Store) -> tuple[Hearing, Attendance | None]:
        hearing = await hearings.authorised(store, id=id, by=seen.person, act=Act.COUNT_PEOPLE)
        return hearing, await store.hearings.find_attendance(id)

    hearing, counted = await desk.office.database.read(read)
    came = counted or Attendance(0, 0)
    typed = typed or Typed({"women": str(came.women or ""), "men": str(came.men or "")})
    file = posted_files.read_file(desk, seen, typed["sheet"])
    return await desk.show(
        seen, request, "hearings/sign_in_sheet.html", title=words.say("People who came"), typed=typed, id=id,
        back=find_path(id), about=hearing_words.say_when(words, hearing.terms),
        sheet=typed["sheet"] if file is not None and file[0] == "photo" else "",
        turn=typed["turn"] if typed["turn"] in TURNS else TURNS[0],
        status=HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong else HTTPStatus.OK,
        said={
            "hearing": hearing_words.say_title(words, hearing).rstrip("."),
            "wrong": words.say("Nothing was changed. Please look at the marked fields."),
            "photo": words.say("Photo of the sign-in sheet"),
            "photo_about": words.say("It is only shown here, and goes with no hearing: names stand on it."),
            "show": words.say("Show the photo"),
            "turn": words.say("Turn the photo"),
            "no_photo": words.say("Without the photo"),
            "alt": words.say("The sign-in sheet that is counted"),
            "women": words.say("Women"),
            "men": words.say("Men"),
            "count_about": words.say("All who came, instead of what was counted before."),
            "keep": words.say("Enter"),
        },
    )  # fmt: skip


ENTRIES = (
    DeskPage(f"{PATH}/{{id}}/sheet", None, on_sheet),
    DeskAct(f"{PATH}/{{id}}/sheet", None, on_counted, largest=LARGEST),
)
