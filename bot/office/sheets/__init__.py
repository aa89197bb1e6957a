"""The spreadsheet of open proposals that a clerk fills with answers: its columns, keys, what is read, its acts."""
