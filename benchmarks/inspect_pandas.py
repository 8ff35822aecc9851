"""What pandas makes of a table: read_csv and describe."""

import sys

import pandas

table = pandas.read_csv(sys.argv[1])
print(table.describe(include="all").T.to_string())
