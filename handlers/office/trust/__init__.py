"""A trust survey at the desk."""
