"""Whom a broadcast is for, who stands in its line, and how far it has come."""
