"""Files of the desk: downloaded, and the filled spreadsheet that comes back."""
