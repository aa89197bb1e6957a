"""Copies of the database: how one is written and checked, and how one put back is noticed and treated."""
