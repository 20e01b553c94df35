"""What the notebooks share: the archive as SQL views, the almanac command, and how pictures look."""

import io
import json
import os
import re
import subprocess

import duckdb
import matplotlib.pyplot as plt
import pandas as pd

ROOT = os.environ.get("ALMANAC_ARCHIVE", "../var/archive")
ALMANAC = os.environ.get("ALMANAC", "../almanac")

# The colours of Okabe and Ito, which people with any colour vision tell apart.
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE, YELLOW, GREY = "#56B4E9", "#CC79A7", "#F0E442", "#8A8A8A"

plt.rcParams.update({
    "figure.figsize": (10, 4), "figure.dpi": 100, "figure.constrained_layout.use": True,
    "axes.grid": True, "axes.axisbelow": True, "grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False,
    "axes.titlelocation": "left", "axes.titleweight": "bold", "legend.frameon": False,
    "axes.prop_cycle": plt.cycler(color=[BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, GREY]),
})
pd.set_option("display.max_colwidth", 100, "display.precision", 3)


def connect():
    """DuckDB with three views over the archive's Parquet files: samples, series, history."""
    if not os.path.isdir(f"{ROOT}/series"):
        raise FileNotFoundError(f"no archive at {ROOT}: ALMANAC_ARCHIVE names its folder, ./main.sh demo makes one")
    db = duckdb.connect()
    db.sql("SET TimeZone = 'UTC'")
    db.sql(f"""
        CREATE VIEW samples AS
        SELECT series_id, name, ts, coalesce(value, mant / power(10, scale)) AS value, day
        FROM read_parquet('{ROOT}/samples/day=*/*.parquet', hive_partitioning = true)""")
    db.sql(f"""
        CREATE VIEW series AS
        FROM read_parquet('{ROOT}/series/day=*/*.parquet', hive_partitioning = true)""")
    db.sql("""
        CREATE VIEW history AS
        SELECT name, labels, ts, value, samples.day FROM samples
        JOIN (SELECT series_id, name, any_value(labels) AS labels FROM series GROUP BY ALL)
        USING (series_id, name)""")
    return db


def almanac(*words):
    """What the almanac command answers: a table where it is asked for CSV, else what its JSON says."""
    command = [ALMANAC, *words, "--archive", ROOT]
    if "--csv" not in words:
        command.append("--json")
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(f"almanac {' '.join(words)}\n{run.stderr}{run.stdout}")
    return pd.read_csv(io.StringIO(run.stdout)) if "--csv" in words else json.loads(run.stdout)


def times(column):
    """Times as the command writes them, as DuckDB reads them: UTC, without saying so."""
    return pd.to_datetime(column, utc=True).dt.tz_localize(None)


def usual_week(db, version, series):
    """
    What a version exported as VERSION_profile and VERSION_members takes for usual: by hours since Monday
    00:00, of the member with the most say among those with the longest season.
    """
    profile = db.execute(f"""
        SELECT at_seconds / 3600 AS hour, season_seconds / 3600 AS season, expected
        FROM {version}_profile JOIN {version}_members USING (series, member)
        WHERE series = ? AND hour IS NOT NULL
        QUALIFY dense_rank() OVER (ORDER BY season_seconds DESC, weight DESC, member) = 1""", [series]).df()
    if profile.empty:
        raise LookupError(f"{series} has no usual day or week; choose another series")
    days = 7 if profile["season"].iloc[0] == 24 else 1
    week = pd.concat([profile.assign(hour=profile["hour"] + 24 * day) for day in range(days)])
    # Weeks of a profile begin with a Thursday, as time does since 1970.
    return week.assign(hour=(week["hour"] + 72) % 168).sort_values("hour")


def short(series):
    """A series by its metric and its labels' values: node_load1 db-1:9100 node."""
    return " ".join([series.split("{")[0], *re.findall(r'="([^"]*)"', series)])
