"""Units and their tree, the offices of the three parties, and which office supervises which unit from when to when."""
