"""The id behind a button, which only we can make.

An old one says which question it was for, a forged one reaches nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

SCREEN, STAYS = "v", "s"  # whether the message a button stands on may be rewritten; behind it the mark of its question

Mac = Callable[[str, str], str]  # of an address and of what is signed: eight letters


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a pressed button says of itself."""

    choice: str  # empty where it is none of ours
    stays: bool
    question: str


def sign(choice: str, address: str, *, stays: bool, question: str = "", mac: Mac) -> str:
    """The id of a button, at most 64 bytes: `v<question>:<choice>:<mac>`."""
    head = f"{STAYS if stays else SCREEN}{question}"
    return f"{head}:{choice}:{mac(address, f'{head}:{choice}')}"


def read_pressed(data: str, addresses: Iterable[str], *, mac: Mac) -> Pressed:
    """Reads what `sign` wrote for one of the addresses of whoever pressed."""
    signed_part, _, given = data.rpartition(":")
    head, _, choice = signed_part.partition(":")
    genuine = head[:1] in {SCREEN, STAYS} and choice and given in {mac(one, signed_part) for one in addresses}
    return Pressed(choice if genuine else "", head[:1] == STAYS, head[1:])
