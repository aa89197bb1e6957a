"""Attachments, which are voices, photos and documents: their rows, their files, and what kind the bytes are."""
