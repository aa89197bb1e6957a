"""Voices, photos and documents that go with an answer: what a clerk may put beside it, and how it is carried."""
