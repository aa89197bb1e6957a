"""What runs in a process of its own because a file of somebody's may be too much for it."""
