"""The openness checklist on paper and as a table."""
