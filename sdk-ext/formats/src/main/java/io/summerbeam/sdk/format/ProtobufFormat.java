package io.summerbeam.sdk.format;

import com.google.auto.value.AutoValue;
import io.summerbeam.sdk.failure.PayloadEditor;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf: a record is one message, whose descriptor is known. No generated class is needed, and
 * no library: what is on the class path of a runner does not matter.
 *
 * <pre>{@code
 * // protoc --include_imports --descriptor_set_out=orders.desc orders.proto
 * ProtobufFormat orders = ProtobufFormat.ofFile(descriptors, "shop.v1.Order");
 * Row order = orders.decoder(orders.schema()).decode(message);
 * byte[] again = orders.encoder(orders.schema()).encode(order);
 * }</pre>
 *
 * <p><b>Schemas.</b> {@link #schema} is that of all fields, under their names in the descriptor. A
 * decoder takes any schema with some of them, in any order; other fields are passed over.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Protobuf</th><th>Row</th><th>or, if the schema says so</th></tr>
 * <tr><td>double, float, bool, string, bytes</td><td>DOUBLE, FLOAT, BOOLEAN, STRING,
 *     BYTES</td><td></td></tr>
 * <tr><td>int32, sint32, sfixed32</td><td>INT32</td><td>INT64</td></tr>
 * <tr><td>int64, sint64, sfixed64; uint32, fixed32</td><td>INT64</td><td></td></tr>
 * <tr><td>uint64, fixed64</td><td>DECIMAL</td><td>INT64; what is greater is malformed</td></tr>
 * <tr><td>enum</td><td>STRING, the value's name; a number without a name is malformed</td><td>INT32,
 *     its number</td></tr>
 * <tr><td>message, group</td><td>ROW</td><td></td></tr>
 * <tr><td>repeated; map</td><td>ARRAY; MAP</td><td></td></tr>
 * <tr><td>google.protobuf.Timestamp</td><td>NanosInstant</td><td>DATETIME, MicrosInstant; what is
 *     finer is malformed, but see {@link #cuttingTimes}</td></tr>
 * <tr><td>google.protobuf.Duration</td><td>NanosDuration</td><td></td></tr>
 * <tr><td>google.protobuf.StringValue, ...</td><td>the type of what they wrap</td><td></td></tr>
 * </table>
 *
 * <p><b>Nullable</b> is what can be absent and say so: messages, wrappers, fields of a oneof, those
 * that are {@code optional}, and the fields of proto2, whose defaults are not taken. Any other
 * field that is absent is zero, or empty; {@code required} ones are malformed. A schema may have a
 * field as not nullable that is: its absence is malformed then.
 *
 * <p><b>Malformed</b> are bytes that are not exactly one message: cut off, with lengths beyond the
 * end, fields written in another wire type than the descriptor says, strings that are not UTF-8,
 * messages nested more than 100 deep, more than 4 Mi values. Of a field that is there several times
 * the last counts, messages are merged, as Protobuf says. Fields that the descriptor does not have
 * are passed over, or malformed: {@link #refusingUnknownFields}.
 *
 * <p><b>Writing</b> takes any schema with some of the fields. Unwritable is null for what cannot be
 * absent, elements of lists and maps included; a name that the enum does not have; a number, a time
 * or a duration outside of its type's range; half of a surrogate pair; more than one value of a
 * oneof. {@link #withSchemaId} is for the header.
 */
@AutoValue
public abstract class ProtobufFormat implements RowFormat {

  private static final long serialVersionUID = 1;

  private static final int NO_ID = -1;

  /**
   * Messages of one type.
   *
   * @param descriptors a FileDescriptorSet, with all files that the message's file imports
   * @param message its name, with its package: {@code shop.v1.Order}
   * @throws IllegalArgumentException if the bytes are no descriptors, or have no such message
   */
  public static ProtobufFormat of(byte[] descriptors, String message) {
    ProtoFiles.parse(descriptors).message(message);
    return new AutoValue_ProtobufFormat.Builder()
        .setDescriptors(descriptors.clone())
        .setMessage(message)
        .setRefusesUnknownFields(false)
        .setCutsTimes(false)
        .setRegistryHeader(false)
        .setSchemaId(NO_ID)
        .build();
  }

  /**
   * Messages of one type, with the descriptors of a file, which is read now.
   *
   * @throws IllegalArgumentException if they are no descriptors, or have no such message
   * @throws UncheckedIOException if the file cannot be read
   */
  public static ProtobufFormat ofFile(Path descriptors, String message) {
    try {
      return of(Files.readAllBytes(descriptors), message);
    } catch (IOException e) {
      throw new UncheckedIOException("The descriptors cannot be read: " + descriptors, e);
    }
  }

  /**
   * The same, but a message with a field that the descriptor does not have, at any depth, is
   * malformed. Default: it is passed over.
   */
  public ProtobufFormat refusingUnknownFields() {
    return toBuilder().setRefusesUnknownFields(true).build();
  }

  /**
   * Of a Timestamp what is finer than the field of the Row can hold is cut off. Default: it is
   * malformed.
   */
  public ProtobufFormat cuttingTimes() {
    return toBuilder().setCutsTimes(true).build();
  }

  /**
   * Before each message stands the header that serializers with a schema registry write: a zero,
   * the four bytes of the schema's id, and which message of its file it is, which must be this
   * one's place in its own. The registry is not asked, and any id is taken: numbers of fields mean
   * the same in all versions. Default: no header.
   */
  public ProtobufFormat withRegistryHeader() {
    return toBuilder().setRegistryHeader(true).build();
  }

  /**
   * The same header, whose id must be that of a schema of Protobuf in this registry: a message with
   * an id that it does not have, or has in another language, is malformed, and the message says
   * which. That keeps out what comes from the serializers of another registry. Messages are read
   * with the descriptors of this format still: what the writer's schema says is not looked at.
   *
   * <p>A decoder asks the registry once for each id that it knows, and for one that it does not
   * know with each record ({@link io.summerbeam.sdk.registry.RestRegistry} at most every 30 s). It
   * waits for the answer; where the registry does not answer, it throws {@link
   * UnavailableException}. For writing the registry is not asked: {@link #withSchemaId}.
   */
  public ProtobufFormat withRegistry(SchemaRegistry registry) {
    return toBuilder().setRegistryHeader(true).setRegistry(registry).build();
  }

  /**
   * The same header, and the id that it has in messages that are written: that of the schema in the
   * registry, where it was registered before. Default: messages with a header are not written.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ProtobufFormat withSchemaId(int id) {
    if (id < 0) {
      throw new IllegalArgumentException("withSchemaId() must not be negative, but was: " + id);
    }
    return toBuilder().setRegistryHeader(true).setSchemaId(id).build();
  }

  /**
   * The schema of all fields of the message.
   *
   * @throws IllegalArgumentException if a message holds itself, or the descriptors lack one
   */
  public final Schema schema() {
    ProtoFiles files = ProtoFiles.parse(descriptors());
    return new ProtoSchemas(files).of(files.message(message()));
  }

  @SuppressWarnings("mutable") // A copy, which nobody gets.
  abstract byte[] descriptors();

  abstract String message();

  abstract boolean refusesUnknownFields();

  abstract boolean cutsTimes();

  abstract boolean registryHeader();

  abstract @Nullable SchemaRegistry registry();

  abstract int schemaId();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setDescriptors(byte[] descriptors);

    abstract Builder setMessage(String message);

    abstract Builder setRefusesUnknownFields(boolean refusesUnknownFields);

    abstract Builder setCutsTimes(boolean cutsTimes);

    abstract Builder setRegistryHeader(boolean registryHeader);

    abstract Builder setRegistry(SchemaRegistry registry);

    abstract Builder setSchemaId(int schemaId);

    abstract ProtobufFormat build();
  }

  /** {@code protobuf} or {@code protobuf-registry}. */
  @Override
  public final String name() {
    return registryHeader() ? "protobuf-registry" : "protobuf";
  }

  /**
   * A decoder to Rows of some of the message's fields.
   *
   * @throws IllegalArgumentException if the message lacks a field of the schema, or has it of a
   *     type that the schema's is no form of
   */
  @Override
  public final RowDecoder decoder(Schema schema) {
    return decoder(schema, false);
  }

  /**
   * @param refusesCut whether a number that is longer than its field's type is malformed
   */
  final RowDecoder decoder(Schema schema, boolean refusesCut) {
    ProtoFiles files = ProtoFiles.parse(descriptors());
    ProtoMessage message = files.message(message());
    ProtoReader reader =
        new ProtoCompiler(files, refusesUnknownFields(), cutsTimes(), refusesCut)
            .row(message, schema, "", false);
    SchemaRegistry registry = registry();
    return new ProtobufDecoder(
        reader,
        registryHeader() ? message.indexes() : null,
        registry == null ? null : new RegistryIds(RegistryWire.of(registry), SchemaKind.PROTOBUF));
  }

  /**
   * Edits messages that are dead letters: as Rows of {@link #schema}, with the header that they
   * have. They are read and written again by the descriptors of this format, whatever schema they
   * were written with. A message with a field that the descriptor does not have, or a number that
   * is longer than its field's type, is refused, because it would be lost or cut.
   *
   * @throws IllegalArgumentException if a message holds itself, or the descriptors lack one
   */
  public final PayloadEditor editor() {
    Schema unused = schema();
    return new ProtobufEditor(refusingUnknownFields());
  }

  /**
   * An encoder of Rows of some of the message's fields.
   *
   * @throws IllegalArgumentException if the message lacks a field of the schema, has it of a type
   *     that the schema's is no form of, or requires one that the schema has not; or messages have
   *     a header and its id was not said
   */
  @Override
  public final RowEncoder encoder(Schema schema) {
    if (registryHeader() && schemaId() == NO_ID) {
      throw new IllegalArgumentException(
          "ProtobufFormat: to write messages with a registry's header, the id of their schema must"
              + " be known: withSchemaId().");
    }
    ProtoFiles files = ProtoFiles.parse(descriptors());
    ProtoMessage message = files.message(message());
    return new ProtobufEncoder(
        new ProtoWriting(files).row(message, schema, ""),
        registryHeader() ? header(message) : new byte[0]);
  }

  private byte[] header(ProtoMessage message) {
    ProtoOutput header = new ProtoOutput();
    header.start(ByteBuffer.allocate(RegistryWire.HEADER_BYTES).putInt(1, schemaId()).array());
    List<Integer> indexes = message.indexes();
    if (indexes.equals(List.of(0))) {
      // The first message of its file, which most are, is written shorter.
      header.zigzag(0);
    } else {
      header.zigzag(indexes.size());
      indexes.forEach(header::zigzag);
    }
    return header.toByteArray();
  }

  @Override
  public final String toString() {
    return "ProtobufFormat{message=" + message() + "}";
  }
}
