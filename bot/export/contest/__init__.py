"""The files of a contest: the spreadsheet of marks, the protocol."""
