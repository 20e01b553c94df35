package dev.almanac.jobs;

import java.io.Serializable;
import java.util.List;

/** What is not as it was, in sentences. */
record Differences(List<String> sentences) implements Serializable {

  Differences {
    sentences = List.copyOf(sentences);
  }

  static List<String> join(List<Differences> all) {
    return all.stream().flatMap(each -> each.sentences().stream()).toList();
  }
}
