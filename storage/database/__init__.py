"""The database itself: engine, sealing, schema, upgrade."""
