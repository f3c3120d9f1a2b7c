"""kopling: how tightly a municipality's units are coupled to its plan."""

__version__ = "0.1.0"
