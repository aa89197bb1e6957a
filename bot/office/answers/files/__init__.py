"""Voices, photos and documents that go with an answer: what a clerk may add, and how it is carried."""
