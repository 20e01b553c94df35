"""Reads the samples of an archive with pyarrow alone: day, rows, series and the sum in tenths."""
import collections
import sys

import pyarrow.dataset

samples = pyarrow.dataset.dataset(sys.argv[1] + "/samples", format="parquet", partitioning="hive")
columns = samples.to_table(columns=["day", "series_id", "value", "mant", "scale"]).to_pydict()
rows = collections.Counter()
tenths = collections.Counter()
series = collections.defaultdict(set)
for day, id, value, mant, scale in zip(*columns.values()):
    number = value if value is not None else mant / 10.0**scale
    rows[day] += 1
    tenths[day] += round(number * 10)
    series[day].add(id)
for day in sorted(rows):
    print(f"{day}|{rows[day]}|{len(series[day])}|{tenths[day]}")
