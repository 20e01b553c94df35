package dev.almanac.jobs;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The length of a step as people write it, 15s, 5m, 1h or 1d, in milliseconds. */
final class StepLength implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|d)");

  private static final Map<String, Long> UNITS =
      Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException("expected a length such as 15s, 5m, 1h or 1d: " + text);
    }
    return Long.parseLong(form.group(1)) * UNITS.get(form.group(2));
  }
}
