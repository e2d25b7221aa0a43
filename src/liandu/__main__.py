"""``python -m liandu`` is the ``liandu`` command."""

import sys

from liandu.config.cli import main

sys.exit(main())
