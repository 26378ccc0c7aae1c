"""The nouns and the rules of the field; no I/O, no Qt."""
