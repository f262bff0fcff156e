"""One job over a graph by igraph, leidenalg or networkx: wall and processor seconds of the work alone, and its answer in a file."""

import json
import random
import sys
import time

import numpy

job = json.load(open(sys.argv[1]))
n = job["nodes"]
ties = numpy.column_stack([numpy.fromfile(job["left"], dtype="<i4"), numpy.fromfile(job["right"], dtype="<i4")])
what = job["what"]
answer = {}


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    answer["wall"] = answer.get("wall", 0) + time.perf_counter() - wall
    answer["cpu"] = answer.get("cpu", 0) + time.process_time() - cpu
    return result


def put(values, kind):
    numpy.asarray(values).astype(kind).tofile(job["out"])


if what == "birank":
    import networkx

    answer["version"] = networkx.__version__
    graph = networkx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(ties.tolist())
    query = numpy.fromfile(job["query"], dtype="<f8")
    known = {int(v): float(query[v]) for v in numpy.flatnonzero(query)}
    found = timed(
        lambda: networkx.bipartite.birank(
            graph,
            range(n // 2),
            alpha=job["alpha"],
            beta=job["alpha"],
            bottom_personalization=known,
            max_iter=1000,
            tol=job["tolerance"] / n,
            weight=None,
        )
    )
    put([found[v] for v in range(n)], "<f8")
else:
    import igraph

    answer["version"] = igraph.__version__
    if what == "build_components":
        graph = timed(lambda: igraph.Graph(n=n, edges=ties))
        parts = timed(lambda: graph.connected_components())
        put(parts.membership, "<i4")
    else:
        graph = igraph.Graph(n=n, edges=ties)
    if what == "pagerank":
        put(timed(lambda: graph.pagerank(damping=job["damping"])), "<f8")
    if what == "betweenness":
        put(timed(lambda: graph.betweenness()), "<f8")
    if what == "leiden":
        random.seed(job["seed"])
        igraph.set_random_number_generator(random)
        found = timed(lambda: graph.community_leiden("modularity", n_iterations=job["rounds"]))
        answer["modularity"] = found.modularity
    if what == "leidenalg":
        import leidenalg

        answer["version"] = leidenalg.__version__
        found = timed(
            lambda: leidenalg.find_partition(
                graph, leidenalg.ModularityVertexPartition, n_iterations=job["rounds"], seed=job["seed"]
            )
        )
        answer["modularity"] = found.modularity
    if what == "neighbourhood":
        seconds = []
        for v in job["centres"]:
            began = time.perf_counter()
            graph.neighborhood(v, order=job["depth"])
            seconds.append(time.perf_counter() - began)
        answer["wall"] = float(numpy.quantile(seconds, 0.99))
        answer["cpu"] = answer["wall"]
print(json.dumps(answer))
