"""Voices, photos and documents: their rows and their files."""
