"""Problem leads behind a wall: received under their own sealed list, numbered, judged, assigned, concluded.

What enters: sealed lists, signed for line by line. What is kept: clues whose persons and narrative are encrypted, and
every hand-over signed. What leaves: counts and outcomes. Findings and clues know nothing of each other.
"""
