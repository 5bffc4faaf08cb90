package io.summerbeam.io.redis;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.lookup.BlockingCalls;
import io.summerbeam.sdk.lookup.KeyTemplate;
import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.lookup.RowLookupSource;
import io.summerbeam.sdk.secret.KeySource;
import java.time.Duration;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * Looks values up in Redis: hashes, JSON or plain texts.
 *
 * <pre>{@code
 * RedisLookup customers =
 *     RedisLookup.of("rediss://cache:6379/0")
 *         .withCredentials("reader", KeySource.of("env:REDIS_PASSWORD"))
 *         .withKey("id", FieldType.INT64)
 *         .withKeyTemplate("customer:{id}")
 *         .withHash(Schema.builder().addStringField("name").addNullableInt32Field("age").build());
 * orders.apply(Enrich.fromLookup(customers).on("customer_id", "id").take("name"));
 * }</pre>
 *
 * <p><b>Keys.</b> A template with the fields of the key: see {@link KeyTemplate}. Keys of several
 * fields are never one key of Redis: the text of a field may not have in it what stands behind it
 * in the template, nor begin it at its end, as {@code a:} does before {@code ::}; such a key is a
 * permanent error. Characters are UTF-8.
 *
 * <p><b>Values.</b> One of these.
 *
 * <ul>
 *   <li>{@link #withHash}: the hash's fields of the schema's names, one {@code HMGET} for each key,
 *       sent together. Of texts: numbers in JSON's form, {@code true} and {@code false}, times and
 *       bytes as {@link JsonFormat} reads them, strings as they are. What is not there is null. A
 *       hash with none of the fields is not there. A key that is no hash is an error.
 *   <li>{@link #withJson}: a string that is a JSON object, by one {@code MGET}, read by {@link
 *       JsonFormat}.
 *   <li>{@link #withText}: a string that is the value, by one {@code MGET}; typed as in a hash.
 * </ul>
 *
 * <p>To {@code MGET} a key that is no string is not there. What does not fit the schema is a
 * permanent error, which quotes nothing.
 *
 * <p><b>Requests.</b> One round trip for each batch, on at most {@link #withConnections} threads
 * with a connection each, for each lookup that is open in a JVM; the others wait, and the time that
 * the step gives them begins when they have a thread. The client is Jedis: of 1 MB and without
 * Netty, which Spark has in another version; Lettuce, on one connection, answers a large {@code
 * MGET} in half the time, which matters where Redis is all the pipeline waits for. One server, or
 * what looks like one: no clusters, whose keys are on several.
 *
 * <p><b>Errors.</b> Retryable are lost and refused connections, time-outs, and a server that loads,
 * is busy or full (LOADING, BUSY, TRYAGAIN, MASTERDOWN, CLUSTERDOWN, OOM, too many clients);
 * everything else is permanent. Messages quote no keys and no values.
 *
 * <p><b>Security.</b> The password is a reference, read on the worker when a connection is opened.
 * With {@code rediss:} the server's certificate must be trusted by the JVM and be of its name.
 */
@AutoValue
public abstract class RedisLookup implements RowLookupSource {

  private static final long serialVersionUID = 1;

  /** How many connections there may be, unless something else is asked for. */
  public static final int DEFAULT_CONNECTIONS = 4;

  private static final int MOST_CONNECTIONS = 100;

  private static final String WHERE = "RedisLookup";

  /**
   * A lookup in a server.
   *
   * @param url {@code redis://host:port/database}, without user and password; {@code rediss:} for
   *     TLS. Defaults: port 6379, database 0.
   * @throws IllegalArgumentException if it is none, or has a user or a password
   */
  public static RedisLookup of(String url) {
    return new AutoValue_RedisLookup.Builder()
        .setServer(RedisServer.of(url))
        .setKeySchema(Schema.builder().build())
        .setConnections(DEFAULT_CONNECTIONS)
        .build();
  }

  /** The password of the server's default user. Default: none. */
  public RedisLookup withCredentials(KeySource password) {
    return toBuilder().setServer(server().withCredentials(null, password)).build();
  }

  /**
   * Who asks. Default: nobody in particular.
   *
   * @throws IllegalArgumentException if the user is empty
   */
  public RedisLookup withCredentials(String user, KeySource password) {
    return toBuilder().setServer(server().withCredentials(user, password)).build();
  }

  /**
   * A field of the key: INT16, INT32, INT64, STRING, BOOLEAN or {@code SqlTypes.DATE}. Called
   * several times, all of them make the key. Required.
   *
   * @throws IllegalArgumentException if it is part of the key already, or of another type
   */
  public RedisLookup withKey(String field, FieldType type) {
    return toBuilder().setKeySchema(KeyTemplate.addKey(keySchema(), field, type)).build();
  }

  /**
   * How a key is written in Redis: {@code customer:{id}}. Required.
   *
   * @throws IllegalArgumentException if it names no field, or two of them without anything between
   *     them
   */
  public RedisLookup withKeyTemplate(String template) {
    KeyTemplate parsed = KeyTemplate.parse(template, "withKeyTemplate()");
    for (int i = 1; i < parsed.fields().size(); i++) {
      if (parsed.literals().get(i).isEmpty()) {
        throw new IllegalArgumentException(
            "withKeyTemplate() must have something between two fields, to tell them apart, but"
                + " was: '"
                + template
                + "'");
      }
    }
    return toBuilder().setTemplate(parsed).build();
  }

  /**
   * Values are hashes. This, {@link #withJson} or {@link #withText} is required.
   *
   * @param fields of the hash, called alike; of nested types nothing is read
   * @throws IllegalArgumentException if it has no fields, or one of a type that is no text
   */
  public RedisLookup withHash(Schema fields) {
    return toBuilder().setStored(new StoredHash(flat(fields, "withHash()"))).build();
  }

  /**
   * Values are JSON objects.
   *
   * @throws IllegalArgumentException if it has no fields, or one that JSON has no form for
   */
  public RedisLookup withJson(Schema fields) {
    return toBuilder().setStored(new StoredJson(readable(fields, "withJson()"))).build();
  }

  /**
   * Values are texts, which become one field.
   *
   * @throws IllegalArgumentException if it is of a type that is no text
   */
  public RedisLookup withText(String field, FieldType type) {
    return toBuilder()
        .setStored(
            new StoredText(
                flat(
                    Schema.builder().addField(field, type.withNullable(false)).build(),
                    "withText()")))
        .build();
  }

  /**
   * How many requests may run at once, each with a connection of its own; in each JVM. Default:
   * {@value #DEFAULT_CONNECTIONS}.
   *
   * @throws IllegalArgumentException if it is not between 1 and 100
   */
  public RedisLookup withConnections(int connections) {
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "withConnections() must be between 1 and "
              + MOST_CONNECTIONS
              + ", but was: "
              + connections);
    }
    return toBuilder().setConnections(connections).build();
  }

  /**
   * How long the server may be silent, and connecting may take. Default: 5 s.
   *
   * <p>Until then a request keeps its connection, also where the step does not wait for it any
   * more: let it not be longer than what the step waits.
   *
   * @throws IllegalArgumentException if it is not from 1 ms to 1 h
   */
  public RedisLookup withTimeout(Duration timeout) {
    return toBuilder().setServer(server().withTimeout(timeout)).build();
  }

  abstract RedisServer server();

  @Override
  public abstract Schema keySchema();

  abstract @Nullable KeyTemplate template();

  abstract @Nullable Stored stored();

  abstract int connections();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setServer(RedisServer server);

    abstract Builder setKeySchema(Schema keySchema);

    abstract Builder setTemplate(KeyTemplate template);

    abstract Builder setStored(Stored stored);

    abstract Builder setConnections(int connections);

    abstract RedisLookup build();
  }

  /**
   * What is answered with.
   *
   * @throws IllegalStateException if the template or the values were not given
   * @throws IllegalArgumentException if the template's fields are not the key's
   */
  @Override
  public Schema valueSchema() {
    Schema schema = requiredStored().schema();
    requiredKeys();
    return schema;
  }

  /**
   * Connects.
   *
   * @throws IllegalStateException if the template or the values were not given
   * @throws IllegalArgumentException if the template's fields are not the key's
   */
  @Override
  public Lookup<Row, Row> open() throws LookupException {
    Stored stored = requiredStored();
    RedisKeys keys = requiredKeys();
    BlockingCalls<Jedis> calls =
        new BlockingCalls<>(WHERE, connections(), new RedisConnector(server(), WHERE));
    try {
      calls.run(connection -> OpenRedisLookup.ping(connection, WHERE));
    } catch (LookupException | RuntimeException e) {
      calls.close();
      throw e;
    }
    return new OpenRedisLookup(WHERE, calls, keys, stored);
  }

  private RedisKeys requiredKeys() {
    KeyTemplate template = template();
    if (template == null) {
      throw new IllegalStateException(
          WHERE + ": say how keys are written: withKeyTemplate(\"customer:{id}\").");
    }
    return new RedisKeys(WHERE, template, keySchema());
  }

  private Stored requiredStored() {
    Stored stored = stored();
    if (stored == null) {
      throw new IllegalStateException(
          WHERE
              + ": say what the values are: withHash(schema), withJson(schema) or withText(field,"
              + " type).");
    }
    return stored;
  }

  private static Schema flat(Schema schema, String method) {
    readable(schema, method);
    for (Field field : schema.getFields()) {
      if (field.getType().getTypeName().isCompositeType()
          || field.getType().getTypeName().isCollectionType()
          || field.getType().getTypeName().isMapType()) {
        throw new IllegalArgumentException(
            method
                + " must have fields that a text can be, but '"
                + field.getName()
                + "' is "
                + field.getType().getTypeName()
                + ". Use withJson().");
      }
    }
    return schema;
  }

  private static Schema readable(Schema schema, String method) {
    if (schema.getFieldCount() == 0) {
      throw new IllegalArgumentException(method + " must be given a schema with fields.");
    }
    try {
      JsonFormat.of().decoder(schema);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(method + ": " + e.getMessage(), e);
    }
    return schema;
  }
}
