"""What an install is told from outside, in plain values: its folders, its database, its channels, its web door."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.config_accounts import AccountSettings, ListedAccounts, TelegramSettings, WhatsAppSettings
from storage.media.bucket import Bucket, BucketAt, open_bucket, open_media_bucket
from storage.media.folder import MediaFolder
from storage.media.media import Media

LISTEN = "127.0.0.1:8080"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The web door (SUNUSH_WEB_…). It is opened only for the web chat, or where a channel is called by a webhook."""

    listen: str = LISTEN
    url: str = ""  # the public address, https:// behind a proxy; webhooks are set below it
    metrics_token: str = field(default="", repr=False)  # by which /metrics answers others than this computer
    chat: str = "auto"  # whether the web chat is served: 0, 1, or auto: where no messenger is set up
    embed: tuple[str, ...] = ()  # sites (https://…) that may show the chat in a frame of theirs

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to listen on."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def local_url(self) -> str:
        """The address by which a browser of this computer comes here."""
        host, port = self.address
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - what stands for every address
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is kept is kept (SUNUSH_KEEP_…)."""

    raw_days: int = 30
    draft_days: int = 14
    media_days: int = 365  # after the end of the budget year
    copy_days: int = 30
    export_hours: int = 24


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an install is told from outside. None means: not set, so what the database says stays in force."""

    data_dir: Path
    database_url: str
    key_file: Path
    listen_url: str = ""  # past PgBouncer, where a session must stay; empty: database_url
    pgbouncer: bool = False  # whether PgBouncer lends connections by the transaction
    pool: int = 16  # connections to PostgreSQL that a process opens at most for its units
    log_level: str = "WARNING"
    log_format: str = "text"
    answer_days: int | None = None
    extra_days_off: frozenset[date] | None = None
    extra_working_days: frozenset[date] | None = None
    notice_days: int | None = None
    complaint_phones: str | None = None  # where a complaint or a bribe is reported, by door
    quiet_hours: tuple[int, int] | None = None
    drafts: int | None = None  # unsent proposals of one person
    proposals_a_day: int | None = None
    files_a_day: int | None = None
    megabytes_a_day: int | None = None
    take_back: int | None = None  # seconds in which an answer can be taken back before it leaves
    least_free_mb: int = 500  # megabytes of the disk below which only texts are taken
    pace_parts: tuple[int, int, int] = (50, 30, 20)  # per cent of the pace for replies, answers and notices
    copies: Path | None = None  # where nightly copies go; none are made where it is not set
    telegram: TelegramSettings = TelegramSettings()
    whatsapp: WhatsAppSettings = WhatsAppSettings()
    listed: ListedAccounts = ListedAccounts()  # what SUNUSH_CHANNELS_FILE lists
    web: WebSettings = WebSettings()
    bucket: BucketAt = BucketAt("")  # S3-compatible storage of files; without a URL they lie in the data folder
    retention: Retention = Retention()
    erasures: Path | None = None  # where the ledger of erasures lies; None means in the data folder

    @property
    def accounts(self) -> tuple[AccountSettings, ...]:
        """Every account of a messenger in its order: those that variables set, then those that the file lists."""
        return *(one for one in (self.telegram, self.whatsapp) if one.token), *self.listed.accounts

    def name_account(self, channel: str, account: str) -> str:
        """The mark before what is said of an account: its entry's name. The only account of its kind has none."""
        alike = [one for one in self.accounts if one.channel == channel]
        name = next((one.name for one in alike if one.account == account), "")
        return f"[{name or account}] " if name or len(alike) > 1 else ""

    @property
    def serves_chat(self) -> bool:
        """Whether the web chat is served: where it is asked for, and where no messenger is set up."""
        return self.web.chat == "1" or (self.web.chat == "auto" and not self.accounts)

    @property
    def channels_file(self) -> str:
        """The TOML file that lists accounts; empty where none is named."""
        return str(self.listed.files[0]) if self.listed.files else ""

    @property
    def erasures_file(self) -> Path:
        """The ledger of erasures, outside the database."""
        return self.erasures or self.data_dir / "erasures.log"

    @property
    def states_dir(self) -> Path:
        """Where conversation state lies."""
        return self.data_dir / "states"

    @property
    def media_dir(self) -> Path:
        """Where voices and photos lie; those kept in S3-compatible storage only until they are there."""
        return self.data_dir / "media"

    @property
    def media(self) -> Media:
        """What is kept of voices, photos and documents: in that folder, or in S3-compatible storage."""
        return open_media_bucket(self.media_dir, self.bucket) if self.bucket.url else MediaFolder(self.media_dir)

    @property
    def uploads_dir(self) -> Path:
        """Where files that pages post lie until the fetcher has taken them in."""
        return self.data_dir / "uploads"

    @property
    def uploads_bucket(self) -> Bucket | None:
        """Where they lie instead, so that another computer may take them in."""
        return open_bucket(self.bucket) if self.bucket.url else None

    @property
    def exports_dir(self) -> Path:
        """Where exported files lie until they are fetched."""
        return self.data_dir / "exports"

    @property
    def backup_dir(self) -> Path:
        """Where copies before upgrades go, what a restore replaced, and copies while no folder is named for them."""
        return self.data_dir / "backups"

    @property
    def copies_dir(self) -> Path:
        """Where `sunush db backup` puts its copies unless it is told another place."""
        return self.copies or self.backup_dir
