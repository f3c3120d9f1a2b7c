"""Pages coded by hand: what each passage is, and which statements in it are goals."""
