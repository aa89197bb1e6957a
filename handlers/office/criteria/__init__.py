"""The evidence by criteria in the chat, criterion 6 frozen for a commission, ties to plans and priorities."""
