"""sunush initiative call, close, rules: a call is announced and closed; the scale and weights of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.running import Number, Refused, do_act, find_aimak, read_day

if TYPE_CHECKING:
    from bot.budget.initiative.marks import MarkRules
    from storage.initiatives.calls import Call
    from storage.store import Store

CODE = click.option("--aimak", "code", metavar="CODE", required=True, help="Whose call.")
_FIELDS = {
    "largest": "--largest is a sum from 1 to 1 000 000 000 som.",
    "last_day": "--last-day is over: name today or a later day.",
    "done_by": "--done-by comes after --last-day, and within three years.",
}


@click.command("call")
@CODE
@click.option(
    "--regime", type=click.Choice(["local", "state"]), required=True, help="Small local grant, or state subsidy."
)
@click.option(
    "--largest", type=Number(1, 10**12), required=True, metavar="SOM", help="The largest sum of one initiative."
)
@click.option("--last-day", metavar="DATE", required=True, help="Until when people may apply, as 2026-12-10.")
@click.option("--done-by", metavar="DATE", required=True, help="By when the work must be done.")
@click.option("--quiet", is_flag=True, help="Tell nobody; it stands in the menu all the same.")
def call(*, code: str, regime: str, largest: int, last_day: str, done_by: str, quiet: bool) -> None:
    """Announce a call for local initiatives to those who follow notices of an aimak."""
    from bot.budget.initiative.call import CallTermsWrong, Regime, Terms

    terms = Terms(Regime(regime), largest, read_day(last_day), read_day(done_by))

    async def act(store: Store, at: int) -> tuple[Call, int]:
        from bot.office.initiatives import calls

        aimak = await find_aimak(store, code)
        people = 0 if quiet else await calls.count_reached(store, aimak_id=aimak.id, by=None)
        key = f"{aimak.id}:{regime}:{largest}:{last_day}:{done_by}"  # the same line twice announces once
        made = await calls.announce(store, key=key, aimak_id=aimak.id, terms=terms, by=None, at=at, tells=not quiet)
        return made, people

    try:
        made, people = do_act(act)
    except CallTermsWrong as error:
        raise Refused(_FIELDS[error.field]) from error
    click.echo(f"{code}: call {made.number} is open until {made.terms.last_day}; told: {people}")


@click.command("close")
@CODE
@click.option("--call", "number", type=Number(1, 10**6), required=True, metavar="N", help="The number of the call.")
def close(code: str, number: int) -> None:
    """Close a call, once its last day is over and everybody has a decision."""
    from bot.budget.initiative.call import ApplicantsWait, CallClosed, CallStillOpen
    from bot.office.initiatives.calls import NoCall

    async def act(store: Store, at: int) -> Call:
        from bot.office.initiatives import calls

        aimak = await find_aimak(store, code)
        found = [one for one in await store.initiative_calls.list_of(aimak.id) if one.number == number]
        if not found:
            raise NoCall
        return await calls.close(store, id=found[0].id, by=None, at=at)

    try:
        do_act(act)
    except NoCall as error:
        raise Refused(
            f"{code} has no call {number}: «sunush initiative list --aimak {code}» shows those there are."
        ) from error
    except CallClosed as error:
        raise Refused(f"Call {number} is closed already.") from error
    except CallStillOpen as error:
        raise Refused(f"The last day of call {number} is not over: people may still apply.") from error
    except ApplicantsWait as error:
        raise Refused(f"Everybody gets a decision first; still waiting: {', '.join(error.numbers)}.") from error
    click.echo(f"{code}: call {number} is closed")


@click.command("rules")
@click.option(
    "--scale", type=Number(1, 100), metavar="N", help="Marks go from 0 to this; default of a new install: 10."
)
@click.option("--weight", "weights", multiple=True, metavar="CRITERION=N", help="Repeatable; all five make 100.")
def rules(scale: int | None, weights: tuple[str, ...]) -> None:
    """Print the scale and weights of marks, or put others in force for calls announced from today on."""
    from bot.budget.initiative.marks import Criterion, MarkRulesWrong

    given = {}
    for one in weights:
        name, _, value = one.partition("=")
        if name not in set(Criterion) or not (value.isascii() and value.isdigit() and len(value) < 4):
            raise Refused(f"--weight {one}: write {'|'.join(Criterion)} and a number, as costs=20.")
        given[Criterion(name)] = int(value)

    async def act(store: Store, at: int) -> MarkRules:
        from bot.budget.workdays import find_day
        from bot.office.initiatives import calls

        if scale is None and not given:
            return await calls.read_rules(store, day=find_day(at))
        return await calls.set_rules(store, scale=scale, weights=given, by=None, at=at)

    try:
        found = do_act(act)
    except MarkRulesWrong as error:
        raise Refused("The five weights are whole numbers that make 100: nothing was changed.") from error
    click.echo(f"scale 0 to {found.scale}")
    for criterion in Criterion:
        click.echo(f"{criterion.value}  {found.weights[criterion]}")
