package dev.almanac.flink;

import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.StagedPart;
import dev.almanac.series.Labels;
import dev.almanac.training.TrainedSeries;
import dev.almanac.training.TrainingSplit;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of what travels between Almanac's operators. */
public final class Values {

  public static final TypeInformation<ArchiveSplit> ARCHIVE_SPLIT =
      ValueTypeInfo.serializable(ArchiveSplit.class);

  public static final TypeInformation<StagedPart> STAGED_PART =
      ValueTypeInfo.serializable(StagedPart.class);

  public static final TypeInformation<TrainingSplit> TRAINING_SPLIT =
      ValueTypeInfo.serializable(TrainingSplit.class);

  public static final TypeInformation<TrainedSeries> TRAINED_SERIES =
      ValueTypeInfo.serializable(TrainedSeries.class);

  /** Series as keys: the hash code of texts is laid down by Java's specification. */
  public static final TypeInformation<Labels> LABELS =
      ValueTypeInfo.key(Labels.class, new LabelsSerializer());

  /** Values behind their numbers, whatever they are. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <T extends Serializable> TypeInformation<Numbered<T>> numbered() {
    return (TypeInformation) ValueTypeInfo.serializable(Numbered.class);
  }

  private Values() {}
}
