"""What later stages put beside a clue on its page, to who reaches it (see liandu.ui.beside)."""

from liandu.ui.beside import Places

BESIDE_CLUES = Places()
