"""One Store is one connection, used inside one transaction at a time: the rows of every subject, in plain values."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import func, select

from storage.addresses import Addresses
from storage.aimaks import Aimaks
from storage.answering.days_off import DaysOff
from storage.answering.dialogue import Dialogue
from storage.answering.drafts import AnswerDrafts
from storage.answering.exclusions import Exclusions
from storage.answering.files import AnswerFiles
from storage.answering.notes import Notes
from storage.answering.take_back import Leaving
from storage.answering.templates import Templates
from storage.answers import Answers
from storage.attachments.media import MediaFiles
from storage.attachments.usage import Usage
from storage.audit import Audit
from storage.budget_papers import Papers
from storage.contest.contests import Contests
from storage.contest.marks import ContestMarks
from storage.contest.ties import Ties as ContestTies
from storage.conversations.aliases import Aliases
from storage.conversations.backlog import Backlog
from storage.conversations.events import Events
from storage.database.connection import AsyncConnection
from storage.database.seal import Seal
from storage.desk.done import DeskDone
from storage.desk.links import DeskLinks
from storage.desk.pages import DeskPages
from storage.desk.sessions import DeskSessions
from storage.duties.duties import Duties
from storage.groups import Groups
from storage.hearings import Hearings
from storage.information.requests import InformationRequests
from storage.initiatives.calls import Calls
from storage.initiatives.initiatives import Initiatives
from storage.joined.boards import Boards
from storage.joined.codes import LinkCodes
from storage.joined.joins import Joins
from storage.library.documents import Library
from storage.log.alike import Alike
from storage.log.evidence import Evidence
from storage.log.history import History
from storage.log.proposal_lists import ProposalLists
from storage.log.proposal_log import ProposalLog
from storage.log.proposal_summary import Summary
from storage.log.shapes import Shapes
from storage.media.aged_files import AgedMedia
from storage.media.counted import MediaCounts
from storage.meta import Meta
from storage.mornings.mornings import Mornings
from storage.mornings.pings import Pings
from storage.needs.meetings import NeedsMeetings
from storage.openness.entries import OpennessEntries
from storage.overview.all_aimaks import Overview
from storage.overview.depths import Depths
from storage.page.shown import ShownProposals
from storage.people import People
from storage.personal.authors import Authors
from storage.personal.erasing import Erasures
from storage.personal.open_erasures import OpenErasures
from storage.personal.silence import Silence
from storage.personal.strangers import Strangers
from storage.personal.subscriptions import Subscriptions
from storage.plan.items import PlanItems
from storage.plan.priorities import Priorities
from storage.plan.ties import Ties
from storage.plan.went_in import WentInto
from storage.polls.polls import Polls
from storage.property.items import PropertyItems
from storage.proposals import Proposals
from storage.public.consents import PublicConsents
from storage.public.looks import Looks
from storage.public.pages import Pages
from storage.queue.accounts import Accounts
from storage.queue.broadcasts import Broadcasts
from storage.queue.costs.charges import Charges
from storage.queue.openings import Openings
from storage.queue.outbox import Outbox
from storage.roles import Roles
from storage.together.links import Links
from storage.together.merging import Merging
from storage.together.practice import Practice
from storage.together.supports import Supports
from storage.topics import Topics
from storage.trust.surveys import TrustSurveys
from storage.watch.reports import WatchReports
from storage.watch.watches import Watches
from storage.works.stages import WorkLog
from storage.years import Years

T = TypeVar("T")


class Store:
    """What an act of the office may touch, to be used within its transaction; it keeps nothing of it."""

    def __init__(self, connection: AsyncConnection, seal: Seal) -> None:  # noqa: PLR0915 - a line a subject
        self.connection = connection
        self._seal = seal
        self.announced: list[
            dict[str, str]
        ] = []  # what other processes hear once this is committed; on PostgreSQL only
        self.accounts = Accounts(connection)
        self.addresses = Addresses(connection, seal)
        self.aimaks = Aimaks(connection)
        self.charges = Charges(connection)
        self.boards = Boards(connection)
        self.aliases = Aliases(connection, seal)
        self.alike = Alike(connection, seal)
        self.answer_files = AnswerFiles(connection)
        self.answers, self.answer_drafts = Answers(connection, seal), AnswerDrafts(connection, seal)
        self.dialogue, self.exclusions = Dialogue(connection, seal), Exclusions(connection, seal)
        self.days_off = DaysOff(connection)
        self.notes = Notes(connection, seal)
        self.audit = Audit(connection, seal)
        self.contests, self.contest_marks = Contests(connection, seal), ContestMarks(connection, seal)
        self.contest_ties = ContestTies(connection)
        self.desk_done = DeskDone(connection)
        self.desk_links = DeskLinks(connection, seal)
        self.desk_pages = DeskPages(connection, seal)
        self.desk_sessions = DeskSessions(connection, seal)
        self.duties = Duties(connection)
        self.history = History(connection)
        self.events = Events(connection, seal)
        self.proposal_log = ProposalLog(connection, seal)
        self.information = InformationRequests(connection, seal)
        self.library = Library(connection, seal)
        self.leaving = Leaving(connection)
        self.link_codes = LinkCodes(connection, seal)
        self.links = Links(connection)
        self.lists = ProposalLists(connection)
        self.looks = Looks(connection)
        self.media = MediaFiles(connection, seal)
        self.aged_media, self.media_counts = AgedMedia(connection), MediaCounts(connection)
        self.merging = Merging(connection)
        self.meta = Meta(connection, seal)
        self.mornings = Mornings(connection)
        self.openings = Openings(connection)
        self.outbox = Outbox(connection, seal)
        self.openness = OpennessEntries(connection)
        self.pages = Pages(connection)
        self.pings = Pings(connection)
        self.people = People(connection, seal)
        self.strangers, self.subscriptions = Strangers(connection, seal), Subscriptions(connection)
        self.needs_meetings = NeedsMeetings(connection)
        self.plan_items, self.priorities, self.ties = PlanItems(connection), Priorities(connection), Ties(connection)
        self.polls = Polls(connection, seal)
        self.went_into = WentInto(connection)
        self.property_items = PropertyItems(connection)
        self.practice = Practice(connection, seal)
        self.proposals = Proposals(connection, seal)
        self.authors, self.public_consents = Authors(connection, seal), PublicConsents(connection)
        self.shown = ShownProposals(connection)
        self.silence = Silence(connection, seal)
        self.shapes = Shapes(connection)
        self.summary = Summary(connection)
        self.supports = Supports(connection)
        self.templates = Templates(connection, seal)
        self.trust_surveys = TrustSurveys(connection, seal)
        self.topics = Topics(connection)
        self.roles = Roles(connection, seal)
        self.usage = Usage(connection, seal)
        self.watches, self.watch_reports = Watches(connection, seal), WatchReports(connection, seal)
        self.works = WorkLog(connection, seal)
        self.years = Years(connection)
        self.backlog = Backlog(connection, seal)
        self.broadcasts = Broadcasts(connection, self.outbox)
        self.erasures = Erasures(connection, seal, self.outbox)
        self.open_erasures = OpenErasures(connection, seal)
        self.evidence, self.overview = Evidence(connection), Overview(connection)
        self.depths = Depths(connection)
        self.groups = Groups(connection)
        self.hearings = Hearings(connection, seal)
        self.initiative_calls, self.initiatives = Calls(connection), Initiatives(connection, seal)
        self.joins = Joins(connection, seal, self.outbox)
        self.papers = Papers(connection, seal)

    async def lock_peer(self, *peer: str) -> None:
        """Makes later units about this peer wait until this one is over; SQLite has one writer and needs no lock."""
        if self.connection.dialect.name == "postgresql":
            number = int(self._seal.mark("lock", *peer)[:15], 16)
            await self.connection.execute(select(func.pg_advisory_xact_lock(number)))

    def announce(self, topic: str, what: str = "") -> None:
        """Tells every process that listens, once this is committed; on SQLite there is one process, which knows."""
        self.announced.append({"said": f"{topic} {what}"})

    async def read_database_time(self) -> int:
        """The time by PostgreSQL's clock (UTC ms), which is one for all who use it."""
        seconds = await self.connection.scalar(select(func.extract("epoch", func.clock_timestamp())))
        return int((seconds or 0) * 1000)


Work = Callable[[Store], Awaitable[T]]  # what is done with a store in one transaction
