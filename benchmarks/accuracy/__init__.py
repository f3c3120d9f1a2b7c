"""How well links are found: the engine against simpler ones, on sets with known links."""
