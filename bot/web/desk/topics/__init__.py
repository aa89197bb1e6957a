"""Notices of villages and themes at the desk."""
