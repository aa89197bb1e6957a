"""The result of a priorities poll as files."""
