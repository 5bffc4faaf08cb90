package io.summerbeam.sdk.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a registry, again where it may answer the next time. */
final class RegistryCalls {

  private static final String CONTENT = "application/vnd.schemaregistry.v1+json";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final RestRegistry registry;
  private final HttpClient client;

  RegistryCalls(RestRegistry registry) throws RegistryException {
    this.registry = registry;
    boolean tls = registry.isTls();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(registry.timeout())
            .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    TrustStore trust = registry.trustStore();
    if (trust != null) {
      builder.sslContext(trust.context());
    }
    this.client = builder.build();
  }

  /** A failure, and whether asking again may help. */
  private record Failed(String why, boolean again, @Nullable Duration pause) {}

  /**
   * Asks.
   *
   * @param body what is posted; null for a GET
   * @return the answer; nothing where the registry says that there is none
   */
  Optional<RegistryAnswer> ask(String path, byte @Nullable [] body) throws RegistryException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 0; ; attempt++) {
      Failed failed;
      Throwable cause = null;
      try {
        HttpResponse<byte[]> response = send(path, body);
        RegistryAnswer answer = RegistryAnswer.read(response.body());
        if (response.statusCode() == OK) {
          return Optional.of(answer);
        }
        if (response.statusCode() == NOT_FOUND && answer.saysAbsent()) {
          return Optional.empty();
        }
        failed = failed(response, answer);
      } catch (IOException | TimeoutException e) {
        failed = failed(e);
        cause = e;
      }
      if (!failed.again() || attempt == registry.maxRetries()) {
        throw new RegistryException(
            "RestRegistry: the registry at " + registry.url() + " " + failed.why(), cause);
      }
      await(failed.pause() == null ? pause : failed.pause());
      pause = pause.multipliedBy(2);
    }
  }

  private HttpResponse<byte[]> send(String path, byte @Nullable [] body)
      throws RegistryException, IOException, TimeoutException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .header("Accept", CONTENT + ", application/json");
    RegistryCredentials credentials = registry.credentials();
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    if (body != null) {
      request.header("Content-Type", CONTENT).POST(BodyPublishers.ofByteArray(body));
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request.build(), info -> new LimitedBody(RestRegistry.MAX_RESPONSE_BYTES));
    try {
      // The client's own limit ends when the body begins.
      return answer.get(registry.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new RegistryException("RestRegistry: the request failed.", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      answer.cancel(true);
    }
  }

  private static Failed failed(HttpResponse<byte[]> response, RegistryAnswer answer) {
    int status = response.statusCode();
    Integer code = answer.errorCode();
    String text = "answered " + status + (code == null ? "" : " (error code " + code + ")");
    if (status >= 500 || status == 429 || status == 408) {
      return new Failed(text + ".", true, retryAfter(response));
    }
    if (status >= 300 && status < 400) {
      text += ": redirects are not followed; give the URL it redirects to.";
    } else if (status == 401 || status == 403) {
      text += ": the credentials are refused, or there are none.";
    } else if (status == NOT_FOUND) {
      text += ": it knows no such path. Is the URL that of its API (Apicurio: /apis/ccompat/v7)?";
    } else if (status == 409) {
      text += ": the schema is incompatible with an earlier version of its subject.";
    } else if (status == 422) {
      text += ": the schema is not valid to it.";
    } else {
      text += ".";
    }
    return new Failed(text, false, null);
  }

  private static Failed failed(Exception e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof LimitedBody.TooLongException) {
        return new Failed(
            "gave an answer longer than " + RestRegistry.MAX_RESPONSE_BYTES + " bytes.",
            false,
            null);
      }
      if (each instanceof SSLException) {
        return new Failed(
            "failed in TLS. Is its certificate trusted (withTrustStore), and of its name?",
            false,
            null);
      }
    }
    return new Failed(
        e instanceof TimeoutException
            ? "did not answer in time (withTimeout)."
            : "cannot be reached, or ended the connection (" + e.getClass().getSimpleName() + ").",
        true,
        null);
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    String value = response.headers().firstValue("Retry-After").map(String::trim).orElse("");
    return value.matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
  }

  private static void await(Duration pause) throws RegistryException {
    try {
      Thread.sleep(Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RegistryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException("RestRegistry: interrupted while asking the registry.", e);
  }
}
