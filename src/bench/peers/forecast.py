"""Forecasts series with statsforecast, one thread, one series after another.

Reads a JSON job: { models: [name], groups: [{ name, season, horizon, series: [[value]] }] }.
Prints one JSON object: versions and, by model and group, the seconds (elapsed and of the processor) and the forecasts. Every model forecasts a few series
before it is timed, so that what numba compiles at first use is not counted.
"""

import json
import sys
import time
import warnings

import numba
import numpy
import statsforecast
from statsforecast.models import (
    AutoETS,
    AutoTheta,
    HoltWinters,
    Theta,
)

warnings.filterwarnings("ignore")
with open(sys.argv[1]) as file:
    job = json.load(file)

MODELS = {
    "AutoETS": lambda m: AutoETS(season_length=m),
    "AutoTheta": lambda m: AutoTheta(season_length=m),
    "ETS(A,A,A)": lambda m: AutoETS(season_length=m, model="AAA", damped=False),
    "HoltWinters": lambda m: HoltWinters(season_length=m, error_type="A"),
    "Theta": lambda m: Theta(season_length=m),
}
WARM_UP = 3


def forecast(make, y, season, horizon):
    """The forecast, or the last value repeated where the model gives up on a series: (list, whether it gave up)."""
    try:
        mean = make(season).forecast(y=y, h=horizon)["mean"]
        if numpy.isfinite(mean).all():
            return mean.tolist(), 0
    except Exception:
        pass
    return [float(y[-1])] * horizon, 1


out = {}
for name in job["models"]:
    make = MODELS[name]
    out[name] = {}
    for group in job["groups"]:
        series = [numpy.array(values, dtype=numpy.float64) for values in group["series"]]
        for y in series[:WARM_UP]:
            forecast(make, y, group["season"], group["horizon"])
        began, worked = time.perf_counter(), time.process_time()
        made = [forecast(make, y, group["season"], group["horizon"]) for y in series]
        out[name][group["name"]] = {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - worked,
            "failed": sum(failed for _, failed in made),
            "forecasts": [mean for mean, _ in made],
        }
print(
    json.dumps(
        {
            "versions": {
                "python": sys.version.split()[0],
                "statsforecast": statsforecast.__version__,
                "numba": numba.__version__,
                "numpy": numpy.__version__,
            },
            "models": out,
        }
    )
)
