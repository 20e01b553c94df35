package dev.almanac.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The requests Almanac sends to a bucket, each repeated by the SDK where it fails for a passing
 * reason. The only class that knows the AWS SDK; it fails with {@link S3Failure} alone.
 */
final class S3Bucket implements AutoCloseable {

  private final String bucket;
  private final S3Client client;

  private S3Bucket(String bucket, S3Client client) {
    this.bucket = bucket;
    this.client = client;
  }

  /** The bucket, with credentials by the usual AWS chain; sends nothing yet. */
  static S3Bucket open(String bucket, S3Settings settings) {
    return open(bucket, settings, S3Client.builder());
  }

  /** The same with these credentials. */
  static S3Bucket open(String bucket, S3Settings settings, String accessKey, String secretKey) {
    return open(
        bucket,
        settings,
        S3Client.builder()
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKey, secretKey))));
  }

  private static S3Bucket open(String bucket, S3Settings settings, S3ClientBuilder builder) {
    boolean ownEndpoint = settings.endpoint() != null || environmentNamesEndpoint();
    builder
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(settings.readTimeout())
                .maxConnections(64))
        .overrideConfiguration(
            configuration ->
                configuration.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(settings.retries() + 1)
                        .build()))
        .endpointOverride(settings.endpoint())
        .forcePathStyle(settings.pathStyle() == null ? ownEndpoint : settings.pathStyle());
    return answer(
        () -> new S3Bucket(bucket, builder.region(region(settings, ownEndpoint)).build()));
  }

  private static boolean environmentNamesEndpoint() {
    return System.getenv("AWS_ENDPOINT_URL_S3") != null
        || System.getenv("AWS_ENDPOINT_URL") != null
        || System.getProperty("aws.endpointUrlS3") != null
        || System.getProperty("aws.endpointUrl") != null;
  }

  /** A server of one's own mostly ignores the region, but each request is signed with one. */
  private static Region region(S3Settings settings, boolean ownEndpoint) {
    if (settings.region() != null) {
      return Region.of(settings.region());
    }
    if (!ownEndpoint) {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    }
    try { // without the last of the default chain, which waits for Amazon's metadata service
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkException e) {
      return Region.US_EAST_1;
    }
  }

  /** What HEAD says of an object. */
  record Head(long size, Map<String, String> metadata) {}

  /** What is known of an object, or empty where the server answers 404: there may be no bucket. */
  Optional<Head> head(String key) {
    try {
      return Optional.of(
          answer(
              () -> {
                HeadObjectResponse object =
                    client.headObject(request -> request.bucket(bucket).key(key));
                return new Head(object.contentLength(), object.metadata());
              }));
    } catch (S3Failure e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Fails where there is no such bucket; passes where the credentials may not ask. */
  void requireBucket() {
    try {
      answer(() -> client.headBucket(request -> request.bucket(bucket)));
    } catch (S3Failure e) {
      if (e.status() != 403) {
        throw e;
      }
    }
  }

  /** The bytes of an object from one position up to another, or to its end if that comes first. */
  Body get(String key, long from, long until) {
    String range =
        from == 0 && until == Long.MAX_VALUE ? null : "bytes=" + from + "-" + (until - 1);
    return answer(
        () -> new Body(client.getObject(request -> request.bucket(bucket).key(key).range(range))));
  }

  /** The whole of a small object. */
  byte[] get(String key) {
    return answer(
        () -> client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray());
  }

  /** Stores an object, in place of any other of its key. */
  void put(String key, byte[] content) {
    answer(
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
  }

  /** Stores an object; 412 where there is one. */
  void putIfNone(String key, byte[] content, Map<String, String> metadata) {
    answer(
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(key).metadata(metadata).ifNoneMatch("*"),
                RequestBody.fromBytes(content)));
  }

  /** Begins a multipart upload of parts that are sent, and returns its id. */
  String createUpload(String key, Map<String, String> metadata) {
    return createUpload(key, metadata, ChecksumAlgorithm.CRC32);
  }

  /** Begins a multipart upload of parts that are copied, for which no checksum is sent. */
  String createCopyUpload(String key, Map<String, String> metadata) {
    return createUpload(key, metadata, null);
  }

  private String createUpload(
      String key, Map<String, String> metadata, ChecksumAlgorithm checksum) {
    return answer(
        () ->
            client
                .createMultipartUpload(
                    request ->
                        request
                            .bucket(bucket)
                            .key(key)
                            .metadata(metadata)
                            .checksumAlgorithm(checksum))
                .uploadId());
  }

  /**
   * Makes a part of another object's bytes.
   *
   * @param range {@code bytes=first-last}, or null for all of them
   */
  S3Upload.Part copyPart(String from, String range, String key, String uploadId, int number) {
    CopyPartResult part =
        answer(
            () ->
                client
                    .uploadPartCopy(
                        request ->
                            request
                                .sourceBucket(bucket)
                                .sourceKey(from)
                                .copySourceRange(range)
                                .destinationBucket(bucket)
                                .destinationKey(key)
                                .uploadId(uploadId)
                                .partNumber(number))
                    .copyPartResult());
    return new S3Upload.Part(part.eTag(), Objects.toString(part.checksumCRC32(), ""));
  }

  /** Sends one part, which the supplier opens anew for every attempt; parts count from 1. */
  S3Upload.Part uploadPart(
      String key, String uploadId, int number, Supplier<FileSlice> content, long length) {
    UploadPartResponse part =
        answer(
            () ->
                client.uploadPart(
                    request ->
                        request
                            .bucket(bucket)
                            .key(key)
                            .uploadId(uploadId)
                            .partNumber(number)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                    RequestBody.fromContentProvider(
                        content::get, length, "application/octet-stream")));
    return new S3Upload.Part(part.eTag(), Objects.toString(part.checksumCRC32(), ""));
  }

  /** Makes an object of an upload's parts; 412 where there is one of its key. */
  void completeIfNone(String key, S3Upload upload) {
    List<CompletedPart> parts = new ArrayList<>();
    for (S3Upload.Part part : upload.parts()) {
      CompletedPart.Builder completed =
          CompletedPart.builder().partNumber(parts.size() + 1).eTag(part.etag());
      if (!part.crc32().isEmpty()) {
        completed.checksumCRC32(part.crc32());
      }
      parts.add(completed.build());
    }
    answer(
        () ->
            client.completeMultipartUpload(
                request ->
                    request
                        .bucket(bucket)
                        .key(key)
                        .uploadId(upload.uploadId())
                        .multipartUpload(completed -> completed.parts(parts))
                        .ifNoneMatch("*")));
  }

  /** Drops an upload and its parts; false where there is none of this id. */
  boolean abort(String key, String uploadId) {
    try {
      answer(
          () ->
              client.abortMultipartUpload(
                  request -> request.bucket(bucket).key(key).uploadId(uploadId)));
      return true;
    } catch (S3Failure e) {
      if (e.isCode("NoSuchUpload")) {
        return false;
      }
      throw e;
    }
  }

  /** What a listing says of an object. */
  record Listed(String key, long size, Instant modified) {}

  /** Every object whose key begins with the prefix, all pages of them. */
  List<Listed> list(String prefix) {
    return answer(
        () ->
            client
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .map(object -> new Listed(object.key(), object.size(), object.lastModified()))
                .toList());
  }

  void delete(String key) {
    try {
      answer(() -> client.deleteObject(request -> request.bucket(bucket).key(key)));
    } catch (S3Failure e) {
      if (!e.isCode("NoSuchKey")) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static <T> T answer(Supplier<T> request) {
    try {
      return request.get();
    } catch (AwsServiceException e) {
      AwsErrorDetails details = e.awsErrorDetails();
      throw details == null
          ? new S3Failure(e.statusCode(), null, null, e)
          : new S3Failure(e.statusCode(), details.errorCode(), details.errorMessage(), e);
    } catch (SdkException e) {
      throw new S3Failure(e);
    }
  }

  /** The body of one answer. */
  static final class Body extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> response;
    private final long length;
    private long position;

    private Body(ResponseInputStream<GetObjectResponse> response) {
      super(response);
      this.response = response;
      this.length = response.response().contentLength();
    }

    long length() {
      return length;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      int n = super.read(into, offset, count);
      position += Math.max(n, 0);
      return n;
    }

    /** Reading what is left only to throw it away would be slower than a new connection. */
    @Override
    public void close() throws IOException {
      if (position == length) {
        super.close();
      } else {
        response.abort();
      }
    }
  }
}
