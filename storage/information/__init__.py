"""Requests for information, sealed."""
