"""What every handler starts from: the one router, and the Talk over our Store."""

from typing import TypeAlias

from bot.chat.router import Router, Step
from bot.chat.talk import Talk as AnyTalk
from storage.people import Person
from storage.store import Store

Talk: TypeAlias = AnyTalk[Store, Person]

router = Router()
__all__ = ["Step", "Talk", "router"]
