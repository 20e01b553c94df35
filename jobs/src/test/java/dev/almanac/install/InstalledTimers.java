package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The timers of the nightly work, as systemd knows them, and the clock that it goes by. */
record InstalledTimers(NspawnMachine machine) {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Pattern CALENDAR = Pattern.compile("OnCalendar=(.*?) ;");

  /** In the zone of the machine, which is UTC. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** When a timer is to elapse, as systemd has read it. */
  String calendar(String work) {
    Matcher calendar = CALENDAR.matcher(property(timer(work), "TimersCalendar"));
    assertThat(calendar.find()).isTrue();
    return calendar.group(1);
  }

  /**
   * Moves the clock to just before the hour that a timer waits for, and waits until what it starts
   * then is done. Nobody else starts it.
   */
  void haveItsWorkDone(String work, Instant hour) {
    String service = "almanac-" + work + ".service";
    String run = property(service, "InvocationID");
    assertThat(time(timer(work), "NextElapseUSecRealtime")).isEqualTo(hour);
    assertThat(time(timer(work), "LastTriggerUSec")).isBefore(hour);
    try {
      machine.clock().set(hour.minusSeconds(5));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until(
        timer(work) + " has elapsed",
        PATIENCE,
        () -> !time(timer(work), "LastTriggerUSec").isBefore(hour));
    Await.until(
        service + " has run",
        PATIENCE,
        () ->
            !property(service, "InvocationID").equals(run)
                && Set.of("inactive", "failed").contains(property(service, "ActiveState")));
    assertThat(property(service, "Result")).as(journal(work)).isEqualTo("success");
    assertThat(property(service, "ExecMainStatus")).as(journal(work)).isEqualTo("0");
  }

  private static String timer(String work) {
    return "almanac-" + work + ".timer";
  }

  /** What the work has said lately. */
  String journal(String work) {
    return machine.run("journalctl", "--no-pager", "-n", "60", "-u", "almanac-" + work).out();
  }

  /** A time that systemd tells of a unit; the beginning of all times for one that has not been. */
  private Instant time(String unit, String property) {
    String time = property(unit, property);
    return time.isEmpty() ? Instant.MIN : Instant.from(TIME.parse(time));
  }

  String property(String unit, String property) {
    return machine
        .run("systemctl", "show", "--value", "--property=" + property, unit)
        .out()
        .strip();
  }
}
