"""Goals to vectors: one small interface, and the encoders behind it."""
