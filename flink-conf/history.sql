-- An archive's tables for Flink SQL: run by the SQL client (sql-client.sh -i flink-conf/history.sql) or,
-- statement by statement, by a TableEnvironment. Replace file:///archive by the archive's root; s3://
-- needs one of Flink's S3 file systems. The Parquet format needs flink-sql-parquet (or flink-parquet
-- and Hadoop's client jars) and zstd-jni.
--
-- Flink's own Parquet reader knows PLAIN and dictionary pages only: archive with --encodings basic.
-- `day` is a partition: a condition on it reads the folders of those days alone.

CREATE TABLE raw_samples (
  series_id BIGINT,
  name STRING,
  ts TIMESTAMP(3),
  scale TINYINT,
  mant BIGINT,
  `value` DOUBLE,
  chunk_start BOOLEAN,
  encoding TINYINT,
  start_ts TIMESTAMP(3),
  `day` DATE
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///archive/samples',
  'format' = 'parquet',
  'parquet.utc-timezone' = 'true'
);

CREATE TABLE series (
  series_id BIGINT,
  name STRING,
  labels MAP<STRING, STRING>,
  first_ts TIMESTAMP(3),
  last_ts TIMESTAMP(3),
  samples BIGINT,
  histograms BIGINT,
  `day` DATE
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 'file:///archive/series',
  'format' = 'parquet',
  'parquet.utc-timezone' = 'true'
);

-- The value in one column, exactly: see docs/format/archive.md.
CREATE VIEW samples AS
SELECT series_id, name, ts, COALESCE(`value`, mant / POWER(10, scale)) AS `value`, chunk_start, start_ts, `day`
FROM raw_samples;

-- A series has a row for each day and backup that hold it: FIRST_VALUE takes the labels of one.
CREATE VIEW history AS
SELECT samples.name, known.labels, samples.ts, samples.`value`, samples.`day`
FROM samples
LEFT JOIN (SELECT series_id, name, FIRST_VALUE(labels) AS labels FROM series GROUP BY series_id, name) AS known
  ON known.series_id = samples.series_id AND known.name = samples.name;
