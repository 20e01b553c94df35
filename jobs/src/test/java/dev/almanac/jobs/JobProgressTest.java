package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.util.concurrent.FutureUtils.RetryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobProgressTest {

  private static final JobID JOB = new JobID(1, 2);

  /** Every question about the job ends in the same way. */
  private record Fault(Exception failure) implements JobClient {

    private <T> CompletableFuture<T> failed() {
      return CompletableFuture.failedFuture(failure);
    }

    @Override
    public JobID getJobID() {
      return JOB;
    }

    @Override
    public CompletableFuture<JobStatus> getJobStatus() {
      return failed();
    }

    @Override
    public CompletableFuture<Void> cancel() {
      return failed();
    }

    @Override
    public CompletableFuture<String> stopWithSavepoint(
        boolean drain, String folder, SavepointFormatType format) {
      return failed();
    }

    @Override
    public CompletableFuture<String> triggerSavepoint(String folder, SavepointFormatType format) {
      return failed();
    }

    @Override
    public CompletableFuture<Map<String, Object>> getAccumulators() {
      return failed();
    }

    @Override
    public CompletableFuture<JobExecutionResult> getJobExecutionResult() {
      return failed();
    }
  }

  private static JobExecutionResult await(Exception failure) throws Exception {
    Console console =
        new Console(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            null,
            Console.Listener.PROGRAM);
    try (StatusLine status = console.status()) {
      return new JobProgress(new Fault(failure), counts -> "").await(status);
    }
  }

  static Stream<Exception> ofTheWay() {
    return Stream.of(
        new RetryException("no more retries", new ConnectException("Connection refused")),
        new RestClientException("could not find the job", HttpResponseStatus.NOT_FOUND));
  }

  @ParameterizedTest
  @MethodSource("ofTheWay")
  void saysThatAJobMayGoOnOfWhichNobodyTells(Exception failure) {
    assertThatThrownBy(() -> await(failure))
        .isInstanceOf(LostJobException.class)
        .hasMessageContaining("job " + JOB)
        .hasMessageContaining("'almanac cluster start'")
        .hasMessageContaining("'almanac cluster status'")
        .hasMessageContaining("give this command again");
    assertThat(Failure.of(new LostJobException(JOB, failure)).known()).isTrue();
  }

  @Test
  void tellsTheFailureOfAJobAsItsOwn() {
    JobExecutionException failure = new JobExecutionException(JOB, "it failed");

    assertThatThrownBy(() -> await(failure))
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
  }
}
