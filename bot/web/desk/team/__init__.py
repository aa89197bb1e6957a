"""Who works in the office, and its budget year, at the desk."""
