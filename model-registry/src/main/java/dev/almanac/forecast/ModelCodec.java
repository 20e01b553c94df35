package dev.almanac.forecast;

/** A model as bytes, the same ones for the same model in every JVM. */
public final class ModelCodec {

  private ModelCodec() {}

  /** The bytes of a model. */
  public static byte[] encode(SeriesModel model) {
    return new ModelWriter().write(model);
  }

  /**
   * Reads what {@link #encode} wrote, now or in an earlier version.
   *
   * @throws CorruptModelException where the bytes are damaged, something else, or of a version that
   *     is not known here
   */
  public static SeriesModel decode(byte[] bytes) {
    return new ModelReader(bytes).read();
  }
}
