"""A resident answers a trust survey."""
