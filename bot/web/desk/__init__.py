"""The desk of an office in a browser: signing in, the queue, one proposal, answers."""
