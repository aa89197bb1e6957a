"""Wishes that mean the same at every step: about a numbered proposal, notices, what became of something."""
