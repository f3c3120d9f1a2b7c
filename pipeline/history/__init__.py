"""What has moved since the run before: each run's key figures, kept and compared."""
