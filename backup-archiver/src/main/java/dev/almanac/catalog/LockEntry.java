package dev.almanac.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/**
 * One entry of the lock's log.
 *
 * @param number its place in the log, from 1
 * @param token tells it from every other, also from one that was once at the same place
 * @param holder who wrote it
 * @param until when it ends unless renewed, or null where it gives the lock back
 */
record LockEntry(long number, String token, Holder holder, Instant until) {

  static LockEntry taken(long number, Instant until) {
    return new LockEntry(number, UUID.randomUUID().toString(), Holder.self(), until);
  }

  static LockEntry givenBack(long number) {
    return taken(number, null);
  }

  /** Whether the lock may be taken after this entry. */
  boolean isFree(Instant now) {
    return until == null || !now.isBefore(until) || holder.isKnownDead();
  }

  byte[] json() {
    ObjectNode node = JsonObject.create();
    node.put("token", token);
    node.put("host", holder.host());
    node.put("pid", holder.pid());
    node.put("processes", holder.processes());
    node.put("started", holder.started());
    node.put("until", until == null ? null : until.toString());
    return JsonObject.write(node);
  }

  /**
   * @param place where it was found, for messages
   * @throws CatalogException where it is no entry
   */
  static LockEntry read(byte[] json, long number, String place) {
    JsonObject entry = JsonObject.parse(json, place);
    return new LockEntry(
        number,
        entry.text("token"),
        new Holder(
            entry.text("host"),
            entry.number("pid"),
            entry.text("processes"),
            entry.number("started")),
        entry.isNull("until") ? null : entry.instant("until"));
  }
}
