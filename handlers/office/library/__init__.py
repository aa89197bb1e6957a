"""The library at the desk."""
