"""Researchers' verdicts: ledgers of their own, written line by line, carried over to new texts."""
