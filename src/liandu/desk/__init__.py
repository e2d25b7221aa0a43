"""What a person sees first: their work, in order of consequence."""
