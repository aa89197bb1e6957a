"""Trust surveys: counts alone of what was answered, marks of who has answered."""
