"""Reads a samples file with pyarrow alone and prints the bits of every value."""
import struct
import sys

import pyarrow.parquet as parquet

table = parquet.read_table(sys.argv[1])
columns = {name: table.column(name).to_pylist() for name in ("value", "mant", "scale")}
for value, mant, scale in zip(columns["value"], columns["mant"], columns["scale"]):
    number = value if value is not None else mant / 10.0**scale
    print(struct.pack(">d", number).hex())
