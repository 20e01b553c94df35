package dev.almanac.jobs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of days as people write it: {@code 30d}, {@code 8w}. */
final class Days implements ITypeConverter<Integer> {

  /** Up to 99,999 weeks: some two thousand years, whose number of days is an int. */
  private static final Pattern DAYS = Pattern.compile("([0-9]{1,5})([dw])");

  @Override
  public Integer convert(String text) {
    Matcher days = DAYS.matcher(text);
    if (!days.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no number of days or weeks, like 30d or 8w");
    }
    int number = Integer.parseInt(days.group(1));
    return days.group(2).equals("w") ? 7 * number : number;
  }
}
