"""What the acts on a proposal are called in its history."""

from bot.office.wording.notices import N_

ACTS = {
    "received": N_("received"),
    "text_changed": N_("its author changed the text"),
    "withdrawn": N_("withdrawn"),
    "take": N_("taken by a clerk"),
    "hand_over": N_("handed over to a colleague"),
    "release": N_("let go of"),
    "sort": N_("side or category corrected"),
    "save": N_("an answer was drafted"),
    "propose_answer": N_("put before the head"),
    "give_back": N_("given back by the head"),
    "approve": N_("approved by the head"),
    "sent": N_("the answer was sent"),
    "answer_corrected": N_("the corrected answer was sent"),
    "delivered": N_("the answer was delivered"),
    "not_delivered": N_("the answer did not arrive"),
    "told": N_("told in person"),
    "confirmed": N_("the decision was confirmed"),
    "reaction": N_("its author pressed"),
    "asked": N_("the office asked"),
    "replied": N_("its author replied"),
    "question": N_("its author asked"),
    "objected": N_("its author does not agree"),
    "explained": N_("the office explained"),
    "added": N_("its author added to it"),
    "exclude": N_("taken out of the count"),
    "include_again": N_("counted again"),
    "agreed": N_("its author agrees to that"),
    "disagreed": N_("its author does not agree to that"),
}
