"""What nobody expected: old buttons, unknown commands, a place, a group."""
