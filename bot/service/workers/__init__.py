"""Several workers over one PostgreSQL: their roles, the duties they share, and the parent that starts them."""
