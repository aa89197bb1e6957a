"""SQLite: its connections, how work is stepped on their threads, the group commit of whoever writes at once."""
