package dev.almanac.jobs;

import dev.almanac.series.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which time: {@code --from} and {@code --until}. */
final class TimeOptions {

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "From here on: 2026-11-23, 2026-11-23T10:30 or 2026-11-23T10:30:00+01:00; UTC.")
  private Instant from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "Up to here, without this instant.")
  private Instant until;

  boolean given() {
    return from != null || until != null;
  }

  /** As they are to be said again, with a space before each. */
  String words() {
    return (from == null ? "" : " --from " + from) + (until == null ? "" : " --until " + until);
  }

  TimeRange range(CommandLine verb) {
    long first = from == null ? TimeRange.ALL.from() : from.toEpochMilli();
    long end = until == null ? TimeRange.ALL.until() : until.toEpochMilli();
    if (end <= first) {
      throw new CommandLine.ParameterException(verb, "--until must be later than --from");
    }
    return new TimeRange(first, end);
  }

  /** A moment as people write it. */
  static final class Moment implements ITypeConverter<Instant> {

    private static final List<Function<String, Instant>> FORMS =
        List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));

    @Override
    public Instant convert(String text) {
      for (Function<String, Instant> form : FORMS) {
        try {
          return form.apply(text.replace(' ', 'T'));
        } catch (DateTimeParseException e) {
          // Perhaps it is of the next form; that it is of none is said below.
        }
      }
      throw new TypeConversionException(
          "expected a time such as 2026-11-23 or 2026-11-23T10:30, found \"" + text + "\"");
    }
  }
}
