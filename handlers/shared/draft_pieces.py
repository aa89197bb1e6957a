"""What a draft of a proposal holds, message by message: which one brought which words and which files (attachments)."""

from dataclasses import dataclass, replace

from bot.budget.proposal import LEAST_LETTERS, MOST_CHARACTERS, Side, TextTooLong, TextTooShort
from bot.budget.proposal_text.in_sentence.announced import without_lead_in
from bot.chat.memory import UNSAID, Memory, Unsaid
from bot.chat.talk import list_files
from bot.language import letters
from handlers.shared.router import Talk

MOST_WRITTEN = 100_000  # characters of a draft, its text and the file that goes along with it
MOST_FILES = 10

Files = tuple[tuple[str, str], ...]  # of each file the kind and the channel's reference
Pieces = tuple[tuple[str, int, int], ...]  # of each message its id, how many characters and how many files it brought


@dataclass(frozen=True, slots=True)
class Piece:
    """What came in one message of a draft: the messenger's id, its words, its files as kind and reference."""

    id: str
    text: str = ""
    media: Files = ()


@dataclass(frozen=True)
class ProposalDraft:
    """What somebody wrote, said or showed that may become a proposal, and what they said about it."""

    key: str = ""  # drawn when it is begun, so that it is one proposal however often it is sent
    aimak: int | None | Unsaid = UNSAID  # the aimak its author was in when it was begun
    side: Side | None = None  # UNSURE: its author leaves it to the words, and where these do not tell to the office
    side_guessed: bool = False  # its author left it to the words
    text: str = ""
    media: Files = ()
    pieces: Pieces = ()  # what text and media are made of
    touched: int = 0  # when something was added last, ms UTC
    written_at: int = 0  # when what was forwarded was first written, ms UTC; 0 where nobody says
    category: str | None = None
    by_hand: bool = False  # the category was chosen by its author
    amount: int | None = None  # som
    village_id: int | None = None
    place: str | None = None
    name: str | None = None  # of the author, shown to the office
    item_id: int | None = None  # of the property list, where it was begun on an item
    as_one: bool = False  # its author said that it is one proposal, or it was split already
    part: str = ""  # of those it was split into, which one: «2/3»
    unsaid: bool = False  # nobody has said yet that it is a proposal

    @property
    def is_empty(self) -> bool:
        """Whether none was begun."""
        return self == ProposalDraft()


NONE = ProposalDraft()


@dataclass(frozen=True)
class Rewording(Memory, under="rewording"):
    """A proposal that was sent, as it would read after a message of it was edited."""

    proposal: int = 0
    text: str = ""
    media: Files = ()
    pieces: Pieces = ()


def with_words_added(draft: ProposalDraft, talk: Talk, text: str) -> ProposalDraft:
    """A draft with what was just written behind what it holds; the same text typed again is one text.

    Whoever writes or sends more than a proposal holds is told so. Raises TextTooLong where even the file beside it is full.
    """
    if not fits(draft, text):
        raise TextTooLong(MOST_WRITTEN)
    said = Piece(talk.incoming.own_id, without_lead_in(text.strip()), list_files(talk))
    aimak = talk.person.aimak_id if draft.aimak is UNSAID else draft.aimak
    return replace(join_pieces(draft, talk, [said]), aimak=aimak, touched=talk.now)


def join_pieces(draft: ProposalDraft, talk: Talk, more: list[Piece]) -> ProposalDraft:
    """The draft with these pieces behind its own: no text twice, no file too many. The author hears of those."""
    earlier = list_pieces(draft)
    known, room, left_out = {piece.text for piece in earlier}, max(0, MOST_FILES - len(draft.media)), 0
    added = []
    for piece in more:
        added.append(Piece(piece.id, "" if piece.text in known else piece.text, piece.media[:room]))
        left_out += len(piece.media) - len(piece.media[:room])
        known.add(piece.text)
        room -= len(piece.media[:room])
    after = make_whole(draft, [*earlier, *added])
    if left_out:
        talk.add_remark(
            talk.say_n(
                "A proposal takes {most} files: {n} was not added.",
                "A proposal takes {most} files: {n} were not added.",
                left_out,
                most=MOST_FILES,
            )
        )
    if len(after.text) > MOST_CHARACTERS and len(after.text) > len(draft.text):
        limit = talk.words.number(MOST_CHARACTERS)
        talk.add_remark(
            talk.say("A proposal holds {limit} characters: the rest goes along as a text file.", limit=limit)
        )
    return after


def list_pieces(draft: ProposalDraft | Rewording) -> list[Piece]:
    """What a draft is made of, message by message; one piece of nobody's where that is not known."""
    text, media, pieces = draft.text, draft.media, []
    at = file = 0
    for id, characters, files in draft.pieces:
        pieces.append(Piece(id, text[at : at + characters], media[file : file + files]))
        at += characters + 1 if characters else 0
        file += files
    if (at, file) == (len(text) + 1 if text else 0, len(media)):
        return pieces
    return [Piece("", text, media)]


def make_whole(draft: ProposalDraft, pieces: list[Piece]) -> ProposalDraft:
    """The draft made of these pieces: text, files, and each piece's id and its part of both."""
    return replace(
        draft,
        text="\n".join(piece.text for piece in pieces if piece.text)[:MOST_WRITTEN],
        media=tuple(file for piece in pieces for file in piece.media),
        pieces=tuple((piece.id, len(piece.text), len(piece.media)) for piece in pieces),
    )


def edit_pieces(draft: ProposalDraft, talk: Talk) -> ProposalDraft | None:
    """The draft with the edited message in place of what it was; None where it has no such message.

    Raises TextTooLong, and TextTooShort where the words that were there would be no proposal any more.
    """
    pieces, id = list_pieces(draft), talk.incoming.own_id
    if not id or id not in {piece.id for piece in pieces}:
        return None
    new = [Piece(id, talk.text.strip(), list_files(talk) or one.media) if one.id == id else one for one in pieces]
    if sum(len(piece.text) + 1 for piece in new) > MOST_WRITTEN:
        raise TextTooLong(MOST_WRITTEN)
    after = make_whole(draft, new)
    if has_words(draft) and not has_words(after) and not has_voice(after):
        raise TextTooShort
    return after


def without_piece(draft: ProposalDraft, id: str) -> ProposalDraft | None:
    """The draft without a message, given by its id; None where it has no such message."""
    pieces = list_pieces(draft)
    if not id or id not in {piece.id for piece in pieces}:
        return None
    return make_whole(draft, [piece for piece in pieces if piece.id != id])


def has_content(draft: ProposalDraft) -> bool:
    """Whether a draft holds anything a person wrote, said or showed."""
    return bool(draft.text or draft.media)


def has_words(draft: ProposalDraft) -> bool:
    """Whether a draft's text says enough to be a proposal; the caption «ok» of a photo does not."""
    return has_letters(draft.text)


def has_letters(text: str) -> bool:
    return letters.has_letters(text, LEAST_LETTERS)


def fits(draft: ProposalDraft, text: str) -> bool:
    """Whether a text can be added without going over what is accepted."""
    return len(text.strip()) + (len(draft.text) + 1 if draft.text else 0) <= MOST_WRITTEN


def has_voice(draft: ProposalDraft) -> bool:
    return _has(draft, "voice")


def has_photo(draft: ProposalDraft) -> bool:
    return _has(draft, "photo")


def _has(draft: ProposalDraft, wanted: str) -> bool:
    return any(kind == wanted for kind, _ in draft.media)
