package dev.almanac.jobs.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what this process uses from one moment on: time by the clock, time of all its threads on
 * processors (the compiler's and the collector's too), and memory.
 */
public final class ProcessMeter {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+([0-9]+) kB");

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long startedAt;
  private final long cpuBefore;
  private final boolean peakReset;

  private ProcessMeter(boolean peakReset) {
    this.peakReset = peakReset;
    cpuBefore = PROCESS.getProcessCpuTime();
    startedAt = System.nanoTime();
  }

  /**
   * What was used.
   *
   * @param seconds by the clock
   * @param cpuSeconds of all threads
   * @param peakHeapBytes the most that the heap held, garbage included
   * @param peakResidentBytes the most memory that the process had, or null where the system does
   *     not tell
   */
  public record Usage(
      double seconds, double cpuSeconds, long peakHeapBytes, Long peakResidentBytes) {

    /** Everything by its name. */
    public Map<String, Object> view() {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("seconds", seconds);
      view.put("cpu_seconds", cpuSeconds);
      view.put("peak_heap_bytes", peakHeapBytes);
      view.put("peak_resident_bytes", peakResidentBytes);
      return view;
    }
  }

  public static ProcessMeter start() {
    System.gc();
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    return new ProcessMeter(resetResidentPeak());
  }

  public Usage stop() {
    long nanos = System.nanoTime() - startedAt;
    long cpu = PROCESS.getProcessCpuTime() - cpuBefore;
    long heap = heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    double second = TimeUnit.SECONDS.toNanos(1);
    return new Usage(nanos / second, cpu / second, heap, peakReset ? residentPeak() : null);
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Makes Linux forget the peak so far; false on other systems and where it may not be told. */
  private static boolean resetResidentPeak() {
    try {
      Files.writeString(CLEAR, "5");
      return Files.isReadable(STATUS);
    } catch (IOException e) {
      return false;
    }
  }

  private static Long residentPeak() {
    try {
      Matcher peak = PEAK.matcher(Files.readString(STATUS));
      return peak.find() ? Long.valueOf(Long.parseLong(peak.group(1)) * 1024) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
