"""One form per act on accounts."""
