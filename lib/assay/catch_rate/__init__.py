"""How many mistakes the checks catch, and how often they cry wolf: measured, not promised.

seeds   mistakes made on purpose in copies of real releases
undone  the corrections we hold, taken back: mistakes that providers did make
reasons why some are missed
report  docs/catch-rate.md
"""

from assay.catch_rate.report import Bench, Caught, bench_of, catch_rate, measure

__all__ = ["Bench", "Caught", "bench_of", "catch_rate", "measure"]
