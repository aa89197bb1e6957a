"""The property list of an office: taken whole from a file, shown to all, proposals on an item."""
