"""The openness checklist, filled from what was published through the bot."""
