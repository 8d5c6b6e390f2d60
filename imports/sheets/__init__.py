"""Sheets of records: as they are exported, or from a template, brought back in.

`tables` turns a file into rows, `planning` compares them with the records, `writing` saves what was
compared, `books` gives templates and faulty rows out. A module for each kind says what its columns
mean.
"""
