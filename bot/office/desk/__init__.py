"""The desk in a browser: signing in by a one-time link, what a session may, acts done once."""
