"""One column list per list of this stage."""
