"""Clusters points by scikit-learn's DBSCAN: the time, and the labels where the job says."""

import json
import sys
import time

import numpy
import sklearn
from sklearn.cluster import DBSCAN

job = json.load(open(sys.argv[1]))
points = numpy.fromfile(job["points"], dtype="<f8").reshape(job["dimensions"], job["rows"]).T.copy()
began = time.perf_counter()
found = DBSCAN(eps=job["radius"], min_samples=job["min_points"], n_jobs=1).fit(points)
seconds = time.perf_counter() - began
found.labels_.astype("<i4").tofile(job["labels"])
print(json.dumps({"seconds": seconds, "version": sklearn.__version__}))
