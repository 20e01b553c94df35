package dev.almanac.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of {@code monitoring/}, with what is different on this site put in. What is to be replaced
 * has to be there: a template that was changed is not installed half filled in.
 *
 * @param file for messages
 */
record Template(Path file, String text) {

  /** The name in all the files. */
  private static final String NAME = "monitoring.example.com";

  static Template read(Path file) {
    try {
      return new Template(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a folder and those below it, in the order of their names. */
  static List<Path> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the site's own name, wherever there is one. */
  Template named(String name) {
    return new Template(file, text.replace(NAME, name));
  }

  /** With each occurrence of the text replaced. */
  Template with(String found, String instead) {
    return replacing(Pattern.compile(found, Pattern.LITERAL), instead);
  }

  /** With each match of the expression replaced, in which ^ and $ are of lines. */
  Template withMatch(String expression, String instead) {
    return replacing(Pattern.compile(expression, Pattern.MULTILINE), instead);
  }

  private Template replacing(Pattern found, String instead) {
    Matcher matcher = found.matcher(text);
    if (!matcher.find()) {
      throw new InstallException(
          file + ": expected '" + found.pattern() + "', which is to be replaced, and found none");
    }
    return new Template(file, matcher.replaceAll(Matcher.quoteReplacement(instead)));
  }

  PlacedFile at(String path) {
    return PlacedFile.of(path, text);
  }
}
