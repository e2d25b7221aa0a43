"""What later stages put beside a finding on its page (see liandu.ui.beside)."""

from liandu.ui.beside import Places

BESIDE_FINDINGS = Places()
