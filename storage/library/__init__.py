"""Documents of a library, rows of the papers."""
