"""`sunush poll`: a priorities poll."""
