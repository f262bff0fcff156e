"""Poisson, Gamma and Tweedie models of the Python peers: tuned on validation rows, fitted on all training rows, timed."""

import json
import os
import sys
import time
import warnings

# Threads that wait give way: the machine may have other work.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import lightgbm
import numpy
import sklearn
import xgboost
from columns import read
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import GammaRegressor, PoissonRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")


class Rows:
    """Features with a rate (or an amount) and its weight: exposure, or the number of claims."""

    def __init__(self, rows, objective):
        self.x, y, weight, exposure = read(rows)
        self.categories = [i for i, flag in enumerate(rows["categorical"]) if flag]
        self.size = rows["rows"]
        if objective == "gamma":
            self.y, self.w = y, numpy.ones(self.size) if weight is None else weight
        else:
            self.y, self.w = y / exposure, exposure


def deviance(objective, y, mean, w):
    if objective == "gamma":
        each = 2 * (y / mean - 1 - numpy.log(y / mean))
    else:
        log = numpy.where(y > 0, y * numpy.log(numpy.maximum(y, 1e-300) / mean), 0)
        each = 2 * (log - y + mean)
    return float((w * each).sum() / w.sum())


def xgb_matrix(rows):
    kinds = ["c" if i in rows.categories else "float" for i in range(rows.x.shape[1])]
    # Categories count from 0 and have no NaN; whatever is missing is a code of its own.
    x = rows.x.copy(order="F")
    for i in rows.categories:
        x[:, i] = numpy.nan_to_num(x[:, i], nan=0)
    return xgboost.DMatrix(x, rows.y, weight=rows.w, feature_types=kinds, enable_categorical=True)


def xgb_parameters(objective, s, threads, seed):
    return {
        "objective": {"poisson": "count:poisson", "gamma": "reg:gamma"}[objective],
        "tree_method": "hist",
        "grow_policy": "lossguide",
        "max_depth": 0,
        "max_leaves": s["leaves"],
        "eta": s["learningRate"],
        "min_child_weight": s["minChildWeight"],
        "lambda": s["l2"],
        "subsample": s["rowSample"],
        "colsample_bytree": s["columnSample"],
        "max_bin": s["maxBins"],
        "nthread": threads,
        "seed": seed,
        "verbosity": 0,
    }


def lgb_parameters(objective, s, threads, seed):
    return {
        "objective": objective,
        "num_leaves": s["leaves"],
        "learning_rate": s["learningRate"],
        "min_sum_hessian_in_leaf": s["minChildWeight"],
        "min_data_in_leaf": 1,
        "lambda_l2": s["l2"],
        "bagging_fraction": s["rowSample"],
        "bagging_freq": 1 if s["rowSample"] < 1 else 0,
        "feature_fraction": s["columnSample"],
        "max_bin": s["maxBins"],
        "num_threads": threads,
        "seed": seed,
        "verbosity": -1,
        "deterministic": True,
        "force_row_wise": True,
    }


def hgb(objective, s, seed, categories, rounds):
    return HistGradientBoostingRegressor(
        loss=objective,
        learning_rate=s["learningRate"],
        max_leaf_nodes=s["leaves"],
        max_iter=rounds,
        min_samples_leaf=s["minChildRows"],
        l2_regularization=s["l2"],
        max_features=float(s["columnSample"]),
        max_bins=min(255, s["maxBins"]),
        early_stopping=False,
        categorical_features=categories or None,
        random_state=seed,
    )


def fit(name, objective, train, s, rounds, threads, seed, valid=None, patience=30):
    """A prediction function and the number of rounds; with validation rows the best number, found by their deviance."""
    if name == "xgboost":
        matrix = xgb_matrix(train)
        p = xgb_parameters(objective, s, threads, seed)
        if valid is None:
            model = xgboost.train(p, matrix, rounds)
            return lambda rows: model.predict(xgb_matrix(rows)), rounds
        held = xgb_matrix(valid)
        model = xgboost.train(
            p, matrix, rounds, evals=[(held, "valid")], early_stopping_rounds=patience, verbose_eval=False
        )
        best = model.best_iteration + 1
        return lambda rows: model.predict(xgb_matrix(rows), iteration_range=(0, best)), best
    if name == "lightgbm":
        data = lightgbm.Dataset(
            train.x, train.y, weight=train.w, categorical_feature=train.categories, params={"max_bin": s["maxBins"], "verbosity": -1}
        )
        p = lgb_parameters(objective, s, threads, seed)
        if valid is None:
            model = lightgbm.train(p, data, rounds)
            return lambda rows: model.predict(rows.x), rounds
        held = lightgbm.Dataset(valid.x, valid.y, weight=valid.w, reference=data)
        model = lightgbm.train(p, data, rounds, valid_sets=[held], callbacks=[lightgbm.early_stopping(patience, verbose=False)])
        return lambda rows: model.predict(rows.x), model.best_iteration
    model = hgb(objective, s, seed, train.categories, rounds).fit(train.x, train.y, train.w)
    if valid is None:
        return lambda rows: model.predict(rows.x), rounds
    losses = [deviance(objective, valid.y, mean, valid.w) for mean in model.staged_predict(valid.x)]
    best = int(numpy.argmin(losses)) + 1
    return lambda rows: next(m for i, m in enumerate(model.staged_predict(rows.x)) if i == best - 1), best


def linear(objective, train):
    """The regression of scikit-learn's own example: numbers in ten bins each, categories one-hot, bonus-malus as it is."""
    numbers = [i for i in range(train.x.shape[1]) if i not in train.categories]
    filled = numpy.nan_to_num(train.x, nan=-1)
    few = [i for i in numbers if len(numpy.unique(filled[:50_000, i])) <= 2]
    binned = [i for i in numbers if i not in few]
    design = ColumnTransformer(
        [
            ("binned", KBinsDiscretizer(n_bins=10, subsample=200_000, random_state=0), binned),
            ("scaled", StandardScaler(), numbers),
            ("codes", OneHotEncoder(handle_unknown="ignore"), train.categories),
        ]
    )
    kind = {"poisson": PoissonRegressor, "gamma": GammaRegressor}[objective]
    model = make_pipeline(design, kind(alpha=1e-6, solver="newton-cholesky", max_iter=300))
    model.fit(filled, train.y, **{f"{model.steps[-1][0]}__sample_weight": train.w})
    return lambda rows: model.predict(numpy.nan_to_num(rows.x, nan=-1))


def main(job):
    objective, threads, seed = job["objective"], job["threads"], job["seed"]
    train = Rows(job["train"], objective)
    test = Rows(job["test"], objective)
    found = []
    tuned = {}
    if job.get("settings"):
        part, valid, stop = (Rows(job[name], objective) for name in ("part", "valid", "stop"))
        for name in job["peers"]:
            began = time.perf_counter()
            best = None
            for s in job["settings"]:
                predict, _ = fit(name, objective, part, s, job["rounds"], threads, seed, valid)
                loss = deviance(objective, valid.y, predict(valid), valid.w)
                if best is None or loss < best[0]:
                    best = (loss, s)
            s = {**best[1], "learningRate": best[1]["learningRate"] / job["slower"]}
            predict, rounds = fit(name, objective, train, s, job["rounds"] * job["slower"], threads, seed, stop)
            tuned[name] = predict
            found.append({"name": name, "setting": s, "rounds": rounds, "seconds": time.perf_counter() - began})
    if job.get("linear"):
        began = time.perf_counter()
        tuned["linear"] = linear(objective, Rows(job["whole"], objective))
        found.append({"name": "linear", "setting": None, "rounds": 0, "seconds": time.perf_counter() - began})
    if job.get("timed"):
        s = job["timed"]
        began = time.process_time(), time.perf_counter()
        predict, _ = fit(job["peers"][0], objective, train, s, job["rounds"], threads, seed)
        found.append(
            {
                "name": job["peers"][0],
                "setting": s,
                "rounds": job["rounds"],
                "seconds": time.perf_counter() - began[1],
                "processSeconds": time.process_time() - began[0],
            }
        )
        tuned[job["peers"][0]] = predict
    for one in found:
        mean = numpy.asarray(tuned[one["name"]](test), dtype="<f8")
        path = f"{job['out']}.{one['name']}.f64"
        mean.tofile(path)
        one["out"] = path
    print(
        json.dumps(
            {
                "found": found,
                "versions": {
                    "scikit-learn": sklearn.__version__,
                    "lightgbm": lightgbm.__version__,
                    "xgboost": xgboost.__version__,
                },
            }
        )
    )


main(json.load(open(sys.argv[1])))
