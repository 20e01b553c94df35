package dev.almanac.backup.component;

import dev.almanac.backup.component.GatheredFiles.ExcludedFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a list of paths and globs names. A link is followed as long as it stays inside
 * what is named: a link out of {@code /etc/prometheus} must not put {@code /etc/shadow} into a
 * backup.
 */
final class FileSelection {

  private static final int MOST_FILES = 100_000;

  private final List<PathMatcher> excludedPaths = new ArrayList<>();
  private final List<PathMatcher> excludedNames = new ArrayList<>();
  private final TreeSet<Path> files = new TreeSet<>();
  private final List<ExcludedFile> excluded = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Path> realRoots = new ArrayList<>();

  /**
   * Looks for the files.
   *
   * @param include paths of files and folders, and globs
   * @param exclude globs: with a {@code /} they are for whole paths, without for names
   * @param all whether every path must lead to something, or else is a problem
   */
  FileSelection(List<String> include, List<String> exclude, boolean all) {
    for (String glob : exclude) {
      (glob.contains("/") ? excludedPaths : excludedNames).add(matcher(glob));
    }
    Map<String, Root> roots = new LinkedHashMap<>();
    for (String path : include) {
      Root root = Root.of(path);
      if (Files.exists(root.folder())) {
        roots.put(path, root);
        addRealRoot(root.folder());
      } else if (all) {
        problems.add(path + " names no file or folder that can be seen");
      }
    }
    roots.forEach((path, root) -> walk(path, root, all));
  }

  /** In order of paths; absolute. */
  List<Path> files() {
    return List.copyOf(files);
  }

  List<ExcludedFile> excluded() {
    return excluded;
  }

  List<String> problems() {
    return problems;
  }

  /**
   * Where to look.
   *
   * @param wanted which of the files below, or null for all
   */
  private record Root(Path folder, PathMatcher wanted) {

    /** What exists under its very name is no glob. */
    static Root of(String path) {
      int glob = -1;
      for (int i = 0; i < path.length() && glob < 0; i++) {
        glob = "*?[{".indexOf(path.charAt(i)) >= 0 ? i : -1;
      }
      if (glob < 0 || Files.exists(Path.of(path))) {
        return new Root(Path.of(path).toAbsolutePath().normalize(), null);
      }
      String parent = path.substring(0, path.lastIndexOf('/', glob) + 1);
      Path folder = Path.of(parent).toAbsolutePath().normalize();
      String rest = path.substring(parent.length());
      String prefix = folder.toString().equals("/") ? "/" : escaped(folder.toString()) + "/";
      return new Root(folder, matcher(prefix + rest));
    }

    private static String escaped(String path) {
      return path.replaceAll("([\\\\*?\\[\\]{}])", "\\\\$1");
    }
  }

  private static PathMatcher matcher(String glob) {
    try {
      return Path.of("").getFileSystem().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new ComponentException(
          "\"" + glob + "\" is no glob: " + e.getDescription() + "; see * ? [a-z] {a,b} **", e);
    }
  }

  private void addRealRoot(Path folder) {
    try {
      realRoots.add(folder.toRealPath());
    } catch (IOException e) {
      problems.add(folder + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private void walk(String path, Root root, boolean required) {
    int before = files.size() + excluded.size() + problems.size();
    try {
      Files.walkFileTree(
          root.folder(),
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Visitor(root));
    } catch (IOException e) {
      problems.add(root.folder() + " cannot be read: " + e.getMessage());
    }
    boolean found = files.size() + excluded.size() + problems.size() > before;
    if (required && root.wanted() != null && !found && !matchesAnything(root)) {
      problems.add(path + " names no file or folder that can be seen");
    }
  }

  /** Whether another path has named the same files before. */
  private boolean matchesAnything(Root root) {
    return files.stream().anyMatch(root.wanted()::matches);
  }

  private boolean isExcluded(Path path) {
    Path name = path.getFileName();
    return excludedPaths.stream().anyMatch(glob -> glob.matches(path))
        || (name != null && excludedNames.stream().anyMatch(glob -> glob.matches(name)));
  }

  /** Notes what leads out of all that is included. */
  private boolean leadsOut(Path path) throws IOException {
    Path real = path.toRealPath();
    boolean inside = realRoots.stream().anyMatch(real::startsWith);
    if (!inside) {
      excluded.add(
          new ExcludedFile(path.toString(), "leads to " + real + ", outside of what is included"));
    }
    return !inside;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    private final Root root;

    Visitor(Root root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      return isExcluded(folder) || leadsOut(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      boolean wanted = root.wanted() == null || root.wanted().matches(file);
      if (!wanted || files.contains(file) || isExcluded(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (!attributes.isRegularFile()) {
        excluded.add(new ExcludedFile(file.toString(), "not a file"));
      } else if (!leadsOut(file)) {
        files.add(file);
        if (files.size() > MOST_FILES) {
          throw new ComponentException(
              "more than " + MOST_FILES + " files below " + root.folder() + "; include less");
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (!isExcluded(file)) {
        problems.add(file + " cannot be read: " + e.getClass().getSimpleName());
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
