package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding: a record is one Avro record, with nothing behind it.
 *
 * <p><b>Before a record</b> stands nothing ({@link #of}), the fingerprint of its schema ({@link
 * #singleObject}), or the id of its schema in a registry ({@link #withRegistry}).
 *
 * <p><b>Schemas.</b> The writer's schema is the one that a record names; where it names none, and
 * for writing, {@link #withWriterSchema}, else {@link #withReaderSchema}, else the one that follows
 * from the schema of the Rows. The reader's is that of the Rows. What the writer has more is passed
 * over; what it has not is null where the field may be null. {@link #withReaderSchema} adds
 * defaults, aliases and symbols. Names of records do not matter.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>field</th><th>read from</th><th>written as, unless a schema says it</th></tr>
 * <tr><td>BOOLEAN</td><td>boolean</td><td>boolean</td></tr>
 * <tr><td>BYTE, INT16</td><td>int, in the type's range</td><td>int</td></tr>
 * <tr><td>INT32</td><td>int</td><td>int</td></tr>
 * <tr><td>INT64</td><td>int, long</td><td>long</td></tr>
 * <tr><td>FLOAT</td><td>int, long, float</td><td>float</td></tr>
 * <tr><td>DOUBLE</td><td>int, long, float, double</td><td>double</td></tr>
 * <tr><td>STRING</td><td>string, bytes of UTF-8, enum</td><td>string</td></tr>
 * <tr><td>BYTES</td><td>bytes, fixed, string</td><td>bytes</td></tr>
 * <tr><td>DECIMAL</td><td>decimal of bytes or fixed, at most 8,192 bytes</td>
 *     <td>decimal of bytes, see {@link #withDecimals}</td></tr>
 * <tr><td>DATETIME</td><td>timestamp-millis; timestamp-micros of whole milliseconds</td>
 *     <td>timestamp-millis</td></tr>
 * <tr><td>MicrosInstant</td><td>timestamp-millis, timestamp-micros</td>
 *     <td>timestamp-micros</td></tr>
 * <tr><td>SqlTypes.DATE</td><td>date</td><td>date</td></tr>
 * <tr><td>SqlTypes.TIME</td><td>time-millis, time-micros</td><td>time-micros</td></tr>
 * <tr><td>SqlTypes.DATETIME</td><td>local-timestamp-millis, local-timestamp-micros</td>
 *     <td>local-timestamp-micros</td></tr>
 * <tr><td>ROW</td><td>record</td><td>record</td></tr>
 * <tr><td>ARRAY, ITERABLE</td><td>array</td><td>array</td></tr>
 * <tr><td>MAP with string keys</td><td>map</td><td>map</td></tr>
 * <tr><td>nullable</td><td>a union with null</td><td>a union with null, which is the default</td>
 * </tr>
 * </table>
 *
 * <p>Integers, bytes and strings are read whatever their logical type is. A union is read where all
 * its types but null are a form of the field; it is written where it has one type besides null.
 * Other types of Rows, and maps with other keys, are refused when the decoder or the encoder is
 * made.
 *
 * <p><b>Malformed</b> is a record whose bytes are not exactly one record of the writer's schema:
 * cut off, with something behind it, with a length, a branch or a symbol that cannot be, strings
 * that are not UTF-8; null for a field that may not be null; what is outside of a type. Memory is
 * taken for bytes that are there, not for lengths that are told. So is a record whose writer's
 * schema does not fit the reader's, or is not known; the message names the schemas by id or
 * fingerprint.
 *
 * <p><b>Unwritable</b> is null where the writer's schema does not allow it, a decimal, a time or
 * bytes that would not come back as they were, a text that is no symbol of an enum, or half of a
 * surrogate pair. A field of the Rows that the writer's schema has not is refused when the encoder
 * is made; one that only the writer's schema has is its default.
 */
@AutoValue
public abstract class AvroFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  // To see whether a type has a form at all.
  private static final AvroDecimals ANY_DECIMALS = new AvroDecimals(38, 9);

  /** Records with nothing before them. */
  public static AvroFormat of() {
    return new AutoValue_AvroFormat.Builder()
        .setFingerprinted(false)
        .setKnownSchemas(List.of())
        .setRegisters(true)
        .build();
  }

  /**
   * The schema that records are written with: an Avro record, as JSON. Records that name their own
   * schema are read with that.
   *
   * @throws IllegalArgumentException if it is no Avro schema, or that of no record
   */
  public AvroFormat withWriterSchema(String schema) {
    AvroTexts.given(schema, "withWriterSchema()");
    return toBuilder().setWriterSchema(schema).build();
  }

  /**
   * The reader's own Avro schema, with a field for each of the Rows, by name: what the writer has
   * not is its default there, and without one the schemas do not fit; what the writer calls by one
   * of its aliases is found; a symbol it has not is the default of the enum. Default: the schema of
   * the Rows says all.
   *
   * @throws IllegalArgumentException if it is no Avro schema, or that of no record
   */
  public AvroFormat withReaderSchema(String schema) {
    AvroTexts.given(schema, "withReaderSchema()");
    return toBuilder().setReaderSchema(schema).build();
  }

  /**
   * How many digits DECIMAL fields have, in the schema that follows from that of the Rows. Default:
   * such a schema has no decimals.
   *
   * @param precision all of them
   * @param scale those behind the point
   * @throws IllegalArgumentException if there are less than 1 or more than 10,000, or more behind
   *     the point than in all
   */
  public AvroFormat withDecimals(int precision, int scale) {
    return toBuilder().setDecimals(new AvroDecimals(precision, scale)).build();
  }

  /**
   * Before each record stands the fingerprint of its schema (Avro's single-object encoding), which
   * must be one of {@link #withKnownSchemas} or the writer's own.
   */
  public AvroFormat singleObject() {
    return toBuilder().setFingerprinted(true).build();
  }

  /**
   * Schemas that writers of single objects may have, besides those of this format. Default: none.
   *
   * @throws IllegalArgumentException if one is no Avro schema, or that of no record
   */
  public AvroFormat withKnownSchemas(String... schemas) {
    for (String each : schemas) {
      AvroTexts.given(each, "withKnownSchemas()");
    }
    return toBuilder().setKnownSchemas(List.of(schemas)).build();
  }

  /**
   * Before each record stands the id of its schema in a registry, in the wire format of Confluent's
   * serializers: a zero, and four bytes. On writing the schema is registered, with the first
   * record.
   *
   * <p>Where the registry does not answer, decoders and encoders throw {@link
   * UnavailableException}.
   */
  public AvroFormat withRegistry(SchemaRegistry registry) {
    return toBuilder().setRegistry(registry).build();
  }

  /**
   * The registry's subject, to write. Default: {@code <topic>-value}, where the sink has topics.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public AvroFormat withSubject(String subject) {
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("withSubject() must not be empty.");
    }
    return toBuilder().setSubject(subject).build();
  }

  /**
   * The schema must be in the registry already; where it is not, the encoder throws {@link
   * UnavailableException}. Default: it is registered.
   */
  public AvroFormat withoutRegistering() {
    return toBuilder().setRegisters(false).build();
  }

  @Override
  public final AvroFormat forTopic(String topic) {
    return registry() == null || subject() != null
        ? this
        : withSubject(RegistryWire.subjectOf(topic));
  }

  abstract @Nullable String writerSchema();

  abstract @Nullable String readerSchema();

  abstract @Nullable AvroDecimals decimals();

  abstract boolean fingerprinted();

  abstract List<String> knownSchemas();

  abstract @Nullable SchemaRegistry registry();

  abstract @Nullable String subject();

  abstract boolean registers();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setWriterSchema(String writerSchema);

    abstract Builder setReaderSchema(String readerSchema);

    abstract Builder setDecimals(AvroDecimals decimals);

    abstract Builder setFingerprinted(boolean fingerprinted);

    abstract Builder setKnownSchemas(List<String> knownSchemas);

    abstract Builder setRegistry(SchemaRegistry registry);

    abstract Builder setSubject(String subject);

    abstract Builder setRegisters(boolean registers);

    abstract AvroFormat build();
  }

  /** {@code avro}, {@code avro-single-object} or {@code avro-registry}. */
  @Override
  public final String name() {
    if (registry() != null) {
      return "avro-registry";
    }
    return fingerprinted() ? "avro-single-object" : "avro";
  }

  /**
   * {@inheritDoc}
   *
   * <p>So are schemas that were given and do not fit it, and a registry together with single
   * objects.
   */
  @Override
  public final RowDecoder decoder(Schema schema) {
    check();
    AvroDerivation.of(schema, ANY_DECIMALS);
    org.apache.avro.Schema reader =
        readerSchema() == null ? null : AvroTexts.given(readerSchema(), "withReaderSchema()");
    if (reader != null) {
      checkReadable(reader, reader, schema, "withReaderSchema()");
    }
    SchemaRegistry registry = registry();
    if (registry != null) {
      return new AvroDecoder(
          new AvroRegistered(new RegistryWire(registry, subject(), registers())), reader, schema);
    }
    if (fingerprinted()) {
      return new AvroDecoder(new AvroSingleObject(known(schema)), reader, schema);
    }
    org.apache.avro.Schema writer = writer(schema);
    checkReadable(writer, reader, schema, "withWriterSchema()");
    return new AvroDecoder(new AvroOneWriter(writer), reader, schema);
  }

  /**
   * {@inheritDoc}
   *
   * <p>So are a writer's schema that does not fit it, and a registry without a subject, or together
   * with single objects.
   */
  @Override
  public final RowEncoder encoder(Schema schema) {
    check();
    org.apache.avro.Schema writer = writer(schema);
    AvroRowWriter rows;
    try {
      rows = AvroWriting.of(writer, schema);
    } catch (AvroMismatchException e) {
      throw new IllegalArgumentException(
          "The writer's Avro schema must fit the rows, but " + e.getMessage() + ".", e);
    }
    return new AvroEncoder(rows, header(writer));
  }

  /**
   * Edits records that are dead letters: as Rows of all that the writer's schema has, with the
   * types of {@link io.summerbeam.sdk.schemafile.SchemaFile}, under the same schema and with the
   * same bytes before them. A schema that has no form in a Row is refused: unions of several types,
   * records that hold themselves.
   *
   * @throws IllegalArgumentException if records do not name their schema and none was given; or
   *     there is a registry together with single objects
   */
  public final PayloadEditor editor() {
    check();
    AvroOrigin unused = origin();
    return new AvroEditor(this);
  }

  /** Who wrote records of which there is no other schema than the writer's. */
  final AvroOrigin origin() {
    SchemaRegistry registry = registry();
    if (registry != null) {
      return new AvroRegistered(new RegistryWire(registry, subject(), registers()));
    }
    List<org.apache.avro.Schema> named = named();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "AvroFormat: to edit records, the schema they were written with must be known: say"
              + " withWriterSchema().");
    }
    return fingerprinted() ? new AvroSingleObject(named) : new AvroOneWriter(named.get(0));
  }

  private Supplier<byte[]> header(org.apache.avro.Schema writer) {
    SchemaRegistry registry = registry();
    if (registry != null) {
      RegistryWire wire = new RegistryWire(registry, subject(), registers());
      wire.checkSubject();
      String text = given();
      RegistrySchema schema =
          RegistrySchema.of(SchemaKind.AVRO, text == null ? writer.toString() : text);
      return () -> wire.header(schema);
    }
    byte[] header = fingerprinted() ? AvroSingleObject.header(writer) : new byte[0];
    return () -> header;
  }

  private void check() {
    if (registry() != null && fingerprinted()) {
      throw new IllegalArgumentException(
          "AvroFormat has a registry or single objects, but not both: leave out withRegistry() or"
              + " singleObject().");
    }
    if (!knownSchemas().isEmpty() && !fingerprinted()) {
      throw new IllegalArgumentException(
          "withKnownSchemas() is for single objects: say singleObject() as well.");
    }
  }

  private @Nullable String given() {
    return writerSchema() == null ? readerSchema() : writerSchema();
  }

  private org.apache.avro.Schema writer(Schema rows) {
    String given = given();
    return given == null
        ? AvroDerivation.of(rows, decimals())
        : AvroTexts.given(given, "withWriterSchema()");
  }

  private List<org.apache.avro.Schema> known(Schema rows) {
    List<org.apache.avro.Schema> known = named();
    if (known.isEmpty()) {
      known.add(writer(rows));
    }
    return known;
  }

  /** The schemas of writers that were given. */
  private List<org.apache.avro.Schema> named() {
    List<org.apache.avro.Schema> named = new ArrayList<>();
    knownSchemas().forEach(each -> named.add(AvroTexts.given(each, "withKnownSchemas()")));
    String given = given();
    if (given != null) {
      named.add(AvroTexts.given(given, "withWriterSchema()"));
    }
    return named;
  }

  private static void checkReadable(
      org.apache.avro.Schema writer,
      org.apache.avro.@Nullable Schema reader,
      Schema rows,
      String what) {
    try {
      AvroResolution.of(writer, reader, rows);
    } catch (AvroMismatchException e) {
      throw new IllegalArgumentException(
          what + " must be given a schema that fits the rows, but " + e.getMessage() + ".", e);
    }
  }
}
