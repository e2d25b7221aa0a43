"""Plain Python that every other part may use: words, refusals, state tables, the clock, ids and Chinese numerals."""
