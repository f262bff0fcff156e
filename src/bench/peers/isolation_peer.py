"""scikit-learn's isolation forest on one thread: fits and scores given rows with each side's own clock around the work alone."""

import json
import sys
import time

import numpy
import sklearn
from columns import read
from sklearn.ensemble import IsolationForest

job = json.load(open(sys.argv[1]))
x, _, _, _ = read(job["rows"])
x = numpy.ascontiguousarray(x)
began = time.process_time()
forest = IsolationForest(
    n_estimators=job["trees"], max_samples=job["sample"], random_state=job["seed"], n_jobs=1
).fit(x)
fitted = time.process_time()
scores = -forest.score_samples(x)
scored = time.process_time()
scores.astype("<f8").tofile(job["out"])
print(
    json.dumps(
        {
            "fit": fitted - began,
            "score": scored - fitted,
            "scikit_learn": sklearn.__version__,
            "python": sys.version.split()[0],
        }
    )
)
