"""Proving rules: rows that satisfy a model, and what is tried with them."""
