"""The library of an aimak: charter, regulations, plans."""
