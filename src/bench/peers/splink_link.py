"""Links a table of standardised records with Splink on DuckDB, the documented way.

Reads a JSON job: { records (parquet), clusters (folder), threads, memory_mb, rules, training, comparisons, thresholds }.
Prints one JSON object: versions, seconds by step, pairs, peak memory in MB. Writes one file of clusters a threshold.
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink
from splink import DuckDBAPI, Linker, SettingsCreator

with open(sys.argv[1]) as file:
    job = json.load(file)

logging.getLogger("splink").setLevel(logging.ERROR)
con = duckdb.connect(":memory:")
con.execute(f"set threads = {int(job['threads'])}")
con.execute(f"set memory_limit = '{int(job['memory_mb'])}MiB'")
con.execute(f"set temp_directory = '{job['clusters']}'")
con.execute(f"create table records as select * from read_parquet('{job['records']}')")


def comparison(c):
    levels = [
        {
            "sql_condition": f'"{c["column"]}_l" is null or "{c["column"]}_r" is null',
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    for i, level in enumerate(c["levels"]):
        last = i == len(c["levels"]) - 1
        entry = {"sql_condition": "ELSE" if last else level["sql"], "label_for_charts": level["name"]}
        if i == 0 and c["frequency"]:
            entry["tf_adjustment_column"] = c["frequency"]
        levels.append(entry)
    return {"output_column_name": c["name"], "comparison_levels": levels}


steps = {}
began = time.perf_counter()


def lap(name):
    global began
    now = time.perf_counter()
    steps[name] = round(now - began, 2)
    began = now


api = DuckDBAPI(con)
settings = SettingsCreator(
    link_type="dedupe_only",
    unique_id_column_name="party_id",
    blocking_rules_to_generate_predictions=[
        {"blocking_rule": rule, "sql_dialect": "duckdb"} for rule in job["rules"]
    ],
    comparisons=[comparison(c) for c in job["comparisons"]],
    retain_matching_columns=False,
    retain_intermediate_calculation_columns=False,
)
linker = Linker(api.register("records"), settings, log_level=logging.ERROR)
linker.training.estimate_probability_two_random_records_match(job["deterministic"], recall=0.7)
lap("prior")
linker.training.estimate_u_using_random_sampling(max_pairs=job["u_pairs"], seed=1)
lap("u")
for rule in job["training"]:
    linker.training.estimate_parameters_using_expectation_maximisation(
        rule, estimate_without_term_frequencies=True, max_pairs=job["em_pairs"]
    )
lap("em")
predictions = linker.inference.predict(threshold_match_probability=0.05)
lap("predict")
first, *others = job["thresholds"]
clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
    predictions, threshold_match_probability=first
)
lap("clusters")

peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(frame, threshold):
    con.execute(
        f"copy (select party_id, cluster_id from {frame.physical_name}) "
        f"to '{job['clusters']}/clusters-{threshold}.csv' (header false)"
    )


write(clusters, first)
for threshold in others:
    write(
        linker.clustering.cluster_pairwise_predictions_at_threshold(
            predictions, threshold_match_probability=threshold
        ),
        threshold,
    )
kept = con.execute(f"select count(*) from {predictions.physical_name}").fetchone()[0]
print(
    json.dumps(
        {
            "splink": splink.__version__,
            "duckdb": duckdb.__version__,
            "python": sys.version.split()[0],
            "seconds": round(sum(steps.values()), 2),
            "steps": steps,
            "kept_pairs": kept,
            "peak_mb": round(peak),
        }
    )
)
