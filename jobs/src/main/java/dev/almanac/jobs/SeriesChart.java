package dev.almanac.jobs;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** Values over time as a picture. */
final class SeriesChart {

  static final Color INK = new Color(0x33, 0x33, 0x33);
  static final Color EXPECTED = new Color(0x1f, 0x77, 0xb4);
  static final Color BAND = new Color(0x9e, 0xc5, 0xe4);
  static final Color ALARM = new Color(0xd6, 0x27, 0x28);

  private final XYChart chart;

  SeriesChart(String title) {
    // There need be no screen.
    System.setProperty("java.awt.headless", "true");
    chart = new XYChartBuilder().width(1000).height(420).title(title).build();
    chart.getStyler().setChartTitleFont(chart.getStyler().getLegendFont());
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendBorderColor(Color.WHITE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setDatePattern("MM-dd HH:mm");
  }

  /** Whether a file's name says what can be written. */
  static boolean canWrite(Path file) {
    return !format(file).isEmpty();
  }

  private static String format(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") ? "png" : name.endsWith(".svg") ? "svg" : "";
  }

  /** A line through values; where one is not finite there is a gap. */
  void line(String name, long[] times, double[] values, Color color) {
    XYSeries line = series(name, times, values);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color);
    line.setLineWidth(1.4f);
  }

  /** Values as marks. */
  void marks(String name, long[] times, double[] values, Color color) {
    XYSeries marks = series(name, times, values);
    marks.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    marks.setMarker(SeriesMarkers.CIRCLE);
    marks.setMarkerColor(color);
  }

  @SuppressWarnings("JavaUtilDate") // what XChart takes for a time
  private XYSeries series(String name, long[] times, double[] values) {
    List<Date> dates = new ArrayList<>(values.length);
    List<Double> known = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      dates.add(new Date(times[i]));
      known.add(Double.isFinite(values[i]) ? values[i] : Double.NaN);
    }
    return chart.addSeries(name, dates, known);
  }

  /** Writes the picture, in place of what the file held. */
  void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (format(file).equals("png")) {
      BitmapEncoder.saveBitmap(chart, bytes, BitmapEncoder.BitmapFormat.PNG);
    } else {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    }
    Files.write(file, bytes.toByteArray());
  }
}
