"""Plans at the desk: their items taken from a file, proposals and lines of the draft tied to them."""
