package dev.almanac.registry;

import dev.almanac.blob.PendingBlob;
import java.io.Serializable;

/**
 * A file whose bytes are in the store, unseen, until its version is published. It may travel to the
 * process that publishes.
 *
 * @param publication what it is a file of
 * @param file its name, size and digest
 * @param pending where its bytes are
 */
public record StagedFile(Publication publication, ModelFile file, PendingBlob pending)
    implements Serializable {}
