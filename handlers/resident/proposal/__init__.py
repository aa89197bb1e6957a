"""A proposal in at most four short steps: side, text (or voice, photo, document), check, send."""
