"""`kopling`, and `python -m pipeline`: the command line, loaded late."""

import sys


def main() -> None:
    """Load and run the command line; an interrupt during the load is no traceback either."""
    try:
        from pipeline.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
