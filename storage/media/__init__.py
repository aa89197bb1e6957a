"""Where kept files lie: in a folder, or in S3-compatible storage. Sealed either way, and named by their digests."""
