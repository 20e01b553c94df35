package dev.almanac.registry;

import java.util.Optional;

/**
 * What a note is about.
 *
 * @param model the model's name
 * @param version a version's number, or 0 for the model as a whole
 */
record NoteSubject(String model, int version) {

  NoteSubject {
    Names.model(model);
    if (version < 0 || version > VersionId.HIGHEST) {
      throw new IllegalArgumentException("notes are on version 0 or later, found " + version);
    }
  }

  static NoteSubject of(String model) {
    return new NoteSubject(model, 0);
  }

  static NoteSubject of(VersionId id) {
    return new NoteSubject(id.model(), id.number());
  }

  /** The version, unless it is about the model. */
  Optional<VersionId> id() {
    return version == 0 ? Optional.empty() : Optional.of(new VersionId(model, version));
  }
}
