"""What can be done to a proposal from its card."""

from bot.budget.proposal import Decision, Side
from bot.chat.message import Choice
from bot.language.kyrgyz import fold
from bot.office.reads.proposals import ProposalForOffice
from bot.office.together.voices import is_wanted
from bot.office.wording.answers.answer_words import DECISIONS, REASON_BUTTONS
from handlers.shared.router import Talk


def list_beside(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    """Lists what is done less often: it stands beside the choices."""
    sent = (talk.make_choice("sent_answers", "Answers sent"),) if known.sent is not None else ()
    sent = (*sent, talk.make_choice("history", "History"), *_for_page(talk, known))
    if known.may_erase:
        sent = (*sent, talk.make_choice("intake_erase", "Erase its author"))
    if known.may_erase_text:
        sent = (*sent, talk.make_choice("text_erase", "Erase the text"))
    if known.may_answer:
        sent = (*sent, talk.make_choice("note", "Note"))
    if known.proposal.withdrawn_at is not None or not known.may_answer:
        return sent
    tying = (talk.make_choice("tie", "Tie to the plan"),) if known.can_tie else ()
    sorting = (talk.make_choice("repeats", "Similar ones"), talk.make_choice("sort", "Side and category"), *tying)
    if known.sent is not None or known.is_excluded or _is_leaving(known):
        return (*sent, *_work(talk, known), *sorting)
    release = (talk.make_choice("release", "Release it"),) if known.may_release else ()
    return (*sent, talk.make_choice("hand_over", "Hand it over"), *release, *sorting)


def _for_page(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # Whoever asks for something to be taken down asks the office.
    one = known.for_page
    if one is None or not known.may_answer or one.shown is None:
        return ()
    of = f"{one.id}.{one.revision}"
    if one.shown:
        return (talk.make_choice(f"page_off_text:{of}", "Take off the page"),)
    return (talk.make_choice(f"page_on_text:{of}", "Put on the page"),)


def _work(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    went_in = known.sent is not None and known.sent.answer.decision in {Decision.INCLUDED, Decision.PARTLY}
    return (talk.make_choice("work", "The work"),) if went_in else ()


def _is_leaving(known: ProposalForOffice) -> bool:
    return known.draft is not None and known.draft.leaves_at is not None


def _list_while_leaving(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # What would be refused until it has left is not offered; whoever sent it takes it back.
    draft, explained = known.draft, talk.make_choice(f"explain:{known.proposal.id}", "Explain")
    is_own = draft is not None and draft.sent_from == talk.person.peer_id and (draft.leaves_at or 0) > talk.now
    back = (talk.make_choice(f"take_back:{draft.pressed_at}", "Take it back"),) if draft is not None and is_own else ()
    return (*back, *((explained,) if known.sent is not None and known.is_questioned else ()))


def _hear(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    # The files of the answer that is read last: of the draft if one is kept, else the sent one.
    if known.with_draft:
        return (talk.make_choice(f"hear_draft:{known.proposal.id}", "Files of the answer"),)
    if known.with_answer and known.sent is not None:
        return (talk.make_choice(f"hear_answer:{known.sent.id}", "Files of the answer"),)
    return ()


def _list_at_once(talk: Talk, known: ProposalForOffice) -> list[Choice]:
    # What answers in two acts: the likeliest template by its name, the likeliest reasons, and «In the draft».
    proposal = known.proposal
    if known.draft is not None or is_wanted(proposal) or proposal.side is Side.UNSURE:
        return []
    template = known.template
    choices = [Choice(f"template_use:{template.id}", template.name, (template.name,))] if template else []
    named = {fold(one.title) for one in choices}
    reasons = [talk.make_choice(f"refuse:{one.value}", REASON_BUTTONS[one]) for one in known.reasons]
    choices += [one for one in reasons if fold(one.title) not in named]
    return [*choices, talk.make_choice("include", DECISIONS[Decision.INCLUDED])]


def list_possible(talk: Talk, known: ProposalForOffice) -> tuple[Choice, ...]:
    """Lists the choices of the card; whoever may not answer has none."""
    proposal = known.proposal
    if proposal.withdrawn_at is not None or not known.may_answer:
        return ()
    files = (*((talk.make_choice("listen", "Listen, look"),) if known.has_files else ()), *_hear(talk, known))
    if _is_leaving(known):
        return (*_list_while_leaving(talk, known), talk.make_choice("ask_author", "Ask the author"), *files)
    if known.may_approve and known.draft is not None:
        shown = f"{proposal.id}.{known.draft.saved_at}.{proposal.revision}"
        return (
            talk.make_choice(f"approve:{shown}", "Approve"),
            talk.make_choice(f"give_back:{shown}", "Give it back"),
            talk.make_choice("answer", "Answer")
            if known.sent is None
            else talk.make_choice("answer", "Correct the answer"),
            talk.make_choice("ask_author", "Ask the author"),
            *files,
        )
    if known.sent is not None:
        asked, told = known.is_questioned, known.reached is False
        return (
            *((talk.make_choice(f"explain:{proposal.id}", "Explain"),) if asked else ()),
            talk.make_choice("answer", "Correct the answer"),
            *((talk.make_choice("told", "Told in person"),) if told else ()),
            talk.make_choice("ask_author", "Ask the author"),
            *files,
        )
    if known.is_excluded:
        return (talk.make_choice("include_again", "Count it again"), talk.make_choice("answer", "Answer"))
    voice = (talk.make_choice("summary", "What the voice says"),) if is_wanted(proposal) else ()
    taking = () if proposal.taken_by == talk.person.id else (talk.make_choice("take", "I take it"),)
    return (
        talk.make_choice("answer", "Answer"),
        *((talk.make_choice("alike", "The same answer"),) if known.has_alike else ()),
        *((talk.make_choice("templates", "Templates"),) if known.has_templates else ()),
        *_list_at_once(talk, known),
        *taking,
        talk.make_choice("ask_author", "Ask the author"),
        talk.make_choice("exclude", "Not a proposal"),
        *voice,
        *files,
    )
