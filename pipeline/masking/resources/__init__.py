"""Lists of names, and of what stands beside them."""
