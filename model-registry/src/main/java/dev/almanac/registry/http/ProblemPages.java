package dev.almanac.registry.http;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Problems of requests that never become one: malformed lines, headers that are too large,
 * addresses that could mean two things. They say nothing of the server, and no stack trace.
 */
final class ProblemPages extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object code = request.getAttribute(ERROR_STATUS);
    int status = code instanceof Integer known ? known : 500;
    SecurityHeaders.ALL.forEach(response.getHeaders()::put);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.write(true, ByteBuffer.wrap(page(status)), callback);
    return true;
  }

  private static byte[] page(int status) {
    Problem.Kind kind = Problem.Kind.of(status);
    return Json.write(
        new Problem(kind, "the request is none that HTTP allows here")
            .view(UUID.randomUUID().toString()));
  }
}
