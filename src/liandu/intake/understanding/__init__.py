"""From a paper to what it says: kind, outline, problems, figures, recommendations, clue mentions. Plain Python."""
