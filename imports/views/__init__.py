"""Screens of the Secretariat on which files are brought in."""
