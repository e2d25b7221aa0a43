"""Files that mean harm or are broken, and the proof that each costs nothing but a sentence."""
