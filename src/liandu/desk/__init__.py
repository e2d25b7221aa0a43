"""What a person sees first: their work, in order of consequence; administration, joint teams, who can see what."""
