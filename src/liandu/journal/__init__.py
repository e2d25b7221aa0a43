"""The trail: what happened, to what, by whom, for which office. Written in the transaction of the act itself.

It is also the outbox: notices, search and links to other systems read it by cursor. Entries name their subject by label
and key and hold no foreign keys, so that the trail outlives everything. Seals over the entries come with issue B; each
entry already carries the digest that they will be built on.
"""
