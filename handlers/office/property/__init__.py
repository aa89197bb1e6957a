"""The property list at the desk."""
