package io.summerbeam.io.redis;

import static io.summerbeam.sdk.testing.Leftovers.await;
import static io.summerbeam.sdk.testing.Leftovers.everything;
import static io.summerbeam.sdk.testing.Leftovers.threads;
import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** {@link RedisLookup} against a server that needs a password. */
public class RedisLookupTest {

  private static final String PASSWORD = "pa55-wörd";

  private static final int PAUSE_MILLIS = 4_000;

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema TEXT_ID = Schema.builder().addStringField("id").build();
  private static final Schema CUSTOMER =
      Schema.builder().addStringField("name").addNullableField("age", FieldType.INT32).build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static RedisServer server;
  private static int port;

  @BeforeClass
  public static void startServer() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    start();
  }

  private static void start() throws IOException {
    server =
        RedisServer.newRedisServer()
            .port(port)
            .setting("requirepass " + PASSWORD)
            .setting("save \"\"")
            .build();
    server.start();
  }

  @AfterClass
  public static void stopServer() throws IOException {
    server.stop();
  }

  @Before
  public void fill() {
    try (Jedis jedis = jedis()) {
      jedis.flushAll();
      jedis.hset("customer:1", Map.of("name", "Ann", "age", "41", "other", "x"));
      jedis.hset("customer:2", Map.of("name", "Zoë 🎈"));
      jedis.set("json:1", "{\"name\": \"Ann\", \"age\": 41}");
      jedis.set("json:2", "{\"name\": \"Bo\", \"age\": null}");
      jedis.set("text:1", "1.50");
    }
  }

  private static Jedis jedis() {
    return new Jedis(
        new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder()
            .password(PASSWORD)
            .socketTimeoutMillis(10 * PAUSE_MILLIS)
            .build());
  }

  private KeySource secret(String text) throws IOException {
    Path file = folder.newFile().toPath();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, text + "\n");
    return KeySource.of("file:" + file);
  }

  private RedisLookup redis() throws IOException {
    return RedisLookup.of("redis://127.0.0.1:" + port + "/0").withCredentials(secret(PASSWORD));
  }

  private RedisLookup customers() throws IOException {
    return redis()
        .withKey("id", FieldType.INT64)
        .withKeyTemplate("customer:{id}")
        .withHash(CUSTOMER);
  }

  @Test
  public void withHash_readsFieldsAndMisses() throws Exception {
    try (Lookup<Row, Row> lookup = customers().open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L, 3L)),
          equalTo(
              Map.of(
                  row(ID, 1L), row(CUSTOMER, "Ann", 41),
                  row(ID, 2L), row(CUSTOMER, "Zoë 🎈", null))));
    }
  }

  @Test
  public void withHash_allTypes_areRead() throws Exception {
    Schema all =
        Schema.builder()
            .addField("n", FieldType.DECIMAL)
            .addDoubleField("d")
            .addBooleanField("b")
            .addField("day", FieldType.logicalType(SqlTypes.DATE))
            .addField("y", FieldType.BYTES)
            .addStringField("s")
            .build();
    try (Jedis jedis = jedis()) {
      jedis.hset(
          "customer:7",
          Map.of("n", "1.50", "d", "-2e3", "b", "true", "day", "2024-02-29", "y", "AP8=", "s", ""));
    }
    try (Lookup<Row, Row> lookup = customers().withHash(all).open()) {
      assertThat(
          answer(lookup, keys(ID, 7L)),
          equalTo(
              Map.of(
                  row(ID, 7L),
                  row(
                      all,
                      new BigDecimal("1.50"),
                      -2000.0,
                      true,
                      LocalDate.of(2024, 2, 29),
                      new byte[] {0, (byte) 0xff},
                      ""))));
    }
  }

  @Test
  public void withHash_wrongValues_failWithoutQuotingThem() throws Exception {
    try (Lookup<Row, Row> lookup = customers().withConnections(1).open()) {
      assertMalformed(lookup, "4711,\"name\":\"x\"", "field 'age' is no number");
      assertMalformed(lookup, "", "field 'age' is no number");
      assertMalformed(lookup, "99999999999", "'age'");
      assertMalformed(lookup, "1.5", "'age'");
      try (Jedis jedis = jedis()) {
        jedis.hset(
            "customer:9".getBytes(StandardCharsets.UTF_8),
            Map.of("name".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff}));
      }
      assertThat(
          failure(lookup, keys(ID, 9L)).getMessage(),
          equalTo("RedisLookup: a value is malformed: field 'name' is not UTF-8"));
      // The connection is in order all the same.
      assertThat(
          answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(CUSTOMER, "Ann", 41))));
    }
  }

  private static void assertMalformed(Lookup<Row, Row> lookup, String age, String text) {
    try (Jedis jedis = jedis()) {
      jedis.hset("customer:8", Map.of("name", "n", "age", age));
    }
    LookupException e = failure(lookup, keys(ID, 8L));
    assertThat(e.getMessage(), containsString(text));
    assertThat(e.isRetryable(), equalTo(false));
    assertThat(everything(e), not(containsString("4711")));
  }

  @Test
  public void withHash_keyOfAnotherType_isPermanent() throws Exception {
    try (Jedis jedis = jedis()) {
      jedis.set("customer:5", "text");
    }
    try (Lookup<Row, Row> lookup = customers().withConnections(1).open()) {
      LookupException e = failure(lookup, keys(ID, 5L, 1L, 2L));
      assertThat(
          e.getMessage(),
          equalTo(
              "RedisLookup: the request failed (WRONGTYPE): a key has a value of another type."));
      assertThat(e.isRetryable(), equalTo(false));
      assertThat(
          answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(CUSTOMER, "Ann", 41))));
    }
  }

  @Test
  public void withJson_readsObjects() throws Exception {
    try (Jedis jedis = jedis()) {
      jedis.set("json:3", "{\"name\": \"secret-4711");
    }
    try (Lookup<Row, Row> lookup =
        customers().withKeyTemplate("json:{id}").withJson(CUSTOMER).open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L, 4L)),
          equalTo(
              Map.of(
                  row(ID, 1L), row(CUSTOMER, "Ann", 41), row(ID, 2L), row(CUSTOMER, "Bo", null))));
      LookupException e = failure(lookup, keys(ID, 3L));
      assertThat(e.getMessage(), equalTo("RedisLookup: a value is malformed: the JSON is cut off"));
      assertThat(everything(e), not(containsString("4711")));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void withText_isOneTypedField() throws Exception {
    Schema price = Schema.builder().addField("price", FieldType.DECIMAL).build();
    try (Lookup<Row, Row> lookup =
        customers().withKeyTemplate("text:{id}").withText("price", FieldType.DECIMAL).open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L)),
          equalTo(Map.of(row(ID, 1L), row(price, new BigDecimal("1.50")))));
    }
  }

  @Test
  public void get_tenThousandKeys_answersAll() throws Exception {
    try (Jedis jedis = jedis()) {
      String[] all =
          LongStream.range(0, 5_000)
              .boxed()
              .flatMap(i -> java.util.stream.Stream.of("text:" + i, "v" + i))
              .toArray(String[]::new);
      jedis.mset(all);
      LongStream.range(0, 5_000).forEach(i -> jedis.hset("h:" + i, "name", "v" + i));
    }
    Set<Row> asked =
        LongStream.range(0, 10_000).mapToObj(i -> row(ID, i)).collect(Collectors.toSet());
    Schema name = Schema.builder().addStringField("name").build();
    Map<Row, Row> expected = new HashMap<>();
    LongStream.range(0, 5_000).forEach(i -> expected.put(row(ID, i), row(name, "v" + i)));
    try (Lookup<Row, Row> lookup =
        customers().withKeyTemplate("text:{id}").withText("name", FieldType.STRING).open()) {
      assertThat(answer(lookup, asked), equalTo(expected));
    }
    try (Lookup<Row, Row> lookup = customers().withKeyTemplate("h:{id}").withHash(name).open()) {
      assertThat(answer(lookup, asked), equalTo(expected));
    }
  }

  @Test
  public void withKeyTemplate_severalFields_areNeverOneKey() throws Exception {
    try (Jedis jedis = jedis()) {
      jedis.set("{p}:a:b:c", "value");
    }
    RedisLookup source =
        redis()
            .withKey("x", FieldType.STRING)
            .withKey("y", FieldType.STRING)
            .withKeyTemplate("{{p}}:{x}:{y}")
            .withText("v", FieldType.STRING);
    Schema key = source.keySchema();
    try (Lookup<Row, Row> lookup = source.open()) {
      assertThat(
          answer(lookup, Set.of(row(key, "a", "b:c"))),
          equalTo(Map.of(row(key, "a", "b:c"), row(source.valueSchema(), "value"))));
      LookupException e = failure(lookup, Set.of(row(key, "a:b", "c")));
      assertThat(
          e.getMessage(),
          equalTo(
              "RedisLookup: the key's field 'x' has in it, or begins at its end, what stands behind"
                  + " it in the template, so another key would be the same: {{p}}:{x}:{y}"));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void get_hostileKeys_areData() throws Exception {
    String hostile = "1\r\nFLUSHALL\r\n \"'{}*żółw 🐢\0";
    try (Jedis jedis = jedis()) {
      jedis.set("k:" + hostile, "found");
    }
    Schema value = Schema.builder().addStringField("v").build();
    try (Lookup<Row, Row> lookup =
        redis()
            .withKey("id", FieldType.STRING)
            .withKeyTemplate("k:{id}")
            .withText("v", FieldType.STRING)
            .open()) {
      assertThat(
          answer(lookup, keys(TEXT_ID, hostile, "*", "1")),
          equalTo(Map.of(row(TEXT_ID, hostile), row(value, "found"))));
      assertThat(
          failure(lookup, keys(TEXT_ID, "\uD83D")).getMessage(),
          equalTo(
              "RedisLookup: a key has half of a surrogate pair in it, which UTF-8 has no form"
                  + " for."));
    }
  }

  @Test
  public void server_stoppedAndStarted_failsRetryableAndAnswersAgain() throws Exception {
    try (Lookup<Row, Row> lookup = customers().open()) {
      Map<Row, Row> ann = Map.of(row(ID, 1L), row(CUSTOMER, "Ann", 41));
      assertThat(answer(lookup, keys(ID, 1L)), equalTo(ann));
      server.stop();
      try {
        for (int i = 0; i < 10; i++) {
          LookupException e = failure(lookup, keys(ID, 1L));
          assertThat(e.isRetryable(), equalTo(true));
          assertThat(e.getMessage(), containsString("the server cannot be reached."));
        }
        LookupException opening = assertThrows(LookupException.class, () -> customers().open());
        assertThat(opening.isRetryable(), equalTo(true));
      } finally {
        start();
      }
      fill();
      assertThat(answer(lookup, keys(ID, 1L, 5L)), equalTo(ann));
    }
  }

  @Test
  public void server_slowerThanTheTimeout_failsRetryable() throws Exception {
    try (Lookup<Row, Row> lookup =
            customers().withTimeout(Duration.ofMillis(200)).withConnections(1).open();
        Jedis jedis = jedis()) {
      // The server answers nobody for a second.
      CompletableFuture<Void> asleep =
          CompletableFuture.runAsync(
              () ->
                  jedis.sendCommand(
                      () -> "DEBUG".getBytes(StandardCharsets.US_ASCII), "SLEEP", "1"));
      LookupException e = null;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (e == null && System.nanoTime() < end && !asleep.isDone()) {
        try {
          answer(lookup, keys(ID, 1L));
        } catch (ExecutionException failed) {
          e = (LookupException) failed.getCause();
        }
      }
      assertThat(String.valueOf(e), containsString("it took longer than withTimeout()."));
      assertThat(e.isRetryable(), equalTo(true));
      asleep.get(30, TimeUnit.SECONDS);
      assertThat(
          answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(CUSTOMER, "Ann", 41))));
    }
  }

  @Test
  public void requests_moreThanThereAreConnections_areSentWhenOneIsFree() throws Exception {
    RedisLookup source = customers();
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger sent = new AtomicInteger();
    BlockingCalls<Jedis> calls =
        new BlockingCalls<>("RedisLookup", 1, new RedisConnector(source.server(), "RedisLookup"));
    try (Lookup<Row, Row> lookup =
        new OpenRedisLookup(
            "RedisLookup",
            calls,
            new RedisKeys("RedisLookup", source.template(), ID),
            source.stored())) {
      CompletableFuture<Boolean> first =
          calls.submit(connection -> isOver(end)).toCompletableFuture();
      CompletableFuture<Map<Row, Row>> second =
          lookup.get(keys(ID, 1L), sent::incrementAndGet).toCompletableFuture();
      assertThat(sent.get(), equalTo(0));

      end.countDown();

      assertThat(first.get(60, TimeUnit.SECONDS), equalTo(true));
      assertThat(
          second.get(60, TimeUnit.SECONDS), equalTo(Map.of(row(ID, 1L), row(CUSTOMER, "Ann", 41))));
      assertThat(sent.get(), equalTo(1));
    }
  }

  private static boolean isOver(CountDownLatch end) throws LookupException {
    try {
      return end.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw LookupException.retryable("interrupted", e);
    }
  }

  @Test
  public void server_thatAnswersNothing_failsRetryable() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      RedisLookup source =
          RedisLookup.of("redis://127.0.0.1:" + mute.getLocalPort())
              .withKey("id", FieldType.INT64)
              .withKeyTemplate("{id}")
              .withHash(CUSTOMER)
              .withTimeout(Duration.ofMillis(200));
      LookupException e = assertThrows(LookupException.class, source::open);
      assertThat(e.isRetryable(), equalTo(true));
    }
  }

  @Test
  public void password_wrongOrMissing_isPermanentAndNotShown() throws Exception {
    RedisLookup wrong = customers().withCredentials(secret("hunter2"));
    LookupException e = assertThrows(LookupException.class, wrong::open);
    assertThat(
        e.getMessage(),
        equalTo("RedisLookup: no connection (WRONGPASS): the user or the password is refused."));
    assertThat(e.isRetryable(), equalTo(false));
    assertThat(everything(e), not(containsString("hunter2")));
    LookupException user =
        assertThrows(
            LookupException.class,
            () -> customers().withCredentials("nobody", secret("hunter2")).open());
    assertThat(user.isRetryable(), equalTo(false));
    LookupException missing =
        assertThrows(
            LookupException.class,
            () -> customers().withCredentials(KeySource.of("env:SUMMERBEAM_NOT_SET")).open());
    assertThat(
        missing.getMessage(),
        equalTo(
            "RedisLookup: there is no password. env:SUMMERBEAM_NOT_SET: the environment variable is"
                + " not set. Set it on every worker."));
    assertThat(missing.isRetryable(), equalTo(false));
  }

  @Test
  public void secrets_areNotInTheSerializedFormOrText() throws Exception {
    RedisLookup source = customers();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(source);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8), not(containsString(PASSWORD)));
    assertThat(source.toString(), not(containsString(PASSWORD)));
    RedisLookup travelled = SerializableUtils.ensureSerializable(source);
    assertThat(travelled, equalTo(source));
    assertThat(travelled.hashCode(), equalTo(source.hashCode()));
    try (Lookup<Row, Row> lookup = travelled.open()) {
      assertThat(
          answer(lookup, keys(ID, 1L)), equalTo(Map.of(row(ID, 1L), row(CUSTOMER, "Ann", 41))));
    }
  }

  @Test
  public void close_leavesNoThreadsAndConnections() throws Exception {
    try (Jedis jedis = jedis()) {
      for (int i = 0; i < 20; i++) {
        try (Lookup<Row, Row> lookup = customers().withConnections(3).open()) {
          CompletableFuture<?>[] answers = new CompletableFuture<?>[10];
          for (int k = 0; k < answers.length; k++) {
            answers[k] = lookup.get(keys(ID, (long) k)).toCompletableFuture();
          }
          CompletableFuture.allOf(answers).get(60, TimeUnit.SECONDS);
          assertThat(clients(jedis), lessThanOrEqualTo(3L));
        }
      }
      await("its threads are gone", () -> threads("RedisLookup") == 0);
      await("the connections are gone", () -> clients(jedis) == 0);
    }
  }

  private static long clients(Jedis jedis) {
    return jedis.clientList().lines().filter(line -> line.contains("name=summerbeam")).count();
  }

  @Test
  public void close_whileARequestRuns_endsIt() throws Exception {
    try (Jedis jedis = jedis()) {
      Lookup<Row, Row> lookup = customers().withConnections(1).open();
      // Nobody is answered for so long.
      jedis.clientPause(PAUSE_MILLIS);
      CompletableFuture<Map<Row, Row>> last = lookup.get(keys(ID, 1L)).toCompletableFuture();
      await("it is asked", () -> threads("RedisLookup") == 1);
      long start = System.nanoTime();
      lookup.close();
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> last.get(60, TimeUnit.SECONDS));
      assertThat(((LookupException) e.getCause()).isRetryable(), equalTo(true));
      assertThat(
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), lessThan((long) PAUSE_MILLIS));
      await("its threads are gone", () -> threads("RedisLookup") == 0);
      assertThat(
          failure(lookup, keys(ID, 1L)).getMessage(),
          equalTo("RedisLookup: the lookup is closed."));
    }
  }

  @Test
  public void settings_wrongOnes_areRefused() throws Exception {
    RedisLookup source = customers();
    assertRefused(() -> RedisLookup.of("redis://:hunter2@h:1/0"), "withCredentials()");
    assertRefused(() -> RedisLookup.of("http://h"), "redis://host:port/database");
    assertRefused(() -> RedisLookup.of("redis://h/hunter2"), "redis://host:port/database");
    assertRefused(() -> RedisLookup.of("redis://h?password=hunter2"), "redis://host");
    assertRefused(() -> RedisLookup.of("redis://h h"), "redis://host:port/database");
    assertRefused(() -> source.withKey("id", FieldType.INT64), "part of the key already");
    assertRefused(() -> source.withKey("d", FieldType.DOUBLE), "'d' is DOUBLE");
    assertRefused(() -> source.withKeyTemplate("customer"), "as {field}");
    assertRefused(() -> source.withKeyTemplate("{a}{b}"), "between two fields");
    assertRefused(() -> source.withKeyTemplate("{a"), "braces doubled");
    assertRefused(() -> source.withKeyTemplate("a}:{b}"), "braces doubled");
    assertRefused(() -> source.withKeyTemplate("{a}:{a}"), "once");
    assertRefused(() -> source.withHash(Schema.builder().build()), "withHash()");
    assertRefused(
        () -> source.withHash(Schema.builder().addArrayField("tags", FieldType.STRING).build()),
        "'tags' is ARRAY");
    assertRefused(() -> source.withConnections(0), "but was: 0");
    assertRefused(() -> source.withConnections(101), "but was: 101");
    assertRefused(() -> source.withTimeout(Duration.ZERO), "PT0S");
    assertRefused(() -> source.withTimeout(Duration.ofHours(2)), "PT2H");
    assertRefused(() -> open(source.withKeyTemplate("{idd}")), "'id'");
    assertRefused(() -> open(source.withKey("b", FieldType.BOOLEAN)), "'b' is not in");
    assertThat(
        assertThrows(IllegalStateException.class, () -> redis().valueSchema()).getMessage(),
        containsString("say what the values are"));
    assertThat(
        assertThrows(IllegalStateException.class, () -> redis().withHash(CUSTOMER).open())
            .getMessage(),
        containsString("say how keys are written"));
    assertThat(
        assertThrows(IllegalStateException.class, () -> redis().withHash(CUSTOMER).valueSchema())
            .getMessage(),
        containsString("say how keys are written"));
  }

  private static void open(RedisLookup source) {
    try {
      source.open().close();
    } catch (LookupException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(Runnable setting, String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, setting::run);
    assertThat(e.getMessage(), containsString(text));
    assertThat(everything(e), not(containsString("hunter2")));
  }
}
