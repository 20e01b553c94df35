package dev.almanac.registry.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.almanac.episode.Episode;
import dev.almanac.episode.Peak;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Episodes of anomalies as JSON, and as CSV, a line for each. */
final class AnomalyWriter {

  private final Page<Episode> page;
  private final List<Peak> peaks;

  /**
   * @param peaks of the page's episodes, in their order
   */
  AnomalyWriter(Page<Episode> page, List<Peak> peaks) {
    this.page = page;
    this.peaks = peaks;
  }

  byte[] json() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("anomalies");
      for (int i = 0; i < peaks.size(); i++) {
        write(json, page.elements().get(i), peaks.get(i));
      }
      json.writeEndArray();
      json.writeStringField("next", page.next().orElse(null));
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Episode episode, Peak peak) throws IOException {
    json.writeStartObject();
    json.writeStringField("series", episode.source().toString());
    ForecastWriter.write(json, episode.source());
    time(json, "start", episode.start());
    time(json, "end", episode.end());
    json.writeNumberField("samples", episode.samples());
    json.writeObjectFieldStart("peak");
    time(json, "at", episode.peakAt());
    number(json, "score", OptionalDouble.of(episode.peak()));
    number(json, "value", peak.value());
    number(json, "expected", peak.expected());
    number(json, "lower", peak.lower());
    number(json, "upper", peak.upper());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void time(JsonGenerator json, String name, long milliseconds) throws IOException {
    json.writeFieldName(name);
    ForecastWriter.writeTime(json, milliseconds);
  }

  /** JSON knows no infinity, and what is not known is null. */
  private static void number(JsonGenerator json, String name, OptionalDouble value)
      throws IOException {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.writeNumberField(name, value.getAsDouble());
    } else {
      json.writeNullField(name);
    }
  }

  byte[] csv() {
    StringBuilder text = new StringBuilder();
    text.append("series,start,end,samples,peak_at,score,value,expected,lower,upper\r\n");
    for (int i = 0; i < peaks.size(); i++) {
      append(text, page.elements().get(i), peaks.get(i));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, Episode episode, Peak peak) {
    text.append(ForecastWriter.quoted(episode.source()));
    text.append(',').append(Instant.ofEpochMilli(episode.start()));
    text.append(',').append(Instant.ofEpochMilli(episode.end()));
    text.append(',').append(episode.samples());
    text.append(',').append(Instant.ofEpochMilli(episode.peakAt()));
    text.append(',').append(episode.peak());
    for (OptionalDouble one : List.of(peak.value(), peak.expected(), peak.lower(), peak.upper())) {
      text.append(',');
      one.ifPresent(text::append);
    }
    text.append("\r\n");
  }
}
