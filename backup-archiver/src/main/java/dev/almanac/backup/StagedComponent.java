package dev.almanac.backup;

import dev.almanac.blob.PendingBlob;
import dev.almanac.catalog.ArchivedComponent;
import java.io.Serializable;

/**
 * A component that a backup will list.
 *
 * @param component as the manifest will have it
 * @param pending its bytes, in the store and not yet visible; null where the archive held the same
 *     bytes already
 */
public record StagedComponent(ArchivedComponent component, PendingBlob pending)
    implements Serializable {}
