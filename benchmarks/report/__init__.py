"""How large the report gets, how long it takes to make, and how it opens in a browser."""
