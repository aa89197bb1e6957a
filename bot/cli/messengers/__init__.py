"""Commands that set a messenger up."""
