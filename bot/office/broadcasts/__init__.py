"""Acts on broadcasts: one notice to many people."""
