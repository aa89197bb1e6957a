"""Posters for a wall: codes to scan that lead to the bot, in both languages, as PDF and as PNG."""
