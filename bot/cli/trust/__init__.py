"""sunush survey: a trust survey."""
