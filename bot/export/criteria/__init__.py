"""The evidence sheets of the criteria: on paper, as a table, as a chart."""
