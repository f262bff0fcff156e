"""Classifiers of other libraries on the rows of a job: each tunes as many settings within the training rows, then learns all of them.

A job has `rows` (see columns.py), `contestants`, `candidates`, `seed`, `threads` and `parts`: training rows, the rows within them that
settings are judged on and learned from, and test rows. For each contestant and part the answer has margins of the judged rows (by the
model that did not see them, for calibration) and of the test rows, the chosen setting, and seconds.
"""

import json
import os
import sys
import time
import warnings

# Threads that wait give way: the machine may have other work.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy
from columns import read
from sklearn.metrics import roc_auc_score

warnings.filterwarnings("ignore")

EDGE = 1e-9


def log_odds(p):
    p = numpy.clip(p, EDGE, 1 - EDGE)
    return numpy.log(p / (1 - p))


def frame(x, categorical):
    """Columns as pandas has them, categories as categories of words."""
    import pandas

    def column(j, values):
        if not categorical[j]:
            return values
        return pandas.Categorical([None if numpy.isnan(v) else str(int(v)) for v in values])

    return pandas.DataFrame({f"f{j}": column(j, x[:, j]) for j in range(x.shape[1])})


class Xgboost:
    name = "xgboost"
    space = {
        "n_estimators": (50, 300, "whole"),
        "learning_rate": (0.02, 0.2, "log"),
        "max_depth": (3, 6, "whole"),
        "reg_lambda": (1, 30, "log"),
        "min_child_weight": (1, 10, "log"),
        "subsample": (0.6, 1.0, "linear"),
        "colsample_bytree": (0.5, 1.0, "linear"),
    }
    default = {"n_estimators": 100, "learning_rate": 0.1, "max_depth": 6}

    def __init__(self, x, categorical):
        self.x = frame(x, categorical)

    def fit(self, rows, y, setting, seed, threads):
        import xgboost

        model = xgboost.XGBClassifier(
            **setting, tree_method="hist", enable_categorical=True, random_state=seed, n_jobs=threads, verbosity=0
        )
        model.fit(self.x.iloc[rows], y)
        return lambda test: model.predict(self.x.iloc[test], output_margin=True)


class LightGbm:
    name = "LightGBM"
    space = {
        "n_estimators": (50, 300, "whole"),
        "learning_rate": (0.02, 0.2, "log"),
        "num_leaves": (7, 63, "log whole"),
        "reg_lambda": (0.1, 30, "log"),
        "min_child_samples": (5, 50, "log whole"),
        "subsample": (0.6, 1.0, "linear"),
        "colsample_bytree": (0.5, 1.0, "linear"),
    }
    default = {"n_estimators": 100, "learning_rate": 0.1, "num_leaves": 31}

    def __init__(self, x, categorical):
        self.x = frame(x, categorical)

    def fit(self, rows, y, setting, seed, threads):
        import lightgbm

        model = lightgbm.LGBMClassifier(**setting, subsample_freq=1, random_state=seed, n_jobs=threads, verbose=-1)
        model.fit(self.x.iloc[rows], y)
        return lambda test: model.predict_proba(self.x.iloc[test], raw_score=True)


class CatBoost:
    name = "CatBoost"
    space = {
        "iterations": (50, 300, "whole"),
        "learning_rate": (0.02, 0.2, "log"),
        "depth": (3, 6, "whole"),
        "l2_leaf_reg": (1, 30, "log"),
        "subsample": (0.6, 1.0, "linear"),
        "rsm": (0.5, 1.0, "linear"),
    }
    default = {"iterations": 200, "learning_rate": 0.1, "depth": 6}

    def __init__(self, x, categorical):
        import pandas

        self.categorical = [j for j, yes in enumerate(categorical) if yes]
        self.x = pandas.DataFrame(x)
        for j in self.categorical:
            self.x[j] = self.x[j].fillna(-1).astype(int)

    def fit(self, rows, y, setting, seed, threads):
        import catboost

        model = catboost.CatBoostClassifier(
            **setting,
            bootstrap_type="Bernoulli",
            cat_features=self.categorical,
            random_seed=seed,
            thread_count=threads,
            allow_writing_files=False,
            verbose=False,
        )
        model.fit(self.x.iloc[rows], y)
        return lambda test: model.predict(self.x.iloc[test], prediction_type="RawFormulaVal")


class HistGradientBoosting:
    name = "scikit-learn boosting"
    space = {
        "max_iter": (50, 300, "whole"),
        "learning_rate": (0.02, 0.2, "log"),
        "max_leaf_nodes": (7, 63, "log whole"),
        "l2_regularization": (0.1, 30, "log"),
        "min_samples_leaf": (5, 50, "log whole"),
        "max_features": (0.5, 1.0, "linear"),
    }
    default = {"max_iter": 100, "learning_rate": 0.1, "max_leaf_nodes": 31}

    def __init__(self, x, categorical):
        self.x, self.categorical = x, numpy.array(categorical)

    def fit(self, rows, y, setting, seed, threads):
        from sklearn.ensemble import HistGradientBoostingClassifier

        model = HistGradientBoostingClassifier(
            **setting, categorical_features=self.categorical, early_stopping=False, random_state=seed
        )
        model.fit(self.x[rows], y)
        return lambda test: model.decision_function(self.x[test])


def encoded(x, categorical):
    """Categories one flag each, missing values at the median with a flag: what forests and regressions of scikit-learn take."""
    columns = []
    for j, yes in enumerate(categorical):
        values = x[:, j]
        missing = numpy.isnan(values)
        if yes:
            columns += [values == code for code in numpy.unique(values[~missing])]
        else:
            columns.append(numpy.where(missing, numpy.median(values[~missing]) if (~missing).any() else 0, values))
            if missing.any():
                columns.append(missing)
    return numpy.column_stack(columns).astype(numpy.float32)


class RandomForest:
    name = "scikit-learn forest"
    space = {
        "n_estimators": (100, 300, "whole"),
        "min_samples_leaf": (2, 40, "log whole"),
        "max_features": (0.1, 0.8, "linear"),
    }
    default = {"n_estimators": 200}

    def __init__(self, x, categorical):
        self.x = encoded(x, categorical)

    def fit(self, rows, y, setting, seed, threads):
        from sklearn.ensemble import RandomForestClassifier

        model = RandomForestClassifier(**setting, random_state=seed, n_jobs=threads)
        model.fit(self.x[rows], y)
        smooth = 1 / (2 * setting["n_estimators"])
        return lambda test: log_odds(numpy.clip(model.predict_proba(self.x[test])[:, 1], smooth, 1 - smooth))


class Logistic:
    name = "scikit-learn logistic"
    space = {"C": (0.001, 10, "log")}
    default = {"C": 1.0}

    def __init__(self, x, categorical):
        x = encoded(x, categorical)
        self.x = (x - x.mean(0)) / numpy.maximum(x.std(0), 1e-6)

    def fit(self, rows, y, setting, seed, threads):
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(**setting, max_iter=2000)
        model.fit(self.x[rows], y)
        return lambda test: model.decision_function(self.x[test])


ALL = [Xgboost, LightGbm, CatBoost, HistGradientBoosting, RandomForest, Logistic]


def draw(space, rng):
    setting = {}
    for name, (low, high, scale) in space.items():
        share = rng.random()
        value = low * (high / low) ** share if "log" in scale else low + (high - low) * share
        setting[name] = int(round(value)) if "whole" in scale else float(value)
    return setting


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    x, y, _, _ = read(job["rows"])
    x = numpy.ascontiguousarray(x)
    versions = {}
    answers = []
    for contestant in ALL:
        if contestant.name not in job["contestants"]:
            continue
        peer = contestant(x, job["rows"]["categorical"])
        parts = []
        for part in job["parts"]:
            began = time.perf_counter()
            rng = numpy.random.default_rng(job["seed"])
            settings = [contestant.default] + [draw(contestant.space, rng) for _ in range(job["candidates"] - 1)]
            best = None
            for setting in settings:
                margins = []
                scores = []
                for split in part["validate"]:
                    score = peer.fit(split["train"], y[split["train"]], setting, job["seed"], job["threads"])
                    margins.append(score(split["test"]))
                    scores.append(roc_auc_score(y[split["test"]], margins[-1]))
                if best is None or numpy.mean(scores) > best[0]:
                    best = (float(numpy.mean(scores)), setting, numpy.concatenate(margins))
            score = peer.fit(part["train"], y[part["train"]], best[1], job["seed"], job["threads"])
            parts.append(
                {
                    "setting": best[1],
                    "judged": best[2].astype(float).tolist(),
                    "margin": numpy.asarray(score(part["test"]), float).tolist(),
                    "seconds": time.perf_counter() - began,
                }
            )
        answers.append({"name": contestant.name, "parts": parts})
    from importlib.metadata import version

    for package in ("xgboost", "lightgbm", "catboost", "scikit-learn"):
        versions[package] = version(package)
    print(json.dumps({"versions": versions, "answers": answers}))


main()
