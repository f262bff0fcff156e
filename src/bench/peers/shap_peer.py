"""xgboost on one thread: boosts trees once, then times margins, contributions and interactions on given rows."""

import json
import sys
import time

import numpy
import xgboost
from columns import read

job = json.load(open(sys.argv[1]))
x, y, _, _ = read(job["rows"])
x = numpy.ascontiguousarray(x)


def timed(work):
    """Processor seconds of the fastest of a few runs, and what the last gave."""
    best = None
    for _ in range(job.get("repeats", 1)):
        began = time.process_time()
        out = work()
        spent = time.process_time() - began
        best = spent if best is None else min(best, spent)
    return best, out


if job["action"] == "train":
    booster = xgboost.train(
        {
            "objective": "binary:logistic",
            "max_depth": job["depth"],
            "max_bin": 256,
            "eta": 0.1,
            "nthread": 1,
            "tree_method": "hist",
        },
        xgboost.DMatrix(x, y, nthread=1),
        job["trees"],
    )
    booster.save_model(job["model"])
    result = {}
else:
    booster = xgboost.Booster()
    booster.load_model(job["model"])
    booster.set_param({"nthread": 1})
    part = x[: job["count"]]
    if job["action"] == "margin":
        seconds, out = timed(lambda: booster.inplace_predict(part, predict_type="margin"))
    else:
        option = {"contributions": "pred_contribs", "interactions": "pred_interactions"}[job["action"]]
        seconds, out = timed(
            lambda: booster.predict(xgboost.DMatrix(part, nthread=1), **{option: True})
        )
    numpy.ascontiguousarray(out, dtype="<f4").tofile(job["out"])
    result = {"seconds": seconds}

print(json.dumps({**result, "xgboost": xgboost.__version__, "python": sys.version.split()[0]}))
