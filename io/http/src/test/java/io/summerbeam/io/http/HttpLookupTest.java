package io.summerbeam.io.http;

import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.secret.KeySource;
import io.summerbeam.sdk.testing.Leftovers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.After;
import org.junit.Test;

/** {@link HttpLookup} against a server. */
public class HttpLookupTest {

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema TEXT = Schema.builder().addStringField("k").build();
  private static final Schema VALUE =
      Schema.builder().addStringField("name").addNullableField("n", FieldType.DECIMAL).build();

  private final Service service = new Service();

  @After
  public void stopService() {
    service.close();
  }

  private HttpLookup get() {
    return HttpLookup.get(service.url() + "/customers/{id}")
        .withKey("id", FieldType.INT64)
        .withValues(VALUE);
  }

  private HttpLookup post() {
    return HttpLookup.post(service.url() + "/batch")
        .withKey("id", FieldType.INT64)
        .withValues(VALUE);
  }

  private HttpLookup texts() {
    return HttpLookup.get(service.url() + "/a/{k}/b")
        .withKey("k", FieldType.STRING)
        .withValues(VALUE);
  }

  @Test
  public void get_eachKey_isARequestAnd404AMiss() throws Exception {
    service.with(
        Map.of(
            "/customers/1", "{\"name\": \"Ann\", \"n\": 1.50}",
            "/customers/2", " {\"name\": \"Zoë 🎈\"} ",
            "/customers/3", "null"));
    try (Lookup<Row, Row> lookup = get().open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L, 3L, 4L)),
          equalTo(
              Map.of(
                  row(ID, 1L), row(VALUE, "Ann", new BigDecimal("1.50")),
                  row(ID, 2L), row(VALUE, "Zoë 🎈", null))));
    }
    assertThat(
        service.asked,
        containsInAnyOrder(
            "GET /customers/1", "GET /customers/2", "GET /customers/3", "GET /customers/4"));
  }

  @Test
  public void withResultAt_findsTheValue() throws Exception {
    service.with(
        Map.of(
            "/customers/1",
            "{\"a/b\": [1, {\"c~\": {\"name\": \"no\"}, \"c~\": {\"name\": \"Ann\", \"n\": 2.0}}]}",
            "/customers/2",
            "{\"a/b\": [1, {\"c~\": null}]}",
            "/customers/3",
            "{\"a/b\": [1]}"));
    try (Lookup<Row, Row> lookup = get().withResultAt("/a~1b/1/c~0").open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L)),
          equalTo(Map.of(row(ID, 1L), row(VALUE, "Ann", new BigDecimal("2.0")))));
      LookupException e = failure(lookup, keys(ID, 3L));
      assertThat(e.getMessage(), equalTo("HttpLookup: the answer has nothing at '/a~1b/1/c~0'."));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void get_hostileKeys_stayWhereTheyArePut() throws Exception {
    service.with(exchange -> Service.answer(exchange, 404, ""));
    try (Lookup<Row, Row> lookup = texts().open()) {
      answer(
          lookup,
          keys(TEXT, "../admin", "x?y=1#z", "@evil.example", "a b&c=d;e", "żółw 🐢", "%2e%2e"));
      assertThat(
          service.asked,
          containsInAnyOrder(
              "GET /a/..%2Fadmin/b",
              "GET /a/x%3Fy%3D1%23z/b",
              "GET /a/%40evil.example/b",
              "GET /a/a%20b%26c%3Dd%3Be/b",
              "GET /a/%C5%BC%C3%B3%C5%82w%20%F0%9F%90%A2/b",
              "GET /a/%252e%252e/b"));
      service.asked.clear();
      assertThat(
          failure(lookup, keys(TEXT, "..")).getMessage(),
          containsString("a key must not be a step in a path"));
      assertThat(
          failure(lookup, keys(TEXT, ".")).getMessage(),
          containsString("a key must not be a step in a path"));
      assertThat(
          failure(lookup, keys(TEXT, "")).getMessage(),
          containsString("the key's field 'k' must not be empty"));
      assertThat(
          failure(lookup, keys(TEXT, "\uD83D")).getMessage(),
          containsString("half of a surrogate pair"));
      assertThat(failure(lookup, keys(TEXT, "..")).isRetryable(), equalTo(false));
      assertThat(service.asked, equalTo(List.of()));
    }
  }

  @Test
  public void get_severalFields_inPathAndQuery() throws Exception {
    HttpLookup source =
        HttpLookup.get(service.url() + "/shops/{shop}?sku={sku}&all=true")
            .withKey("sku", FieldType.STRING)
            .withKey("shop", FieldType.INT32)
            .withValues(VALUE);
    service.with(
        exchange ->
            Service.answer(exchange, 200, "{\"name\": \"" + exchange.getRequestURI() + "\"}"));
    try (Lookup<Row, Row> lookup = source.open()) {
      Row key = row(source.keySchema(), "a&b", 7);
      assertThat(
          answer(lookup, Set.of(key)),
          equalTo(Map.of(key, row(VALUE, "/shops/7?sku=a%26b&all=true", null))));
    }
  }

  @Test
  public void post_batch_isOneRequest() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    service.with(
        exchange -> {
          bodies.add(Service.body(exchange));
          Service.answer(
              exchange,
              200,
              "{\"data\": {\"list\": [{\"c\": {\"id\": 2}, \"v\": {\"name\": \"Bo\"}}, null,"
                  + " {\"c\": {\"id\": 1}, \"v\": {\"name\": \"Ann\", \"n\": 1.50}}, {\"c\":"
                  + " {\"id\": 3}, \"v\": null}, {\"c\": {\"id\": 99}, \"v\": {\"name\":"
                  + " \"other\"}}, {\"c\": {\"id\": 98}, \"v\": \"of another form\"}]}}");
        });
    HttpLookup source =
        post()
            .withKeysField("ids")
            .withListAt("/data/list")
            .withKeyAt("id", "/c/id")
            .withResultAt("/v");
    try (Lookup<Row, Row> lookup = source.open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L, 3L, 4L)),
          equalTo(
              Map.of(
                  row(ID, 1L), row(VALUE, "Ann", new BigDecimal("1.50")),
                  row(ID, 2L), row(VALUE, "Bo", null))));
    }
    assertThat(service.asked, equalTo(List.of("POST /batch")));
    assertThat(bodies.size(), equalTo(1));
    assertThat(
        List.of(bodies.get(0).replaceAll("[^0-9,]", "").split(",")),
        containsInAnyOrder("1", "2", "3", "4"));
    assertThat(bodies.get(0), containsString("{\"ids\":["));
  }

  @Test
  public void post_severalFields_areObjects() throws Exception {
    HttpLookup source =
        HttpLookup.post(service.url() + "/batch")
            .withKey("a\"b", FieldType.STRING)
            .withKey("f", FieldType.BOOLEAN)
            .withValues(VALUE);
    service.with(
        exchange -> {
          String body = Service.body(exchange);
          Service.answer(
              exchange,
              body.equals("{\"keys\":[{\"a\\\"b\":\"x\\\",{\",\"f\":true}]}") ? 200 : 400,
              "[{\"a\\\"b\": \"x\\\",{\", \"f\": true, \"name\": \"found\"}]");
        });
    try (Lookup<Row, Row> lookup = source.open()) {
      Row key = row(source.keySchema(), "x\",{", true);
      assertThat(answer(lookup, Set.of(key)), equalTo(Map.of(key, row(VALUE, "found", null))));
    }
  }

  @Test
  public void post_wrongAnswers_arePermanent() throws Exception {
    assertWrong("[{\"id\": 1, \"name\": \"a\"}, {\"id\": 1, \"name\": \"b\"}]", "several items");
    assertWrong("{\"id\": 1}", "must be a list");
    assertWrong("[{\"name\": \"secret-4711\"}]", "an item has nothing at '/id'");
    assertWrong("[{\"id\": \"secret-4711\", \"name\": \"a\"}]", "a key in the answer is malformed");
    assertWrong("[{\"id\": 1, \"name\": 4711}]", "a value in the answer is malformed");
    assertWrong("[secret-4711", "is not JSON");
    assertWrong("[] secret-4711", "is not JSON");
    assertWrong("", "is not JSON");
  }

  private void assertWrong(String body, String text) throws Exception {
    service.with(exchange -> Service.answer(exchange, 200, body));
    try (Lookup<Row, Row> lookup = post().open()) {
      LookupException e = failure(lookup, keys(ID, 1L));
      assertThat(e.getMessage(), containsString(text));
      assertThat(e.isRetryable(), equalTo(false));
      assertThat(Leftovers.everything(e), not(containsString("4711")));
    }
  }

  @Test
  public void post_404_isNoMiss() throws Exception {
    try (Lookup<Row, Row> lookup = post().open()) {
      LookupException e = failure(lookup, keys(ID, 1L));
      assertThat(e.getMessage(), equalTo("HttpLookup: the service answered 404."));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void get_tenThousandKeys_answersAllWithAtMostSoManyOpen() throws Exception {
    service.with(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
          Service.answer(exchange, id % 2 == 0 ? 404 : 200, "{\"name\": \"n" + id + "\"}");
        });
    Set<Row> asked =
        LongStream.range(0, 10_000).mapToObj(i -> row(ID, i)).collect(Collectors.toSet());
    Map<Row, Row> expected = new HashMap<>();
    LongStream.range(0, 10_000)
        .filter(i -> i % 2 == 1)
        .forEach(i -> expected.put(row(ID, i), row(VALUE, "n" + i, null)));
    try (Lookup<Row, Row> lookup = get().withMaxOpenRequests(5).open()) {
      assertThat(answer(lookup, asked), equalTo(expected));
    }
    // The server counts a request as open a little longer than the client.
    assertThat(service.most.get(), lessThanOrEqualTo(10));
  }

  @Test
  public void sources_ofEqualSettings_areEqualAndTravel() {
    KeySource secret = KeySource.of("env:TOKEN");
    assertThat(get().withBearerToken(secret), equalTo(get().withBearerToken(secret)));
    assertThat(get(), not(equalTo(get().withMaxOpenRequests(3))));
    HttpLookup source = post().withKeyAt("id", "/i").withBearerToken(secret);
    assertThat(SerializableUtils.ensureSerializable(source), equalTo(source));
  }

  @Test
  public void requestsFor_getIsOneForEachKey_postOneForAll() {
    assertThat(get().requestsFor(7), equalTo(7));
    assertThat(post().requestsFor(7), equalTo(1));
  }

  @Test
  public void settings_wrongOnes_areRefused() {
    assertRefused(() -> HttpLookup.get("https://h/x"), "each field");
    assertRefused(() -> HttpLookup.get("https://{h}/x"), "the path or the query only");
    assertRefused(() -> HttpLookup.get("https://h{x}/"), "the path or the query only");
    assertRefused(() -> HttpLookup.get("https://h:{p}/"), "the path or the query only");
    assertRefused(() -> HttpLookup.get("{s}://h/"), "the path or the query only");
    assertRefused(() -> HttpLookup.get("ftp://h/{x}"), "http: or https:");
    assertRefused(() -> HttpLookup.get("https://u:hunter2@h/{x}"), "http: or https:");
    assertRefused(() -> HttpLookup.get("https://h/{x}#f"), "a fragment");
    assertRefused(() -> HttpLookup.get("https://h/{x"), "braces doubled");
    assertRefused(() -> HttpLookup.post("https://u:hunter2@h/"), "http: or https:");
    assertRefused(() -> HttpLookup.post("h/x"), "http: or https:");
    assertRefused(() -> HttpLookup.post("https://h/ x"), "http: or https:");
    assertRefused(() -> get().withKey("id", FieldType.INT64), "part of the key already");
    assertRefused(() -> get().withValues(Schema.builder().build()), "withValues()");
    assertRefused(() -> get().withResultAt("data"), "a JSON pointer");
    assertRefused(() -> get().withResultAt("/a~2"), "a JSON pointer");
    assertRefused(() -> get().withListAt("/a"), "HttpLookup.post()");
    assertRefused(() -> get().withKeyAt("id", "/a"), "HttpLookup.post()");
    assertRefused(() -> get().withKeysField("a"), "HttpLookup.post()");
    assertRefused(() -> post().withKeysField(""), "withKeysField()");
    assertRefused(() -> get().withMaxOpenRequests(0), "but was: 0");
    assertRefused(() -> get().withMaxOpenRequests(1001), "but was: 1001");
    assertRefused(() -> get().withMaxResponseBytes(0), "but was: 0");
    assertRefused(() -> get().withTimeout(Duration.ZERO), "PT0S");
    assertRefused(() -> get().withTimeout(Duration.ofHours(2)), "PT2H");
    KeySource secret = KeySource.of("env:TOKEN");
    assertRefused(() -> get().withSecretHeader("a b", secret), "'a b'");
    assertRefused(() -> get().withSecretHeader("Host", secret), "'Host'");
    assertRefused(() -> get().withBasicAuthentication("a:b", secret), "'a:b'");
    assertRefused(() -> get().withKey("other", FieldType.STRING).valueSchema(), "'other'");
    assertUnfit(() -> HttpLookup.post("https://h/").valueSchema(), "withKey(field, type)");
    assertUnfit(() -> post().withKeyAt("idd", "/x").valueSchema(), "'idd' is no field of the key");
    HttpLookup clear =
        HttpLookup.post("http://example.com/")
            .withKey("id", FieldType.INT64)
            .withValues(VALUE)
            .withBearerToken(secret);
    assertUnfit(clear::valueSchema, "allowingSecretsInClear()");
    assertThat(clear.allowingSecretsInClear().valueSchema(), equalTo(VALUE));
  }

  private static void assertRefused(Runnable setting, String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, setting::run);
    assertThat(e.getMessage(), containsString(text));
    assertThat(Leftovers.everything(e), not(containsString("hunter2")));
  }

  private static void assertUnfit(Runnable check, String text) {
    IllegalStateException e = assertThrows(IllegalStateException.class, check::run);
    assertThat(e.getMessage(), containsString(text));
  }
}
