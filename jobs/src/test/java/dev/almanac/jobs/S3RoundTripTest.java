package dev.almanac.jobs;

import dev.almanac.blob.S3Server;

class S3RoundTripTest extends S3RoundTripContract {

  @Override
  S3Server start() {
    return S3Server.start();
  }
}
