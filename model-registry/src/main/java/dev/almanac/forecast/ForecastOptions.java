package dev.almanac.forecast;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of a model before any data is seen.
 *
 * @param horizon for how many steps bands are learned; forecasts may reach further
 * @param seasons season lengths in steps, ascending; empty to find them in the data
 * @param zone the civil time whose days and weeks the series follows
 * @param country two letters of ISO 3166 of the country whose public holidays count, if any
 * @param lowest no forecast goes below; minus infinity for no limit
 * @param highest no forecast goes above; infinity for no limit
 */
public record ForecastOptions(
    int horizon,
    List<Integer> seasons,
    ZoneId zone,
    Optional<String> country,
    double lowest,
    double highest) {

  /** More seasons than any metric has. */
  private static final int MOST_SEASONS = 4;

  private static final int LONGEST = 1 << 20;

  /**
   * @throws IllegalArgumentException where a horizon or season is out of 1 to 1,048,576, seasons do
   *     not ascend, or the limits leave no room
   */
  public ForecastOptions {
    seasons = List.copyOf(seasons);
    requireLength("horizon", horizon, 1);
    if (seasons.size() > MOST_SEASONS) {
      throw new IllegalArgumentException(
          "seasons: expected at most " + MOST_SEASONS + ", found " + seasons);
    }
    int shorter = 1;
    for (int season : seasons) {
      requireLength("season", season, shorter + 1);
      shorter = season;
    }
    if (!(lowest < highest)) {
      throw new IllegalArgumentException("no room between " + lowest + " and " + highest);
    }
    country.ifPresent(ForecastOptions::requireCountry);
  }

  private static void requireLength(String what, int length, int least) {
    if (length < least || length > LONGEST) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + LONGEST + " steps, found " + length);
    }
  }

  private static void requireCountry(String country) {
    if (!country.matches("[A-Z]{2}")) {
      throw new IllegalArgumentException(
          "country: expected two capital letters of ISO 3166, found " + country);
    }
    if (!Holidays.knows(country)) {
      throw new IllegalArgumentException("country: no holidays are known of " + country);
    }
  }

  /** Seasons are found, days are those of UTC, nothing limits the values. */
  public static ForecastOptions of(int horizon) {
    return new ForecastOptions(
        horizon,
        List.of(),
        ZoneOffset.UTC,
        Optional.empty(),
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  public ForecastOptions withSeasons(List<Integer> lengths) {
    return new ForecastOptions(horizon, lengths, zone, country, lowest, highest);
  }

  public ForecastOptions withZone(ZoneId civil) {
    return new ForecastOptions(horizon, seasons, civil, country, lowest, highest);
  }

  public ForecastOptions withHolidaysOf(String iso3166) {
    return new ForecastOptions(horizon, seasons, zone, Optional.of(iso3166), lowest, highest);
  }

  public ForecastOptions within(double least, double most) {
    return new ForecastOptions(horizon, seasons, zone, country, least, most);
  }
}
