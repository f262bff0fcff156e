"""Farrington's flexible limits week by week with statsmodels: the same design, weights and negative binomial limit."""
import json
import sys
import time

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.stats import nbinom, norm, poisson

job = json.load(open(sys.argv[1]))
o = job["options"]
freq, years, width, parts, left = o["frequency"], o["years"], o["halfWidth"], o["parts"], o["leaveOut"]
season, others = 2 * width + 1, parts - 1
length, longer = divmod(freq - season, others)
history = years * freq + width


def level(before):
    after = (freq - before + width) % freq
    if after < season:
        return others
    place = after - season
    edge = longer * (length + 1)
    return place // (length + 1) if place < edge else longer + (place - edge) // length


LEVELS = np.array([level(b) for b in range(freq)])


def fit(x, y, weights):
    model = sm.GLM(y, x, family=sm.families.Poisson(), freq_weights=None, var_weights=weights)
    return model.fit(scale="X2", tol=1e-8, maxiter=25)


def weighed(x, y):
    first = fit(x, y, np.ones(len(y)))
    mu, phi = first.mu, max(first.scale, 1)
    root = x * np.sqrt(mu)[:, None]
    q, _ = np.linalg.qr(root)
    hat = (q * q).sum(axis=1)
    s = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - np.sqrt(mu)) / np.sqrt(phi * (1 - hat))
    w = np.where(s > o["reweighAbove"], s**-2.0, 1.0)
    return fit(x, y, w * len(y) / w.sum())


def limit(y, at):
    i = np.arange(at - history, at - left)
    lev = LEVELS[(at - i) % freq]
    x = np.zeros((len(i), parts))
    x[np.arange(len(i)), lev] = 1
    now = np.zeros(parts)
    now[others] = 1
    past = y[i]
    result = None
    if o["trend"] and years >= 3:
        design = np.column_stack([x, i - at])
        result = weighed(design, past)
        t = abs(result.params[-1]) / result.bse[-1]
        here = np.append(now, 0)
        steep = o["trendProbability"] >= 1 or t > norm.ppf(1 - o["trendProbability"] / 2)
        if not (steep and np.exp(here @ result.params) <= past.max()):
            result = None
    if result is None:
        here = now
        result = weighed(x, past)
    if y[at - 3 : at + 1].sum() < 5:
        return float("nan")
    mean, phi = float(np.exp(here @ result.params)), max(result.scale, 1)
    if phi <= 1 + 1e-7:
        return float(poisson.ppf(1 - o["alpha"], mean))
    return float(nbinom.ppf(1 - o["alpha"], mean / (phi - 1), 1 / phi))


counts = [np.array(c, dtype=float) for c in job["counts"]]
limit(counts[job["sample"][0][0]], job["sample"][0][1])
began = time.process_time()
uppers = [limit(counts[s], at) for s, at in job["sample"]]
seconds = time.process_time() - began
print(
    json.dumps(
        {
            "seconds": seconds,
            "uppers": [None if np.isnan(u) else u for u in uppers],
            "statsmodels": statsmodels.__version__,
            "scipy": scipy.__version__,
            "python": sys.version.split()[0],
        }
    )
)
