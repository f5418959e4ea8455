"""The benchmark: one table of ratios, measured in one run. `make bench`, or `python -m bench`.

Every comparison is made on a copy of the project, with both sides in turns, so that a machine
others use at the same time is as busy for the one as for the other. A ratio that misses its goal
is printed as a miss. docs/performance.md explains the table.
"""
