package io.summerbeam.io.http;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.lookup.KeyTemplate;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.secret.KeySource;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Looks values up in a service that answers with JSON: one GET for each key, or one POST for many.
 *
 * <pre>{@code
 * HttpLookup one =
 *     HttpLookup.get("https://crm.example.com/customers/{id}")
 *         .withKey("id", FieldType.INT64)
 *         .withValues(Schema.builder().addStringField("name").build())
 *         .withResultAt("/data")
 *         .withBearerToken(KeySource.of("env:CRM_TOKEN"));
 *
 * HttpLookup many =
 *     HttpLookup.post("https://crm.example.com/customers/batch")
 *         .withKey("id", FieldType.INT64)
 *         .withValues(Schema.builder().addStringField("name").build())
 *         .withKeysField("ids")
 *         .withListAt("/customers")
 *         .withKeyAt("id", "/id");
 * orders.apply(Enrich.fromLookup(many).on("customer_id", "id").take("name"));
 * }</pre>
 *
 * <p><b>GET.</b> The URL is a template with the fields of the key in its path or its query, see
 * {@link KeyTemplate}; they are percent-encoded. A key whose field is empty, or becomes a step
 * {@code .} or {@code ..} in the path, is a permanent error. 404 is a miss.
 *
 * <p><b>POST.</b> The body is an object with a list, {@code {"keys": [1, 2]}}; a key of several
 * fields is an object, {@code {"keys": [{"shop": 1, "sku": "a"}]}}. The answer has a list of items;
 * each has its key and its value. A key without an item is a miss, an item that was not asked for
 * is passed over, and two of one key are an error.
 *
 * <p><b>Values</b> are what is found at {@link #withResultAt}, read by {@link JsonFormat}: {@code
 * null} there is a miss; nothing there, or what does not fit the schema, is a permanent error.
 *
 * <p><b>Requests.</b> Not blocking, over java.net.http; at most {@link #withMaxOpenRequests} are
 * open for each lookup that is open in a JVM, the others wait. With a GET for each key, a key that
 * fails does so alone, and a rate limit goes by keys; where the service throttles, or eight more
 * keys of a batch have failed in a way that may pass than were answered, those that wait are not
 * asked for, and fail likewise. HTTP/2 where the service has it, over TLS only.
 *
 * <p><b>Errors.</b> 429, and 503 with {@code Retry-After} (seconds, or a date), are throttling;
 * other 5xx, 408, 425, time-outs and lost connections are retryable. Other 4xx, redirects, which
 * are not followed, answers of more than {@link #withMaxResponseBytes}, failures of TLS and what is
 * no JSON are permanent. Messages quote no URL, no key and no answer.
 *
 * <p><b>Security.</b> Secrets are references, read on the worker when the lookup is opened. They
 * are not sent over {@code http:} to other machines unless that is allowed ({@link
 * #allowingSecretsInClear}). Put none into the URL: it travels with the pipeline and is shown.
 * Certificates must be trusted by the JVM and of the service's name.
 *
 * <p>Threads end when the lookup is closed, but for the one of the client of JDK 17, which ends at
 * a later garbage collection.
 */
@AutoValue
public abstract class HttpLookup implements RowLookupSource {

  private static final long serialVersionUID = 1;

  /** How many requests may be open, unless something else is asked for. */
  public static final int DEFAULT_MAX_OPEN_REQUESTS = 16;

  /** How long an answer may be, unless something else is asked for: 4 MiB. */
  public static final int DEFAULT_MAX_RESPONSE_BYTES = 4 << 20;

  /** How long a request may take, unless something else is asked for. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** What the list of keys is called, unless something else is asked for. */
  public static final String DEFAULT_KEYS_FIELD = "keys";

  private static final int MOST_OPEN_REQUESTS = 1_000;
  private static final int LARGEST_RESPONSE_BYTES = 1 << 30;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Set<String> CLIENTS_OWN =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "accept",
          "expect",
          "host",
          "upgrade",
          "transfer-encoding");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * One request for each key.
   *
   * @param template {@code https://host/customers/{id}}
   * @throws IllegalArgumentException if it is no URL of a host, names no field, or has a field
   *     before its path
   */
  public static HttpLookup get(String template) {
    UrlTemplate parsed = UrlTemplate.of(template);
    return of(String.join("x", parsed.template().literals())).setTemplate(parsed).build();
  }

  /**
   * One request for a batch of keys.
   *
   * @throws IllegalArgumentException if it is no URL of a host
   */
  public static HttpLookup post(String url) {
    return of(UrlTemplate.service(url)).build();
  }

  private static Builder of(String url) {
    return new AutoValue_HttpLookup.Builder()
        .setUrl(url)
        .setKeySchema(Schema.builder().build())
        .setValues(Schema.builder().build())
        .setResultAt(new JsonPlace(""))
        .setListAt(new JsonPlace(""))
        .setKeysAt(Map.of())
        .setKeysField(DEFAULT_KEYS_FIELD)
        .setSecretsInClear(false)
        .setMaxOpenRequests(DEFAULT_MAX_OPEN_REQUESTS)
        .setMaxResponseBytes(DEFAULT_MAX_RESPONSE_BYTES)
        .setTimeout(DEFAULT_TIMEOUT);
  }

  /**
   * A field of the key: INT16, INT32, INT64, STRING, BOOLEAN or {@code SqlTypes.DATE}. Called
   * several times, all of them make the key. Required.
   *
   * @throws IllegalArgumentException if it is part of the key already, or of another type
   */
  public HttpLookup withKey(String field, FieldType type) {
    return toBuilder().setKeySchema(KeyTemplate.addKey(keySchema(), field, type)).build();
  }

  /**
   * What a value is. Required.
   *
   * @throws IllegalArgumentException if it has no fields, or one that JSON has no form for
   */
  public HttpLookup withValues(Schema schema) {
    if (schema.getFieldCount() == 0) {
      throw new IllegalArgumentException("withValues() must be given a schema with fields.");
    }
    try {
      JsonFormat.of().decoder(schema);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("withValues(): " + e.getMessage(), e);
    }
    return toBuilder().setValues(schema).build();
  }

  /**
   * Where the value is, in the answer of a GET or in each item of a POST. Default: it is all of
   * that.
   *
   * @param pointer a JSON pointer: {@code /data/customer}
   * @throws IllegalArgumentException if it is none
   */
  public HttpLookup withResultAt(String pointer) {
    return toBuilder().setResultAt(JsonPlace.of(pointer, "withResultAt()")).build();
  }

  /**
   * Where the list of items is in the answer of a POST. Default: the answer is the list.
   *
   * @param pointer a JSON pointer: {@code /items}
   * @throws IllegalArgumentException if it is none, or each key has its own request
   */
  public HttpLookup withListAt(String pointer) {
    requirePost("withListAt()");
    return toBuilder().setListAt(JsonPlace.of(pointer, "withListAt()")).build();
  }

  /**
   * Where a field of the key is in each item of a POST. Default: at its name.
   *
   * @param pointer a JSON pointer: {@code /customer/id}
   * @throws IllegalArgumentException if it is none, or each key has its own request
   */
  public HttpLookup withKeyAt(String field, String pointer) {
    requirePost("withKeyAt()");
    Map<String, JsonPlace> more = new LinkedHashMap<>(keysAt());
    more.put(field, JsonPlace.of(pointer, "withKeyAt()"));
    return toBuilder().setKeysAt(more).build();
  }

  /**
   * What the list of keys is called in the body of a POST. Default: {@value #DEFAULT_KEYS_FIELD}.
   *
   * @throws IllegalArgumentException if it is empty, or each key has its own request
   */
  public HttpLookup withKeysField(String name) {
    requirePost("withKeysField()");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("withKeysField() must not be empty.");
    }
    return toBuilder().setKeysField(name).build();
  }

  /**
   * A token in the header {@code Authorization: Bearer}. Default: no secret. Like all secrets it is
   * read when the lookup is opened, and again when the service answers 401.
   */
  public HttpLookup withBearerToken(KeySource token) {
    return with(new Credentials("Authorization", "Bearer ", false, token));
  }

  /**
   * A user and a password in the header {@code Authorization: Basic}.
   *
   * @throws IllegalArgumentException if the user is empty or has a colon
   */
  public HttpLookup withBasicAuthentication(String user, KeySource password) {
    if (user.isEmpty() || user.contains(":")) {
      throw new IllegalArgumentException(
          "withBasicAuthentication() must be given a user without a colon, but was: '"
              + user
              + "'");
    }
    return with(new Credentials("Authorization", user + ":", true, password));
  }

  /**
   * A secret in a header of its own: {@code X-Api-Key}.
   *
   * @throws IllegalArgumentException if it is no name of a header, or the client's own
   */
  public HttpLookup withSecretHeader(String name, KeySource secret) {
    if (!HEADER.matcher(name).matches() || CLIENTS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "withSecretHeader() must be given the name of a header that is not the client's own, but"
              + " was: '"
              + name
              + "'");
    }
    return with(new Credentials(name, "", false, secret));
  }

  private HttpLookup with(Credentials credentials) {
    return toBuilder().setCredentials(credentials).build();
  }

  /**
   * Secrets may be sent over {@code http:} to other machines, where something else than TLS hides
   * them. Default: that is refused.
   */
  public HttpLookup allowingSecretsInClear() {
    return toBuilder().setSecretsInClear(true).build();
  }

  /**
   * How many requests may be open at once; in each JVM. Default: {@value
   * #DEFAULT_MAX_OPEN_REQUESTS}.
   *
   * @throws IllegalArgumentException if it is not between 1 and 1,000
   */
  public HttpLookup withMaxOpenRequests(int maxOpenRequests) {
    if (maxOpenRequests < 1 || maxOpenRequests > MOST_OPEN_REQUESTS) {
      throw new IllegalArgumentException(
          "withMaxOpenRequests() must be between 1 and "
              + MOST_OPEN_REQUESTS
              + ", but was: "
              + maxOpenRequests);
    }
    return toBuilder().setMaxOpenRequests(maxOpenRequests).build();
  }

  /**
   * How many bytes an answer may have; of a longer one the rest is not read. Default: 4 MiB.
   *
   * @throws IllegalArgumentException if it is not between 1 and 1 GiB
   */
  public HttpLookup withMaxResponseBytes(int maxResponseBytes) {
    if (maxResponseBytes < 1 || maxResponseBytes > LARGEST_RESPONSE_BYTES) {
      throw new IllegalArgumentException(
          "withMaxResponseBytes() must be between 1 and "
              + LARGEST_RESPONSE_BYTES
              + ", but was: "
              + maxResponseBytes);
    }
    return toBuilder().setMaxResponseBytes(maxResponseBytes).build();
  }

  /**
   * How long a request may take, from when it is sent, with connecting, to the last byte; not while
   * it waits because {@link #withMaxOpenRequests} are open. Default: 5 s.
   *
   * <p>Make it shorter than that of the step that asks ({@code Enrich.fromLookup().withTimeout()},
   * 10 s unless set), which begins anew with each request that is sent for a batch and then ends
   * the whole batch: keys that are answered keep their answers, the others are asked for again.
   *
   * @throws IllegalArgumentException if it is not from 1 ms to 1 h
   */
  public HttpLookup withTimeout(Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "withTimeout() must be from 1 ms to 1 h, but was: " + timeout);
    }
    return toBuilder().setTimeout(timeout).build();
  }

  /** The URL; of a template, one with some key. */
  abstract String url();

  abstract @Nullable UrlTemplate template();

  @Override
  public abstract Schema keySchema();

  abstract Schema values();

  abstract JsonPlace resultAt();

  abstract JsonPlace listAt();

  abstract Map<String, JsonPlace> keysAt();

  abstract String keysField();

  abstract @Nullable Credentials credentials();

  abstract boolean secretsInClear();

  abstract int maxOpenRequests();

  abstract int maxResponseBytes();

  abstract Duration timeout();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setUrl(String url);

    abstract Builder setTemplate(UrlTemplate template);

    abstract Builder setKeySchema(Schema keySchema);

    abstract Builder setValues(Schema values);

    abstract Builder setResultAt(JsonPlace resultAt);

    abstract Builder setListAt(JsonPlace listAt);

    abstract Builder setKeysAt(Map<String, JsonPlace> keysAt);

    abstract Builder setKeysField(String keysField);

    abstract Builder setCredentials(Credentials credentials);

    abstract Builder setSecretsInClear(boolean secretsInClear);

    abstract Builder setMaxOpenRequests(int maxOpenRequests);

    abstract Builder setMaxResponseBytes(int maxResponseBytes);

    abstract Builder setTimeout(Duration timeout);

    abstract HttpLookup build();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the settings do not fit each other; the message says which
   */
  @Override
  public Schema valueSchema() {
    check();
    return values();
  }

  /**
   * Makes ready; the service is not asked yet.
   *
   * @throws IllegalStateException if the settings do not fit each other; the message says which
   */
  @Override
  public Lookup<Row, Row> open() throws LookupException {
    check();
    return new OpenHttpLookup(this);
  }

  @Override
  public int requestsFor(int keys) {
    return template() == null ? 1 : keys;
  }

  boolean isTls() {
    return url().startsWith("https:");
  }

  /** Where a field of the key is in an item. */
  JsonPlace keyAt(String field) {
    JsonPlace place = keysAt().get(field);
    return place == null ? new JsonPlace("/" + field.replace("~", "~0").replace("/", "~1")) : place;
  }

  private void check() {
    if (keySchema().getFieldCount() == 0 || values().getFieldCount() == 0) {
      throw new IllegalStateException(
          "HttpLookup: say what to look up and what to answer with: withKey(field, type) and"
              + " withValues(schema).");
    }
    UrlTemplate template = template();
    if (template != null) {
      template.indexes(keySchema());
    }
    for (String field : keysAt().keySet()) {
      if (!keySchema().hasField(field)) {
        throw new IllegalStateException(
            "HttpLookup.withKeyAt(): '"
                + field
                + "' is no field of the key: "
                + String.join(", ", keySchema().getFieldNames()));
      }
    }
    if (credentials() != null
        && !isTls()
        && !secretsInClear()
        && !THIS_MACHINE.contains(String.valueOf(URI.create(url()).getHost()))) {
      throw new IllegalStateException(
          "HttpLookup: a secret must not be sent over http: to another machine. Use https:, or"
              + " allowingSecretsInClear() where something else hides it.");
    }
  }

  private void requirePost(String method) {
    if (template() != null) {
      throw new IllegalArgumentException(
          method + " is about batches: use HttpLookup.post(), or leave it out.");
    }
  }
}
