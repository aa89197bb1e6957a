"""What Meta says of ourselves: what became of a template, and how many people a day may be asked."""

import re
from typing import Any

from bot.channels.intake import LimitNews, TemplateNews
from bot.channels.whatsapp.build import TEMPLATE_LANGUAGES

OF_LIMITS = frozenset({"business_capability_update", "phone_number_quality_update"})
OF_TIER = (
    "whatsapp_business_manager_messaging_limit",
    "messaging_limit_tier",
)  # fields of a number, the newer one first
_OF_DAY = ("max_daily_conversations_per_business", "max_daily_conversation_per_phone", "current_limit")
_TAKEN = {"APPROVED", "REINSTATED"}
_NOT_TAKEN = {"REJECTED", "PAUSED", "DISABLED", "DELETED", "PENDING_DELETION"}
_LANGUAGES = {code: language for language, code in TEMPLATE_LANGUAGES.items()}
_TIER = re.compile(r"TIER_(\d{1,7})(K?)")
_LARGEST = 10_000_000


def read_template_news(name: str, language: str, state: str) -> TemplateNews | None:
    """Whether a template is taken by now; None where its state says nothing of that."""
    if language not in _LANGUAGES or state not in _TAKEN | _NOT_TAKEN:
        return None
    return TemplateNews(name, _LANGUAGES[language], state in _TAKEN)


def read_limit(about: dict[str, Any]) -> LimitNews | None:
    """How many people a day may be asked, as a webhook or a number's fields say."""
    for name in (*_OF_DAY, *OF_TIER):
        found = about.get(name)
        digits = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
        if digits in {"TIER_UNLIMITED", "-1"}:
            return LimitNews(None)
        if (tier := _TIER.fullmatch(digits)) is not None:
            return LimitNews(int(tier[1]) * (1000 if tier[2] else 1))
        if digits.isascii() and digits.isdigit() and 0 < int(digits[:9]) <= _LARGEST:
            return LimitNews(int(digits[:9]))
    return None
