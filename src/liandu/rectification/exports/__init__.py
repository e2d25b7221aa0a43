"""Spreadsheets that leave this stage."""
