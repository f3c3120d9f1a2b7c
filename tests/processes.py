"""Commands as processes of their own."""

import signal


def heed_signals() -> None:
    """Heed what asks a process to end: a shell may have told its background jobs to ignore it."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, signal.SIG_DFL)
