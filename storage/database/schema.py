"""The tables of Sunush, one metadata for SQLite and PostgreSQL; migrations/ walks to it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers its rows only in a column declared INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")
Moment = BigInteger  # milliseconds since 1970, UTC


class Sealed(Text):
    """A text that is opened only with the install's key."""


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _to(table: str, *, nullable: bool = False) -> Column[int]:
    return Column(f"{table[:-1]}_id", Id, ForeignKey(f"{table}.id"), nullable=nullable)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    # Of PostgreSQL the condition stands in the migrations alone: to name its option here brings that dialect into every start.
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    _id(),
    Column("name", String(40), nullable=False),
    Column("value", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    UniqueConstraint("name", "valid_from"),
)

aimaks = Table(
    "aimaks",
    metadata,
    _id(),
    Column("code", String(16), nullable=False, unique=True),
    Column("fold", Text, nullable=False),
    Column("phone", String(40)),
    Column("budget_year", Integer),
    Column("sample", Boolean, nullable=False, server_default=false()),
    Column("head_approves", Boolean, nullable=False, server_default=false()),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("merged_into_id", Id, ForeignKey("aimaks.id")),
    Column("practice_of_id", Id),  # aimaks.id it is for training beside; without a constraint, as of taken_by
)

aimak_names = Table(
    "aimak_names",
    metadata,
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("oblast", Text, nullable=False),
    Column("rayon", Text, nullable=False),
    Column("name", Text, nullable=False),
)

villages = Table("villages", metadata, _id(), _to("aimaks"), Index("ix_villages_aimak_id", "aimak_id"))

village_names = Table(
    "village_names",
    metadata,
    Column("village_id", Id, ForeignKey("villages.id"), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("name", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    _id(),
    Column("created_at", Moment, nullable=False),
    Column("consent_version", Integer),
    Column("consent_at", Moment),
    Column("consent_withdrawn_at", Moment),
    Column("name", Sealed),
    Column("phone", Sealed),
    Column("quotes", Boolean, nullable=False, server_default=true()),
    Column("erased_at", Moment),
    _partial("ix_people_strangers", "consent_at", where="consent_at IS NULL"),
)

peers = Table(
    "peers",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("address", Sealed, nullable=False),
    Column("address_hash", String(64), nullable=False),
    Column("language", String(8)),
    Column("aimak_id", Id, ForeignKey("aimaks.id")),
    Column("board", String(32)),
    Column("blocked_at", Moment),
    Column("created_at", Moment, nullable=False),
    Column("last_in_at", Moment, nullable=False),
    Column("state_version", Id, nullable=False, server_default=text("0")),
    Column("chosen_at", Moment),  # when its person chose to get notices here; none: the latest of their chats
    UniqueConstraint("channel", "account", "address_hash"),
)

# What joins another messenger to a person's, once: by storage/joined/codes.py. One a person.
link_codes = Table(
    "link_codes",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("peer_id", Id, ForeignKey("peers.id"), nullable=False, index=True),  # where it was asked for
    Column("mark", String(64), nullable=False, unique=True),  # a keyed hash of the code
    Column("made_at", Moment, nullable=False),
    Column("opened_by", Id),  # peers.id that said yes, where the first messenger has to say so too
)

# A chat that belongs to somebody else's person: who it was, and what came along. It goes back with them.
joins = Table(
    "joins",
    metadata,
    Column("peer_id", Id, ForeignKey("peers.id"), primary_key=True, autoincrement=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("other_id", Id, ForeignKey("people.id"), nullable=False, index=True),  # nobody writes as this one meanwhile
    Column("at", Moment, nullable=False),
    Column("carried", Sealed, nullable=False),  # ids of rows, and wishes (JSON)
)

# The desk in a browser, by storage/desk/: links that sign in, who is signed in, what was done.
desk_links = Table(
    "desk_links",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("peer_id", Id, nullable=False),  # peers.id it was asked for in; without a constraint, as of taken_by
    Column("aimak_id", Id),  # aimaks.id; none: the whole install
    Column("mark", String(64), nullable=False, unique=True),  # a keyed hash of the link
    Column("made_at", Moment, nullable=False),
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    _id(),
    Column("mark", String(64), nullable=False, unique=True),  # a keyed hash of the cookie
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("peer_id", Id, nullable=False),
    Column("aimak_id", Id),
    Column("language", String(8), nullable=False),
    Column("browser", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

desk_pages = Table(
    "desk_pages",
    metadata,
    _id(),
    Column("session_id", Id, ForeignKey("desk_sessions.id"), nullable=False),
    Column("key", String(32), nullable=False),
    Column("path", String(120), nullable=False),
    Column("act", String(32)),  # which act it belongs to; none where whoever is signed in may
    Column("language", String(8), nullable=False),
    Column("status", Integer, nullable=False),
    Column("page", Sealed, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("session_id", "key"),
)

desk_done = Table(
    "desk_done",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("key", String(64), primary_key=True),  # made by the page
    Column("led_to", String(200), nullable=False),
    Column("at", Moment, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    Column("peer_id", Id, ForeignKey("peers.id"), nullable=False, index=True),
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("address_hash", String(64), primary_key=True),
)

follows = Table(
    "follows",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True),
    Column("notices", Boolean, nullable=False),
    Column("far_away", Boolean, nullable=False, server_default=false()),
    Column("changed_at", Moment, nullable=False),
    _partial("ix_follows_aimak_id", "aimak_id", "person_id", where="notices = 1"),
)

# A row is a wish to be told what an office sends of one village or theme. Without a row nobody is told.
topics = Table(
    "topics",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True),
    Column("topic", String(32), primary_key=True),  # «water», or «village:» and its id
    Column("at", Moment, nullable=False),
    Index("ix_topics_aimak_id", "aimak_id", "topic", "person_id"),
)

events = Table(
    "events",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("peer_id", Id, ForeignKey("peers.id"), index=True),
    Column("received_at", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("1")),
    Column("error", Text),
    Column("raw", Sealed),
    Column("conversation", Sealed),
    UniqueConstraint("channel", "account", "external_id"),
    _partial("ix_events_raw", "received_at", where="raw IS NOT NULL"),
    _partial("ix_events_conversation", "received_at", where="conversation IS NOT NULL"),
    _partial("ix_events_dead", "received_at", where="state = 'dead'"),
)

counters = Table(
    "counters",
    metadata,
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True),
    Column("budget_year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),
    _to("aimaks"),
    Column("budget_year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(16), nullable=False),
    Column("author_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("peer_id", Id, ForeignKey("peers.id")),
    Column("side", String(8), nullable=False),
    Column("category", String(40)),
    Column("amount", BigInteger),
    _to("villages", nullable=True),
    Column("place", Sealed),
    Column("author_name", Sealed),
    Column("source", String(16), nullable=False),
    Column("language", String(8), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_days", Integer, nullable=False),
    Column("withdrawn_at", Moment),
    Column("taken_by", Id),  # people.id; without a constraint, so that SQLite need not build the table anew
    Column("taken_at", Moment),
    Column("public_text", Boolean),
    Column("public_asked_at", Moment),
    Column("on_page", Boolean),  # whether that goes for the aimak's public page too; none: that was not asked
    # What criterion 6 weighs of it, by storage/log/weights.py alone; none: by more than fits here, the log says it.
    Column("weighed", String(96)),
    Column("own_words", String(16)),  # of the answer in force
    Column("unreached", Boolean),  # it is answered, and nobody can say yet that its author knows
    # What its office has to do, kept by the same writer.
    Column("waiting", Boolean),  # it awaits an answer
    Column("drafted", Boolean),  # an answer is kept and not sent
    Column("questioned", Boolean),  # its author asked about the answer, or objected, and nobody has explained
    Column("entered_by", Id),  # people.id of the clerk who entered it for somebody else; without a constraint as above
    Column("linked_to", Id),  # proposals.id of the earliest of those that get one answer, its own included
    Column("text_look", Boolean),  # whether its newest text may stand on the public page; none: nobody has looked
    UniqueConstraint("aimak_id", "budget_year", "number"),
    Index("ix_proposals_weighed", "aimak_id", "budget_year", "weighed", "own_words"),
    _partial("ix_proposals_unreached", "aimak_id", "due_on", "id", where="unreached = 1"),
    # The last column is the condition itself: only so is the index enough for SQLite (covering).
    _partial(
        "ix_proposals_waiting", "aimak_id", "due_on", "id", "side", "category", "village_id", "taken_by", "source",
        "waiting",
        where="waiting = 1",
    ),
    _partial("ix_proposals_drafted", "aimak_id", "due_on", "id", where="drafted = 1"),
    _partial("ix_proposals_questioned", "aimak_id", "due_on", "id", where="questioned = 1"),
    _partial("ix_proposals_linked", "linked_to", "id", where="linked_to IS NOT NULL"),
    _partial("ix_proposals_filed", "aimak_id", "id", where="withdrawn_at IS NULL"),
    _partial("ix_proposals_shown", "aimak_id", "budget_year", "id", where="public_text = 1 AND withdrawn_at IS NULL"),
    _partial(
        "ix_proposals_to_look", "aimak_id", "id",
        where="public_text = 1 AND withdrawn_at IS NULL AND text_look IS NULL",
    ),
)  # fmt: skip

# When an office last heard its day, and which proposal (id) was the newest then.
mornings = Table(
    "mornings",
    metadata,
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("last_id", Id, nullable=False),
)

# How somebody of an office hears of new proposals, when they last did, and up to which one (id).
pings = Table(
    "pings",
    metadata,
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True, index=True),
    Column("mode", String(8), nullable=False),
    Column("said_at", Moment, nullable=False),
    Column("last_id", Id, nullable=False),
)

# What is said of a proposal once: by storage/mornings alone.
said = Table(
    "said",
    metadata,
    Column("proposal_id", Id, ForeignKey("proposals.id"), primary_key=True),
    Column("what", String(8), primary_key=True),
    Column("at", Moment, nullable=False),
)

supports = Table(
    "supports",
    metadata,
    Column("proposal_id", Id, ForeignKey("proposals.id"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, index=True),
    Column("at", Moment, nullable=False),
    Column("behind", Boolean, nullable=False, server_default=false()),  # an answer or an end is still to be told
    _partial("ix_supports_behind", "proposal_id", "person_id", where="behind = 1"),
)

proposal_texts = Table(
    "proposal_texts",
    metadata,
    _id(),
    _to("proposals"),
    Column("revision", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("fold", Text, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("summary_by", Id),  # people.id of the clerk who put a voice into this line; none of an author's own text
    Column("agreed", Boolean),  # what its author says to that; none: nothing yet
    UniqueConstraint("proposal_id", "revision"),
)

# What a proposal is found by in its office: written by storage/log/search.py alone.
proposal_stems = Table(
    "proposal_stems",
    metadata,
    Column("aimak_id", Id, ForeignKey("aimaks.id"), primary_key=True),
    Column("stem", String(24), primary_key=True),
    Column("proposal_id", Id, ForeignKey("proposals.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

media = Table(
    "media",
    metadata,
    _id(),
    _to("proposals", nullable=True),  # none where it is a paper of the office
    Column("kind", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("reference", Sealed, nullable=False),
    Column("hash", String(64), index=True),
    Column("size", BigInteger),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("said_id", Id),  # dialogue.id, where it came with a reply or a question
    Column("begun", Integer, nullable=False, server_default=text("0")),  # tries of which nothing was written since
    Column("copy_hash", String(64)),  # of a picture: the clean copy that is shown
    Column("ending", String(8)),  # of the name it is passed on by; none of files kept before 0013
    Column("form", String(8)),  # how it is passed on: photo, voice or document
    Column("why", String(8)),  # it was lost
    Column("peer_id", Id),  # who sent it, until it belongs to a proposal or a paper
    Column("mark", String(64)),  # a keyed hash of the reference, by which the file of a draft is found again
    Index("ix_media_proposal_id", "proposal_id", "kind"),
    Index("ix_media_copy_hash", "copy_hash"),
    _partial("ix_media_peer_id", "peer_id", where="peer_id IS NOT NULL"),
    _partial("ix_media_mark", "mark", where="peer_id IS NOT NULL"),
    _partial("ix_media_unsent", "created_at", where="peer_id IS NOT NULL"),
    _partial("ix_media_wanted", "channel", "account", "not_before", where="state = 'wanted'"),
)

# What ended and stands below in a chat. A partial index is used only for the same words: those of storage/queue/lookup.py.
_ENDED = "finished_at IS NOT NULL AND kind != 'menu' AND (kind != 'progress' OR revision = 0)"
# What a messenger reports of: those of storage/queue/reported.py.
_REPORTED = "external_id IS NOT NULL AND (state = 4 OR arrived_at IS NULL)"

# What costs money: those of storage/queue/costs/charges.py.
_CHARGED = "channel = 'whatsapp' AND external_id IS NOT NULL"

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    _to("peers"),
    Column("kind", String(24), nullable=False),
    Column("object_id", Id, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("aimak_id", Id, nullable=False, server_default=text("0")),  # whose turn it takes; 0 is nobody's
    Column("lane", SmallInteger, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("language", String(8), nullable=False),
    Column("body", Sealed, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("reclaims", Integer, nullable=False, server_default=text("0")),
    Column("lease", String(36)),
    Column("leased_until", Moment),
    Column("external_id", String(128)),
    Column("code", String(64)),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    # When it arrived: as it was taken, or as we heard of that where its messenger reports it.
    Column("arrived_at", Moment),
    Column("read_at", Moment),  # when we heard that it was read, where its messenger says so
    UniqueConstraint("peer_id", "kind", "object_id", "revision"),
    _partial("ix_outbox_ready", "channel", "account", "lane", "not_before", "id", where="state = 0"),
    _partial("ix_outbox_turns", "channel", "account", "aimak_id", "lane", "not_before", "id", where="state = 0"),
    _partial("ux_outbox_head", "peer_id", unique=True, where="state IN (0, 1)"),
    _partial("ix_outbox_ended", "peer_id", "finished_at", "id", where=_ENDED),
    Index("ix_outbox_object", "kind", "object_id", "state", "code"),
    _partial(
        "ix_outbox_ended_replies",
        "kind",
        "finished_at",
        where="kind IN ('reply', 'menu', 'progress') AND finished_at IS NOT NULL",
    ),
    _partial("ix_outbox_waiting", "peer_id", "lane", "id", where="state = 2"),
    _partial("ix_outbox_reported", "channel", "account", "external_id", where=_REPORTED),
    _partial("ix_outbox_openers", "channel", "account", "finished_at", where="kind = 'opener'"),
    _partial("ix_outbox_charged", "finished_at", "account", where=_CHARGED),
)

# What left by a messenger that charges, of rows that are gone. As long as they are there they are counted themselves.
charged = Table(
    "charged",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("month", Integer, primary_key=True),  # 202611
    Column("kind", String(8), primary_key=True),  # answer and notice by a template, written and told without one
    Column("aimak_id", BigInteger, primary_key=True),  # 0 is nobody's
    Column("n", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("sent_until", Float, nullable=False, server_default=text("0")),
    Column("paused_until", Moment, nullable=False, server_default=text("0")),
    Column("heard_at", Moment),  # when what people send was last fetched; NULL where it never was
    Column("gone_at", Moment),  # since when it is served no more; NULL while it is
    Column(
        "chats_a_day", Integer
    ),  # how many people a day may be asked by a template, as its messenger said; NULL: unknown
    Column(
        "chats_reached_at", Moment
    ),  # when that was learned from a refusal; NULL where the messenger told the number
    Column(
        "chats_rest_until", Moment, nullable=False, server_default=text("0")
    ),  # before it nobody is asked by a template
)

held_templates = Table(
    "held_templates",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("account", String(64), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("until", Moment, nullable=False),  # when one row tries the template for all others
    Column("trying", Id, nullable=False),  # the row that tries it, or did last; 0 where none has
)

roles = Table(
    "roles",
    metadata,
    _id(),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), index=True),
    Column("role", String(8), nullable=False),
    Column("title", Text),
    Column("granted_at", Moment, nullable=False),
    Column("granted_by", Id, ForeignKey("people.id")),
    Column("revoked_at", Moment),
    Column("revoked_by", Id, ForeignKey("people.id")),
)

invites = Table(
    "invites",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id")),
    Column("role", String(8), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("created_by", Id, ForeignKey("people.id")),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id, ForeignKey("people.id")),
)

tries = Table(
    "tries",
    metadata,
    Column("peer_id", Id, ForeignKey("peers.id"), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("count", Integer, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    _id(),
    _to("proposals"),
    Column("revision", Integer, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("reason", String(24)),
    Column("sentence", Text, nullable=False),
    Column("amount", BigInteger),
    Column("budget_line", Text),
    Column("answered_by", Id, ForeignKey("people.id"), nullable=False),
    Column("approved_by", Id, ForeignKey("people.id")),
    Column("sent_at", Moment, nullable=False),
    Column("who", Text),  # who answered, as the author was told
    Column("role", String(8)),
    Column("reasoned", Boolean),  # criterion 6, part R, of this answer alone
    Column("own_words", String(16)),  # the mark of the sentence it is reasoned by, empty where by none
    Column("other", Text),  # the sentence in the other language, and which that is
    Column("other_in", String(2)),
    Column("files", Integer, nullable=False, server_default=text("0")),  # how many went with it, see answer_files
    UniqueConstraint("proposal_id", "revision"),
)

answer_drafts = Table(
    "answer_drafts",
    metadata,
    Column("proposal_id", Id, ForeignKey("proposals.id"), primary_key=True),
    Column("decision", String(16), nullable=False),
    Column("reason", String(24)),
    Column("sentence", Sealed, nullable=False),
    Column("amount", BigInteger),
    Column("budget_line", Text),
    Column("written_by", Id, ForeignKey("people.id"), nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("for_approval", Boolean, nullable=False),
    Column("read", Integer),  # the revision of the proposal's text it answers
    Column("remark", Sealed),  # why the head gave it back
    Column("other", Sealed),  # the sentence in the other language, and which that is
    Column("other_in", String(2)),
    # From when it was sent until it leaves: when that is, by which peer (id) it was sent, and when. One press, one moment.
    Column("leaves_at", Moment),
    Column("sent_from", Id),
    Column("pressed_at", Moment),
    Column("files", Integer, nullable=False, server_default=text("0")),
    _partial("ix_answer_drafts_leaving", "leaves_at", "proposal_id", where="leaves_at IS NOT NULL"),
)

# Voices, photos and documents that go with an answer: of the answer draft while answer_id is empty.
answer_files = Table(
    "answer_files",
    metadata,
    _id(),
    Column("proposal_id", Id, ForeignKey("proposals.id"), nullable=False, index=True),
    Column("answer_id", Id, ForeignKey("answers.id"), index=True),
    Column("media_id", Id, ForeignKey("media.id"), nullable=False, index=True),
)

# Answers an office begins from, with blanks for what differs from one proposal to the next.
answer_templates = Table(
    "answer_templates",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False, index=True),
    Column("name", Sealed, nullable=False),
    Column("decision", String(16), nullable=False),
    Column("reason", String(24)),
    Column("sentence", Sealed, nullable=False),
    Column("other", Sealed),  # the sentence in the other language, and which that is
    Column("other_in", String(2)),
    Column("budget_line", Text),
    Column("with_sum", Boolean, nullable=False),
    Column("category", String(40)),  # of the proposal whose answer it was kept from
    Column("proposal_id", Id, ForeignKey("proposals.id"), nullable=False, index=True),
    Column("quotes", Boolean, nullable=False),  # words of that author may stand in it: it goes with them
    Column("uses", Integer, nullable=False, server_default=text("0")),
    Column("kept_by", Id, ForeignKey("people.id"), nullable=False),
    Column("kept_at", Moment, nullable=False),
)

confirmations = Table(
    "confirmations",
    metadata,
    _id(),
    Column("answer_id", Id, ForeignKey("answers.id"), nullable=False, index=True),
    Column("confirmed_by", Id, ForeignKey("people.id"), nullable=False),
    Column("confirmed_at", Moment, nullable=False),
)

dialogue = Table(
    "dialogue",
    metadata,
    _id(),
    Column("proposal_id", Id, ForeignKey("proposals.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("text", Sealed, nullable=False),
    Column("said_at", Moment, nullable=False),
    _partial("ix_dialogue_contested", "person_id", "id", where="kind = 'work:contest'"),
)

reactions = Table(
    "reactions",
    metadata,
    _id(),
    Column("answer_id", Id, ForeignKey("answers.id"), nullable=False, index=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False),
    Column("reaction", String(8), nullable=False),
    Column("tapped_at", Moment, nullable=False),
)

exclusions = Table(
    "exclusions",
    metadata,
    _id(),
    Column("proposal_id", Id, ForeignKey("proposals.id"), nullable=False, index=True),
    Column("reason", String(16), nullable=False),
    Column("excluded_by", Id, ForeignKey("people.id"), nullable=False),
    Column("excluded_at", Moment, nullable=False),
    Column("author_agreed", Boolean),
    Column("author_said_at", Moment),
    Column("lifted_at", Moment),
)

# What an office notes of a proposal for itself, by storage/answering/notes.py: no author and no reader sees it.
office_notes = Table(
    "office_notes",
    metadata,
    Column("proposal_id", Id, ForeignKey("proposals.id"), primary_key=True, autoincrement=False),
    Column("text", Sealed, nullable=False),
    Column("written_by", Id, ForeignKey("people.id"), nullable=False),
    Column("written_at", Moment, nullable=False),
)

# Days on which an office does not work besides the public holidays, by storage/answering/days_off.py; what was taken off stays.
office_days_off = Table(
    "office_days_off",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("entered_by", Id, ForeignKey("people.id"), nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("removed_by", Id, ForeignKey("people.id")),
    Column("removed_at", Moment),
    Index("ix_office_days_off_aimak_id_day", "aimak_id", "day"),
)

told = Table(
    "told",
    metadata,
    _id(),
    Column("answer_id", Id, ForeignKey("answers.id"), nullable=False, unique=True),
    Column("told_by", Id, ForeignKey("people.id"), nullable=False),
    Column("told_at", Moment, nullable=False),
)

budget_years = Table(
    "budget_years",
    metadata,
    _id(),
    _to("aimaks"),
    Column("year", Integer, nullable=False),
    Column("hearing_on", Date),
    Column("attendance", Integer),
    Column("results_on", Date),
    Column("table_place", Text),
    Column("table_on", Date),  # from which day the table hangs there; none of one at an address
    Column("draft_revenue", BigInteger),
    Column("draft_spending", BigInteger),
    Column("entered_at", Moment, nullable=False, server_default=text("0")),
    Index("ix_budget_years_aimak_id_year", "aimak_id", "year"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), index=True),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), index=True),
    Column("act", String(24), nullable=False),
    Column("object", String(16)),
    Column("object_id", Id),
    Column("details", Text, nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("ix_audit_object", "object", "object_id"),
)

hearings = Table(
    "hearings",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False, index=True),
    Column("budget_year", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("announced_at", Moment, nullable=False),
    Column("announced_by", Id, ForeignKey("people.id")),
    Column("ended_at", Moment),  # held or cancelled
    Column("published_at", Moment),
)

hearing_terms = Table(
    "hearing_terms",
    metadata,
    _id(),
    _to("hearings"),
    Column("revision", Integer, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("place", Text, nullable=False),
    Column("agenda", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("entered_at", Moment, nullable=False),
    UniqueConstraint("hearing_id", "revision"),
)

attendances = Table(
    "attendances",
    metadata,
    _id(),
    Column("hearing_id", Id, ForeignKey("hearings.id"), nullable=False, index=True),
    Column("women", Integer, nullable=False),
    Column("men", Integer, nullable=False),
    Column(
        "whole", Boolean, nullable=False
    ),  # a total that replaces what was counted before, else one more at the door
    Column("entered_at", Moment, nullable=False),
    Column("entered_by", Id, ForeignKey("people.id")),
)

rsvps = Table(
    "rsvps",
    metadata,
    Column("hearing_id", Id, ForeignKey("hearings.id"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, index=True),
    Column("coming", Boolean, nullable=False),
    Column("companions", Integer, nullable=False, server_default=text("0")),
    Column("said_at", Moment, nullable=False),
)

hearing_questions = Table(
    "hearing_questions",
    metadata,
    _id(),
    Column("hearing_id", Id, ForeignKey("hearings.id"), nullable=False, index=True),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("text", Sealed, nullable=False),
    Column("asked_at", Moment, nullable=False),
)

papers = Table(
    "papers",
    metadata,
    _id(),
    _to("aimaks"),
    Column("budget_year", Integer, nullable=False),
    _to("hearings", nullable=True),
    Column("kind", String(12), nullable=False),
    Column("text", Text),
    Column("media_id", Id, ForeignKey("media.id")),
    Column("added_at", Moment, nullable=False),
    Column("added_by", Id, ForeignKey("people.id")),
    # Papers with a title are the library. budget_year is then the year of the document.
    Column("title", Text),
    Column("language", String(4)),
    Column("removed_at", Moment),
    Index("ix_papers_aimak_id_budget_year", "aimak_id", "budget_year"),
)

groups = Table(
    "groups",
    metadata,
    Column("peer_id", Id, ForeignKey("peers.id"), primary_key=True),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("added_by", Id, ForeignKey("people.id"), nullable=False),
    Column("removed_at", Moment),
    Column("let_go", Boolean, nullable=False, server_default=false()),  # its office gave it up
    Column("of_staff", Boolean, nullable=False, server_default=false()),  # nobody but the office reads there
)

# Local initiatives, by storage/initiatives/: calls, applications, what became of each, and its photos.
initiative_calls = Table(
    "initiative_calls",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),
    _to("aimaks"),
    Column("number", Integer, nullable=False),  # of the calls of an aimak
    Column("regime", String(8), nullable=False),
    Column("largest", BigInteger, nullable=False),  # som
    Column("last_day", Date, nullable=False),
    Column("done_by", Date, nullable=False),
    Column("rules", Text, nullable=False),  # scale and weights in force when it was announced (JSON)
    Column("last", Integer, nullable=False, server_default=text("0")),  # the number given last
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("closed_at", Moment),
    Column("closed_by", Id, ForeignKey("people.id")),
    UniqueConstraint("aimak_id", "number"),
)

initiatives = Table(
    "initiatives",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),
    Column("call_id", Id, ForeignKey("initiative_calls.id"), nullable=False, index=True),
    Column("label", String(16), nullable=False),
    Column("author_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("peer_id", Id, ForeignKey("peers.id")),
    Column("proposal_id", Id, ForeignKey("proposals.id"), index=True),  # which it was made of
    Column("answers", Sealed, nullable=False),  # JSON
    Column("total", BigInteger, nullable=False),  # som
    Column("asked", BigInteger, nullable=False),
    Column("shown", Boolean, nullable=False),  # whether its author lets its words stand where all read them
    Column("received_at", Moment, nullable=False),
)

initiative_steps = Table(
    "initiative_steps",
    metadata,
    _id(),
    Column("initiative_id", Id, ForeignKey("initiatives.id"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("what", String(24), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("text", Sealed, nullable=False),
    Column("person_id", Id, ForeignKey("people.id")),  # none: the command line
    Column("at", Moment, nullable=False),
)

initiative_files = Table(
    "initiative_files",
    metadata,
    _id(),
    Column("initiative_id", Id, ForeignKey("initiatives.id"), nullable=False, index=True),
    Column("step_id", Id, ForeignKey("initiative_steps.id"), index=True),  # none: of the application
    Column("media_id", Id, ForeignKey("media.id"), nullable=False, index=True),
)

# What residents watch, by storage/watch/: a line or a work, its group, their reports with photos, the ratings.
watches = Table(
    "watches",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),
    _to("aimaks"),
    Column("number", Integer, nullable=False),  # of the watches of an aimak
    Column("year", Integer, nullable=False),
    Column("token", String(32), nullable=False, unique=True),  # what its link bears
    Column("proposal_id", Id, ForeignKey("proposals.id"), index=True),  # whose work it is
    Column("line", Text, nullable=False),
    Column("last", Integer, nullable=False, server_default=text("0")),  # the number given last
    Column("opened_at", Moment, nullable=False),
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("finished_at", Moment),
    Column("closed_at", Moment),
    UniqueConstraint("aimak_id", "number"),
)

watch_members = Table(
    "watch_members",
    metadata,
    Column("watch_id", Id, ForeignKey("watches.id"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True, index=True),
    Column("at", Moment, nullable=False),
)

watch_reports = Table(
    "watch_reports",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),
    Column("watch_id", Id, ForeignKey("watches.id"), nullable=False, index=True),
    Column("label", String(16), nullable=False),
    Column("author_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("peer_id", Id, ForeignKey("peers.id")),
    Column("seen", String(12), nullable=False),
    Column("text", Sealed, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("answer", Sealed, nullable=False),
    Column("answered_at", Moment),
    Column("answered_by", Id, ForeignKey("people.id")),
    Column("withdrawn_at", Moment),  # its author was erased before it was answered
)

watch_files = Table(
    "watch_files",
    metadata,
    _id(),
    Column("report_id", Id, ForeignKey("watch_reports.id"), nullable=False, index=True),
    Column("media_id", Id, ForeignKey("media.id"), nullable=False, index=True),
)

watch_ratings = Table(
    "watch_ratings",
    metadata,
    _id(),
    Column("watch_id", Id, ForeignKey("watches.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("stars", SmallInteger, nullable=False),
    Column("word", Sealed, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("watch_id", "person_id"),
)

# The openness checklist, by storage/openness/: what an office says it has published.
openness_entries = Table(
    "openness_entries",
    metadata,
    _id(),
    _to("aimaks"),
    Column("year", Integer, nullable=False),
    Column("row", String(24), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("language", String(4), nullable=False),
    Column("day", Date, nullable=False),
    Column("place", Text, nullable=False),
    Column("media_id", Id, ForeignKey("media.id"), index=True),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Moment, nullable=False),
    Column("removed_by", Id, ForeignKey("people.id")),
    Column("removed_at", Moment),
    Index("ix_openness_entries_aimak_id_year", "aimak_id", "year"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _id(),
    _to("aimaks"),
    _to("hearings", nullable=True),  # none where it is of villages and themes
    Column("topics", Text),  # those it is for, with blanks between; none where it is of a hearing
    Column("revision", Integer, nullable=False),  # of the hearing's terms
    Column("kind", String(12), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("hearing_at", Moment, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("cursor", Id, nullable=False, server_default=text("0")),  # people.id up to which recipients are listed
    Column("listed", Boolean, nullable=False, server_default=false()),
    Column("made_at", Moment, nullable=False),
    Column("made_by", Id, ForeignKey("people.id")),
    Column("began_at", Moment),
    Column("finished_at", Moment),
    Column("shown", Text),  # what the maker's progress message said last
    Column("shown_at", Moment),
    Index("ix_broadcasts_hearing_id", "hearing_id"),
    Index("ix_broadcasts_aimak_id", "aimak_id"),
    _partial("ix_broadcasts_open", "starts_at", where="finished_at IS NULL"),
)

broadcast_texts = Table(
    "broadcast_texts",
    metadata,
    Column("broadcast_id", Id, ForeignKey("broadcasts.id"), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("text", Text, nullable=False),  # a message (JSON)
)

recipients = Table(
    "recipients",
    metadata,
    Column("broadcast_id", Id, ForeignKey("broadcasts.id"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("peer_id", Id, ForeignKey("peers.id"), nullable=False, index=True),
    Column("state", String(8), nullable=False),
    Column("code", String(24)),
    _partial("ix_recipients_listed", "broadcast_id", "person_id", where="state = 'listed'"),
)

erasures = Table(
    "erasures",
    metadata,
    _id(),
    Column("mark", String(32), nullable=False, unique=True),  # its id in the ledger, which lies outside the database
    Column("at", Moment, nullable=False),
    Column("left", Sealed),  # what is still to do of it (JSON); none once everything is gone
    _partial("ix_erasures_left", "id", where='"left" IS NOT NULL'),
)

# The switch of an aimak's public page. Each change is a row, and the newest one is in force.
public_pages = Table(
    "public_pages",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("contact", Text),  # whom to ask for something to be taken down; none: the telephone of the office
    Column("changed_by", Id, ForeignKey("people.id")),
    Column("changed_at", Moment, nullable=False),
    Index("ix_public_pages_aimak_id", "aimak_id", "id"),
)

# What a clerk said of a text. Each word is a row, and the newest one of a revision is in force.
text_looks = Table(
    "text_looks",
    metadata,
    _id(),
    Column("proposal_id", Id, ForeignKey("proposals.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("shown", Boolean),  # none: what was said before is taken back
    Column("looked_by", Id, ForeignKey("people.id"), nullable=False),
    Column("looked_at", Moment, nullable=False),
)

# The items of an aimak's plans (СЭӨП, БАП), by the number that each has in its plan.
plan_items = Table(
    "plan_items",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False),
    Column("plan", String(8), nullable=False),
    Column("code", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("from_year", Integer),
    Column("to_year", Integer),
    Column("amount", BigInteger),  # som
    Column("created_by", Id, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("aimak_id", "plan", "code"),
)

# What people named as most important, at a gathering or in a poll. origin is the key of what it came out of.
priorities = Table(
    "priorities",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("source", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("village_id", Id, ForeignKey("villages.id")),
    Column("origin", String(40)),
    Column("created_by", Id, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("aimak_id", "year", "origin"),
)

# A proposal tied to one of either; a tie that was taken back stays.
ties = Table(
    "ties",
    metadata,
    _id(),
    Column("proposal_id", Id, ForeignKey("proposals.id"), nullable=False, index=True),
    Column("plan_item_id", Id, ForeignKey("plan_items.id")),
    Column("priority_id", Id, ForeignKey("priorities.id")),
    Column("tied_by", Id, ForeignKey("people.id")),
    Column("tied_at", Moment, nullable=False),
    Column("untied_by", Id, ForeignKey("people.id")),
    Column("untied_at", Moment),
)

# A contest, and what it is judged by as it stood when it began.
contests = Table(
    "contests",
    metadata,
    _id(),
    Column("kind", String(8), nullable=False),
    Column("year", Integer, nullable=False),
    Column("rules", Text, nullable=False),  # JSON
    Column("begun_at", Moment, nullable=False),
    Column("coded_at", Moment),  # the codes were drawn: from then on jurors mark
    Column("looked_at", Moment),  # every mark is in: the spread is shown, a second look is asked
    Column("closed_at", Moment),  # no mark changes any more
    Column("unblinded_at", Moment),
)

contest_entries = Table(
    "contest_entries",
    metadata,
    _id(),
    Column("contest_id", Id, ForeignKey("contests.id"), nullable=False),
    Column("aimak_id", Id, ForeignKey("aimaks.id")),  # none: it does not use this install
    Column("code", SmallInteger),  # what jurors know it by
    Column("about", Sealed, nullable=False),  # its names and fields (JSON)
    Column("figures", Text, nullable=False),  # what the log or the file says of each criterion (JSON): numbers alone
    UniqueConstraint("contest_id", "code"),
    UniqueConstraint("contest_id", "aimak_id"),
)

contest_jurors = Table(
    "contest_jurors",
    metadata,
    _id(),
    Column("contest_id", Id, ForeignKey("contests.id"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("number", SmallInteger, nullable=False),
    Column("seated_at", Moment, nullable=False),
    Column("looked_at", Moment),  # looked a second time where jurors were far apart
    UniqueConstraint("contest_id", "person_id"),
    UniqueConstraint("contest_id", "number"),
)

contest_marks = Table(
    "contest_marks",
    metadata,
    Column("juror_id", Id, ForeignKey("contest_jurors.id"), primary_key=True),
    Column("entry_id", Id, ForeignKey("contest_entries.id"), primary_key=True, index=True),
    Column("criterion", SmallInteger, primary_key=True, autoincrement=False),
    Column("mark", SmallInteger, nullable=False),
    Column("first", SmallInteger, nullable=False),  # before the second look
    Column("marked_at", Moment, nullable=False),
)

# What was voted stands as counts alone. So no row joins a ballot to a person, not even by its moment or order.
polls = Table(
    "polls",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("opened_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("ballots", Integer, nullable=False),
    Column("paper", Integer, nullable=False),
)

poll_choices = Table(
    "poll_choices",
    metadata,
    Column("poll_id", Id, ForeignKey("polls.id"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("text", Text, nullable=False),
    Column("votes", Integer, nullable=False),
    Column("paper", Integer, nullable=False),
)

# Which addresses have voted, as keyed hashes, until the result is told. peer_id goes with an erasure.
poll_marks = Table(
    "poll_marks",
    metadata,
    Column("poll_id", Id, ForeignKey("polls.id"), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("peer_id", Id, ForeignKey("peers.id"), index=True),
)

# What one of several workers does for all, until when by the database's clock. Of nobody.
duties = Table(
    "duties",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(40), nullable=False),
    Column("until", Moment, nullable=False),
)

# What an aimak owns, as its office published it.
property_items = Table(
    "property_items",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False),
    Column("code", String(40), nullable=False),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("use", Text, nullable=False),
    Column("rent", BigInteger),  # som a year
    Column("until", String(10), nullable=False),  # a year or a day
    Column("empty", Boolean, nullable=False),
    Column("created_by", Id, ForeignKey("people.id")),
    Column("created_at", Moment, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("aimak_id", "code"),
)

property_proposals = Table(
    "property_proposals",
    metadata,
    Column("proposal_id", Id, ForeignKey("proposals.id"), primary_key=True),
    Column("item_id", Id, ForeignKey("property_items.id"), nullable=False, index=True),
)

# A focus group of a needs study, or a meeting, and what it named. Of nobody: how many came, never who.
needs_meetings = Table(
    "needs_meetings",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("key", String(80), nullable=False),  # which meeting it is: entered twice it is one
    Column("kind", String(12), nullable=False),
    Column("village_id", Id, ForeignKey("villages.id")),
    Column("category", String(12)),
    Column("held_on", Date, nullable=False),
    Column("place", Text, nullable=False),
    Column("people", Integer),
    Column("women", Integer),
    Column("entered_by", Id, ForeignKey("people.id")),
    Column("entered_at", Moment, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("aimak_id", "year", "key"),
)

needs_problems = Table(
    "needs_problems",
    metadata,
    Column("meeting_id", Id, ForeignKey("needs_meetings.id"), primary_key=True),
    Column("rank", SmallInteger, primary_key=True),
    Column("text", Text, nullable=False),
)

# What was answered in a trust survey stands as counts alone. So no row joins an answer to a person.
trust_surveys = Table(
    "trust_surveys",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("opened_by", Id, ForeignKey("people.id")),
    Column("opened_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

trust_counts = Table(
    "trust_counts",
    metadata,
    Column("survey_id", Id, ForeignKey("trust_surveys.id"), primary_key=True),
    Column("question", String(12), primary_key=True),
    Column("who", String(8), primary_key=True),
    Column("answer", SmallInteger, primary_key=True),
    Column("n", Integer, nullable=False),
)

# Which addresses have answered, as keyed hashes, until the survey is closed.
trust_marks = Table(
    "trust_marks",
    metadata,
    Column("survey_id", Id, ForeignKey("trust_surveys.id"), primary_key=True),
    Column("mark", String(64), primary_key=True),
)

# Requests for information: apart from proposals, weighed by no criterion.
information_requests = Table(
    "information_requests",
    metadata,
    _id(),
    Column("aimak_id", Id, ForeignKey("aimaks.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("label", String(12), nullable=False),
    Column("key", String(32), nullable=False, unique=True),
    Column("author_id", Id, ForeignKey("people.id"), nullable=False, index=True),
    Column("peer_id", Id, nullable=False),  # peers.id it was asked from; without a constraint
    Column("text", Sealed, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_days", Integer, nullable=False),
    Column("answer", Sealed),
    Column("media_id", Id, ForeignKey("media.id")),
    Column("answered_by", Id, ForeignKey("people.id")),
    Column("answered_at", Moment),
    Column("late_told_at", Moment),
)
