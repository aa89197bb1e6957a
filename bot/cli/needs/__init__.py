"""sunush needs: focus groups and meetings."""
