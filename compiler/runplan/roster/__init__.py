"""Rosters: many runners in one table. A row becomes the lines of a runner's file, and goes the way of every file.

`source` finds out what is named, `delimited`, `sqlite` and `database` read it as rows of text, `columns` knows what a
column means, `sheet` makes a row into a `Module` and leads every place back to the cell, `squad` takes a row all the
way to its `Plan`.
"""
