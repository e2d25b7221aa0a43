"""The demo city 云州市: plain data and documents from which ``liandu demo`` builds a working site.

Everything here is made up: no person, unit or place is real. Nothing here imports Django; the command feeds the data
through the same commands that people use.
"""
