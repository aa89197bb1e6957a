"""Brings PostgreSQL to the newest schema while it is served. No lock that writers wait for lasts a second."""
