"""Tests of understanding documents."""
