package dev.almanac.registry.http;

import dev.almanac.registry.token.Scope;
import io.javalin.http.HandlerType;
import java.util.Optional;

/**
 * Something that can be asked for.
 *
 * @param method of the request
 * @param path with names in braces: {@code /api/v1/models/{model}}
 * @param scope that a token needs; empty where nobody is asked for one
 * @param answer to the request
 */
record Route(HandlerType method, String path, Optional<Scope> scope, Answer answer) {

  /** Answers a request. */
  @FunctionalInterface
  interface Answer {
    void answer(Exchange exchange) throws Exception;
  }

  /** Without a token. */
  static Route open(String path, Answer answer) {
    return new Route(HandlerType.GET, path, Optional.empty(), answer);
  }

  static Route get(String path, Answer answer) {
    return new Route(HandlerType.GET, path, Optional.of(Scope.READ), answer);
  }

  static Route post(String path, Scope scope, Answer answer) {
    return new Route(HandlerType.POST, path, Optional.of(scope), answer);
  }

  static Route put(String path, Scope scope, Answer answer) {
    return new Route(HandlerType.PUT, path, Optional.of(scope), answer);
  }

  static Route patch(String path, Scope scope, Answer answer) {
    return new Route(HandlerType.PATCH, path, Optional.of(scope), answer);
  }

  static Route delete(String path, Scope scope, Answer answer) {
    return new Route(HandlerType.DELETE, path, Optional.of(scope), answer);
  }
}
