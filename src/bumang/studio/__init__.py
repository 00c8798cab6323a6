"""改革试算: what a change of the law would do to a whole population, before it is law.

A population is a Parquet file, a row a person with the wages of every year. A reform is a file of
dated values in the form of the shipped data. The studio computes every pension under the law as it
is and under the reform, exactly, and tells who gains, who loses, and what it costs by year.

The law ends where nothing is published yet: years without a value are filled by assumptions, which
are parameters too, listed in `assumptions.toml`, shown in every report and open to the reform.
"""
