"""Links that open the bot, for papers, codes to scan and groups."""

from storage.store import Store

USERNAME = "telegram_username"  # the fact about the install that a link is made of


async def link(store: Store, payload: str = "") -> str | None:
    """The link that opens the bot, at what the payload names; None while the bot's name is not known."""
    username = await store.meta.get(USERNAME)
    if not username:
        return None
    return f"https://t.me/{username}?start={payload}" if payload else f"https://t.me/{username}"
