package dev.almanac.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The MinIO of the PATH. */
final class MinioServer extends S3Server {

  @Override
  ProcessBuilder program(Path folder) throws IOException {
    ProcessBuilder program =
        new ProcessBuilder(
            "minio",
            "server",
            "--quiet",
            "--address",
            endpoint().getAuthority(),
            "--certs-dir",
            folder.resolve("certs").toString(),
            buckets(folder).toString());
    program
        .environment()
        .putAll(
            Map.of(
                "MINIO_ROOT_USER", accessKey(),
                "MINIO_ROOT_PASSWORD", secretKey(),
                "MINIO_BROWSER", "off"));
    return program;
  }

  @Override
  Path buckets(Path folder) {
    return folder.resolve("data");
  }

  @Override
  public String toString() {
    return "minio ('./main.sh test --extra' builds one and puts it on the PATH)";
  }
}
