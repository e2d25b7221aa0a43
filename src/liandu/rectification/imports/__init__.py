"""What comes into this stage from files: read, held against what is there, shown, and written only when confirmed."""
