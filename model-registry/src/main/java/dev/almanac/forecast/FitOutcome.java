package dev.almanac.forecast;

import java.util.Set;

/**
 * What came of learning a model: one, with remarks on the data, or the reason why there is none.
 */
public sealed interface FitOutcome {

  /**
   * A model.
   *
   * @param model the model
   * @param remarks what was unusual about the data, in the order of {@link Remark}
   */
  record Fitted(SeriesModel model, Set<Remark> remarks) implements FitOutcome {
    public Fitted {
      remarks = Remark.inOrder(remarks);
    }
  }

  /** No model can be learned from this history. */
  record Skipped(SkipReason reason) implements FitOutcome {}
}
