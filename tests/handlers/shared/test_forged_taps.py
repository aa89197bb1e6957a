"""Buttons that were never offered: each id of another aimak, in every state, by every role, through the real receive."""

import re
from itertools import product

import pytest
from sqlalchemy import func, select

from bot.budget.permissions import TABLE, Act, Role
from bot.export.proposals import write_export
from bot.export.spreadsheet import FORMS
from handlers import router
from handlers.shared.menu import SHELVES
from storage.database.schema import events, metadata, outbox
from storage.database.seal import Seal
from tests.export.test_proposals import read
from tests.handlers.offices import joined, removed, taps, writes
from tests.handlers.two_desks import BY_PROPOSAL, ROLES, Place, furnished
from tests.seeds import dice as drawn

STEPS = 50
REFUSED, BROKE = "укугуңуз жок", "ката кетти"


@pytest.fixture
async def places(village):
    return [await furnished(village, code, mark) for code, mark in (("kokjar", "АКАНАР"), ("shark", "БКАНАР"))]


@pytest.fixture
async def visitors(village, places):
    """One person in each role at the first aimak; one was removed from its office."""
    for name, role in ROLES.items():
        everywhere = role is Role.ADMIN
        visitor = await joined(village, name, None if everywhere else role)
        if everywhere:
            person = await visitor.person()
            await village.database.write(
                lambda store, id=person.id: store.roles.grant(
                    id, role=Role.ADMIN, aimak_id=places[0].aimak_id, by=None, at=village.clock()
                )
            )
        if name.startswith("чыгарылган"):
            await removed(village, visitor)
    await village.courier.carry()
    return list(ROLES)


BY_ANSWER = (
    "clear",
    "disagree",
    "question",
    "held_question",
    "held_objection",
    "passed_on",
    "template_of",
    "hear_answer",
    "hear",
)
BY_HEARING = ("hearing_desk",)
BY_BROADCAST = ("bc_pause", "bc_resume", "bc_cancel", "bc_lost", "bc_show")
WITH_WORDS = {
    "desk_list": ("waiting", "drafted", "undelivered", "answered", "mine", "overdue", "found", "all"),
    "sort_side": ("revenue", "spending", "nothing"),
    "sorted": ("", "rev_land_tax", "nothing"),
    "hand_to": ("0", "1", "99999999999999999999", "nothing"),
    "desk_show": ("soon", "questioned", "found", "nothing"),
    "desk_by": ("side", "category", "village_id", "label"),
    "desk_only": ("", "0", "1", "99999999999999999999", "spending", "rev_land_tax", "nothing"),
    "decision": ("included", "partly", "not_included", "nothing"),
    "reason": ("not_ours", "phased", "nothing"),
    "refuse": ("no_money", "not_ours:Бул сөздү бирөө жасалма жазып көрдү", "nothing"),
    "include": ("", "150 000", "90 000, жасалма сап"),
    "excluded": ("spam", "nothing"),
    "erase_text_sure": ("yes", "no", "nothing"),
    "text_erase_sure": ("yes", "no", "nothing"),
    "erase_about": ("question:1", "added:1", "nothing"),
    **dict.fromkeys(
        ("look_yes", "look_no", "look_undo", "page_off_text", "page_on_text"),
        ("1.1", "2.1", "999999.1", "1", "nothing"),
    ),
    "year_set": ("hearing", "results", "revenue", "spending", "attendance", "nothing"),
    "topic_take": ("water", "nothing", "village:1"),
    "topic_drop": ("water", "nothing"),
    "topic_send": ("nothing",),
    "approval": ("yes", "no"),
    "ping": ("each", "gathered", "daily", "nothing"),
    "remove": ("yes", "no"),
    "invite_role": ("staff", "head", "intake", "admin", "observer"),
    "withdraw_sure": ("yes",),
    "kind": ("draft", "execution", "nothing"),
    "month": ("2026-12", "nothing"),
    "days": ("16", "nothing"),
    "day": ("2026-12-16", "2026-11-23", "nothing"),
    "time": ("10:00", "23:59", "nothing"),
    "paper": ("brief", "minutes", "nothing"),
    "hearing_resume": ("yes", "no"),
    "announce_edit": ("ky", "ru", "day", "papers", "nothing"),
    "announce_now": ("0" * 32,),
    "announce_late": ("0" * 32,),
    "announce_next": ("0" * 32,),
    "announce_morning": ("0" * 32,),
    "announce_anyway": ("0" * 32,),
    "announce_sure": ("0" * 32,),
    "move": ("day", "time", "place", "check", "nothing"),
    "move_sure": ("1", "2"),
    "move_text": ("ky", "nothing"),
    "cancel_sure": ("yes", "no"),
    "held_sure": ("yes", "no"),
    "again_sure": ("yes", "now", "no"),
    "held_reply": ("1", "2", "999999", "nothing"),
    "post_again": ("1", "3", "999999", "nothing"),
    "take_back": ("1", "999999", "nothing"),
    "group_staff": ("1", "3", "999999", "nothing"),
    "group_residents": ("1", "3", "999999", "nothing"),
    "group_free": ("1", "3", "999999", "nothing"),
    "group_give": ("1.2", "3.1", "999999.1", "1.999999", "1", "nothing"),
    "group_keep": ("1.2", "3.1", "999999.1", "1.999999", "1", "nothing"),
    "stop_sure": ("yes", "no"),
    "came": ("woman", "man", "no_woman", "no_man", "nothing"),
    "side": ("revenue", "unsure", "nothing"),
    "spoken_keep": ("0" * 32,),
    "intake_source": ("paper", "telegram", "nothing"),
    "intake_day": ("today", "nothing"),
    "intake_village": ("0", "1", "99999999999999999999", "nothing"),
    "intake_side": ("revenue", "nothing"),
    "intake_keep": ("0" * 32,),
    "intake_more": ("add", "next", "nothing"),
    "sheet": ("1", "99999999999999999999", "nothing"),
    "work_stage": ("adopted", "begun", "done", "undone", "nothing"),
    "print_as": ("pdf", "xlsx", "slips", "slips_both", "nothing"),
    "slips": ("own", "both", "nothing"),
    "call_one": ("1", "2", "999999", "nothing"),
    "initiative_one": ("1", "2", "999999", "nothing"),
    "call_regime": ("local", "state", "nothing"),
    "paper_seen": ("passport", "costs", "nothing"),
    "criterion": ("costs", "nothing"),
    "initiative_decision": ("granted", "partly", "refused", "nothing"),
    "needs_one": ("1", "2", "999999", "nothing"),
    "needs_kind": ("focus", "aimak", "nothing"),
    "needs_village": ("1", "2", "999999", "nothing"),
    "needs_group": ("poor", "nothing"),
    "initiative_step": ("agreed", "paid", "returned", "nothing"),
    "poll_file": ("xlsx", "png", "nothing"),
    "poll_announce": ("1", "2", "999999", "nothing"),
    "plan_one": ("seop", "nothing"),
    "tie_line": ("1", "2", "999999", "nothing"),
    "tie_to": ("i1", "p1", "i999999", "nothing"),
    "openness_row": ("draft", "nothing"),
    "openness_channel": ("site", "nothing"),
    "openness_language": ("both", "nothing"),
    "openness_form": ("pdf", "xlsx", "nothing"),
    **dict.fromkeys(("openness_remove", "openness_photo"), ("1", "2", "999999", "nothing")),
    "watch_one": ("1", "2", "999999", "nothing"),
    "watch_report": ("1", "2", "999999", "nothing"),
    "day_off": ("2026-12-16", "2026-13-40", "nothing"),
    "watch_end": ("finish", "close", "nothing"),
}
BARE = (
    *("templates", "template_other", "template_list", "template_keep", "template_words", "template_other_words"),
    *("template_name", "template_remove", "template_gone"),
    *("label_decision", "label_reason", "label_sentence", "label_line", "label_refused"),
    "withdraw_only", *("other_language", "answer_files", "files_hear"),
    "repeats", "summary", "note", "note_off", "days_off", "work", "work_say", "work_photo", "work_no_photo",
    "hand_over", "release", "sort", "sent_answers", "desk_filter", "desk_whole", "desk_search",
    "public_later", "words_send", "words_change", "alike", "alike_other", "mark", "mark_page", "mark_done",
    "take", "told", "listen", "ask_author", "include_again", "exclude", "answer", "change_answer", "keep_answer",
    "send_answer", "skip", "take_off", "more", "back", "team", "my_post", "my_name", "late_by", "team_groups", "pings",
    "team_invite", "desk_link", "year",
    "year_sure",
    *("poll_desk", "poll_new", "poll_forward", "poll_paper", "poll_end", "poll_sure", "poll_go_on", "poll_tell"),
    *("needs", "needs_new", "needs_list", "needs_chart", "needs_sheet", "needs_problems", "needs_facts", "needs_remove"),
    *("needs_gone", "needs_stays"),
    *("inform_desk", "inform_one", "inform_answer", "inform_send", "inform_late", "inform_all", "inform_sheet"),
    *("library_desk", "library_shown", "library_off", "library_new", "library_kind", "library_language"),
    *("property_desk", "property_sheet", "plan_desk", "plan_sheet", "plan_lines", "tie"),
    *("trust_desk", "trust_new", "trust_close", "trust_go_on", "trust_sure", "trust_chart", "trust_sheet"),
    *("contest", "marks_stay", "marks_sheet", "mark_next"),
    "confirm_all", "confirm_earlier", "tally",
    "export", "mine", "correct", "withdraw", "hide_name", "campaign", "hearing_years",
    "year_charts", "year_chart", "criteria", "criteria_file", "freeze", "verify",
    "messenger_costs",
    "announce", "announce_at", "announce_change", "announce_composed", "announce_not",
    "hearing_list", "hearing_count", "hearing_held",
    "publish_results", "publish", "hearing_spoken", "spoken_change", "hearing_post", "hearing_move", "hearing_papers",
    "hearing_again", "hearing_forward", "hearing_kit", "hearing_calendar", "hearing_questions", "hearing_broadcasts",
    "hearing_cancel", "later", "reword_no", "added_no", "send_drafts", "kept_sure", "paper_rest",
    "excel", "export_named", "history", "print", "print_all", "print_list", "print_number", "print_usual",
    "sheet_keep", "sheet_send", "topic_notice", "topic_next", "topic_to", "topic_words", "topic_erase",
    "intake", "intake_series", "intake_author", "intake_nobody", "intake_anew", "intake_whose", "intake_mine",
    "intake_sheet", "intake_sheet_done", "intake_erase", "intake_erase_sure", "text_erase",
    "to_tell", "told_all", "told_sure",
    "poster", "board", "no_board", "poster_paper", "poster_language", "board_sheet", "sheet_paper", "evidence", "entry",
    "initiative_desk", "call_new", "call_announce", "call_anew", "call_close", "initiative_photos", "initiative_papers",
    *("openness", "openness_enter", "openness_today", "openness_sheet"),
    *("watch_desk", "watch_new", "watch_make", "watch_anew", "watch_link", "watch_end_sure", "watch_reports"),
    *("watch_photos", "watch_answer", "watch_answer_anew", "watch_send", "watch_table"),
    "initiatives_table", "initiative_marks", "initiative_decide", "initiative_tell", "initiative_money",
    "to_look", "page", "page_on", "page_off", "page_off_sure", "page_contact", "posted_today",
)  # fmt: skip
TEXTS = ("Бул сөздү бирөө жасалма жазып көрдү", "/tally", "/export", "16.12.2026", "20.11.2026", "150 000", "0001", "0")
ROOMS = (
    "handlers.office.",
    "handlers.resident.reactions",
    "handlers.resident.dialogue.",
    "handlers.resident.my_proposals",
    "handlers.resident.edited_message",
    "handlers.office.date_picker",
)


def test_every_button_of_the_desk_is_among_those_that_are_forged():
    offered = {what.removeprefix("choice:") for (_, what), handler in router._handlers.items()
               if what.startswith("choice:") and handler.__module__.startswith(ROOMS)}  # fmt: skip
    assert offered == {*BY_PROPOSAL, *BY_ANSWER, *BY_HEARING, *BY_BROADCAST, *WITH_WORDS, *BARE, "member"}


def forged(places: list[Place]) -> list[str]:
    """Every id of every row of both aimaks on every button, and the words some buttons carry."""
    rows = [f"{name}:{id}" for place in places for name in BY_PROPOSAL for id in place.ids.values()]
    rows += [f"{name}:{place.ids['answer']}" for place in places for name in BY_ANSWER]
    rows += [f"member:{place.ids['member']}" for place in places] * 3
    rows += [f"{name}:{place.ids['hearing']}" for place in places for name in BY_HEARING] * 9
    rows += [f"{name}:{place.ids['broadcast']}" for place in places for name in BY_BROADCAST] * 2
    words = [f"{name}:{word}" for name, values in WITH_WORDS.items() for word in values] * 2
    return [*rows, *words, *BARE, *BARE, *BARE, *(f"aimak:{place.aimak_id}" for place in places)]


async def rows_of(village, place: Place) -> dict[str, list]:
    """Every row that belongs to an aimak, and how many messages its people were sent."""

    async def ask(store):
        found = {}
        for table in metadata.sorted_tables:
            if table.name in {"peers", "people", "follows", "events", "outbox", "meta", "settings", "tries", "aliases"}:
                continue
            rows = [dict(row) for row in (await store.connection.execute(select(table))).mappings()]
            found[table.name] = [row for row in rows if _is_of(row, table.name, place.aimak_id, found)]
        peers = [(await store.people.find("telegram", "bot", name)).peer_id for name in place.people]
        count = select(func.count()).select_from(outbox).where(outbox.c.peer_id.in_(peers))
        found["outbox"] = [await store.connection.scalar(count)]
        return found

    return await village.database.read(ask)


def _is_of(row, table, aimak_id, found) -> bool:
    if table == "aimaks":
        return row["id"] == aimak_id
    if "aimak_id" in row:
        return row["aimak_id"] == aimak_id
    for column, rows in OF_ROWS:
        if column in row:
            return row[column] in {one["id"] for one in found[rows]}
    return row["answer_id"] in {one["id"] for one in found["answers"]}


# By which column a row without an aimak belongs to another one.
OF_ROWS = (
    *(("proposal_id", "proposals"), ("hearing_id", "hearings"), ("broadcast_id", "broadcasts")),
    *(("watch_id", "watches"), ("report_id", "watch_reports"), ("call_id", "initiative_calls")),
    *(
        ("initiative_id", "initiatives"),
        ("meeting_id", "needs_meetings"),
        ("survey_id", "trust_surveys"),
        ("poll_id", "polls"),
    ),
)


def said_to(village, name, since=0):
    """All that somebody was sent, buttons, file and all."""
    return "\n".join(
        f"{message.numbered()} {message.ways} {message.document}"
        for address, message, _ in village.chats.sent[since:]
        if address == name
    )


async def dead(village) -> int:
    return await village.database.read(
        lambda store: store.connection.scalar(select(func.count()).where(events.c.state != "done"))
    )


def may(role: Role | None, act: Act) -> bool:
    return role in TABLE[act]


@pytest.mark.slow
async def test_forged_taps_show_and_change_nothing_of_another_aimak(village, places, visitors, capsys):
    dice = drawn("forged taps")
    ours, theirs = places
    choices, untouched, sent = forged(places), await rows_of(village, theirs), 0
    for name in visitors:
        role = None if name.startswith("чыгарылган") else ROLES[name]
        since = len(village.chats.sent)
        for _ in range(STEPS):
            if dice.random() < 0.15:
                await writes(village, name, dice.choice(TEXTS))
            elif dice.random() < 0.3:  # some order in it, so that deep screens are reached
                first = dice.choice(
                    [f"desk_one:{ours.ids['waiting']}", f"hearing_desk:{ours.ids['hearing']}", "announce"]
                )
                await taps(village, name, f"aimak:{ours.aimak_id}", first, dice.choice(choices))
            else:
                await taps(village, name, dice.choice(choices))
            sent += 1
        # What the dice may have left out, so that the sums below do not hang on them.
        await taps(village, name, f"aimak:{ours.aimak_id}", f"desk_one:{ours.ids['waiting']}", "tally", "export")
        await taps(village, name, *(f"hearing_desk:{place.ids['hearing']}" for place in (theirs, ours)))
        await village.courier.carry()
        said = said_to(village, name, since)
        assert BROKE not in said
        assert theirs.words not in said, f"{name} has read what is of another aimak"
        assert theirs.initiative not in said, f"{name} has read an application to another aimak"
        assert theirs.post not in said
        assert theirs.hall not in said, f"{name} has read of a hearing of another aimak"
        assert (ours.hall in said) is may(role, Act.SEE_HEARINGS), name
        assert (ours.words in said) is may(role, Act.READ_QUEUE), name
        assert bool(re.search(rf"'kind': 'export'[^}}]*'aimak_id': {ours.aimak_id}\b", said)) is may(
            role, Act.EXPORT
        ), name
        assert "'aimak_id': None" not in said
        assert f"'aimak_id': {theirs.aimak_id}" not in said
        assert ("(kokjar), 2027" in said) is may(role, Act.TALLY), name
        assert "(shark), 2027" not in said
        assert await rows_of(village, theirs) == untouched, f"{name} has changed what is of another aimak"
    assert await dead(village) == 0
    with capsys.disabled():
        print(f"\nforged taps and texts: {sent} by {len(visitors)} roles, 0 leaks, 0 rows of the other aimak")


SCREENS = {
    "desk_list:waiting": Act.READ_QUEUE,
    "desk_list:drafted": Act.READ_QUEUE,
    "desk_list:undelivered": Act.READ_QUEUE,
    "desk_list:answered": Act.READ_QUEUE,
    "desk_one": Act.READ_QUEUE,
    "year": Act.READ_QUEUE,
    "team": Act.SEE_TEAM,
    "tally": Act.TALLY,
    "export": Act.EXPORT,
    "/tally": Act.TALLY,
    "/export": Act.EXPORT,
    "hearing_list": Act.SEE_HEARINGS,
    "hearing_desk": Act.SEE_HEARINGS,
    "bc_lost": Act.BROADCAST,
    "bc_cancel": Act.BROADCAST,
    "bc_pause": Act.BROADCAST,
    "announce": Act.ANNOUNCE,
    "/announce": Act.ANNOUNCE,
}
ROW_OF = {"desk_one": "waiting", "hearing_desk": "hearing"} | dict.fromkeys(BY_BROADCAST, "broadcast")


async def test_each_screen_opens_to_those_the_table_names_and_at_another_aimak_to_none(village, places, visitors):
    ours, theirs = places
    for name in visitors:
        role = None if name.startswith("чыгарылган") else ROLES[name]
        for place in (ours, theirs):
            await taps(village, name, f"aimak:{place.aimak_id}")
            for screen, act in SCREENS.items():
                since = len(village.chats.sent)
                if screen.startswith("/"):
                    await writes(village, name, screen)
                else:
                    await taps(village, name, f"{screen}:{place.ids[ROW_OF[screen]]}" if screen in ROW_OF else screen)
                await village.courier.carry()
                said = said_to(village, name, since)
                elsewhere = act in {Act.TALLY, Act.EXPORT}  # these show the own aimak, wherever one is
                open_to = may(role, act) and (place is ours or elsewhere)
                assert (REFUSED in said) is not open_to, (name, place.code, screen)
                assert BROKE not in said


async def test_the_menu_offers_what_the_table_allows(village, places, visitors):
    offers = {"desk_list:waiting": Act.READ_QUEUE, "year": Act.SET_YEAR, "team": Act.SEE_TEAM, "tally": Act.TALLY,
              "export": Act.EXPORT, "export_named": Act.EXPORT_NAMED,
              "announce": Act.ANNOUNCE, "hearing_list": Act.SEE_HEARINGS}  # fmt: skip
    for name in visitors:
        role = None if name.startswith("чыгарылган") else ROLES[name]
        since = len(village.chats.sent)
        await writes(village, name, "/start")
        await taps(village, name, "more", "more", *(tap for shelf in SHELVES for tap in (f"shelf:{shelf}", "more")))
        await village.courier.carry()
        offered = {id for address, message, _ in village.chats.sent[since:] if address == name
                   for id, _ in message.choices}  # fmt: skip
        assert {id for id in offers if id in offered} == {id for id, act in offers.items() if may(role, act)}, name


@pytest.mark.parametrize("name", ["байкоочу", "башчы"])
async def test_what_an_observer_or_a_head_exports_is_the_own_aimaks_alone(village, places, visitors, tmp_path, name):
    for place, form in product((places[1], places[0]), FORMS):  # wherever they look from
        since = len(village.chats.sent)
        await taps(village, name, f"aimak:{place.aimak_id}", "export")
        await village.courier.carry()
        told = [message.document for address, message, _ in village.chats.sent[since:] if address == name]
        (wanted,) = filter(None, told)
        assert wanted["aimak_id"] == places[0].aimak_id
        path = tmp_path / f"{place.code}.{form}"
        await write_export(
            village.database, Seal(b"k" * 32), path=path, form=form, aimak_id=wanted["aimak_id"], year=None,
            pseudonymous=False,
        )  # fmt: skip
        rows = read(path)
        assert [row["aimak"] for row in rows] == ["kokjar"] * 4
        assert all(places[0].words in str(row["text"]) for row in rows)
        assert places[1].words not in str(rows)
        assert places[1].post not in str(rows)


async def test_an_author_sees_and_judges_only_what_is_the_own(village, places):
    stranger = await village.in_menu("Жыпар")
    (place, _), before = places, await rows_of(village, places[0])
    for choice in [*place.lists(), *(f"{name}:{place.ids['answer']}" for name in BY_ANSWER)]:
        await stranger.taps(choice)
        await writes(village, "Жыпар", "Менин пикирим башкача болчу")
    assert place.words not in said_to(village, "Жыпар")
    assert await rows_of(village, place) == before
    assert await dead(village) == 0


AT_WORK = {
    "the list": ["desk_list:waiting"],
    "one proposal": ["desk_one:{waiting}"],
    "asking": ["desk_one:{waiting}", "ask_author"],
    "explaining": ["desk_one:{answered}", "explain:{answered}"],
    "excluding": ["desk_one:{waiting}", "exclude"],
    "the decision": ["desk_one:{waiting}", "answer", "answer"],
    "the sum": ["desk_one:{waiting}", "answer", "answer", "decision:included"],
    "the line": ["desk_one:{waiting}", "answer", "answer", "decision:included", "skip"],
    "the sentence": ["desk_one:{waiting}", "answer", "answer", "decision:included", "skip", "skip"],
    "the preview": ["desk_one:{waiting}", "answer", "answer", "decision:included", "skip", "skip", "skip"],
    "a correction": ["desk_one:{answered}", "answer", "decision:included", "skip", "skip", "skip"],
    "an approval": ["desk_one:{before_head}", "answer"],
    "the reason": ["desk_one:{waiting}", "answer", "answer", "decision:deferred"],
    "the team": ["team"],
    "a member": ["team", "member:{member}"],
    "an invite": ["team", "team_invite"],
    "who is late": ["late_by"],
    "a name": ["my_name"],
    "the year": ["year"],
    "the hearing": ["year", "year_set:hearing"],
    "the results": ["year", "year_set:results"],
    "the revenue": ["year", "year_set:revenue"],
    "the spending": ["year", "year_set:spending"],
    "the attendance": ["year", "more", "year_set:attendance"],
    "the kind": ["announce", "hearing_resume:no"],
    "the day of it": ["announce", "hearing_resume:no", "kind:draft"],
    "the time of it": ["announce", "hearing_resume:no", "kind:draft", "day:2026-12-16"],
    "the place of it": ["announce", "hearing_resume:no", "kind:draft", "day:2026-12-16", "time:10:00"],
    "the hearings": ["hearing_list"],
    "how people were told": ["campaign"],
    "the charts": ["year_charts"],
    "one hearing": ["hearing_desk:{hearing}"],
    "its second page": ["hearing_desk:{hearing}", "more"],
    "its third page": ["hearing_desk:{hearing}", "more", "more"],
    "moving it": ["hearing_desk:{hearing}", "hearing_move"],
    "its new day": ["hearing_desk:{hearing}", "hearing_move", "move:day"],
    "its new time": ["hearing_desk:{hearing}", "hearing_move", "move:time"],
    "its new place": ["hearing_desk:{hearing}", "hearing_move", "move:place"],
    "its move": ["hearing_desk:{hearing}", "hearing_move", "move:time", "time:15:00"],
    "cancelling it": ["hearing_desk:{hearing}", "hearing_cancel"],
    "whether it was held": ["hearing_desk:{hearing}", "hearing_held"],
    "counting": ["hearing_desk:{hearing}", "hearing_count"],
    "the papers": ["hearing_desk:{hearing}", "hearing_papers"],
    "a paper": ["hearing_desk:{hearing}", "hearing_papers", "paper:minutes"],
    "its notices": ["hearing_desk:{hearing}", "hearing_broadcasts"],
    "a notice": ["hearing_desk:{hearing}", "hearing_broadcasts", "bc_show:{broadcast}"],
    "sending again": ["hearing_desk:{hearing}", "hearing_again"],
    "stopping": ["bc_cancel:{broadcast}"],
    "the lost": ["bc_lost:{broadcast}"],
    "what was spoken": ["hearing_desk:{hearing}", "hearing_spoken"],
}
TYPED = {"the hearing": "16.12.2026", "the results": "20.11.2026", "the revenue": "150 000", "the spending": "150 000",
         "the attendance": "80", "the sum": "150 000", "the day of it": "16.12", "the time of it": "10:00",
         "its new day": "18.12", "its new time": "11:00", "counting": "аял 41 эркек 49"}  # fmt: skip


async def test_whoever_is_removed_at_a_step_of_their_work_does_and_reads_nothing_more(village, capsys):
    place = await furnished(village, "kokjar", "АКАНАР")
    moved = {step: await removed_at(village, place, step) for step in AT_WORK}
    assert all(len(moves) > 1 for moves in moved.values())
    assert await dead(village) == 0
    with capsys.disabled():
        print(
            f"\nremoved at work: {len(moved)} steps, {sum(map(len, moved.values()))} next moves, none read or did anything"
        )


async def removed_at(village, place: Place, step: str) -> list[str]:
    """Brings a head to a step and removes them there, once for each way on. Then it tries it; returns the ways."""
    head, moves = await joined(village, step, None), ["text"]
    person = await head.person()

    async def grant(store):
        await store.roles.grant(
            person.id, role=Role.HEAD, aimak_id=place.aimak_id, by=None, at=village.clock(), title="жаңы башчы"
        )

    for n, move in enumerate(moves):
        await village.database.write(grant)
        await taps(village, step, *[choice.format(**place.ids) for choice in AT_WORK[step]])
        await village.courier.carry()
        screen = [message for address, message, _ in village.chats.sent if address == step][-1]
        if n == 0:
            moves += [id for id, _ in [*screen.choices, *screen.ways]]
        await removed(village, head)
        before, since = await rows_of(village, place), len(village.chats.sent)
        if move == "text":
            await writes(village, step, TYPED.get(step, "Бул сүйлөм жыйырма белгиден узун"))
            if step == "the results":
                await writes(village, step, "айыл өкмөтүнүн тактасы")
        else:
            await taps(village, step, move)
        await village.courier.carry()
        said = said_to(village, step, since)
        assert said
        assert BROKE not in said, (step, move)
        assert place.words not in said, (step, move)
        assert place.hall not in said, (step, move)
        assert await rows_of(village, place) == before, (step, move)
    await writes(village, step, "/start")
    await village.courier.carry()
    assert "Жооп күткөндөр" not in said_to(village, step, since)
    return moves
