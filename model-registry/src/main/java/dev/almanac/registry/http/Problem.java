package dev.almanac.registry.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Why a request is refused or failed, as RFC 9457 has it.
 *
 * @param kind what it is, for programs
 * @param detail what it is here and what to do, for people
 */
record Problem(Kind kind, String detail) {

  /** What the type of every problem begins with. */
  static final String TYPE = "urn:almanac:problem:";

  /** What can be wrong; the names are part of the interface. */
  enum Kind {
    BAD_REQUEST(400, "The request makes no sense"),
    NOT_SIGNED_IN(401, "A valid token is needed"),
    NOT_ALLOWED(403, "The token does not allow it"),
    NOT_FOUND(404, "There is no such thing"),
    WRONG_METHOD(405, "That cannot be done with it"),
    NOT_ACCEPTABLE(406, "There is no such form of it"),
    TOO_SLOW(408, "The request did not arrive in time"),
    CONFLICT(409, "It is not as the request assumes"),
    ALIAS_MOVED(409, "The alias names another version by now"),
    INCOMPLETE(409, "Files of it are not here"),
    NOT_SET_UP(409, "This server was not set up for it"),
    TOO_LARGE(413, "The request is too large"),
    URI_TOO_LONG(414, "The address is too long"),
    WRONG_MEDIA_TYPE(415, "The body is of another kind"),
    TOO_MUCH(422, "That is more than is answered at once"),
    HEAD_TOO_LARGE(431, "The headers are too large"),
    TOO_MANY_FAILURES(429, "Too many wrong tokens"),
    INTERNAL(500, "That is a defect"),
    DAMAGED(500, "What is stored cannot be read"),
    UNAVAILABLE(503, "It cannot be reached now");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }

    /** As in a problem's type: {@code not-found}. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind for a status that the HTTP library gave. */
    static Kind of(int status) {
      for (Kind kind : values()) {
        if (kind.status == status) {
          return kind;
        }
      }
      return status < 500 ? BAD_REQUEST : INTERNAL;
    }
  }

  /** As JSON. */
  Map<String, Object> view(String request) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("type", TYPE + kind.label());
    view.put("title", kind.title());
    view.put("status", kind.status());
    view.put("detail", detail);
    view.put("instance", "urn:uuid:" + request);
    return view;
  }
}
