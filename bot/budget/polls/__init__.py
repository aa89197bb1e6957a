"""A priorities poll: what may be asked, and what a ballot is."""
