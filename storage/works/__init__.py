"""How far the work of proposals is, as office and residents say it."""
