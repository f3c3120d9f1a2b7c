"""Passages to sections: each document's own structure, by its kind."""
