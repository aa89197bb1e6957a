"""sunush information: requests for information and the days of an answer."""
