"""Two installations that share no network: a signed file with what one hands over, and the receipt that comes back.

What enters: a package file of a known peer. What is kept: what was sent, what was opened, which foreign record is
which of ours. What leaves: packages and receipts. Later stages register the kinds of record that they let travel.
"""
