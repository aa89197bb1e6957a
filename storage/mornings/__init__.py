"""What an office was told of its day, so that nothing of it is said twice."""
