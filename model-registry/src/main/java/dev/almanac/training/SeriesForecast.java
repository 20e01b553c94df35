package dev.almanac.training;

import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.History;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;

/**
 * What is expected of a series.
 *
 * @param labels the series
 * @param kind what its samples mean: of a counter the rate is forecast, per second
 * @param recent what the forecast is made from
 * @param forecast what follows it
 */
public record SeriesForecast(Labels labels, SampleKind kind, History recent, Forecast forecast) {}
