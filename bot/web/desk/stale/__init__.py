"""What changed since a page was shown: an act of a stale page is refused, and it says what happened."""
