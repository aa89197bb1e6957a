"""All aimaks side by side, counted in a few statements whatever their number."""
