package dev.almanac.registry;

/**
 * What a registry keeps, as it travels: the very documents that lie in an archive, which prove
 * themselves ({@code docs/format/registry.md}).
 */
public final class RegistryDocuments {

  private RegistryDocuments() {}

  /** A version as JSON. */
  public static byte[] write(ModelVersion version) {
    return VersionCodec.write(version);
  }

  /**
   * Reads a version.
   *
   * @param place where it comes from, for messages
   * @throws RegistryException where it is none of a known format, or damaged
   */
  public static ModelVersion version(byte[] json, String place) {
    return VersionCodec.read(json, place);
  }

  /** What the gate found of a version, as JSON. */
  public static byte[] write(VersionId id, GateReport report) {
    return GateReportCodec.write(id, report);
  }

  /**
   * Reads what the gate found.
   *
   * @param id the version that it has to be about
   * @param place where it comes from, for messages
   * @throws RegistryException where it is none of a known format, or on another version
   */
  public static GateReport report(byte[] json, VersionId id, String place) {
    return GateReportCodec.read(json, id, place);
  }

  /** That a training of a model failed, as JSON. */
  public static byte[] write(String model, TrainingFailure failure) {
    return FailureLog.write(model, failure);
  }

  /**
   * Reads that a training failed.
   *
   * @param model the one that it has to be about
   * @param place where it comes from, for messages
   * @throws RegistryException where it is none of a known format, or of another model
   */
  public static TrainingFailure failure(byte[] json, String model, String place) {
    return FailureLog.read(json, model, place);
  }
}
