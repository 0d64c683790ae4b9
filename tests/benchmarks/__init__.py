"""`make bench`: how fast the bot is, side by side with bare bots, in one run and as ratios.

    python -m tests.benchmarks [--quick] [--rounds N] [--only PEER ...]

Further benchmarks are modules of this package that can be run by themselves (`python -m tests.benchmarks.bulk`) and
take `--quick`; `__main__` runs those that are there.
"""
