package dev.almanac.flink;

import dev.almanac.training.ModelShardWriter;
import dev.almanac.training.ModelShards;
import dev.almanac.training.TrainedSeries;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes files of models, each once all its series are there. All series of a file have to come to
 * the same worker. Yields the names of the files.
 */
final class ModelWriteOperator extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<TrainedSeries, String>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final Path folder;
  private transient java.nio.file.Path scratch;
  private transient Map<Integer, ModelShardWriter> shards;

  ModelWriteOperator(Path folder) {
    this.folder = folder;
  }

  @Override
  public void open() throws Exception {
    scratch = Files.createTempDirectory("almanac-models");
    shards = new TreeMap<>();
  }

  @Override
  public void processElement(StreamRecord<TrainedSeries> record) throws IOException {
    TrainedSeries series = record.getValue();
    ModelShardWriter shard = shards.get(series.shard());
    if (shard == null) {
      shard = new ModelShardWriter(scratch.resolve("shard-" + series.shard()));
      shards.put(series.shard(), shard);
    }
    shard.add(series);
  }

  @Override
  public void endInput() throws IOException {
    FileSystem files = folder.getFileSystem();
    files.mkdirs(folder);
    for (Map.Entry<Integer, ModelShardWriter> shard : shards.entrySet()) {
      String name = ModelShards.name(shard.getKey());
      write(files, name, shard.getValue());
      output.collect(new StreamRecord<>(name));
    }
  }

  /**
   * Whole and at once, in place of what an attempt wrote that was lost with its process: the same
   * series make the same file.
   */
  private void write(FileSystem files, String name, ModelShardWriter shard) throws IOException {
    Path draft = new Path(folder, "." + name + "." + UUID.randomUUID());
    try (OutputStream out = files.create(draft, WriteMode.NO_OVERWRITE)) {
      shard.writeTo(out);
    }
    if (!files.rename(draft, new Path(folder, name))) {
      throw new IOException(draft + " cannot be renamed to " + name);
    }
  }

  @Override
  public void close() throws Exception {
    if (shards != null) {
      for (ModelShardWriter shard : shards.values()) {
        shard.close();
      }
      Files.deleteIfExists(scratch);
    }
    super.close();
  }
}
