"""Whether an install is well: its database can be written, and each of its accounts is heard."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.contract import Webhook
from bot.channels.intake import Intake

SILENCE = 300_000  # milliseconds after which an account that is polled is not heard any more
REMEMBERED = 5_000  # milliseconds for which it is remembered that the database could be written


@dataclass(slots=True)
class Health:
    """What `/readyz` and `/metrics` look at; none of it is anybody's."""

    intakes: Mapping[tuple[str, str], Intake]  # by channel and account
    webhooks: Sequence[Webhook]
    may_write: Callable[[], Awaitable[bool]]  # tries to write into the database
    now: Callable[[], int]  # UTC ms
    steady: Callable[[], int]  # ms from wherever
    own: Mapping[tuple[str, str], Intake] = field(default_factory=dict)  # of this door's pages: heard while it is open
    _wrote: bool = False
    _asked_at: int | None = field(default=None)

    async def is_ready(self) -> bool:
        """Whether everything that is needed to take something in and to keep it is there."""
        return self.is_heard() and await self._can_write()

    def is_heard(self) -> bool:
        """Whether every account is heard."""
        return all(heard for _, heard in self.list_heard())

    def list_intakes(self) -> list[tuple[tuple[str, str], Intake]]:
        """The way in of each account, this door's own pages among them."""
        return sorted({**self.intakes, **self.own}.items())

    def list_heard(self) -> list[tuple[tuple[str, str], bool]]:
        """Whether each account is heard: its webhook is open, or it is polled and was heard within five minutes."""
        recent = self.now() - SILENCE
        heard = {where: one.is_elsewhere or one.good_at > recent for where, one in self.intakes.items()}
        for one in self.webhooks:
            _, channel, account = one.path.strip("/").split("/")
            heard[channel, account] = one.is_open
        return sorted(heard.items())

    async def _can_write(self) -> bool:
        # Whoever asks again and again costs no more than one write in a while.
        if self._asked_at is None or self.steady() - self._asked_at >= REMEMBERED:
            self._asked_at = self.steady()
            self._wrote = await self.may_write()
        return self._wrote
