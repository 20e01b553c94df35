package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.catalog.JsonObject;
import java.time.Instant;

/** Moves of aliases and deletions as JSON, format 1. */
final class ChangeCodec {

  private ChangeCodec() {}

  static byte[] write(AliasName name, AliasMove move) {
    ObjectNode root = SealedJson.create();
    root.put("model", name.model());
    root.put("alias", name.alias());
    root.put("number", move.number());
    root.put("move", move.kind().label());
    root.put("version", move.version());
    root.put("below", move.below());
    return write(root, move.change(), move.at(), "a move");
  }

  static byte[] write(Deletion deletion) {
    ObjectNode root = SealedJson.create();
    root.put("model", deletion.id().model());
    root.put("version", deletion.id().number());
    return write(root, deletion.change(), deletion.at(), "a deletion");
  }

  private static byte[] write(ObjectNode root, Change change, Instant at, String what) {
    root.put("actor", change.actor());
    root.put("reason", change.reason());
    root.put("at", at.toString());
    return SealedJson.write(root, what);
  }

  /**
   * Reads a move.
   *
   * @param number its place in the log
   * @throws RegistryException where it is no move of a known format, or of another place
   */
  static AliasMove readMove(byte[] json, AliasName name, long number, String place) {
    return SealedJson.read(
        json,
        "a move of an alias",
        place,
        root -> {
          AliasName found = new AliasName(root.text("model"), root.text("alias"));
          AliasMove move = move(root);
          if (!found.equals(name) || move.number() != number) {
            throw new RegistryException(
                "%s: expected move %d of %s, found move %d of %s"
                    .formatted(place, number, name, move.number(), found));
          }
          return move;
        });
  }

  private static AliasMove move(JsonObject root) {
    return new AliasMove(
        root.integer("number"),
        AliasMove.Kind.of(root.text("move")),
        root.integer("version"),
        root.integer("below"),
        change(root),
        root.instant("at"));
  }

  /**
   * @throws RegistryException where it is no deletion of a known format, or of another version
   */
  static Deletion readDeletion(byte[] json, VersionId id, String place) {
    Deletion deletion =
        SealedJson.read(
            json,
            "a deletion",
            place,
            root ->
                new Deletion(
                    new VersionId(root.text("model"), root.integer("version")),
                    change(root),
                    root.instant("at")));
    if (!deletion.id().equals(id)) {
      throw new RegistryException(place + ": expected " + id + ", found " + deletion.id());
    }
    return deletion;
  }

  private static Change change(JsonObject root) {
    return new Change(root.text("actor"), root.text("reason"));
  }
}
