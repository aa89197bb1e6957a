"""The gist of a message that no table of phrases has: notions by the stems of its words, and what they mean together."""
