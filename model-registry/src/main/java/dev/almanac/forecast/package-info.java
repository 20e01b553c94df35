/**
 * Forecasting of a metric from its own history: models as immutable values, without any engine.
 *
 * <p>{@link dev.almanac.forecast.Forecaster} turns a {@link dev.almanac.forecast.History} into a
 * {@link dev.almanac.forecast.SeriesModel}, or says why it cannot; the model turns what was seen
 * last into a {@link dev.almanac.forecast.Forecast}. Equal input gives equal bits, in every JVM: no
 * method whose result may differ between interpreter and compiler is used ({@link StrictMath},
 * never {@code Math.exp}), and sums are taken in one order.
 */
package dev.almanac.forecast;
