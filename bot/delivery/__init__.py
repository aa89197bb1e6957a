"""Messages in and out: incoming takes an event in, the courier carries the outbox out. Media and pacing stand beside."""
