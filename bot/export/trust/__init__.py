"""The result of a trust survey as a spreadsheet and a picture."""
