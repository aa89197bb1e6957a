"""The outbox and what feeds it: messages, broadcasts, the rate limit of each account."""
