package io.summerbeam.io.http;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.everything;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A service that is away, slow or refuses; secrets; what is left behind. */
public class HttpFailuresTest {

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema VALUE = Schema.builder().addStringField("name").build();
  private static final String SECRET = "s3cr3t-token";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Service service = new Service();

  @After
  public void stopService() {
    service.close();
  }

  private HttpLookup source() {
    return HttpLookup.get(service.url() + "/c/{id}")
        .withKey("id", FieldType.INT64)
        .withValues(VALUE);
  }

  private KeySource secret(String text) throws Exception {
    Path file = folder.newFile().toPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, text + "\n");
    return KeySource.of("file:" + file);
  }

  private LookupException failureOf(int status, String... header) throws Exception {
    service.with(
        exchange -> {
          if (header.length > 0) {
            exchange.getResponseHeaders().add(header[0], header[1]);
          }
          Service.answer(exchange, status, "body-4711");
        });
    try (Lookup<Row, Row> lookup = source().open()) {
      LookupException e = failure(lookup, keys(ID, 4711L));
      assertThat(everything(e), not(containsString("4711")));
      return e;
    }
  }

  @Test
  public void status_429And503WithRetryAfter_areThrottling() throws Exception {
    LookupException seconds = failureOf(429, "Retry-After", "7");
    assertThat(seconds.isThrottled(), equalTo(true));
    assertThat(seconds.isRetryable(), equalTo(true));
    assertThat(seconds.retryAfter(), equalTo(Duration.ofSeconds(7)));
    assertThat(
        seconds.getMessage(),
        equalTo("HttpLookup: the service answered 429: it wants to be asked after PT7S."));
    assertThat(failureOf(429).isThrottled(), equalTo(true));
    assertThat(failureOf(429).retryAfter(), nullValue());
    LookupException date =
        failureOf(
            503,
            "Retry-After",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10)));
    assertThat(date.isThrottled(), equalTo(true));
    assertThat(
        date.retryAfter(),
        allOf(greaterThan(Duration.ofMinutes(5)), lessThanOrEqualTo(Duration.ofMinutes(10))));
    LookupException past = failureOf(429, "Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
    assertThat(past.retryAfter(), equalTo(Duration.ZERO));
    assertThat(failureOf(429, "Retry-After", "soon").retryAfter(), nullValue());
  }

  @Test
  public void status_decidesWhetherToAskAgain() throws Exception {
    for (int status : List.of(500, 502, 503, 504, 408)) {
      LookupException e = failureOf(status);
      assertThat(e.isRetryable(), equalTo(true));
      assertThat(e.isThrottled(), equalTo(false));
      assertThat(e.getMessage(), equalTo("HttpLookup: the service answered " + status + "."));
    }
    for (int status : List.of(400, 405, 410, 422)) {
      assertThat(failureOf(status).isRetryable(), equalTo(false));
    }
    assertThat(
        failureOf(403).getMessage(),
        equalTo("HttpLookup: the service answered 403: the credentials are refused."));
  }

  @Test
  public void redirect_isNotFollowed() throws Exception {
    try (Service other = new Service()) {
      LookupException e = failureOf(302, "Location", other.url() + "/c/1");
      assertThat(
          e.getMessage(),
          equalTo(
              "HttpLookup: the service answered 302: redirects are not followed; give the URL it"
                  + " redirects to."));
      assertThat(e.isRetryable(), equalTo(false));
      assertThat(other.asked, equalTo(List.of()));
    }
  }

  @Test
  public void withMaxResponseBytes_longerAnswer_isPermanentAndNotRead() throws Exception {
    CompletableFuture<Long> written = new CompletableFuture<>();
    service.with(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          long count = 0;
          byte[] part = new byte[1 << 16];
          try {
            while (count < 1L << 30) {
              exchange.getResponseBody().write(part);
              count += part.length;
            }
          } finally {
            written.complete(count);
          }
        });
    try (Lookup<Row, Row> lookup = source().withMaxResponseBytes(100_000).open()) {
      LookupException e = failure(lookup, keys(ID, 1L));
      assertThat(
          e.getMessage(),
          equalTo("HttpLookup: the answer is longer than 100000 bytes (withMaxResponseBytes)."));
      assertThat(e.isRetryable(), equalTo(false));
      assertThat(written.get(60, TimeUnit.SECONDS), lessThan(1L << 28));
    }
  }

  @Test
  public void withTimeout_slowHeadersOrBody_failRetryable() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    for (boolean headersFirst : List.of(false, true)) {
      service.with(
          exchange -> {
            if (headersFirst) {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
            }
            awaitQuietly(end);
          });
      try (Lookup<Row, Row> lookup = source().withTimeout(Duration.ofMillis(300)).open()) {
        LookupException e = failure(lookup, keys(ID, 1L));
        assertThat(
            e.getMessage(), equalTo("HttpLookup: the service took longer than withTimeout()."));
        assertThat(e.isRetryable(), equalTo(true));
      }
    }
    end.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  public void service_stoppedAndStarted_failsRetryableAndAnswersAgain() throws Exception {
    service.with(Map.of("/c/1", "{\"name\": \"Ann\"}"));
    Map<Row, Row> ann = Map.of(row(ID, 1L), row(VALUE, "Ann"));
    try (Lookup<Row, Row> lookup = source().open()) {
      assertThat(answer(lookup, keys(ID, 1L, 2L)), equalTo(ann));
      service.stop();
      for (int i = 0; i < 10; i++) {
        LookupException e = failure(lookup, keys(ID, 1L, 2L));
        assertThat(e.isRetryable(), equalTo(true));
        assertThat(e.getMessage(), containsString("the service cannot be reached"));
      }
      service.startAgain();
      assertThat(answer(lookup, keys(ID, 1L, 2L)), equalTo(ann));
    }
  }

  @Test
  public void secrets_areSentAndNotShown() throws Exception {
    List<String> headers = new CopyOnWriteArrayList<>();
    service.with(
        exchange -> {
          headers.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Api-Key"));
          Service.answer(exchange, 401, "");
        });
    List<HttpLookup> sources =
        List.of(
            source().withBearerToken(secret(SECRET)),
            source().withBasicAuthentication("joe", secret(SECRET)),
            source().withSecretHeader("X-Api-Key", secret(SECRET)));
    for (HttpLookup each : sources) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(each);
      }
      assertThat(bytes.toString(StandardCharsets.UTF_8), not(containsString(SECRET)));
      assertThat(each.toString(), not(containsString(SECRET)));
      try (Lookup<Row, Row> lookup = each.open()) {
        LookupException e = failure(lookup, keys(ID, 1L));
        assertThat(e.isRetryable(), equalTo(false));
        assertThat(everything(e), not(containsString(SECRET)));
      }
    }
    String pair =
        Base64.getEncoder().encodeToString(("joe:" + SECRET).getBytes(StandardCharsets.UTF_8));
    assertThat(
        headers,
        equalTo(
            List.of("Bearer " + SECRET + " null", "Basic " + pair + " null", "null " + SECRET)));
  }

  @Test
  public void secretThatIsReplaced_isReadAgain() throws Exception {
    Path file = folder.newFile().toPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "old");
    service.with(
        exchange -> {
          boolean known =
              "Bearer new".equals(exchange.getRequestHeaders().getFirst("Authorization"));
          Service.answer(exchange, known ? 200 : 401, known ? "{\"name\":\"Anna\"}" : "");
        });

    try (Lookup<Row, Row> lookup = source().withBearerToken(KeySource.of("file:" + file)).open()) {
      assertThat(failure(lookup, keys(ID, 1L)).isRetryable(), equalTo(false));
      Files.writeString(file, "new");
      LookupException replaced = failure(lookup, keys(ID, 1L));
      assertThat(replaced.isRetryable(), equalTo(true));
      assertThat(
          replaced.getMessage(),
          equalTo("HttpLookup: the service refused the credentials, which were replaced since."));
      assertThat(answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(VALUE, "Anna"))));
    }
  }

  @Test
  public void secret_missingOrNoHeader_isPermanent() throws Exception {
    LookupException missing =
        assertThrows(
            LookupException.class,
            () -> source().withBearerToken(KeySource.of("env:SUMMERBEAM_NOT_SET")).open());
    assertThat(
        missing.getMessage(),
        equalTo(
            "HttpLookup: there is no secret. env:SUMMERBEAM_NOT_SET: the environment variable is"
                + " not set. Set it on every worker."));
    LookupException twoLines =
        assertThrows(
            LookupException.class,
            () -> source().withBearerToken(secret("hunter2\r\nX-Evil: 1")).open());
    assertThat(twoLines.getMessage(), containsString("must be printable ASCII"));
    assertThat(everything(twoLines), not(containsString("hunter2")));
    assertThat(twoLines.isRetryable(), equalTo(false));
  }

  @Test
  public void get_keyThatFails_doesSoAlone() throws Exception {
    service.with(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          int status = Map.of("7", 500, "8", 404, "5", 400).getOrDefault(path.substring(3), 200);
          Service.answer(exchange, status, "{\"name\": \"Ann\"}");
        });
    try (Lookup<Row, Row> lookup = source().withMaxOpenRequests(1).open()) {
      LookupException e = failure(lookup, keys(ID, 5L, 6L, 7L, 8L, 9L));
      assertThat(e.isRetryable(), equalTo(true));
      assertThat(e.of(row(ID, 7L)).getMessage(), equalTo("HttpLookup: the service answered 500."));
      assertThat(e.of(row(ID, 5L)).isRetryable(), equalTo(false));
      for (long answered : new long[] {6, 8, 9}) {
        assertThat(e.of(row(ID, answered)), nullValue());
      }
      assertThat(
          e.found(),
          equalTo(Map.of(row(ID, 6L), row(VALUE, "Ann"), row(ID, 9L), row(VALUE, "Ann"))));
      assertThat(everything(e), not(containsString("Ann")));
    }
  }

  @Test
  public void get_manyKeysRefusedForGood_theOthersAreAskedFor() throws Exception {
    service.with(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean refused = Long.parseLong(path.substring(3)) < 60;
          Service.answer(exchange, refused ? 400 : 200, refused ? "" : "{\"name\": \"Ann\"}");
        });
    Map<Row, Row> others =
        LongStream.range(60, 100)
            .boxed()
            .collect(Collectors.toMap(id -> row(ID, id), unused -> row(VALUE, "Ann")));
    try (Lookup<Row, Row> lookup = source().withMaxOpenRequests(1).open()) {
      LookupException e = failure(lookup, keys(ID, LongStream.range(0, 100).boxed().toArray()));
      assertThat(e.isRetryable(), equalTo(false));
      assertThat(e.found(), equalTo(others));
      assertThat(service.asked.size(), equalTo(100));
    }
  }

  @Test
  public void get_cancelled_keysThatAreAnsweredKeepTheirAnswers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    service.with(
        exchange -> {
          if (Set.of("/c/2", "/c/3").contains(exchange.getRequestURI().getPath())) {
            awaitQuietly(end);
          }
          Service.answer(exchange, 200, "{\"name\": \"Ann\"}");
        });
    try (Lookup<Row, Row> lookup = source().withMaxOpenRequests(3).open()) {
      CompletableFuture<Map<Row, Row>> answer =
          lookup.get(keys(ID, 1L, 2L, 3L, 4L)).toCompletableFuture();
      await("one is answered, as three are open", () -> service.asked.size() == 4);

      answer.cancel(true);

      ExecutionException thrown = assertThrows(ExecutionException.class, answer::get);
      LookupException e = (LookupException) thrown.getCause();
      assertThat(e.isRetryable(), equalTo(true));
      assertThat(e.of(row(ID, 2L)).isRetryable(), equalTo(true));
      assertThat(e.of(row(ID, 3L)).isRetryable(), equalTo(true));
      assertThat(e.found().isEmpty(), equalTo(false));
      for (Object found : e.found().keySet()) {
        assertThat(e.of(found), nullValue());
      }
    } finally {
      end.countDown();
    }
  }

  @Test
  public void cancelled_itsRequestsMakeWayForOthers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    service.with(
        exchange -> {
          if (service.asked.size() == 1) {
            awaitQuietly(end);
          }
          Service.answer(exchange, 500, "");
        });
    HttpLookup patient = source().withMaxOpenRequests(1).withTimeout(Duration.ofHours(1));
    try (Lookup<Row, Row> lookup = patient.open()) {
      CompletableFuture<Map<Row, Row>> silent = lookup.get(keys(ID, 1L)).toCompletableFuture();
      await("one is open", () -> service.asked.size() == 1);
      CompletableFuture<Map<Row, Row>> waiting = lookup.get(keys(ID, 2L)).toCompletableFuture();

      silent.cancel(true);

      assertThrows(ExecutionException.class, () -> waiting.get(30, TimeUnit.SECONDS));
      assertThat(service.asked.size(), equalTo(2));
    } finally {
      end.countDown();
    }
  }

  @Test
  public void requestThatWaitsForAnother_isNotSaidToBeSent() throws Exception {
    HttpLookup post =
        HttpLookup.post(service.url() + "/batch").withKey("id", FieldType.INT64).withValues(VALUE);
    for (HttpLookup each : List.of(source(), post)) {
      service.asked.clear();
      CountDownLatch end = new CountDownLatch(1);
      service.with(
          exchange -> {
            awaitQuietly(end);
            Service.answer(exchange, 500, "");
          });
      AtomicInteger first = new AtomicInteger();
      AtomicInteger second = new AtomicInteger();
      try (Lookup<Row, Row> lookup = each.withMaxOpenRequests(1).open()) {
        var unused = lookup.get(keys(ID, 1L), first::incrementAndGet);
        CompletionStage<Map<Row, Row>> waiting = lookup.get(keys(ID, 2L), second::incrementAndGet);
        await("one is open", () -> service.asked.size() == 1);
        assertThat(first.get(), equalTo(1));
        assertThat(second.get(), equalTo(0));

        end.countDown();

        assertThrows(
            ExecutionException.class,
            () -> waiting.toCompletableFuture().get(30, TimeUnit.SECONDS));
        assertThat(second.get(), equalTo(1));
      } finally {
        end.countDown();
      }
    }
  }

  @Test
  public void get_throttled_thoseThatWaitAreNotAskedFor() throws Exception {
    service.with(exchange -> Service.answer(exchange, 429, ""));
    try (Lookup<Row, Row> lookup = source().withMaxOpenRequests(1).open()) {
      LookupException e = failure(lookup, keys(ID, 1L, 2L, 3L));
      assertThat(e.isThrottled(), equalTo(true));
      assertThat(e.of(row(ID, 3L)).isThrottled(), equalTo(true));
      assertThat(service.asked.size(), equalTo(1));
    }
  }

  @Test
  public void get_serviceThatFails_endsTheBatch() throws Exception {
    service.with(exchange -> Service.answer(exchange, 500, ""));
    try (Lookup<Row, Row> lookup = source().withMaxOpenRequests(1).open()) {
      Object[] ids = new Object[500];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (long) i;
      }
      assertThat(failure(lookup, keys(ID, ids)).isRetryable(), equalTo(true));
      // What was asked for later is answered, though many of the batch had waited.
      service.with(Map.of("/c/1", "{\"name\": \"Ann\"}"));
      assertThat(answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(VALUE, "Ann"))));
      assertThat(service.asked.size(), lessThan(100));
    }
  }

  @Test
  public void close_endsWhatRunsAndLeavesNoThreads() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    service.with(exchange -> awaitQuietly(end));
    List<CompletableFuture<Map<Row, Row>>> running = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Lookup<Row, Row> lookup = source().withMaxOpenRequests(2).open();
      for (long id = 0; id < 5; id++) {
        running.add(lookup.get(keys(ID, id)).toCompletableFuture());
      }
      int asked = 2 * (i + 1);
      await("two are open", () -> service.asked.size() >= asked);
      lookup.close();
      running.add(lookup.get(keys(ID, 1L)).toCompletableFuture());
    }
    for (CompletableFuture<Map<Row, Row>> each : running) {
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> each.get(30, TimeUnit.SECONDS));
      assertThat(e.getCause().getMessage(), equalTo("HttpLookup: the lookup is closed."));
      assertThat(((LookupException) e.getCause()).isRetryable(), equalTo(true));
    }
    end.countDown();
    await("its threads are gone", () -> threads("HttpLookup") == 0);
    // The client of JDK 17 cannot be closed: its thread ends when it is collected.
    await(
        "the clients' threads are gone",
        () -> {
          System.gc();
          return threads("HttpClient") == 0;
        });
  }
}
