"""What later stages put beside a clue on its page, to who reaches it (see liandu.ui.beside)."""

from liandu.ui.beside import Places

BESIDE_CLUES = Places()
# The same on the first page of the register, to who may enter it; there is no thing to say it about.
BESIDE_REGISTER = Places()
