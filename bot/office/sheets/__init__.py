"""The spreadsheet of open proposals that a clerk fills with answers: its columns, its keys, what is read of it, its acts."""
