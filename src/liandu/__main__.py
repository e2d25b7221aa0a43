"""``python -m liandu`` is the ``liandu`` command."""

import sys

from liandu.config.cli import main

if __name__ == "__main__":  # reading processes import this module under another name
    sys.exit(main())
