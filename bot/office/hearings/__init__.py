"""Acts on public budget hearings."""
