package dev.almanac.flink;

import dev.almanac.training.SeriesRules;
import dev.almanac.training.SeriesSettings;
import dev.almanac.training.TrainingConfig;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.types.Row;

/** Lets pass the histories of series that are learned with the same settings. */
public final class SettingsFilter extends RichFilterFunction<Row> {

  private static final long serialVersionUID = 1L;

  private final TrainingConfig config;
  private final SeriesSettings settings;
  private transient SeriesRules rules;

  public SettingsFilter(TrainingConfig config, SeriesSettings settings) {
    this.config = config;
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    rules = new SeriesRules(config);
  }

  @Override
  public boolean filter(Row history) {
    return rules
        .ruleOf(HistoryRows.series(history))
        .filter(rule -> rule.settings().equals(settings))
        .isPresent();
  }
}
