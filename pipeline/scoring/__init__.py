"""Measures on links: how goals, units and objectives are coupled, with n and an interval."""
