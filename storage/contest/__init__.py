"""Contests: entries under codes, jurors and their marks."""
