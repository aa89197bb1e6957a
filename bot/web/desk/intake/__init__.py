"""Proposals of others at the desk: entered beside the photo of their sheet, and their answers told by hand."""
