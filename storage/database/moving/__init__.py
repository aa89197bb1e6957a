"""Moves a whole database into an empty one, SQLite to PostgreSQL or back. Every row is compared; a kill is resumed."""
