"""One list of columns for each list of this stage."""
