"""Files that people send: fetched after the commit, looked at in a process of their own, kept or lost."""
