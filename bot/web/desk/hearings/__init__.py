"""Budget hearings at the desk: the list, the card, announcing and changing them, what was sent, who came, the results."""
