"""Duties: what one of several workers does for all, under a lease by the database's clock."""
