package dev.almanac.flink;

import dev.almanac.forecast.resample.Resampler;
import dev.almanac.series.Labels;
import dev.almanac.training.SeriesPiece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/** Joins the pieces of a series, when all are there, to its history. */
public final class JoinFunction
    extends KeyedProcessFunction<String, Tuple3<String[], Integer, byte[]>, Row> {

  /** Accumulator: series that have native histograms and no float samples. */
  public static final String HISTOGRAMS = "native histograms";

  private static final long serialVersionUID = 1L;

  private final LongCounter histograms = new LongCounter();
  private transient ListState<Tuple3<String[], Integer, byte[]>> pieces;

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(HISTOGRAMS, histograms);
    pieces = getRuntimeContext().getListState(new ListStateDescriptor<>("pieces", PieceRows.TYPE));
  }

  @Override
  public void processElement(
      Tuple3<String[], Integer, byte[]> piece, Context context, Collector<Row> out)
      throws Exception {
    pieces.add(piece);
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Row> out) throws Exception {
    List<SeriesPiece> all = new ArrayList<>();
    for (Tuple3<String[], Integer, byte[]> row : pieces.get()) {
      all.add(PieceRows.piece(row));
    }
    pieces.clear();
    Labels series = all.get(0).labels();
    Optional<Resampler> joined = SeriesPiece.join(all);
    if (joined.isPresent()) {
      out.collect(HistoryRows.of(series, joined.get().how().kind(), joined.get().history()));
    } else {
      histograms.add(1L);
    }
  }
}
