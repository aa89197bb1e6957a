"""Where a message that is no proposal belongs: one file a door, its words apart."""
