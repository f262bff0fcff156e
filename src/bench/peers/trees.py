"""One fit of another library's trees in a process of its own.

Reads a JSON job (see TreeJob in tree-runs.ts): library, what, train and test rows, parameters, threads, out. Writes margins (of forests:
probabilities) of the test rows to `out` as float64, and prints seconds of the fit, its processor seconds, peak memory after it in MB,
and seconds of scoring all test rows.
"""

import json
import resource
import sys
import time

import numpy
from columns import read

SCORINGS = 3

with open(sys.argv[1]) as file:
    job = json.load(file)
threads = job["threads"]


class Xgboost:
    def __init__(self):
        import xgboost

        self.lib = xgboost
        self.version = xgboost.__version__

    def fit(self, x, y, trees):
        parameters = {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "max_depth": job["depth"],
            "max_bin": job["maxBins"] + 1,
            "eta": 0.1,
            "lambda": 1,
            "min_child_weight": 1,
            "base_score": 0.5,
            "nthread": threads,
            "seed": job["seed"],
        }
        data = self.lib.QuantileDMatrix(x, y, max_bin=job["maxBins"] + 1, nthread=threads)
        return self.lib.train(parameters, data, trees)

    def scorers(self, model, x):
        # A booster remembers what it predicted for a matrix, so every prediction gets a matrix of its own, made before.
        data = [self.lib.DMatrix(x, nthread=threads) for _ in range(SCORINGS + 1)]
        return [
            lambda: model.inplace_predict(x, predict_type="margin"),
            lambda: model.predict(data.pop(), output_margin=True),
        ]


class LightGbm:
    def __init__(self):
        import lightgbm

        self.lib = lightgbm
        self.version = lightgbm.__version__

    def fit(self, x, y, trees):
        parameters = {
            "objective": "binary",
            "max_depth": job["depth"],
            "num_leaves": 2 ** job["depth"],
            "max_bin": job["maxBins"],
            "learning_rate": 0.1,
            "lambda_l2": 1,
            "min_sum_hessian_in_leaf": 1,
            "min_data_in_leaf": 1,
            "boost_from_average": False,
            "num_threads": threads,
            "seed": job["seed"],
            "verbose": -1,
        }
        return self.lib.train(parameters, self.lib.Dataset(x, y, params=parameters), trees)

    def scorers(self, model, x):
        return [lambda: model.predict(x, raw_score=True, num_threads=threads)]


class ScikitLearn:
    def __init__(self):
        import sklearn
        import sklearn.ensemble

        self.lib = sklearn.ensemble
        self.version = sklearn.__version__

    def fit(self, x, y, trees):
        make = self.lib.RandomForestClassifier if job["what"] == "random_forest" else self.lib.ExtraTreesClassifier
        model = make(
            n_estimators=trees,
            max_depth=job["depth"],
            min_samples_leaf=job["minRows"],
            max_features=round(job["columnShare"] * x.shape[1]),
            n_jobs=threads,
            random_state=job["seed"],
        )
        return model.fit(x, y)

    def scorers(self, model, x):
        return [lambda: model.predict_proba(x)[:, 1]]


peer = {"xgboost": Xgboost, "lightgbm": LightGbm, "scikit-learn": ScikitLearn}[job["library"]]()
x, y, _, _ = read(job["train"])
# Row after row, as all three like them best.
x = numpy.ascontiguousarray(x)
peer.fit(x[:2000], y[:2000], 3)
cpu = time.process_time()
began = time.perf_counter()
model = peer.fit(x, y, job["trees"])
fit = time.perf_counter() - began
cpu = time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
test, _, _, _ = read(job["test"])
best = None
for score in peer.scorers(model, numpy.ascontiguousarray(test)):
    margins = score()
    times = []
    for _ in range(SCORINGS):
        began = time.perf_counter()
        score()
        times.append(time.perf_counter() - began)
    seconds = sorted(times)[SCORINGS // 2]
    if best is None or seconds < best:
        best = seconds
numpy.asarray(margins, dtype="<f8").tofile(job["out"])
print(json.dumps({"fit": fit, "cpu": cpu, "peak_mb": round(peak), "score": best, "version": peer.version}))
