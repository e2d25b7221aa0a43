"""One form per act on items and plans."""
