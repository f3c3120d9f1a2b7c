"""The example corpus: sources, layout engines and what was planted."""
