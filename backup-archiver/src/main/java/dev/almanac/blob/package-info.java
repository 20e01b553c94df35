/**
 * Where archives and models lie: write-once blobs in a folder or in a bucket of an S3-compatible
 * server, written in two steps so that nothing half-written is ever seen.
 *
 * <p>{@link dev.almanac.blob.BlobStores} opens a store; {@link dev.almanac.blob.BlobStore} says
 * what it promises.
 */
package dev.almanac.blob;
