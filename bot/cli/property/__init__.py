"""sunush property: the list of what an aimak owns."""
