"""One form an act of this stage."""
