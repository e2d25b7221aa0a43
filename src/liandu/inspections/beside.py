"""What later stages put beside the policy of a round on its page (see liandu.ui.beside)."""

from liandu.ui.beside import Places

BESIDE_ROUND_POLICY = Places()
