package io.summerbeam.contract.fuzz;

import io.summerbeam.sdk.format.AvroFormat;
import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.EventTime;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.format.RawFormat;
import io.summerbeam.sdk.format.RowFormat;
import io.summerbeam.sdk.format.StringFormat;
import io.summerbeam.transforms.validate.Expectation;
import io.summerbeam.transforms.validate.Validate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;

/** Every format, in each form that it has. */
final class Lanes {

  private static final Map<String, Lane> ALL = new LinkedHashMap<>();

  private static final Schemas REGISTRY = new Schemas();

  static {
    text("json", JsonFormat.of());
    text("json-strict", JsonFormat.of().refusingUnknownFields().refusingMissingFields());
    wire("json-registry", JsonFormat.of().withRegistry(REGISTRY).withSubject("json"));
    AvroFormat avro = AvroFormat.of().withDecimals(38, 10);
    binary("avro", avro);
    binary("avro-single-object", avro.singleObject());
    wire("avro-registry", avro.withRegistry(REGISTRY).withSubject("avro"));
    add(Messages.lane("protobuf", false));
    add(Messages.lane("protobuf-registry", true));
    add(Changes.json());
    add(Changes.flattened());
    add(Changes.avro(REGISTRY));
    CsvFormat csv = CsvFormat.of();
    add(events("csv", csv, Events.FLAT, TextMutations.ALL, HugeMutations.TEXT));
    add(value("text", StringFormat.of(), StringFormat.of().schema(), "text.size() < 100"));
    add(value("raw", RawFormat.of(), RawFormat.of().schema(), "payload.size() < 100"));
  }

  private Lanes() {}

  static List<Lane> all() {
    return List.copyOf(ALL.values());
  }

  static Lane of(String name) {
    Lane lane = ALL.get(name);
    if (lane == null) {
      throw new IllegalArgumentException("No such lane: " + name + ". There are: " + ALL.keySet());
    }
    return lane;
  }

  private static void add(Lane lane) {
    ALL.put(lane.name(), lane);
  }

  private static void text(String name, RowFormat format) {
    add(events(name, format, Events.NESTED, TextMutations.ALL, HugeMutations.TEXT));
  }

  private static void binary(String name, RowFormat format) {
    add(events(name, format, Events.NESTED, BinaryMutations.ALL, HugeMutations.BINARY));
  }

  private static void wire(String name, RowFormat format) {
    List<Mutation> mutations =
        new ArrayList<>(name.startsWith("json") ? TextMutations.ALL : BinaryMutations.ALL);
    mutations.add(BinaryMutations::registryHeader);
    add(events(name, format, Events.NESTED, mutations, HugeMutations.BINARY));
  }

  private static Lane events(
      String name, RowFormat format, Schema schema, List<Mutation> mutations, List<Mutation> huge) {
    return new Lane(
        name,
        format,
        schema,
        EventTime.ofField("at"),
        Events.expectations(schema),
        Events.records(format, schema),
        mutations,
        huge);
  }

  /** A format whose record is one value, of which everything is a record, or nearly. */
  private static Lane value(String name, RowFormat format, Schema schema, String expression) {
    return new Lane(
        name,
        format,
        schema,
        null,
        Validate.records().expect(Expectation.that(expression).withName("size")),
        Events.records(JsonFormat.of(), Events.NESTED),
        TextMutations.ALL,
        HugeMutations.TEXT);
  }
}
