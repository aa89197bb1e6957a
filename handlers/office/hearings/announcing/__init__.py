"""Announcing a hearing, from the first question to the notice that leaves."""
