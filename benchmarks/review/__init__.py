"""How the review page holds up, and what an answer costs."""
