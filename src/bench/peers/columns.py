"""Reads rows that the benchmarks wrote: a column-major float32 matrix and float64 labels."""

import numpy


def read(rows):
    """The rows of a job as (x of shape rows x columns in Fortran order, y, weight or None, exposure or None)."""
    x = numpy.fromfile(rows["x"], dtype="<f4").reshape((len(rows["names"]), rows["rows"])).T

    def optional(name):
        return numpy.fromfile(rows[name], dtype="<f8") if rows[name] else None

    return x, numpy.fromfile(rows["y"], dtype="<f8"), optional("weight"), optional("exposure")
