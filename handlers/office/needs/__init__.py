"""Focus groups and meetings at the desk."""
