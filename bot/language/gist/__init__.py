"""The gist of a message that no table of phrases has. Its words' stems are notions, which mean something together."""
