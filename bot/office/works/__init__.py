"""How far the works are that were decided: what the office says, what residents say, how both hear of it."""
