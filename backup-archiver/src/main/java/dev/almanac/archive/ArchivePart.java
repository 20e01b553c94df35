package dev.almanac.archive;

/**
 * The files of one part, as far as they are there.
 *
 * @param series always there
 * @param samples null where the part has no float samples
 * @param histograms null where the part has no native histograms
 */
public record ArchivePart(ArchiveInput series, ArchiveInput samples, ArchiveInput histograms) {}
