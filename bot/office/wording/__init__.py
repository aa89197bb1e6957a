"""The words of what is sent unasked, in the reader's language."""
