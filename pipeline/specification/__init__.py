"""The same question under every defensible choice: a specification curve.

This room conducts: it calls the pure functions of embedding, coupling and scoring again and again,
in memory, with other choices. It is the one stage that knows others, because what it tells is how
they would have answered.
"""
