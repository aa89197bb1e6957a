"""sunush whatsapp: what Meta must know before the first message, and what it says of it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from bot.cli.running import Refused, read_day, read_settings, run

if TYPE_CHECKING:
    from bot.channels.whatsapp.account import Number
    from bot.config_accounts import AccountSettings, WhatsAppSettings
    from bot.office.window.prices import Prices
    from storage.store import Store

PIN = 6  # digits
Cost = tuple[str, str, int, float | None]  # an aimak's code, what was sent, how many, and the price of one
# What storage/queue/costs/charges.py calls them.
_KINDS = {
    "notice": "notices",
    "answer": "answers and questions",
    "told": "notices, within 24 h",
    "written": "within 24 hours",
}
NO_NUMBER = "No number is configured: set the SUNUSH_WHATSAPP_… variables, see docs/messengers/whatsapp.md."
of_account = click.option(
    "--account",
    metavar="NAME",
    help="Which number, where there are several: its name in SUNUSH_CHANNELS_FILE, or its id.",
)


@click.group()
def whatsapp() -> None:
    """Templates and the set-up of the number at Meta."""


@whatsapp.command()
@click.option("--submit", is_flag=True, help="Submit what Meta does not have yet.")
@of_account
def templates(submit: bool, account: str | None) -> None:
    """Show each template with its state at Meta: what is said to people whose 24 hours are over."""
    from bot.channels.contract import Rejected
    from bot.channels.whatsapp.account import APPROVED
    from bot.channels.whatsapp.templates import list_definitions

    async def work(number: "Number") -> dict[tuple[str, str], str]:
        states = await number.list_templates()
        for one in list_definitions() if submit else ():
            key = (one["name"], one["language"])
            if key not in states:
                try:
                    states[key] = await number.submit_template(one)
                except Rejected as refused:  # the others may be taken
                    states[key] = f"refused: {refused}"
        return states

    states = _ask(work, account)
    for one in list_definitions():
        state = states.get((one["name"], one["language"]), "not submitted")
        body, buttons = one["components"]
        click.echo(f"{one['name']} · {one['language']} · {state}")
        click.echo(f"    {body['text']}")
        click.echo(f"    [{buttons['buttons'][0]['text']}]")
    missing = sum(states.get((one["name"], one["language"])) != APPROVED for one in list_definitions())
    click.echo(f"{len(list_definitions()) - missing} of {len(list_definitions())} are approved.")


@whatsapp.command()
@click.option("--pin", metavar="DIGITS", help="The six digits of the number's two-step verification: registers it.")
@of_account
def register(pin: str | None, account: str | None) -> None:
    """Subscribe the app to what people write, write the profile, and show what Meta says of the number."""
    if pin is not None and not (pin.isascii() and pin.isdigit() and len(pin) == PIN):
        raise Refused(f"--pin must be {PIN} digits.")

    async def work(number: "Number") -> Any:
        from bot.chat.texts import LANGUAGES, Words

        if pin is not None:
            await number.register(pin)
        await number.subscribe()
        about = " · ".join(Words(one).say("Proposals to the local budget") for one in LANGUAGES)
        description = "\n".join(
            Words(one).say("Put a proposal to the budget of your ayil aimak here. The ayil okmotu answers every one. "
                           "This bot never asks for money.")
            for one in LANGUAGES
        )  # fmt: skip
        await number.set_profile(about=about, description=description)
        return await number.list_findings()

    for finding in _ask(work, account):
        click.echo(f"{'ok  ' if finding.well else 'LOOK'} {finding.words}")
    web = read_settings().web
    click.echo(f"The page on privacy that Meta asks for: {web.url.rstrip('/') or 'https://YOUR_ADDRESS'}/privacy")


@whatsapp.command()
@click.option("--month", metavar="YYYY-MM", help="Which month; this one where it is left out.")
@of_account
def costs(month: str | None, account: str | None) -> None:
    """Count the messages of a month by aimak and kind. Each costs money, templates the most."""
    first = None if month is None else read_day(f"{month}-01")

    settings = read_settings()
    of = None if account is None else _find_number(settings.accounts, account).account

    async def work() -> "tuple[list[Cost], Prices | None]":
        from bot.app import inspect_install, now
        from bot.budget.workdays import find_day, find_month, start_of
        from bot.office.window.months import find_price
        from bot.office.window.prices import find_prices

        begun, until = find_month(find_day(now()) if first is None else find_day(start_of(first)))
        async with inspect_install(settings) as office:

            async def count(store: "Store") -> "tuple[list[Cost], Prices | None]":
                names = {one.id: one.code for one in await store.aimaks.list_all()}
                prices = await find_prices(store, at=min(now(), until - 1))
                found = await store.charges.count("whatsapp", since=begun, until=until, account=of)
                total: Counter[tuple[str, str]] = Counter()
                for one in found:
                    total[names.get(one.aimak_id, "-"), one.kind] += one.n
                rows = [(code, _KINDS[kind], n, find_price(prices, kind)) for (code, kind), n in sorted(total.items())]
                return rows, prices

            return await office.database.read(count)

    rows, prices = run(work())

    def say(price: float | None) -> str:
        return f"   {prices.say(price)}" if prices is not None and price is not None else ""

    for code, kind, n, price in rows:
        click.echo(f"{code:<20} {kind:<24} {n}{say(None if price is None else n * price)}")
    known = [n * price for *_, n, price in rows if price is not None]
    click.echo(f"{'WhatsApp, together':<45} {sum(n for _, _, n, _ in rows)}{say(sum(known) if known else None)}")


def _find_number(accounts: "Sequence[AccountSettings]", named: str | None) -> "WhatsAppSettings":
    """The number that is meant. Raises Refused where none is configured, none is named so, or none of several is named."""
    from bot.config_accounts import WhatsAppSettings

    numbers = [one for one in accounts if isinstance(one, WhatsAppSettings)]
    if not numbers:
        raise Refused(NO_NUMBER)
    found = [one for one in numbers if named in {one.name, one.account}] if named else numbers
    if len(found) == 1:
        return found[0]
    listed = ", ".join(one.name or one.account for one in numbers)
    if named:
        raise Refused(f"There is no number «{named}»; those there are: {listed}.")
    raise Refused(f"There are several numbers: name one by --account ({listed}).")


def _ask(work: "Callable[[Number], Awaitable[Any]]", named: str | None) -> Any:
    """What the Graph API came to. Raises Refused where no number is meant, or Meta refuses."""
    settings = _find_number(read_settings().accounts, named)

    async def asking() -> Any:
        from bot.channels.contract import SendFailure
        from bot.channels.whatsapp.account import Number
        from bot.channels.whatsapp.channel import OFFICIAL
        from bot.channels.whatsapp.request import Graph, say_sentence

        graph = Graph(settings.token, base=settings.api_url or OFFICIAL, version=settings.api_version)
        try:
            return await work(Number(settings.phone_number_id, settings.business_id, graph))
        except SendFailure as failure:
            raise Refused(say_sentence(failure)) from failure
        finally:
            await graph.close()

    return run(asking())
