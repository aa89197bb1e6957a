"""The pure rules of a property list: what a row has, and how a file of it is read."""
