"""An answer in short steps: decision, reason or sum, the clerk's own sentence. Then comes preview."""
