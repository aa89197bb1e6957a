"""What a resident is told of besides the hearings of their own aimak: other aimaks, villages, themes."""
