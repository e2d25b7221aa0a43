"""Units and their tree, the offices of the three parties, who supervises whom from when to when; joint teams, loans."""
