"""The pure rules of plan items and of priorities of gatherings."""
