"""Copies of an install: made, kept a while, put back."""
