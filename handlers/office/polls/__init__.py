"""A priorities poll at the desk."""
