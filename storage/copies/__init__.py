"""Copies of the database: how one is written and checked, and how one that was put back is noticed and treated."""
