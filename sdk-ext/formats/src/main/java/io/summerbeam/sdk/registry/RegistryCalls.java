package io.summerbeam.sdk.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
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
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final RestRegistry registry;
  private @Nullable HttpClient client;
  private List<Long> storesWrittenAt = List.of();

  RegistryCalls(RestRegistry registry) {
    this.registry = registry;
  }

  // Certificates are renewed while a job runs: another file counts at once, as another secret does.
  private synchronized HttpClient client() throws RegistryException {
    List<Long> writtenAt =
        List.of(
            StoreFile.writtenAt(registry.trustStore()), StoreFile.writtenAt(registry.keyStore()));
    HttpClient known = client;
    if (known != null && writtenAt.equals(storesWrittenAt)) {
      return known;
    }
    try {
      client = newClient();
      storesWrittenAt = writtenAt;
      return client;
    } catch (RegistryException e) {
      if (known == null) {
        throw e;
      }
      // It is being written: with what was read before it goes on, and the next one looks again.
      return known;
    }
  }

  private HttpClient newClient() throws RegistryException {
    boolean tls = registry.isTls();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(registry.timeout())
            .version(tls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    StoreFile trusted = registry.trustStore();
    StoreFile own = registry.keyStore();
    if (trusted != null || own != null) {
      builder.sslContext(RegistryTls.context(trusted, own));
    }
    return builder.build();
  }

  /** A failure, and whether asking again may help. */
  private record Failed(String why, boolean again, @Nullable Duration pause) {}

  /**
   * Asks.
   *
   * @param body what is posted; null for a GET
   * @return the answer; nothing where the registry says that there is none
   * @throws UnusableSchemaException if it is only this that it does not answer as it should
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
        if (response.statusCode() == FORBIDDEN && answer.saysForbidden()) {
          // Who is not known gets a 401, for all that is asked. Rights are given by subject, and
          // who writes a record may name the schema of any: that is to stop no job.
          throw new UnusableSchemaException(
              said(
                  "answered 403 (error code "
                      + answer.errorCode()
                      + "): these credentials are not allowed this."),
              true,
              null);
        }
        failed = failed(response, answer);
      } catch (IOException | TimeoutException e) {
        failed = failed(e);
        if (isLongSchema(e)) {
          throw new UnusableSchemaException(said(failed.why()), false, e);
        }
        cause = e;
      }
      if (!failed.again() || attempt == registry.maxRetries()) {
        throw new RegistryException(said(failed.why()), cause);
      }
      await(failed.pause() == null ? pause : failed.pause());
      pause = pause.multipliedBy(2);
    }
  }

  private String said(String what) {
    return "RestRegistry: the registry at " + registry.url() + " " + what;
  }

  // The long page of a server that is out of order is none.
  private static boolean isLongSchema(Exception e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof LimitedBody.TooLongException tooLong) {
        return tooLong.status() == OK;
      }
    }
    return false;
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
        client()
            .sendAsync(
                request.build(),
                info -> new LimitedBody(RestRegistry.MAX_RESPONSE_BYTES, info.statusCode()));
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
    } else if (status == 401 || status == FORBIDDEN) {
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

  private Failed failed(Exception e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof LimitedBody.TooLongException) {
        return new Failed(
            "gave an answer longer than " + RestRegistry.MAX_RESPONSE_BYTES + " bytes.",
            false,
            null);
      }
      if (each instanceof SSLException) {
        return new Failed(
            "failed in TLS. Is its certificate trusted (withTrustStore), and of its name? "
                + ownCertificate(),
            false,
            null);
      }
    }
    if (e instanceof TimeoutException || e instanceof HttpTimeoutException) {
      return new Failed("did not answer in time (withTimeout).", true, null);
    }
    String text =
        "cannot be reached, or ended the connection (" + e.getClass().getSimpleName() + ").";
    // Who is refused for a certificate may see no more of it than that.
    boolean asked = registry.isTls() && !(e instanceof ConnectException);
    return new Failed(asked ? text + " " + ownCertificate() : text, true, null);
  }

  private String ownCertificate() {
    return registry.keyStore() == null
        ? "Does it ask for a certificate of the client (withKeyStore)?"
        : "Does it trust the certificate of the client (withKeyStore)?";
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
