package dev.almanac.jobs;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: {@code 24h}, {@code 90m}, {@code 7d}, {@code 30s}. */
final class Hours implements ITypeConverter<Duration> {

  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})([smhd])");

  @Override
  public Duration convert(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException(
          "expected a time such as 24h or 90m, found \"" + text + "\"");
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
