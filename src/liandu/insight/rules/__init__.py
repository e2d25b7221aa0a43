"""Decisions of this stage that return or raise their reasons."""
