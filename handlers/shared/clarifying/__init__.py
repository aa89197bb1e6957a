"""The clarifying question: which of several meanings a text has that comes near to them."""
