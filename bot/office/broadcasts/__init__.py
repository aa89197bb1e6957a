"""Acts on broadcasts: one text to many people."""
