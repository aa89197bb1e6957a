"""Requests for information as a table."""
