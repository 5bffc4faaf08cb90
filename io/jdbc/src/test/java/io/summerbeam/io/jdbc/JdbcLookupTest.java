package io.summerbeam.io.jdbc;

import static io.summerbeam.sdk.testing.LookupAnswers.answer;
import static io.summerbeam.sdk.testing.LookupAnswers.failure;
import static io.summerbeam.sdk.testing.LookupAnswers.keys;
import static io.summerbeam.sdk.testing.LookupAnswers.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.lookup.Lookup;
import io.summerbeam.sdk.lookup.LookupException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** {@link JdbcLookup} against a server. */
public class JdbcLookupTest {

  private static final Schema ID = Schema.builder().addInt64Field("id").build();
  private static final Schema NAMED =
      Schema.builder().addStringField("name").addNullableStringField("city").build();

  private static Postgres postgres;

  @BeforeClass
  public static void startServer() {
    postgres = Postgres.start();
    postgres.run(
        "CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL, city text)",
        "INSERT INTO customers VALUES (1, 'Ann', 'Oslo'), (2, 'Bo', NULL), (3, 'Zoë 🎈', 'Kraków')",
        "CREATE TABLE many AS SELECT i::bigint AS id, 'n' || i AS name FROM"
            + " generate_series(1, 20000) i",
        "CREATE INDEX ON many (id)",
        "ANALYZE");
  }

  @AfterClass
  public static void stopServer() {
    postgres.close();
  }

  private static JdbcLookup database() {
    return JdbcLookup.of(postgres.url()).withCredentials(Postgres.USER, postgres.password());
  }

  private static JdbcLookup customers() {
    return database().from("public.customers").withKey("id", FieldType.INT64).withValues(NAMED);
  }

  @Test
  public void get_severalKeys_answersThoseThatExist() throws Exception {
    try (Lookup<Row, Row> lookup = customers().open()) {
      assertThat(
          answer(lookup, keys(ID, 1L, 2L, 3L, 4L)),
          equalTo(
              Map.of(
                  row(ID, 1L), row(NAMED, "Ann", "Oslo"),
                  row(ID, 2L), row(NAMED, "Bo", null),
                  row(ID, 3L), row(NAMED, "Zoë 🎈", "Kraków"))));
      assertThat(answer(lookup, keys(ID, 4L, 5L)), aMapWithSize(0));
    }
  }

  @Test
  public void get_tenThousandKeys_isOneQuery() throws Exception {
    Schema name = Schema.builder().addStringField("name").build();
    // A query takes one number, however many rows it answers with.
    postgres.run(
        "CREATE SEQUENCE calls",
        "GRANT USAGE ON SEQUENCE calls TO " + Postgres.USER,
        "CREATE VIEW counted AS SELECT m.id, m.name, c.call FROM many m, (SELECT"
            + " nextval('calls') AS call OFFSET 0) c");
    try (Lookup<Row, Row> lookup =
        database().from("counted").withKey("id", FieldType.INT64).withValues(name).open()) {
      Set<Row> keys =
          LongStream.rangeClosed(15_001, 25_000)
              .mapToObj(i -> row(ID, i))
              .collect(Collectors.toSet());
      Map<Row, Row> expected = new HashMap<>();
      LongStream.rangeClosed(15_001, 20_000)
          .forEach(i -> expected.put(row(ID, i), row(name, "n" + i)));
      assertThat(answer(lookup, keys), equalTo(expected));
      assertThat(postgres.count("SELECT last_value FROM calls"), equalTo(1L));
      assertThat(answer(lookup, keys), equalTo(expected));
      assertThat(postgres.count("SELECT last_value FROM calls"), equalTo(2L));
    }
  }

  @Test
  public void get_hostileKeys_areData() throws Exception {
    postgres.run(
        "DROP TABLE IF EXISTS words",
        "CREATE TABLE words (word text PRIMARY KEY, n int)",
        "INSERT INTO words VALUES ('''; DROP TABLE words; --', 1), ('{a,\"b\"}', 2), ('\\', 3),"
            + " ('', 4), ('NULL', 5), ('żółw 🐢', 6), ('a,b', 7), ('%', 8), ('?', 9)");
    Schema word = Schema.builder().addStringField("word").build();
    Schema n = Schema.builder().addNullableField("n", FieldType.INT32).build();
    try (Lookup<Row, Row> lookup =
        database().from("words").withKey("word", FieldType.STRING).withValues(n).open()) {
      String half = "\uD83D";
      Set<Row> asked =
          keys(
              word,
              "'; DROP TABLE words; --",
              "{a,\"b\"}",
              "\\",
              "",
              "NULL",
              "żółw 🐢",
              "a,b",
              "%",
              "' OR 1=1 --",
              "a\0b",
              half);
      Map<Row, Row> expected = new HashMap<>();
      expected.put(row(word, "'; DROP TABLE words; --"), row(n, 1));
      expected.put(row(word, "{a,\"b\"}"), row(n, 2));
      expected.put(row(word, "\\"), row(n, 3));
      expected.put(row(word, ""), row(n, 4));
      expected.put(row(word, "NULL"), row(n, 5));
      expected.put(row(word, "żółw 🐢"), row(n, 6));
      expected.put(row(word, "a,b"), row(n, 7));
      expected.put(row(word, "%"), row(n, 8));
      assertThat(answer(lookup, asked), equalTo(expected));
      assertThat(postgres.count("SELECT count(*) FROM words"), equalTo(9L));
    }
  }

  @Test
  public void from_oddNames_areQuoted() throws Exception {
    postgres.run(
        "CREATE SCHEMA \"my.schema\"",
        "CREATE TABLE \"my.schema\".\"a\"\"b; DROP TABLE customers\" (\"Id \"\"x\" bigint PRIMARY"
            + " KEY, \"select\" text)",
        "INSERT INTO \"my.schema\".\"a\"\"b; DROP TABLE customers\" VALUES (1, 'one')");
    Schema key = Schema.builder().addInt64Field("Id \"x").build();
    Schema value = Schema.builder().addNullableStringField("select").build();
    try (Lookup<Row, Row> lookup =
        database()
            .from("my.schema", "a\"b; DROP TABLE customers")
            .withKey("Id \"x", FieldType.INT64)
            .withValues(value)
            .open()) {
      assertThat(
          answer(lookup, keys(key, 1L, 2L)), equalTo(Map.of(row(key, 1L), row(value, "one"))));
    }
  }

  @Test
  public void withKey_severalColumns_areOneKey() throws Exception {
    postgres.run(
        "CREATE TABLE prices (shop int, sku varchar(20), day date, price numeric(20, 4), PRIMARY"
            + " KEY (shop, sku, day))",
        "INSERT INTO prices VALUES (1, 'a', '2024-02-29', 1.5000), (1, 'b', '2024-02-29',"
            + " 12345678901234.5678), (2, 'a', '2024-02-29', 3)");
    JdbcLookup prices =
        database()
            .from("prices")
            .withKey("shop", FieldType.INT32)
            .withKey("sku", FieldType.STRING)
            .withKey("day", FieldType.logicalType(SqlTypes.DATE))
            .withValues(Schema.builder().addNullableField("price", FieldType.DECIMAL).build());
    Schema key = prices.keySchema();
    Schema value = prices.valueSchema();
    LocalDate day = LocalDate.of(2024, 2, 29);
    try (Lookup<Row, Row> lookup = prices.open()) {
      assertThat(
          answer(
              lookup,
              Set.of(
                  row(key, 1, "a", day),
                  row(key, 1, "b", day),
                  row(key, 2, "b", day),
                  row(key, 1, "a", day.plusDays(1)))),
          equalTo(
              Map.of(
                  row(key, 1, "a", day), row(value, new java.math.BigDecimal("1.5000")),
                  row(key, 1, "b", day),
                      row(value, new java.math.BigDecimal("12345678901234.5678")))));
    }
  }

  @Test
  public void get_uuidAndPaddedAndSmallKeys_areComparedAsTheDatabaseDoes() throws Exception {
    postgres.run(
        "CREATE TABLE forms (u uuid PRIMARY KEY, c char(4) UNIQUE, s smallint UNIQUE, b boolean)",
        "INSERT INTO forms VALUES ('0a0a0a0a-0000-4000-8000-00000000000f', 'ab', 7, true)");
    Schema value = Schema.builder().addNullableField("b", FieldType.BOOLEAN).build();
    JdbcLookup forms = database().from("forms").withValues(value);
    Schema text = Schema.builder().addStringField("u").build();
    try (Lookup<Row, Row> lookup = forms.withKey("u", FieldType.STRING).open()) {
      Row upper = row(text, "0A0A0A0A-0000-4000-8000-00000000000F");
      Row lower = row(text, "0a0a0a0a-0000-4000-8000-00000000000f");
      assertThat(
          answer(lookup, Set.of(upper, lower, row(text, "1-1-1-1-1"), row(text, "no uuid"))),
          equalTo(Map.of(upper, row(value, true), lower, row(value, true))));
    }
    Schema padded = Schema.builder().addStringField("c").build();
    try (Lookup<Row, Row> lookup = forms.withKey("c", FieldType.STRING).open()) {
      assertThat(
          answer(lookup, keys(padded, "ab", "ab  ", " ab")),
          equalTo(
              Map.of(row(padded, "ab"), row(value, true), row(padded, "ab  "), row(value, true))));
    }
    Schema small = Schema.builder().addInt64Field("s").build();
    try (Lookup<Row, Row> lookup = forms.withKey("s", FieldType.INT64).open()) {
      assertThat(
          answer(lookup, keys(small, 7L, Long.MAX_VALUE)),
          equalTo(Map.of(row(small, 7L), row(value, true))));
    }
  }

  @Test
  public void get_severalRowsOfAKey_fails() throws Exception {
    postgres.run(
        "CREATE TABLE twice (id bigint, name text)",
        "INSERT INTO twice VALUES (1, 'secret-a'), (1, 'secret-b'), (2, 'c')");
    Schema value = Schema.builder().addNullableStringField("name").build();
    try (Lookup<Row, Row> lookup =
        database().from("twice").withKey("id", FieldType.INT64).withValues(value).open()) {
      assertThat(answer(lookup, keys(ID, 2L)), equalTo(Map.of(row(ID, 2L), row(value, "c"))));
      LookupException e = failure(lookup, keys(ID, 1L, 2L));
      assertThat(
          e.getMessage(),
          equalTo(
              "JdbcLookup twice: there are several rows of one key. Its columns must be unique"
                  + " together: id."));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void get_keysThatAreEqualToTheDatabaseOnly_fails() throws Exception {
    postgres.run(
        "CREATE COLLATION anycase (provider = icu, locale = 'und-u-ks-level2', deterministic ="
            + " false)",
        "CREATE TABLE loose (word text COLLATE anycase PRIMARY KEY, n int)",
        "INSERT INTO loose VALUES ('ONE', 1)");
    Schema value = Schema.builder().addNullableField("n", FieldType.INT32).build();
    try (Lookup<Row, Row> lookup =
        database().from("loose").withKey("word", FieldType.STRING).withValues(value).open()) {
      LookupException e =
          failure(lookup, keys(Schema.builder().addStringField("word").build(), "one"));
      assertThat(
          e.getMessage(),
          equalTo(
              "JdbcLookup loose: the database takes keys for equal that are not the same (word)."
                  + " Is its collation nondeterministic?"));
      assertThat(e.isRetryable(), equalTo(false));
    }
  }

  @Test
  public void get_fromSeveralThreads_answersEach() throws Exception {
    try (Lookup<Row, Row> lookup = customers().withConnections(3).open()) {
      List<CompletableFuture<Map<Row, Row>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(lookup.get(keys(ID, 1L, 100L + i)).toCompletableFuture());
      }
      for (CompletableFuture<Map<Row, Row>> each : answers) {
        assertThat(each.get(), equalTo(Map.of(row(ID, 1L), row(NAMED, "Ann", "Oslo"))));
      }
      assertThat(postgres.connections(), lessThanOrEqualTo(3L));
    }
  }

  @Test
  public void withSchemaOfTable_readsKeyAndValues() throws Exception {
    JdbcLookup lookup = database().from("customers").withSchemaOfTable("id");
    assertThat(lookup.keySchema(), equalTo(ID));
    assertThat(
        lookup.valueSchema(),
        equalTo(
            Schema.builder()
                .addInt64Field("id")
                .addStringField("name")
                .addNullableStringField("city")
                .build()));
    try (Lookup<Row, Row> open = lookup.open()) {
      assertThat(
          answer(open, keys(ID, 1L)),
          equalTo(Map.of(row(ID, 1L), row(lookup.valueSchema(), 1L, "Ann", "Oslo"))));
    }
  }

  @Test
  public void withSchemaOfTable_unknownKey_namesTheNearest() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> database().from("customers").withSchemaOfTable("idd"));
    assertThat(e.getMessage(), containsString("'id'"));
  }

  @Test
  public void withSchemaOfTable_unreadableType_isRefused() {
    postgres.run("CREATE TABLE spans (id bigint, span interval)");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> database().from("spans").withSchemaOfTable("id"));
    assertThat(
        e.getMessage(),
        equalTo(
            "JdbcLookup spans: column 'span' is of type interval, which is not read. Give a schema"
                + " without it."));
  }

  @Test
  public void open_typesThatDiffer_fails() {
    LookupException value =
        assertThrows(
            LookupException.class,
            () -> customers().withValues(Schema.builder().addInt32Field("name").build()).open());
    assertThat(
        value.getMessage(),
        equalTo(
            "JdbcLookup public.customers: the column is of type text, which is not read as name"
                + " INT32."));
    assertThat(value.isRetryable(), equalTo(false));
    LookupException key =
        assertThrows(
            LookupException.class,
            () ->
                database()
                    .from("customers")
                    .withKey("id", FieldType.STRING)
                    .withValues(NAMED)
                    .open());
    assertThat(
        key.getMessage(),
        equalTo(
            "JdbcLookup customers: the column is of type int8, which is not looked up with id"
                + " STRING."));
  }

  @Test
  public void open_missingTableOrColumn_isPermanent() {
    LookupException table =
        assertThrows(LookupException.class, () -> customers().from("Customers").open());
    assertThat(
        table.getMessage(),
        equalTo(
            "JdbcLookup Customers: the query is refused (SQLState 42P01): there is no such table;"
                + " its name is taken letter by letter."));
    assertThat(table.isRetryable(), equalTo(false));
    LookupException column =
        assertThrows(
            LookupException.class,
            () -> customers().withValues(Schema.builder().addStringField("nam").build()).open());
    assertThat(column.getMessage(), containsString("SQLState 42703"));
  }

  @Test
  public void settings_missing_areToldWhenThePipelineIsBuilt() {
    assertThrows(IllegalStateException.class, () -> database().valueSchema());
    assertThrows(IllegalStateException.class, () -> database().from("customers").valueSchema());
  }

  @Test
  public void open_withoutSettings_saysWhich() {
    IllegalStateException table =
        assertThrows(IllegalStateException.class, () -> database().open());
    assertThat(table.getMessage(), equalTo("JdbcLookup: say which table: from(table)."));
    IllegalStateException key =
        assertThrows(IllegalStateException.class, () -> database().from("customers").open());
    assertThat(
        key.getMessage(),
        equalTo(
            "JdbcLookup customers: say what to look up and what to answer with: withKey(column,"
                + " type) and withValues(schema), or withSchemaOfTable(keyColumns)."));
  }

  @Test
  public void settings_wrongOnes_areRefused() {
    assertRefused(() -> JdbcLookup.of("jdbc:mysql://h/d"), "PostgreSQL is the database there is");
    assertRefused(
        () -> JdbcLookup.of("jdbc:postgresql://h/d?password=hunter2"), "withCredentials()");
    assertRefused(() -> JdbcLookup.of("jdbc:postgresql://joe:hunter2@h/d"), "withCredentials()");
    assertRefused(() -> JdbcLookup.of("jdbc:postgresql://h/d?user=x"), "withCredentials()");
    assertRefused(() -> database().withCredentials("", postgres.password()), "withCredentials()");
    assertRefused(() -> database().from("a.b.c"), "'a.b.c'");
    assertRefused(() -> database().from(""), "from()");
    assertRefused(() -> database().from("x".repeat(64)), "1 to 63 bytes");
    assertRefused(() -> database().from("a\0b"), "no zero byte");
    assertRefused(() -> database().withKey("a", FieldType.DOUBLE), "'a' is DOUBLE");
    assertRefused(() -> customers().withKey("id", FieldType.INT64), "part of the key already");
    assertRefused(() -> database().withValues(Schema.builder().build()), "withValues()");
    assertRefused(() -> database().withConnections(0), "but was: 0");
    assertRefused(() -> database().withConnections(101), "but was: 101");
    assertRefused(() -> database().withTimeout(java.time.Duration.ofMillis(1500)), "PT1.5S");
    assertRefused(() -> database().withTimeout(java.time.Duration.ZERO), "PT0S");
    assertRefused(() -> database().withTimeout(java.time.Duration.ofHours(2)), "PT2H");
  }

  private static void assertRefused(Runnable setting, String text) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, setting::run);
    assertThat(e.getMessage(), containsString(text));
    assertThat(e.getMessage(), not(containsString("hunter2")));
  }

  @Test
  public void sources_ofEqualSettings_areEqual() {
    JdbcLookup one = JdbcLookup.of(postgres.url()).from("a").withKey("id", FieldType.INT64);
    JdbcLookup other = JdbcLookup.of(postgres.url()).from("a").withKey("id", FieldType.INT64);
    assertThat(one, equalTo(other));
    assertThat(one.hashCode(), equalTo(other.hashCode()));
    assertThat(one, not(equalTo(other.withConnections(5))));
  }
}
