"""What many units share, and what keeps coming back.

What enters: confirmed findings, and how the items opened for them went. What it keeps: recurrences that a person has
judged; strands of like findings, frozen once accepted; the common problems named from them, and the lists of those that
were issued; bulletins. What leaves: pictures of a unit, a sector and the whole, whose every number opens its rows.
"""
