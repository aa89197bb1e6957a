"""What a messenger charges for one message, by its kind: a setting, since prices change about each quarter."""

from dataclasses import dataclass

from bot.budget.workdays import find_day
from bot.language.meanings.late_pattern import compile_late
from bot.office.rules import read_rules
from storage.store import Store

_PART = compile_late(r"(utility|marketing|service)=(\d{1,5}(?:[.,]\d{1,6})?)")
_SIGNS = {"USD": "$", "EUR": "€", "KGS": "сом", "RUB": "₽"}


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of one message in a currency; None: no price is known."""

    currency: str
    utility: float | None = None  # a template that answers or asks
    marketing: float | None = None  # a template for notices, only where the messenger counts notices so
    service: float | None = None  # what is written within the window

    def find(self, *, notice: bool) -> float | None:
        """The price of a template."""
        return self.marketing if notice and self.marketing is not None else self.utility

    def say(self, sum: float) -> str:
        """A sum as people write it here: «18,40 $»."""
        return f"{sum:,.2f} {_SIGNS.get(self.currency, self.currency)}".replace(",", "\N{NO-BREAK SPACE}").replace(
            ".", ","
        )


def read_prices(text: str) -> Prices | None:
    """Reads «utility=0.0088 service=0.0044 USD»; None of an empty text. The setting's check stands before it."""
    *parts, currency = text.split() or [""]
    known = {found[1]: float(found[2].replace(",", ".")) for part in parts if (found := _PART.fullmatch(part))}
    return Prices(currency, **known) if known else None


async def find_prices(store: Store, *, at: int) -> Prices | None:
    """The prices in force at a moment (ms UTC); None where none are set."""
    return read_prices((await read_rules(store, find_day(at))).prices)
