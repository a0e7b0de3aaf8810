"""`python -m second_verifier`."""

import sys

from .duties import main

sys.exit(main())
