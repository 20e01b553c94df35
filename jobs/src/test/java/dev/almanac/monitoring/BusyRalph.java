package dev.almanac.monitoring;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What Ralph tells of working days and quiet nights, in the metrics of django-prometheus. On one
 * morning its list of assets is slow, and its API fails.
 */
final class BusyRalph {

  private static final String[] RALPH = {"instance", "127.0.0.1:8000", "job", "ralph"};
  private static final String LATENCY = "django_http_requests_latency_seconds_by_view_method";
  private static final double[] EDGES = {
    .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 25, 50, 75, Double.POSITIVE_INFINITY
  };

  /** How steep a view's response times rise about their median. */
  private static final double STEEP = 3;

  private static final double ANSWER_BYTES = 38_000;

  private static final List<View> VIEWS =
      List.of(
          new View("admin:index", "GET", 0.5, 0.06, 0.12, Map.of("200", 1.0)),
          new View("admin:login", "GET", 0.1, 0, 0.05, Map.of("200", 1.0)),
          new View("admin:login", "POST", 0.12, 0, 0.25, Map.of("302", 0.85, "200", 0.15)),
          new View(
              "admin:data_center_datacenterasset_changelist",
              "GET",
              1.4,
              0,
              0.55,
              Map.of("200", 0.999, "500", 0.001)),
          new View(
              "admin:data_center_datacenterasset_change", "GET", 0.9, 0, 0.2, Map.of("200", 1.0)),
          new View(
              "admin:data_center_datacenterasset_change",
              "POST",
              0.3,
              0,
              0.4,
              Map.of("302", 0.9, "200", 0.1)),
          new View(
              "datacenterasset-list", "GET", 0.9, 0.5, 0.09, Map.of("200", 0.997, "500", 0.003)),
          new View("ipaddress-list", "GET", 0.3, 0.4, 0.05, Map.of("200", 0.98, "403", 0.02)),
          new View("ipaddress-detail", "PATCH", 0.2, 0.1, 0.08, Map.of("200", 0.98, "400", 0.02)),
          new View("<unnamed view>", "GET", 0.05, 0.02, 0.01, Map.of("404", 1.0)));

  /**
   * A page, or a part of the API.
   *
   * @param byDay requests a second that people make when all are at work
   * @param always those that programs make
   * @param median of its response times, in seconds
   * @param statuses the parts of its answers
   */
  private record View(
      String name,
      String method,
      double byDay,
      double always,
      double median,
      Map<String, Double> statuses) {

    double requests(long time) {
      double rough = 1 + 0.3 * Shapes.wobble(name + method, time);
      return rough * (byDay * atWork(time) + always);
    }

    double median(long time) {
      boolean slow = name.endsWith("_changelist");
      return median * (1 + 0.15 * Shapes.wobble(name, time) + (slow ? 6 * trouble(time) : 0));
    }

    double part(String status, long time) {
      double failing = name.equals("datacenterasset-list") ? 0.3 * trouble(time) : 0;
      return statuses.get(status) * (1 - failing) + (status.equals("500") ? failing : 0);
    }

    double below(double edge, long time) {
      return 1 / (1 + Math.pow(median(time) / edge, STEEP));
    }

    double seconds(long time) {
      return median(time) * Math.PI / STEEP / Math.sin(Math.PI / STEEP);
    }
  }

  private BusyRalph() {}

  static void add(Shapes to) {
    VIEWS.forEach(view -> add(view, to));
    to.sum(
        "django_http_requests_latency_including_middlewares_seconds_sum",
        time -> total(view -> view.requests(time) * view.seconds(time)),
        RALPH);
    to.counter(
        "django_http_responses_body_total_bytes_sum",
        time -> ANSWER_BYTES * total(view -> view.requests(time)),
        RALPH);
    Map.of("OperationalError", 0.9, "ValueError", 0.1)
        .forEach(
            (type, share) ->
                to.counter(
                    "django_http_exceptions_total_by_type_total",
                    time ->
                        share
                            * total(
                                view ->
                                    view.statuses.containsKey("500")
                                        ? view.requests(time) * view.part("500", time)
                                        : 0),
                    labels("type", type)));
    to.gauge(
        "scrape_duration_seconds",
        time ->
            0.021
                + 0.006 * Shapes.wobble("scrape", time)
                + 0.01 * atWork(time)
                + 0.03 * trouble(time),
        RALPH);
    to.gauge("up", time -> 1, RALPH);
    to.gauge(
        "probe_success",
        time -> 1,
        "instance",
        "http://127.0.0.1:8000/status/health",
        "job",
        "probe",
        "service",
        "ralph");
  }

  private static double total(ToDoubleFunction<View> of) {
    return VIEWS.stream().mapToDouble(of).sum();
  }

  private static void add(View view, Shapes to) {
    view.statuses
        .keySet()
        .forEach(
            status ->
                to.counter(
                    "django_http_responses_total_by_status_view_method_total",
                    time -> view.requests(time) * view.part(status, time),
                    labels("status", status, "view", view.name, "method", view.method)));
    for (double edge : EDGES) {
      String le = Double.isInfinite(edge) ? "+Inf" : String.valueOf(edge);
      // Not whole, for few requests at night would make edges of it.
      to.sum(
          LATENCY + "_bucket",
          time -> view.requests(time) * view.below(edge, time),
          labels("le", le, "view", view.name, "method", view.method));
    }
  }

  private static String[] labels(String... more) {
    String[] all = Arrays.copyOf(RALPH, RALPH.length + more.length);
    System.arraycopy(more, 0, all, RALPH.length, more.length);
    return all;
  }

  /** Which part of the people is at work. */
  private static double atWork(long time) {
    LocalDateTime civil = civil(time);
    boolean weekend = civil.getDayOfWeek().getValue() > 5;
    double hour = civil.getHour() + civil.getMinute() / 60.0;
    return (weekend ? 0.08 : 1)
        * Math.max(0.01, Shapes.hill(hour, 10, 1.6) + 0.9 * Shapes.hill(hour, 14.2, 1.7));
  }

  /** Comes up in the morning of Monday, and is gone within the hour. */
  private static double trouble(long time) {
    LocalDateTime civil = civil(time);
    double hour = civil.getHour() + civil.getMinute() / 60.0;
    return civil.getDayOfWeek().getValue() == 1 ? Shapes.hill(hour, 9.3, 0.18) : 0;
  }

  private static LocalDateTime civil(long time) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
  }
}
