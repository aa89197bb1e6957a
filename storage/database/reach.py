"""Whether a PostgreSQL database can be reached, and whether that may pass by itself."""

from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from storage.database import connect

# What a server that is there says of a wrong name or password: waiting does not help.
_FOR_GOOD = ("password authentication failed", "does not exist", "no pg_hba.conf entry", "no password supplied")


class NotReached(Exception):
    """The database does not answer, which may pass; the text is the reason in a line."""


async def reach(url: URL) -> None:
    """Connects once. Raises NotReached where that may pass, and OperationalError where it will not."""
    # As behind PgBouncer, which lets nobody in who sets limits as they connect.
    pool = connect.open_pool(url, idle=connect.READS_WITHIN, most=1, pooled=True)
    try:
        async with pool.connect():
            return
    except OperationalError as error:
        why = str(error.orig)
        if any(words in why for words in _FOR_GOOD):
            raise
        raise NotReached(why.strip().splitlines()[0].rstrip(".")) from error
    finally:
        await pool.dispose()
