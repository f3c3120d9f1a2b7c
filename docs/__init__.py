"""Documentation, and the check that holds it to the code."""
