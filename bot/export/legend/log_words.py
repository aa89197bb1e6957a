"""The words of the proposal log: what each of its columns is called and means, and each of its codes."""

from collections.abc import Iterable, Mapping

from bot.budget.proposal import Side, Source
from bot.budget.tally import Reaction
from bot.export.legend.legend import Told
from bot.language.by_language import choose_language
from bot.office.answers.passing_on import SOURCES as BY_HAND_WORDS
from bot.office.categories import list_categories
from bot.office.wording.answers.answer_words import DECISIONS, POSTS, REASON_BUTTONS
from bot.office.wording.notices import EXCLUSIONS, N_
from bot.office.works.work_words import STAGES
from storage.aimaks import Aimak

SIDES = {
    Side.REVENUE.value: N_("revenue"),
    Side.SPENDING.value: N_("spending"),
    Side.UNSURE.value: N_("side not chosen yet"),
}
SOURCES = {
    Source.TERMINAL.value: N_("terminal"),
    Source.TELEGRAM.value: "Telegram",
    Source.WHATSAPP.value: "WhatsApp",
    Source.WEB.value: N_("web page"),
    **{source.value: words for source, words in BY_HAND_WORDS.items()},
}
STATUSES = {
    "waiting": N_("awaits an answer"),
    "taken": N_("taken by a clerk"),
    "asked": N_("its author is asked"),
    "answered": N_("answered"),
    "excluded": N_("not counted"),
    "withdrawn": N_("withdrawn"),
}
DELIVERIES = {
    "delivered": N_("delivered"),
    "sent": N_("sent by the messenger"),
    "told": N_("told in person"),
    "waiting": N_("on its way"),
    "uncertain": N_("not certain"),
    "failed": N_("could not be sent"),
    "skipped": N_("not sent"),
    "no_address": N_("nowhere to send it"),
}
TAPPED = {
    Reaction.CLEAR.value: N_("It is clear"),
    Reaction.QUESTION.value: N_("I have a question"),
    Reaction.DISAGREE.value: N_("I do not agree"),
}
YES_OR_NO = {"yes": N_("Yes"), "no": N_("No")}

COLUMNS: Mapping[str, Told] = {
    "number": Told(N_("Number"), N_("The number of the proposal in its aimak and budget year.")),
    "aimak": Told(N_("Ayil aimak"), N_("The ayil aimak whose office answers.")),
    "year": Told(N_("Budget year"), N_("The year of the budget that it is meant for.")),
    "side": Told(N_("Side"), N_("Whether it is about money that comes in or about money that goes out."), SIDES),
    "category": Told(N_("Category"), N_("What it is about.")),
    "text": Told(N_("Text"), N_("What its author wrote.")),
    "amount": Told(N_("Author's sum, som"), N_("The sum that its author named.")),
    "village": Told(N_("Village"), N_("The village that its author named.")),
    "source": Told(N_("Source"), N_("By which messenger it came, or where the office wrote it down."), SOURCES),
    "received_at": Told(N_("Received"), N_("When it came, in Bishkek time. The days for the answer count from then.")),
    "due_on": Told(N_("Answer due"), N_("The last day for the answer.")),
    "status": Told(N_("Status"), N_("How it stands on the day of the export."), STATUSES),
    "decision": Told(
        N_("Decision"), N_("What the office decided last."), {one.value: said for one, said in DECISIONS.items()}
    ),
    "reason_code": Told(
        N_("Reason"), N_("The reason from the list."), {one.value: said for one, said in REASON_BUTTONS.items()}
    ),
    "reason": Told(N_("Clerk's sentence"), N_("What the clerk wrote to the author in their own words.")),
    "decided_amount": Told(N_("Decided sum, som"), N_("The sum that goes into the draft.")),
    "office_note": Told(N_("Note"), N_("What the office noted for itself. It stands in no other file.")),
    "budget_line": Told(N_("Budget line"), N_("The line of the budget that it goes into.")),
    "first_reply_at": Told(N_("First reply"), N_("When a person answered or asked back for the first time.")),
    "decided_at": Told(N_("Decided"), N_("When the decision was made or confirmed for the first time after the results.")),
    "answered_by": Told(
        N_("Answered by"), N_("The post that the author was told."), {role.value: said for role, said in POSTS.items()}
    ),
    "delivered_at": Told(N_("Reached on"), N_("When the answer reached its author.")),
    "delivery": Told(N_("Delivery"), N_("How the answer reached its author, or why not."), DELIVERIES),
    "read_at": Told(
        N_("Read on"), N_("When its author read the answer, where the messenger says so; empty: it did not say so."),
    ),
    "reaction": Told(N_("Author's reply"), N_("What its author pressed last under the answer."), TAPPED),
    "public": Told(N_("Text is public"), N_("Whether its author lets everyone read the text; empty: not asked."), YES_OR_NO),
    "linked_to": Told(N_("Same as №"), N_("The proposal that it repeats.")),
    "excluded": Told(
        N_("Not counted"), N_("Why it does not count; empty: it counts."),
        {**EXCLUSIONS, "withdrawn": STATUSES["withdrawn"]},
    ),
    "by_office": Told(N_("By the office"), N_("Whether its author works in the office that answers."), YES_OR_NO),
    "revision": Told(N_("Answer number"), N_("1 is the first answer; more, where it was corrected.")),
    "work": Told(
        N_("The work"), N_("How far the work is, as the office said last; empty: nothing is said."),
        {stage.value: said for stage, said in STAGES.items()},
    ),
    "corrections": Told(
        N_("Corrected"), N_("How often the office corrected that after residents had said that it is not finished."),
    ),
    "answer_files": Told(
        N_("Files of the answer"), N_("How many voices, photos and documents went with the answer; empty: none."),
    ),
    "property": Told(N_("Property"), N_("What of the property list it is about; empty: it is not about any.")),
    "answered_at": Told(N_("Answered on"), N_("When the answer in force was sent.")),
    "author": Told(N_("Author's name"), N_("The name that its author gave with it.")),
    "phone": Told(N_("Telephone"), N_("The number that its author left and has agreed to be kept.")),
}  # fmt: skip


def name_codes(language: str, aimaks: Iterable[Aimak]) -> Mapping[str, Mapping[str, str]]:
    """The words in a language of codes that stand in no catalogue: categories, and aimaks, each told apart from others."""
    known = sorted(aimaks, key=lambda one: one.code)
    names = [one.name(language) for one in known]
    return {
        "category": {one.code: choose_language(one.titles, language) for one in list_categories()},
        "aimak": {
            one.code: name if names.count(name) == 1 else f"{name}, {one.rayon(language)}, {one.code}"
            for one, name in zip(known, names, strict=True)
        },
    }
