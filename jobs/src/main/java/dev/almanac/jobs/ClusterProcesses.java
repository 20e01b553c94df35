package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.util.FileUtils;

/**
 * The processes of a Flink cluster on this machine, made of the very jars of this JVM. They outlive
 * it; their folder remembers them:
 *
 * <pre>
 * zookeeper.process, jobmanager.process, taskmanager-1.process …   who they are
 * log/                                  NAME.log of each, and NAME.out for what Java itself says
 * tmp/NAME/                             temporary files of each, gone with its next start
 * zoo.cfg, zookeeper/                   the ZooKeeper, where none is configured
 * ha/                                   which jobs there are
 * credentials.env                       what the jobs may know, for their eyes only
 * </pre>
 */
final class ClusterProcesses {

  static final String ZOOKEEPER = "zookeeper";
  static final String JOB_MANAGER = "jobmanager";
  static final String LOGS = "log";
  static final String SCRATCH = "tmp";

  private static final String TASK_MANAGER = "taskmanager-";

  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration FREED_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path dir;

  /**
   * @param dir an absolute path: the processes have it on their command lines
   */
  ClusterProcesses(Path dir) {
    this.dir = dir;
  }

  /**
   * Starts those that do not run. What runs is left alone, more TaskManagers than asked for too.
   *
   * @return the names of those that were started
   */
  List<String> start(ClusterSettings settings) throws IOException, InterruptedException {
    prepare(dir);
    try (FileChannel file =
            FileChannel.open(
                dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(file)) {
      return lock.isValid() ? startMissing(settings) : List.of();
    }
  }

  /** Makes the folders that processes expect, and those for the temporary files of some. */
  static void prepare(Path dir, String... processes) throws IOException {
    List<String> folders =
        new ArrayList<>(List.of("", LOGS, SCRATCH, "ha", "checkpoints", ZOOKEEPER));
    for (String process : processes) {
      folders.add(SCRATCH + "/" + process);
    }
    for (String folder : folders) {
      // What jobs are made of is nobody else's business.
      Files.createDirectories(
          dir.resolve(folder),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private FileLock lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // Another start in this very JVM.
    }
    throw new ClusterException("another 'almanac cluster start' works in " + dir);
  }

  private List<String> startMissing(ClusterSettings settings)
      throws IOException, InterruptedException {
    ClusterConfiguration configuration = new ClusterConfiguration(settings, dir);
    ClusterCommandLines lines = ClusterCommandLines.withLogs(configuration, dir);
    Map<String, String> environment = new HashMap<>(ClusterCredentials.in(dir));
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    environment.put("FLINK_CONF_DIR", settings.configuration().toString());
    List<String> started = new ArrayList<>();
    if (configuration.lacksZooKeeper()) {
      ServerProcess zooKeeper = process(ZOOKEEPER);
      String before = zooKeeper.address();
      String address = before == null ? LOOPBACK + ":" + FreePort.any() : before;
      configuration.useZooKeeper(address);
      if (!zooKeeper.isRunning()) {
        awaitFree(address, zooKeeper, "it is that of " + ZOOKEEPER + ": end the other one");
        start(zooKeeper, address, lines.zooKeeper(ZOOKEEPER), environment);
        started.add(ZOOKEEPER);
      }
    }
    ServerProcess jobManager = process(JOB_MANAGER);
    int port = restPort(settings, jobManager, configuration);
    configuration.useRest(port);
    if (!jobManager.isRunning()) {
      String address = LOOPBACK + ":" + port;
      awaitFree(address, jobManager, "choose another one with --port");
      start(jobManager, address, lines.jobManager(JOB_MANAGER), environment);
      started.add(JOB_MANAGER);
    }
    for (int i = 1; i <= settings.taskManagers(); i++) {
      ServerProcess taskManager = process(TASK_MANAGER + i);
      if (!taskManager.isRunning()) {
        start(taskManager, LOOPBACK, lines.taskManager(taskManager.name()), environment);
        started.add(taskManager.name());
      }
    }
    return started;
  }

  private void start(
      ServerProcess process, String address, List<String> options, Map<String, String> environment)
      throws IOException, InterruptedException {
    // One that was killed has left what it was working on.
    Path scratch = dir.resolve(SCRATCH).resolve(process.name());
    FileUtils.deleteDirectory(scratch.toFile());
    Files.createDirectory(scratch);
    process.start(address, ClusterCommandLines.JAVA, options, environment);
  }

  private static int restPort(
      ClusterSettings settings, ServerProcess jobManager, ClusterConfiguration configuration) {
    String before = jobManager.address();
    if (settings.port() > 0 && (before == null || !jobManager.isRunning())) {
      return settings.port();
    }
    return before == null ? configuration.all().get(RestOptions.PORT) : portOf(before);
  }

  private static int portOf(String address) {
    return URI.create("tcp://" + address).getPort();
  }

  /**
   * Returns when nobody listens there. A process that was killed keeps its port until the last of
   * its threads has ended, though it is already seen to run no more.
   */
  private static void awaitFree(String address, ServerProcess process, String otherwise)
      throws IOException, InterruptedException {
    int port = portOf(address);
    boolean before = address.equals(process.address());
    long until = System.nanoTime() + FREED_WITHIN.toNanos();
    while (!FreePort.isFree(port)) {
      if (!before || System.nanoTime() - until > 0) {
        throw new ClusterException(
            "port %d is taken by another program; %s".formatted(port, otherwise));
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  /**
   * Starts those that do not run, and waits until the JobManager knows all TaskManagers. What ran
   * before and ends meanwhile, of a fault that was there before, is started too.
   *
   * @return the names of those that were started
   * @throws ClusterException where one that was started here ends, or it takes too long
   */
  Set<String> startAndAwait(ClusterSettings settings) throws IOException, InterruptedException {
    Set<String> started = new LinkedHashSet<>(start(settings));
    ClusterRest rest = new ClusterRest(url().orElseThrow());
    long until = System.nanoTime() + READY_WITHIN.toNanos();
    while (!isReady(rest, settings.taskManagers())) {
      for (String name : missing(settings)) {
        ServerProcess process = process(name);
        if (started.contains(name)) {
          throw new ClusterException(
              "%s has ended (%s); see %s".formatted(name, process.lastWords(), logOf(process)));
        }
      }
      if (!missing(settings).isEmpty()) {
        started.addAll(start(settings));
      }
      if (System.nanoTime() - until > 0) {
        throw new ClusterException(
            "the cluster was not ready within %d s; see %s"
                .formatted(READY_WITHIN.toSeconds(), dir.resolve(LOGS)));
      }
      Thread.sleep(POLL.toMillis());
    }
    return started;
  }

  private List<String> missing(ClusterSettings settings) throws IOException {
    Set<String> wanted = new HashSet<>(Set.of(ZOOKEEPER, JOB_MANAGER));
    IntStream.rangeClosed(1, settings.taskManagers()).forEach(i -> wanted.add(TASK_MANAGER + i));
    return all().stream()
        .filter(process -> wanted.contains(process.name()) && !process.isRunning())
        .map(ServerProcess::name)
        .toList();
  }

  private static boolean isReady(ClusterRest rest, int taskManagers) throws InterruptedException {
    try {
      return rest.overview().taskManagers() >= taskManagers;
    } catch (ClusterException notYet) {
      return false; // the deadline judges
    }
  }

  /** Ends them and tells which of them ran. Jobs go on with the next start. */
  List<String> stop() throws InterruptedException, IOException {
    List<String> ended = new ArrayList<>();
    // The JobManager first: to it a TaskManager that leaves is a failure.
    for (String kind : List.of(JOB_MANAGER, TASK_MANAGER, ZOOKEEPER)) {
      for (ServerProcess process : all()) {
        if (process.name().startsWith(kind) && process.stop()) {
          ended.add(process.name());
        }
        if (kind.equals(TASK_MANAGER) && isTaskManager(process)) {
          process.forget(); // the others keep their addresses
        }
      }
    }
    return ended;
  }

  static boolean isTaskManager(ServerProcess process) {
    return process.name().startsWith(TASK_MANAGER);
  }

  /** All that were ever started here. */
  List<ServerProcess> all() throws IOException {
    return ServerProcess.remembered(dir).stream().map(this::process).toList();
  }

  /** Where the JobManager answers, or did when it last ran; empty where none was started. */
  Optional<URI> url() {
    return Optional.ofNullable(process(JOB_MANAGER).address())
        .map(address -> URI.create("http://" + address));
  }

  Path logOf(ServerProcess process) {
    return dir.resolve(LOGS).resolve(process.name() + ".log");
  }

  private ServerProcess process(String name) {
    return new ServerProcess(dir, name, dir.resolve(LOGS).resolve(name + ".out"));
  }
}
