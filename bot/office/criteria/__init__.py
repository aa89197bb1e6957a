"""What the contest's criteria are computed from."""
