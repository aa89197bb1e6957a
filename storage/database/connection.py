"""The connection that a subject's statements are given. Only its type is SQLAlchemy's: importing that brings the whole ORM."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection
else:
    AsyncConnection = Any

__all__ = ["AsyncConnection"]
