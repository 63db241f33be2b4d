"""Answers as data frames of pandas, and as what a notebook shows of itself."""
