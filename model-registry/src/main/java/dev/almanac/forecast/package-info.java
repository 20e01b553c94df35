/**
 * Forecasting of a metric from its own history: models as immutable values, without any engine.
 *
 * <p>Nothing lives here yet; the architecture test already guards what may be imported.
 */
package dev.almanac.forecast;
