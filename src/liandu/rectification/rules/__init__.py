"""Decisions about accounts: what a policy makes due, what stands against an act, what a write-off still lacks."""

from liandu.rectification.rules.deadlines import due_of, policy_for, step_due_of

__all__ = ["due_of", "policy_for", "step_due_of"]
