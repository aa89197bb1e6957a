"""Requests for information: asked, answered, counted."""
