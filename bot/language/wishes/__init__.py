"""What a sentence wishes of the bot, whatever stands beside it: the same wherever it is typed."""
