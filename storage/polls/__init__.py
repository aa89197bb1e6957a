"""Priorities polls: what is asked, counts alone of what was voted, marks of who has voted."""
