package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.schema.Fields;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a database's table, as Debezium writes them in JSON: a record is one insert, update or
 * delete, or one row of a snapshot.
 *
 * <pre>{@code
 * DebeziumFormat customers = DebeziumFormat.ofTable(CUSTOMER, "id");
 * // Rows of customers.schema(), at the times of EventTime.ofField(DebeziumFormat.TIME).
 * PCollection<Row> changes = read(customers);
 * return orders.apply(
 *     Enrich.fromChangelog(changes)
 *         .on("customer", "id")
 *         .take("name")
 *         .withDeletes(DebeziumFormat.DELETED)
 *         .withVersion(DebeziumFormat.POSITION));
 * }</pre>
 *
 * <p><b>The row of a change.</b> Its schema is {@link #schema}: first the columns of the table,
 * from {@code after}, or of a delete from {@code before}. Those that are not of the key are
 * nullable, because a database may not say more of a deleted row than its key; in any other change,
 * null is malformed where the table's schema has no null. Then:
 *
 * <table>
 * <caption>Fields that are no columns</caption>
 * <tr><th>field</th><th>type</th><th></th></tr>
 * <tr><td>{@value #OP}</td><td>STRING</td><td>c (insert), u (update), d (delete), r (a row of a
 *     snapshot)</td></tr>
 * <tr><td>{@value #DELETED}</td><td>BOOLEAN</td><td>true for a delete</td></tr>
 * <tr><td>{@value #TIME}</td><td>nullable INT64</td><td>when the database changed the row, in
 *     milliseconds</td></tr>
 * <tr><td>{@value #POSITION}</td><td>nullable INT64</td><td>the place in the database's log, greater
 *     for a later change: PostgreSQL's lsn; MySQL's and MariaDB's number of the binlog file
 *     times 2 to the power of 32, plus pos; Oracle's scn; null for other databases</td></tr>
 * <tr><td>{@link #withMetadata}</td><td></td><td>others, by choice</td></tr>
 * </table>
 *
 * <p>These are the names that Debezium's own flattening ({@code ExtractNewRecordState}) gives, and
 * {@link #flattened} reads what it wrote into the same rows.
 *
 * <p><b>Reading.</b> The JSON is read as strictly as {@link JsonFormat} does; columns that the
 * schema does not name are ignored. Messages may have their schema with them ({@code {"schema":
 * ..., "payload": ...}}) or not. Where they have it, it says how decimals and times are written;
 * else the settings do.
 *
 * <table>
 * <caption>Types, where they are more than in JsonFormat</caption>
 * <tr><th>field</th><th>JSON</th></tr>
 * <tr><td>DECIMAL</td><td>{@code decimal.handling.mode} precise: base64, with the scale of the
 *     schema part or of {@link #withScale}, or an object with {@code scale} and {@code value};
 *     double: a number; string: a text, as the schema part or {@link #withTextDecimals} says</td></tr>
 * <tr><td>DATE</td><td>days since 1970-01-01, or ISO 8601</td></tr>
 * <tr><td>TIME; local DATETIME; DATETIME; MicrosInstant</td><td>a number, in the unit of the schema
 *     part or of {@link #withUnit}, else in microseconds; microseconds; milliseconds;
 *     microseconds; or ISO 8601. What is finer than the type holds is malformed</td></tr>
 * <tr><td>BOOLEAN</td><td>also 0 and 1</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>also {@code "NaN"}, {@code "Infinity"}, {@code
 *     "-Infinity"}</td></tr>
 * <tr><td>STRING, BYTES</td><td>Debezium's placeholder for a value that the database did not send
 *     ({@code __debezium_unavailable_value}) is malformed: it is not the row's</td></tr>
 * </table>
 *
 * <p>Malformed, too, are a truncate of the whole table ({@code t}) and a message that is of no
 * table ({@code m}): they change no row of a key.
 *
 * <p><b>Tombstones.</b> A message without a value that follows a delete says nothing new, and is
 * nothing a decoder gets: let the source pass over it. {@link #keys} is for where it says it alone.
 *
 * <p><b>Writing.</b> Refused: changes are the database's.
 */
@AutoValue
public abstract class DebeziumFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  /** The field that says what happened: c, u, d, r. */
  public static final String OP = "__op";

  /** The field that is true for a delete. */
  public static final String DELETED = "__deleted";

  /** The field with the time of the change in the database. */
  public static final String TIME = "__source_ts_ms";

  /** The field with the place in the database's log. */
  public static final String POSITION = "__position";

  private static final String WHERE = "DebeziumFormat";
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)?");

  /**
   * Changes of a table.
   *
   * @param table the columns that are read, with the types and nullability that they have in the
   *     table
   * @param key the columns of its key; none where it has none
   * @throws IllegalArgumentException if a key column is no column, or a column has the name of
   *     another field of the row
   */
  public static DebeziumFormat ofTable(Schema table, String... key) {
    for (String column : key) {
      Fields.indexOf(column, table, WHERE);
    }
    DebeziumFormat format =
        new AutoValue_DebeziumFormat.Builder()
            .setTable(table)
            .setKey(List.of(key))
            .setMetadata(Map.of())
            .setScales(Map.of())
            .setUnits(Map.of())
            .setTextDecimals(false)
            .setFlat(false)
            .build();
    for (String own : List.of(OP, DELETED, TIME, POSITION)) {
      format.requireNoColumn(own);
    }
    return format;
  }

  /**
   * Adds a nullable field with something else that Debezium says of a change: {@code
   * "transaction.id"} becomes {@code __transaction_id}. Where it is not said, it is null.
   *
   * @param path in the change: {@code ts_ms}, {@code source.table}, {@code source.lsn}, {@code
   *     source.snapshot}, {@code transaction.id}, {@code transaction.total_order}, ...
   * @param type STRING, for any value that is no object; or INT64
   * @throws IllegalArgumentException if the path is no name and no two names with a dot, the type
   *     is another, or there is such a field already
   */
  public DebeziumFormat withMetadata(String path, FieldType type) {
    if (!PATH.matcher(path).matches() || path.startsWith("before.") || path.startsWith("after.")) {
      throw new IllegalArgumentException(
          "withMetadata() must name a field of the change or one in its parts, as source.table, and"
              + " no column, but was: "
              + path);
    }
    if (type.getTypeName() != TypeName.STRING && type.getTypeName() != TypeName.INT64) {
      throw new IllegalArgumentException(
          "withMetadata() must be of type STRING or INT64, but was: " + type.getTypeName());
    }
    String name = DebeziumMetadata.fieldOf(path);
    requireNoColumn(name);
    if (metadata().containsKey(path) || List.of(OP, DELETED, TIME, POSITION).contains(name)) {
      throw new IllegalArgumentException(
          "withMetadata(): there is a field '" + name + "' already. Leave it out.");
    }
    return toBuilder().setMetadata(with(metadata(), path, type.withNullable(true))).build();
  }

  /**
   * The decimal places of a column that is sent as base64 without its schema ({@code
   * decimal.handling.mode} precise).
   *
   * @throws IllegalArgumentException if there is no such column, or it is not DECIMAL
   */
  public DebeziumFormat withScale(String column, int scale) {
    Schema.TypeName type = typeOf(column, "withScale()");
    if (type != TypeName.DECIMAL) {
      throw new IllegalArgumentException(
          "withScale(): the column '" + column + "' must be DECIMAL, but is " + type + ".");
    }
    return toBuilder().setScales(with(scales(), column, scale)).build();
  }

  /**
   * Decimals that come as texts without their schema are numbers written out ({@code
   * decimal.handling.mode} string). Default: such a text is malformed, because it could be base64.
   */
  public DebeziumFormat withTextDecimals() {
    return toBuilder().setTextDecimals(true).build();
  }

  /**
   * What the numbers of a column of times count, where they come without their schema: {@code
   * MILLIS} for {@code DATETIME} and {@code DATETIME(3)} of MySQL and {@code TIMESTAMP(3)} of
   * PostgreSQL.
   *
   * @throws IllegalArgumentException if there is no such column, or the unit is none of MILLIS,
   *     MICROS and NANOS
   */
  public DebeziumFormat withUnit(String column, ChronoUnit unit) {
    typeOf(column, "withUnit()");
    if (unit != ChronoUnit.MILLIS && unit != ChronoUnit.MICROS && unit != ChronoUnit.NANOS) {
      throw new IllegalArgumentException(
          "withUnit() must be MILLIS, MICROS or NANOS, but was: " + unit.name());
    }
    return toBuilder().setUnits(with(units(), column, unit)).build();
  }

  /**
   * Messages are what Debezium's {@code ExtractNewRecordState} made of changes: the columns, with
   * the prefix {@code __} what {@code add.fields} asked for ({@code op,source.ts_ms,lsn}), and
   * {@code __deleted} where deletes are rewritten. What was not asked for is null. Default: whole
   * changes.
   */
  public DebeziumFormat flattened() {
    return toBuilder().setFlat(true).build();
  }

  /**
   * The format of the messages' keys: Rows of the columns of the table's key. A source that makes a
   * delete of a message without a value, because the deletes themselves were dropped ({@code
   * ExtractNewRecordState} does so by default), takes them from there.
   */
  public final RowFormat keys() {
    RowFormat over = inner();
    return over == null ? new DebeziumKeys(this) : over;
  }

  /**
   * Changes are written in another format, as {@link AvroFormat} with a registry: it is asked for
   * Rows of {@code before}, {@code after}, {@code op}, {@code source}, ..., in which everything may
   * be null but the key, and where the writer has not all of them the rest must be null. Columns
   * are what that format makes of them, so that {@link #withScale}, {@link #withTextDecimals} and
   * {@link #withUnit} are refused: a time that is a plain number there is an INT64 column. Default:
   * JSON.
   */
  public DebeziumFormat over(RowFormat format) {
    return toBuilder().setInner(format).build();
  }

  @Override
  public final DebeziumFormat forTopic(String topic) {
    RowFormat over = inner();
    return over == null ? this : over(over.forTopic(topic));
  }

  /** The schema of the rows: the columns, and the fields that the class comment names. */
  public final Schema schema() {
    Schema.Builder schema = Schema.builder().addFields(lenientTable().getFields());
    schema.addField(Field.nullable(OP, FieldType.STRING));
    schema.addField(Field.nullable(DELETED, FieldType.BOOLEAN));
    schema.addField(Field.nullable(TIME, FieldType.INT64));
    schema.addField(Field.nullable(POSITION, FieldType.INT64));
    metadata().forEach((path, type) -> schema.addField(DebeziumMetadata.fieldOf(path), type));
    return schema.build();
  }

  /** The columns, as a delete may have them. */
  final Schema lenientTable() {
    return table().getFields().stream()
        .map(
            field ->
                key().contains(field.getName())
                    ? field
                    : field.withType(field.getType().withNullable(true)))
        .collect(Schema.toSchema());
  }

  abstract Schema table();

  abstract List<String> key();

  abstract Map<String, FieldType> metadata();

  abstract Map<String, Integer> scales();

  abstract Map<String, ChronoUnit> units();

  abstract boolean textDecimals();

  abstract boolean flat();

  abstract @Nullable RowFormat inner();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setTable(Schema table);

    abstract Builder setKey(List<String> key);

    abstract Builder setMetadata(Map<String, FieldType> metadata);

    abstract Builder setScales(Map<String, Integer> scales);

    abstract Builder setUnits(Map<String, ChronoUnit> units);

    abstract Builder setTextDecimals(boolean textDecimals);

    abstract Builder setFlat(boolean flat);

    abstract Builder setInner(RowFormat format);

    abstract DebeziumFormat build();
  }

  /** {@code debezium}; over another format {@code debezium-} and its name. */
  @Override
  public final String name() {
    RowFormat over = inner();
    return over == null ? "debezium" : "debezium-" + over.name();
  }

  /**
   * A decoder of changes.
   *
   * @throws IllegalArgumentException if the schema is not {@link #schema}, or the format {@link
   *     #over} which changes are written has no form for a column
   */
  @Override
  public final RowDecoder decoder(Schema schema) {
    if (!schema.equals(schema())) {
      throw new IllegalArgumentException(
          "DebeziumFormat: the schema must be schema() of the format, with the fields "
              + schema().getFieldNames()
              + ", but has "
              + schema.getFieldNames()
              + ", or others of their types or nulls.");
    }
    DebeziumMetadata said = new DebeziumMetadata(metadata().keySet());
    DebeziumRows rows = new DebeziumRows(this, said);
    RowFormat over = inner();
    if (over != null) {
      requireNoJsonSettings();
      return new DebeziumOver(this, over, said, rows);
    }
    return flat()
        ? new ConnectDecoder(sent -> new DebeziumFlatJson(this, sent, said, rows), false)
        : new ConnectDecoder(sent -> new DebeziumJson(this, sent, said, rows), true);
  }

  /**
   * Always refused.
   *
   * @throws IllegalArgumentException always
   */
  @Override
  public final RowEncoder encoder(Schema schema) {
    throw new IllegalArgumentException(
        "DebeziumFormat: changes are read, not written. Write rows with JsonFormat.");
  }

  private TypeName typeOf(String column, String where) {
    return table().getField(Fields.indexOf(column, table(), where)).getType().getTypeName();
  }

  private void requireNoJsonSettings() {
    if (textDecimals() || !scales().isEmpty() || !units().isEmpty()) {
      throw new IllegalArgumentException(
          "DebeziumFormat: withScale(), withTextDecimals() and withUnit() are for JSON. Leave them"
              + " out, or over().");
    }
  }

  private void requireNoColumn(String field) {
    if (table().hasField(field)) {
      throw new IllegalArgumentException(
          "DebeziumFormat: the column '"
              + field
              + "' has the name of a field that says something of the change. Leave it out.");
    }
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return Collections.unmodifiableMap(more);
  }
}
