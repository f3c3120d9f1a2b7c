"""What the engine has learned, and from what: `fusion.json`; see SOURCES.md."""
