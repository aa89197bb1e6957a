"""The web chat: its page, what the page posts, and what it is shown."""
