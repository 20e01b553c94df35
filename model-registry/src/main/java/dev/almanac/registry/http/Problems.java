package dev.almanac.registry.http;

import dev.almanac.archive.CorruptArchiveException;
import dev.almanac.blob.BlobException;
import dev.almanac.catalog.CatalogException;
import dev.almanac.episode.LiveUnavailableException;
import dev.almanac.episode.TooManyException;
import dev.almanac.gateway.TooMuchException;
import dev.almanac.registry.AliasMovedException;
import dev.almanac.registry.NoSuchModelException;
import dev.almanac.registry.RefusedChangeException;
import dev.almanac.registry.RegistryException;
import dev.almanac.registry.mlflow.MlflowException;
import dev.almanac.registry.operation.OperationException;
import dev.almanac.registry.token.TokenException;
import dev.almanac.training.CorruptModelFileException;
import dev.almanac.training.TrainingException;
import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong, as whoever asked is told. */
final class Problems {

  /** What lies below speaks MLflow's language, errors included. */
  static final String MLFLOW = "/api/2.0/";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** What to say of a failure. */
  static Problem of(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    }
    if (failure instanceof MlflowException refused) {
      return new Problem(Problem.Kind.of(refused.code().status()), refused.getMessage());
    }
    if (failure instanceof NoSuchModelException) {
      return new Problem(Problem.Kind.NOT_FOUND, failure.getMessage());
    }
    if (failure instanceof AliasMovedException) {
      return new Problem(Problem.Kind.ALIAS_MOVED, failure.getMessage());
    }
    if (failure instanceof RefusedChangeException) {
      return new Problem(Problem.Kind.CONFLICT, failure.getMessage());
    }
    if (failure instanceof TrainingException) {
      return new Problem(Problem.Kind.CONFLICT, failure.getMessage());
    }
    if (failure instanceof RegistryException
        || failure instanceof CorruptModelFileException
        || failure instanceof CorruptArchiveException) {
      return new Problem(Problem.Kind.DAMAGED, failure.getMessage());
    }
    if (failure instanceof BlobException
        || failure instanceof LiveUnavailableException
        || failure instanceof OperationException
        || failure instanceof CatalogException
        || failure instanceof TokenException) {
      return new Problem(Problem.Kind.UNAVAILABLE, failure.getMessage());
    }
    if (failure instanceof TooMuchException || failure instanceof TooManyException) {
      return new Problem(Problem.Kind.TOO_MUCH, failure.getMessage());
    }
    if (failure instanceof EOFException || failure.getCause() instanceof TimeoutException) {
      return new Problem(Problem.Kind.TOO_SLOW, "the body did not arrive whole");
    }
    return new Problem(
        Problem.Kind.INTERNAL, "the server's log tells more under the id of this request");
  }

  /** Answers with what went wrong. */
  static void answer(Exchange exchange, Throwable failure) {
    Problem problem = of(failure);
    if (exchange.isSent()) {
      // Half an answer is on its way; the other half must not look like one.
      throw new IllegalStateException("the answer was cut off: " + problem.detail(), failure);
    }
    if (problem.kind().status() >= 500) {
      LOG.error("{} {} ({})", exchange.method(), exchange.path(), exchange.request(), failure);
    }
    answer(exchange, problem, failure);
  }

  private static void answer(Exchange exchange, Problem problem, Throwable failure) {
    exchange.status(problem.kind().status());
    exchange.header("Cache-Control", "no-store");
    if (exchange.path().startsWith(MLFLOW)) {
      exchange.error(
          "application/json",
          Json.write(MlflowException.view(problem.kind().status(), problem.detail(), failure)));
    } else {
      exchange.error("application/problem+json", Json.write(problem.view(exchange.request())));
    }
  }
}
