"""Who may do what, where: acts and roles in one readable file, standings in the database, reach as SQL.

Outside a person's reach a thing does not exist for them (404). Inside it, an act that their roles do not carry is
refused with the reason (403) and the attempt is journaled.
"""
