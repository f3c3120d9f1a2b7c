"""The review page: reads outputs/, writes reviews/."""
