"""From a message to its handler: what is registered, and what a message means where it was typed."""
