"""sunush chat: talking to the bot in this terminal."""

import click

from bot.cli.running import Refused, run, settings


@click.command()
@click.option("--aimak", metavar="CODE", help="Come in by the link of this aimak.")
@click.option("--as", "name", metavar="NAME", default="Айгүл", show_default=True, help="Who you are.")
@click.option("--language", type=click.Choice(["ky", "ru"]), help="Speak this language from the start.")
@click.option("--staff", is_flag=True, help="Talk as a clerk of the aimak's office.")
def chat(aimak: str | None, name: str, language: str | None, staff: bool) -> None:
    """Talk to the bot in this terminal: a line a message, `\\n` a line break, :voice, :photo and :document FILE, :quit."""
    from bot.service.terminal import talk

    if not name.strip() or len(name) > 60 or not name.isprintable():
        raise Refused("--as must be a name of 1 to 60 characters, written on one line.")
    run(talk(settings(), name=name.strip(), aimak=aimak, language=language, staff=staff))
