"""What was planted in the example corpora, and whether the measures find it again."""
