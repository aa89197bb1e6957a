"""The commission of a contest at the desk: entries under codes and a field for each mark."""
