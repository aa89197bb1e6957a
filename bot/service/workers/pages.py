"""The web chat of several workers: a page is open at one, its words may leave from another."""

from collections.abc import Sequence

from bot.app import Service
from bot.channels.contract import Channel


def share_pages(service: Service, channels: Sequence[Channel]) -> None:
    """Lets the web chat tell other workers what it sends, and hear what they do."""
    for channel in channels:
        if channel.name == "web" and service.wakeups is not None:
            from bot.channels.web import Web
            from bot.channels.web.other_workers import TOPIC, OtherWorkers

            assert isinstance(channel, Web)
            channel.others = OtherWorkers(channel.pages, service.office.seal, service.office.database.announce)
            service.wakeups.on(TOPIC, channel.others.hear)
