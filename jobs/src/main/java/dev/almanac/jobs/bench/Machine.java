package dev.almanac.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * On what was measured: numbers of different machines do not compare, ratios may.
 *
 * @param cpu the processor's model, or its architecture where the system does not tell
 */
public record Machine(int processors, String cpu, String os, String java, long maxHeapBytes) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  public static Machine describe() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        cpuModel(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        Runtime.getRuntime().maxMemory());
  }

  /** Everything by its name. */
  public Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("processors", processors);
    view.put("cpu", cpu);
    view.put("os", os);
    view.put("java", java);
    view.put("max_heap_bytes", maxHeapBytes);
    return view;
  }

  private static String cpuModel() {
    try {
      return Files.readAllLines(CPU_INFO).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
