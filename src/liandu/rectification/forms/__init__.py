"""One form per act of this stage, by what it is about."""
