package dev.almanac.registry.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.almanac.archive.NumbersTable;
import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.History;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.training.LoadedForecasts;
import dev.almanac.training.LoadedSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Forecasts as JSON, a list of numbers for each measure, and as CSV, a line for each step. */
final class ForecastWriter {

  private static final int SMALL = 16 << 10;

  private final ForecastQuery query;
  private final LoadedForecasts loaded;
  private final List<LoadedSeries> series;

  ForecastWriter(ForecastQuery query, LoadedForecasts loaded, List<LoadedSeries> series) {
    this.query = query;
    this.loaded = loaded;
    this.series = series;
  }

  static String kind(SampleKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** The steps of a forecast that are wanted, by their numbers. */
  private int[] wanted(LoadedSeries one, Forecast forecast) {
    int stride = query.stride(one);
    int[] steps = new int[forecast.horizon()];
    int count = 0;
    for (int i = stride - 1; i < forecast.horizon(); i += stride) {
      if (query.isWanted(forecast.time(i))) {
        steps[count++] = i;
      }
    }
    return Arrays.copyOf(steps, count);
  }

  byte[] json() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SMALL);
    try (JsonGenerator json = Json.generator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", loaded.version().model());
      json.writeNumberField("version", loaded.version().number());
      json.writeStringField("backup", loaded.backup().id());
      json.writeArrayFieldStart("series");
      for (LoadedSeries one : series) {
        write(json, one);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator json, LoadedSeries one) throws IOException {
    Forecast forecast = one.forecast(query.steps(one)).forecast();
    int[] steps = wanted(one, forecast);
    json.writeStartObject();
    json.writeStringField("series", one.labels().toString());
    write(json, one.labels());
    json.writeStringField("kind", kind(one.summary().kind()));
    json.writeNumberField("step_seconds", one.model().step() / 1000.0 * query.stride(one));
    json.writeArrayFieldStart("times");
    for (int step : steps) {
      writeTime(json, forecast.time(step));
    }
    json.writeEndArray();
    write(json, "mean", forecast.mean(), steps);
    write(json, "median", forecast.median(), steps);
    json.writeObjectFieldStart("quantiles");
    for (double level : query.levels()) {
      write(json, Double.toString(level), forecast.quantile(level), steps);
    }
    json.writeEndObject();
    if (!query.history().isZero()) {
      writeHistory(json, one);
    }
    json.writeEndObject();
  }

  /** In seconds, as Prometheus has them. */
  static void writeTime(JsonGenerator json, long milliseconds) throws IOException {
    if (milliseconds % 1000 == 0) {
      json.writeNumber(milliseconds / 1000);
    } else {
      json.writeNumber(BigDecimal.valueOf(milliseconds, 3));
    }
  }

  /** The field {@code labels}. */
  static void write(JsonGenerator json, Labels labels) throws IOException {
    json.writeObjectFieldStart("labels");
    for (int i = 0; i < labels.size(); i++) {
      json.writeStringField(labels.name(i), labels.value(i));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, double[] values, int[] steps)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (int step : steps) {
      json.writeNumber(values[step]);
    }
    json.writeEndArray();
  }

  /** What was, as the model sees it; null where nothing is known. */
  private void writeHistory(JsonGenerator json, LoadedSeries one) throws IOException {
    long count = Math.min(Integer.MAX_VALUE, query.history().toMillis() / one.model().step());
    History recent = one.recent().last((int) count);
    json.writeObjectFieldStart("history");
    json.writeArrayFieldStart("times");
    for (int i = 0; i < recent.length(); i++) {
      writeTime(json, recent.time(i));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("values");
    for (double value : recent.values()) {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  byte[] csv() {
    StringBuilder text = new StringBuilder(SMALL);
    text.append("series,time,mean,median");
    for (double level : query.levels()) {
      text.append(",q").append(level);
    }
    text.append("\r\n");
    for (LoadedSeries one : series) {
      append(text, one);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A series as a field of CSV. */
  static String quoted(Labels labels) {
    return '"' + labels.toString().replace("\"", "\"\"") + '"';
  }

  private void append(StringBuilder text, LoadedSeries one) {
    Forecast forecast = one.forecast(query.steps(one)).forecast();
    String name = quoted(one.labels());
    double[] mean = forecast.mean();
    double[] median = forecast.median();
    double[][] quantiles = new double[query.levels().size()][];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = forecast.quantile(query.levels().get(i));
    }
    for (int step : wanted(one, forecast)) {
      text.append(name).append(',').append(Instant.ofEpochMilli(forecast.time(step)));
      text.append(',').append(mean[step]).append(',').append(median[step]);
      for (double[] quantile : quantiles) {
        text.append(',').append(quantile[step]);
      }
      text.append("\r\n");
    }
  }

  /** A row for each step, as in CSV, with the labels as a map. */
  byte[] parquet() {
    List<String> levels = query.levels().stream().map(level -> "q" + level).toList();
    NumbersTable table = new NumbersTable(concat(List.of("mean", "median"), levels));
    for (LoadedSeries one : series) {
      Forecast forecast = one.forecast(query.steps(one)).forecast();
      double[][] numbers = new double[2 + levels.size()][];
      numbers[0] = forecast.mean();
      numbers[1] = forecast.median();
      for (int i = 0; i < levels.size(); i++) {
        numbers[2 + i] = forecast.quantile(query.levels().get(i));
      }
      for (int step : wanted(one, forecast)) {
        table.add(one.labels(), forecast.time(step), column -> numbers[column][step]);
      }
    }
    return table.finish();
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
