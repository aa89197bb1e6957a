"""The pure rules of tables that are filled in: their cells, and what is wrong with their columns."""
