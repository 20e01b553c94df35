package dev.almanac.jobs;

import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.History;
import dev.almanac.training.SeriesForecast;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A forecast as a picture: the history, what is expected, and the band around it. */
final class ForecastPicture {

  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color EXPECTED = new Color(0x1f, 0x77, 0xb4);
  private static final Color BAND = new Color(0x9e, 0xc5, 0xe4);

  private final SeriesForecast series;
  private final double level;

  ForecastPicture(SeriesForecast series, double level) {
    this.series = series;
    this.level = level;
  }

  static boolean canWrite(Path file) {
    return !format(file).isEmpty();
  }

  private static String format(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") ? "png" : name.endsWith(".svg") ? "svg" : "";
  }

  /** Writes the picture, in place of what the file held. */
  void write(Path file) throws IOException {
    // There need be no screen.
    System.setProperty("java.awt.headless", "true");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (format(file).equals("png")) {
      BitmapEncoder.saveBitmap(chart(), bytes, BitmapEncoder.BitmapFormat.PNG);
    } else {
      VectorGraphicsEncoder.saveVectorGraphic(chart(), bytes, VectorGraphicsFormat.SVG);
    }
    Files.write(file, bytes.toByteArray());
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder().width(1000).height(420).title(series.labels().toString()).build();
    chart.getStyler().setChartTitleFont(chart.getStyler().getLegendFont());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setDatePattern("MM-dd HH:mm");
    History recent = series.recent();
    Forecast forecast = series.forecast();
    Forecast.Interval band = forecast.interval(level);
    long start = forecast.start();
    long step = forecast.step();
    line(chart, "history", recent.start(), step, recent.values(), INK);
    line(chart, "median", start, step, forecast.median(), EXPECTED);
    String share =
        BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
    line(chart, "lower limit of " + share, start, step, band.lower(), BAND);
    line(chart, "upper limit of " + share, start, step, band.upper(), BAND);
    return chart;
  }

  @SuppressWarnings("JavaUtilDate") // what XChart takes for a time
  private static void line(
      XYChart chart, String name, long start, long step, double[] values, Color color) {
    List<Date> times = new ArrayList<>(values.length);
    List<Double> known = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      times.add(new Date(start + i * step));
      // A gap in the line.
      known.add(Double.isFinite(values[i]) ? values[i] : Double.NaN);
    }
    XYSeries line = chart.addSeries(name, times, known);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color);
    line.setLineWidth(1.4f);
  }
}
