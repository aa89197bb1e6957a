"""What is said: every conversation, registered on one router; a file that is not named here is not heard."""

from handlers.office import (
    board_sheet,
    budget_year,
    desk_link,
    evidence,
    my_post,
    pings,
    posters,
    reports,
    screen_named,
    team,
    year_results,
)
from handlers.office.answer_files import adding, playing
from handlers.office.answers import (
    alike,
    approval,
    both_languages,
    dialogue,
    drafts,
    for_all,
    sheet,
    take_back,
    typed,
)
from handlers.office.answers import preview as answer_preview
from handlers.office.answers.steps import back, begun, decision, reason, sentence, sum_and_line
from handlers.office.contest import marking
from handlers.office.criteria import charts, freezing, verifying
from handlers.office.criteria import evidence as criteria_evidence
from handlers.office.days_off import own_days
from handlers.office.hearings import answer_drafts as answer_drafts_of_hearing
from handlers.office.hearings import (
    attendance,
    broadcasts,
    cancel_or_hold,
    card,
    hearing_list,
    move,
    papers,
    posting,
    results,
    share,
    spoken_proposal,
)
from handlers.office.hearings.announcing import announce, announce_papers, preview, sending, steps
from handlers.office.information import desk as information_desk
from handlers.office.initiatives import announcing as calls_for_initiatives
from handlers.office.initiatives import card as initiative_card
from handlers.office.initiatives import deciding, work
from handlers.office.intake import (
    entering,
    erase_text,
    filled_list,
    forget_author,
    forwarded,
    passed_on,
    series,
    to_tell,
)
from handlers.office.library import desk as library_desk
from handlers.office.needs import entering as needs_entering
from handlers.office.needs import needs_desk
from handlers.office.openness import entries as openness_entries
from handlers.office.openness import rows as openness_rows
from handlers.office.plan import desk as plan_desk
from handlers.office.plan import tying
from handlers.office.polls import poll_desk
from handlers.office.property import desk as property_desk
from handlers.office.public import looking, switch, table
from handlers.office.queue import (
    acts,
    desk_wishes,
    filters,
    handing,
    history,
    lists,
    printing,
    repeats,
    search,
    sent,
    sorting,
    voices,
    works,
)
from handlers.office.queue.card import listening as files_of_proposal
from handlers.office.queue.card import noting
from handlers.office.queue.card import screen as proposal_card
from handlers.office.templates import at_once, keeping, template_list, using
from handlers.office.topics import notice
from handlers.office.trust import trust_desk
from handlers.office.watch import reports as watch_reports
from handlers.office.watch import watches
from handlers.resident import (
    budget_papers,
    choose_aimak,
    consent,
    edited_message,
    forgetting,
    help,
    invites,
    my_data,
    reactions,
    settings,
    start,
)
from handlers.resident.dialogue import added, own_messages, removed, said, to_office, understood, unfinished
from handlers.resident.hearings import coming, companions, hearing_card, questions
from handlers.resident.hearings import hearing_list as hearings_of_an_aimak
from handlers.resident.held import answered as held_answered
from handlers.resident.held import more_said, said_outside
from handlers.resident.held import question as held_question
from handlers.resident.information import asking as information
from handlers.resident.initiatives import begin as begin_initiative
from handlers.resident.initiatives import check as check_initiative
from handlers.resident.initiatives import own as own_initiatives
from handlers.resident.initiatives import public_list
from handlers.resident.initiatives import steps as initiative_steps
from handlers.resident.library import reading as library
from handlers.resident.listening import named_steps, right_door, several, told_beside
from handlers.resident.messengers import opening, own_messengers
from handlers.resident.my_proposals import author, correcting, erasing, listed, one, sending_again, withdrawing
from handlers.resident.own_words import adding as added_in_words
from handlers.resident.own_words import asked_beside, elsewhere, introduced, no_office, shown, thanked
from handlers.resident.polls import asked_for as surveys_asked_for
from handlers.resident.polls import naming, voting
from handlers.resident.property import reading as property_list
from handlers.resident.proposal import (
    amount,
    asked_after,
    asked_more,
    begin,
    category,
    check,
    details,
    receipt,
    side_and_text,
    similar,
)
from handlers.resident.proposal.said_beside import answered, question, went_on, while_asked
from handlers.resident.subscriptions import following, topics
from handlers.resident.trust import answering as trust_answering
from handlers.resident.unsent import all_at_once, discarding, putting_off, waiting
from handlers.resident.watch import joining, rating
from handlers.resident.watch import reporting as watch_reporting
from handlers.resident.wishes import (
    answers_the_office,
    asked_at_a_question,
    coming_along,
    explained,
    language_named,
    numbered,
    objected,
    put_right,
    stopping,
    to_latest,
)
from handlers.resident.wishes import asked_after as things_asked_after
from handlers.resident.wishes.of_oneself import kept as what_is_kept
from handlers.resident.wishes.of_oneself import not_this
from handlers.resident.wishes.of_oneself import one_text as erasing_one_text
from handlers.resident.wishes.of_oneself import others as others_asked_for
from handlers.resident.wishes.of_oneself import parts as erasing_parts
from handlers.shared import meant, menu, refusals
from handlers.shared.clarifying import which
from handlers.shared.router import router
from handlers.shared.unexpected import channel_events, fallback

__all__ = ["router"]
