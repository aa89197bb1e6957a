"""Acts on answers: take, draft, send, correct; the dialogue about them; what is excluded."""
