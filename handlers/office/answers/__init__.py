"""How an office answers a proposal: step by step, kept, previewed, and in the dialogue with its author."""
