package dev.almanac.prometheus;

/** In which form samples travel in the answer to a remote read. */
public enum ReadForm {
  /** One message with all samples, compressed by snappy. */
  SAMPLES(0, "application/x-protobuf"),
  /** {@code STREAMED_XOR_CHUNKS}: frames of series with their chunks, of whatever encoding. */
  CHUNKS(1, "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse");

  private final int number;
  private final String contentType;

  ReadForm(int number, String contentType) {
    this.number = number;
    this.contentType = contentType;
  }

  /** What the answer's {@code Content-Type} is. */
  public String contentType() {
    return contentType;
  }

  /** What {@code ReadRequest.ResponseType} calls it on the wire. */
  int number() {
    return number;
  }

  /** The form with this number; null where it is one that Almanac does not know. */
  static ReadForm ofNumber(int number) {
    for (ReadForm form : values()) {
      if (form.number == number) {
        return form;
      }
    }
    return null;
  }
}
