package dev.almanac.flink;

import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.StagedPart;
import dev.almanac.training.TrainedSeries;
import dev.almanac.training.TrainingSplit;
import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of what travels between Almanac's operators. */
public final class Values {

  public static final TypeInformation<ArchiveSplit> ARCHIVE_SPLIT =
      new ValueTypeInfo<>(ArchiveSplit.class);

  public static final TypeInformation<StagedPart> STAGED_PART =
      new ValueTypeInfo<>(StagedPart.class);

  public static final TypeInformation<TrainingSplit> TRAINING_SPLIT =
      new ValueTypeInfo<>(TrainingSplit.class);

  public static final TypeInformation<TrainedSeries> TRAINED_SERIES =
      new ValueTypeInfo<>(TrainedSeries.class);

  /** Values behind their numbers, whatever they are. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  public static <T extends Serializable> TypeInformation<Numbered<T>> numbered() {
    return (TypeInformation) new ValueTypeInfo<>(Numbered.class);
  }

  private Values() {}
}
