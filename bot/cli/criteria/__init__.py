"""sunush criteria: the evidence for each criterion from the log, and the settings of its figures."""
