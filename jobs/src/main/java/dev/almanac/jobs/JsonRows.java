package dev.almanac.jobs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Rows as one JSON array of objects, a row on each line. What JSON has no number for is written as
 * Prometheus's HTTP API writes it: the strings {@code "NaN"}, {@code "+Inf"} and {@code "-Inf"}.
 */
final class JsonRows implements RowFormat {

  private final PrintWriter out;
  private final JsonGenerator json;
  private List<Column> columns;
  private boolean any;

  JsonRows(PrintWriter out) {
    this.out = out;
    try {
      json =
          JsonFactory.builder()
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
              // Each row is handed on to the writer, which has a buffer of its own.
              .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
              .build()
              .createGenerator(out)
              .setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    out.print("[");
  }

  @Override
  public void row(List<Object> values) {
    out.print(any ? ",\n" : "\n");
    any = true;
    try {
      json.writeStartObject();
      for (int i = 0; i < values.size(); i++) {
        json.writeFieldName(columns.get(i).name());
        write(values.get(i));
      }
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    out.print(any ? "\n]\n" : "]\n");
  }

  private void write(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      json.writeEndArray();
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      json.writeString(SqlValues.text(number));
    } else {
      // Null, Boolean, a number or a string: Jackson has a way of writing each.
      json.writePOJO(value);
    }
  }
}
