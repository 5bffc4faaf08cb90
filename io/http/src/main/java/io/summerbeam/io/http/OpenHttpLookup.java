package io.summerbeam.io.http;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/** An {@link HttpLookup} on a worker. */
final class OpenHttpLookup implements Lookup<Row, Row> {

  private static final int THREADS = 2;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final long CLOSE_SECONDS = 10;

  private final HttpLookup source;
  private final String header;
  private volatile @Nullable String headerValue;
  private final int[] indexes;
  private final ExecutorService threads;
  private final OpenRequests requests;
  private final ThreadLocal<Answers> answers;
  private final Map<Object, CompletableFuture<?>> open = new ConcurrentHashMap<>();
  // Its own thread ends when nobody refers to it.
  private volatile @Nullable HttpClient client;

  OpenHttpLookup(HttpLookup source) throws LookupException {
    this.source = source;
    Credentials credentials = source.credentials();
    this.header = credentials == null ? "" : credentials.header();
    this.headerValue = credentials == null ? null : credentials.value();
    UrlTemplate template = source.template();
    this.indexes = template == null ? new int[0] : template.indexes(source.keySchema());
    this.requests = new OpenRequests(source.maxOpenRequests());
    this.answers = ThreadLocal.withInitial(() -> new Answers(source));
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            run -> {
              Thread thread = new Thread(run, "HttpLookup-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            // After close(): the client's own thread ends only when all it has begun has ended.
            (task, closed) -> task.run());
    this.client =
        HttpClient.newBuilder()
            .executor(threads)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(source.timeout())
            .version(source.isTls() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .build();
  }

  @Override
  public CompletionStage<Map<Row, Row>> get(Set<Row> keys) {
    return get(keys, () -> {});
  }

  @Override
  public CompletionStage<Map<Row, Row>> get(Set<Row> keys, Runnable whenSent) {
    UrlTemplate template = source.template();
    return template == null ? batch(keys, whenSent) : each(keys, template, whenSent);
  }

  private CompletableFuture<Map<Row, Row>> batch(Set<Row> keys, Runnable whenSent) {
    CompletableFuture<Map<Row, Row>> answer = new CompletableFuture<>();
    track(answer);
    URI uri = URI.create(source.url());
    BodyPublisher body = BodyPublishers.ofByteArray(answers.get().write(keys));
    requests.add(
        () ->
            ask(uri, body, answer, whenSent)
                .whenComplete(
                    (response, e) -> {
                      if (e != null) {
                        answer.completeExceptionally(HttpFailure.of(e, source.maxResponseBytes()));
                      } else if (!isSuccess(response)) {
                        answer.completeExceptionally(failure(response));
                      } else {
                        try {
                          answer.complete(answers.get().readAll(response.body(), keys));
                        } catch (LookupException | RuntimeException malformed) {
                          answer.completeExceptionally(
                              HttpFailure.of(malformed, source.maxResponseBytes()));
                        }
                      }
                    }));
    return answer;
  }

  private CompletableFuture<Map<Row, Row>> each(
      Set<Row> keys, UrlTemplate template, Runnable whenSent) {
    KeyAnswers all = new KeyAnswers(keys);
    track(all);
    Map<Row, URI> uris = new HashMap<>();
    try {
      for (Row key : keys) {
        uris.put(key, template.fill(key, indexes));
      }
    } catch (LookupException e) {
      all.completeExceptionally(e);
      return all;
    }
    // In another order each time: those behind keys that fail have their turn.
    List<Map.Entry<Row, URI>> inTurn = new ArrayList<>(uris.entrySet());
    Collections.shuffle(inTurn);
    inTurn.forEach(each -> requests.add(() -> one(each.getKey(), each.getValue(), all, whenSent)));
    return all;
  }

  private CompletableFuture<?> one(Row key, URI uri, KeyAnswers all, Runnable whenSent) {
    LookupException outage = all.outage();
    if (outage != null) {
      all.failed(key, outage);
      return CompletableFuture.completedFuture(null);
    }
    return ask(uri, null, all, whenSent)
        .handle(
            (response, e) -> {
              if (e != null) {
                all.failed(key, HttpFailure.of(e, source.maxResponseBytes()));
                return null;
              }
              try {
                all.found(key, valueOf(response));
              } catch (LookupException | RuntimeException failed) {
                all.failed(key, HttpFailure.of(failed, source.maxResponseBytes()));
              }
              return null;
            });
  }

  /** The value of a key; null where there is none. */
  private @Nullable Row valueOf(HttpResponse<byte[]> response) throws LookupException {
    if (response.statusCode() == NOT_FOUND) {
      return null;
    }
    if (!isSuccess(response)) {
      throw failure(response);
    }
    return answers.get().readOne(response.body());
  }

  /** Sends a request, unless its answer is not needed any more; it fails as a lookup does. */
  private CompletableFuture<HttpResponse<byte[]>> ask(
      URI uri, @Nullable BodyPublisher body, CompletableFuture<?> neededFor, Runnable whenSent) {
    HttpClient http = client;
    if (http == null || neededFor.isDone()) {
      return CompletableFuture.failedFuture(isClosed());
    }
    CompletableFuture<HttpResponse<byte[]>> sent;
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).header("Accept", "application/json");
      if (body != null) {
        request.header("Content-Type", "application/json").POST(body);
      }
      String secret = headerValue;
      if (secret != null) {
        request.header(header, secret);
      }
      sent =
          http.sendAsync(
              request.build(),
              info ->
                  new BoundedBody(
                      source.maxResponseBytes(),
                      info.statusCode() >= 200 && info.statusCode() < 300));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(HttpFailure.of(e, source.maxResponseBytes()));
    }
    whenSent.run();
    CompletableFuture<HttpResponse<byte[]>> answer = new CompletableFuture<>();
    track(answer);
    // Who waits no longer makes way for those that do. An answer that is there is let go: the batch
    // would hold it until the last of its keys has one.
    AtomicReference<@Nullable CompletableFuture<?>> awaited = new AtomicReference<>(answer);
    var unusedToo =
        neededFor.whenComplete(
            (done, e) -> {
              CompletableFuture<?> open = awaited.get();
              if (open != null) {
                open.completeExceptionally(isAbandoned());
              }
            });
    // The client's own time-out ends with the headers.
    answer.orTimeout(source.timeout().toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<HttpResponse<byte[]>> told =
        answer.handle(
            (response, e) -> {
              awaited.set(null);
              if (e != null) {
                sent.cancel(true);
                throw new CompletionException(
                    e instanceof TimeoutException
                        ? LookupException.retryable(
                            "HttpLookup: the service took longer than withTimeout().", null)
                        : HttpFailure.of(e, source.maxResponseBytes()));
              }
              return response;
            });
    // On few processors the client would take a new thread for each answer.
    var unused =
        sent.whenCompleteAsync(
            (response, e) -> {
              if (e == null) {
                answer.complete(response);
              } else {
                answer.completeExceptionally(e);
              }
            },
            threads);
    return told;
  }

  private void track(CompletableFuture<?> future) {
    Object ticket = new Object();
    open.put(ticket, future);
    var unused = future.whenComplete((answer, e) -> open.remove(ticket));
    // Else close() would not see it.
    if (client == null) {
      future.completeExceptionally(isClosed());
    }
  }

  private static boolean isSuccess(HttpResponse<byte[]> response) {
    return response.statusCode() >= 200 && response.statusCode() < 300;
  }

  private LookupException failure(HttpResponse<byte[]> response) {
    return response.statusCode() == UNAUTHORIZED && hasNewSecret(response.request())
        ? LookupException.retryable(
            "HttpLookup: the service refused the credentials, which were replaced since.", null)
        : HttpFailure.of(response.statusCode(), response.headers());
  }

  /** Reads the secret again; whether it is another one than that of the request. */
  private boolean hasNewSecret(HttpRequest refused) {
    Credentials credentials = source.credentials();
    if (credentials == null) {
      return false;
    }
    try {
      String secret = credentials.value();
      headerValue = secret;
      return !refused.headers().firstValue(header).equals(Optional.of(secret));
    } catch (LookupException e) {
      return false;
    }
  }

  private static LookupException isAbandoned() {
    return LookupException.retryable("HttpLookup: nobody waits for the answer any longer.", null);
  }

  private static LookupException isClosed() {
    return LookupException.retryable("HttpLookup: the lookup is closed.", null);
  }

  @Override
  public void close() {
    client = null;
    requests.clear();
    open.values().forEach(future -> future.completeExceptionally(isClosed()));
    // What waits for a thread is run, too.
    threads.shutdown();
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
