"""Messages in and out: receive takes an event in, the courier carries the outbox out, media and broadcasts beside them."""
