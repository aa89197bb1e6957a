"""Announcing a hearing, from the first question to the announcement that leaves."""
