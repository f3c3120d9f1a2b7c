"""Pictures of what was read: the page around a passage, with the passage marked."""
