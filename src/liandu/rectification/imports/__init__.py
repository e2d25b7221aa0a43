"""What comes in from documents and spreadsheets: read, matched, and left to a person to check."""
