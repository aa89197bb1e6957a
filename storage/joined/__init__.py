"""Somebody in two messengers: the code that joins them, and what moves with that and back."""
