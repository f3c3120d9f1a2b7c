"""Word lists; see SOURCES.md."""
