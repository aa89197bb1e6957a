"""The pure rules of the library."""
