"""Local initiatives as a resident sees them: applying step by step, one's own, the public list."""
