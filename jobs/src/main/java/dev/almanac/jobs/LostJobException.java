package dev.almanac.jobs;

import org.apache.flink.api.common.JobID;

/** Nobody answers for a job that was sent to a cluster. It may go on, and must be left alone. */
final class LostJobException extends ClusterException {

  private static final long serialVersionUID = 1L;

  LostJobException(JobID job, Throwable cause) {
    super(
        ("the cluster does not answer for job %s any more, which may go on: 'almanac cluster start'"
                + " brings back a JobManager that has ended, 'almanac cluster status' tells of the"
                + " job; when it has ended, give this command again")
            .formatted(job),
        cause);
  }
}
