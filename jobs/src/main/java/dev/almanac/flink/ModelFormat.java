package dev.almanac.flink;

import dev.almanac.training.ModelShardReader;
import dev.almanac.training.TrainedSeries;
import java.io.BufferedInputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.reader.SimpleStreamFormat;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.types.Row;

/** Files of models as Flink's file source reads them. */
final class ModelFormat extends SimpleStreamFormat<Row> {

  private static final long serialVersionUID = 1L;

  @Override
  public Reader<Row> createReader(Configuration configuration, FSDataInputStream file)
      throws IOException {
    ModelShardReader shard =
        new ModelShardReader("the model's data", new BufferedInputStream(file));
    return new Reader<>() {
      @Override
      public Row read() throws IOException {
        TrainedSeries next = shard.next();
        return next == null ? null : ModelRows.of(next);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  @Override
  public TypeInformation<Row> getProducedType() {
    return ModelRows.TYPE;
  }
}
