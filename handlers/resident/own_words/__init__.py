"""What people say of themselves and of their own words: who they are, what is added, what was written."""
