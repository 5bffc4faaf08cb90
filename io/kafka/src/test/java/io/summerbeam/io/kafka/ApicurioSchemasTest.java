package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.registry.RegistryException;
import io.summerbeam.sdk.registry.RegistrySchema;
import io.summerbeam.sdk.registry.RestRegistry;
import io.summerbeam.sdk.registry.SchemaKind;
import io.summerbeam.sdk.registry.SchemaReference;
import io.summerbeam.sdk.registry.SubjectVersion;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** The registry's client with Apicurio, whose answers are none of our own making. */
@RunWith(Parameterized.class)
public class ApicurioSchemasTest {

  /**
   * Schemas in one language.
   *
   * @param second what can read records of the first
   * @param incompatible what can read those of neither
   * @param cutOff what is no schema
   * @param address what orders refer to
   * @param addressName what they call it
   */
  private record Texts(
      SchemaKind kind,
      String first,
      String second,
      String incompatible,
      String cutOff,
      String address,
      String addressName,
      String withAddress) {

    @Override
    public String toString() {
      return kind.name();
    }
  }

  private static final Texts AVRO =
      new Texts(
          SchemaKind.AVRO,
          avro("{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"name\",\"type\":\"string\"}"),
          avro(
              "{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"name\",\"type\":\"string\"},"
                  + "{\"name\":\"city\",\"type\":[\"null\",\"string\"],\"default\":null}"),
          avro("{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"name\",\"type\":\"string\"}"),
          "{\"type\":\"recor",
          "{\"type\":\"record\",\"name\":\"Address\",\"namespace\":\"shop\",\"fields\":["
              + "{\"name\":\"city\",\"type\":\"string\"}]}",
          "shop.Address",
          avro(
              "{\"name\":\"id\",\"type\":\"long\"},"
                  + "{\"name\":\"address\",\"type\":\"shop.Address\"}"));

  private static final Texts PROTOBUF =
      new Texts(
          SchemaKind.PROTOBUF,
          proto("", "message Order {\n  int64 id = 1;\n  string name = 2;\n}\n"),
          proto(
              "", "message Order {\n  int64 id = 1;\n  string name = 2;\n  string city = 3;\n}\n"),
          proto("", "message Order {\n  string id = 1;\n  string name = 2;\n}\n"),
          "syntax = \"proto3",
          proto("", "message Address {\n  string city = 1;\n}\n"),
          "shop/v1/address.proto",
          proto(
              "import \"shop/v1/address.proto\";\n",
              "message Order {\n  int64 id = 1;\n  Address address = 2;\n}\n"));

  private static final Texts JSON =
      new Texts(
          SchemaKind.JSON,
          json("\"id\":{\"type\":\"integer\"}", "\"id\""),
          json("\"id\":{\"type\":\"number\"}", "\"id\""),
          json("\"id\":{\"type\":\"string\"}", "\"id\""),
          "{\"type\":",
          json("\"city\":{\"type\":\"string\"}", "\"city\""),
          "address.json",
          json("\"id\":{\"type\":\"integer\"},\"address\":{\"$ref\":\"address.json\"}", "\"id\""));

  // No registry of a test has as many.
  private static final int NO_ID = Integer.MAX_VALUE;

  private final TestRegistry apicurio = TestRegistry.get();
  private final String subject = "s-" + UUID.randomUUID();
  private final Texts texts;
  private final RegistrySchema first;
  private final RegistrySchema second;
  private final RestRegistry registry;

  public ApicurioSchemasTest(Texts texts) throws IOException {
    this.texts = texts;
    this.first = schema(texts.first());
    this.second = schema(texts.second());
    this.registry = apicurio.client();
  }

  @Parameters(name = "{0}")
  public static List<Texts> texts() {
    return List.of(AVRO, PROTOBUF, JSON);
  }

  @Test
  public void schema_registered_isFound() throws Exception {
    int id = registry.register(subject, first);
    RestRegistry other = apicurio.client();
    assertThat(other.schema(id), equalTo(Optional.of(first)));
    assertThat(other.id(subject, first), equalTo(OptionalInt.of(id)));
    assertThat(
        other.latest(subject), equalTo(Optional.of(SubjectVersion.of(subject, 1, id, first))));
    assertThat("of another subject", other.register(subject + "-2", first), equalTo(id));
  }

  @Test
  public void whatIsNotThere_isNothing_andNoError() throws Exception {
    assertThat(registry.schema(NO_ID), equalTo(Optional.empty()));
    assertThat(registry.latest(subject), equalTo(Optional.empty()));
    assertThat("no subject", registry.id(subject, first), equalTo(OptionalInt.empty()));
    registry.register(subject, first);
    assertThat("no version of it", registry.id(subject, second), equalTo(OptionalInt.empty()));
  }

  @Test
  public void versions_ofASubject_eachHasItsId() throws Exception {
    int firstId = registry.register(subject, first);
    apicurio.demand(subject, "BACKWARD");
    int secondId = registry.register(subject, second);
    assertThat(secondId, not(equalTo(firstId)));
    assertThat("once more", apicurio.client().register(subject, first), equalTo(firstId));
    assertThat(
        registry.latest(subject),
        equalTo(Optional.of(SubjectVersion.of(subject, 2, secondId, second))));
    assertThat(registry.schema(firstId), equalTo(Optional.of(first)));
    assertThat(registry.schema(secondId), equalTo(Optional.of(second)));
  }

  @Test
  public void schema_incompatibleOrCutOff_isRefused_andSaysWhy() throws Exception {
    registry.register(subject, first);
    apicurio.demand(subject, "BACKWARD");
    int id = registry.register(subject, second);
    assertRefused(
        texts.incompatible(),
        "answered 409 (error code 409): the schema is incompatible with an earlier version of its"
            + " subject.");
    assertRefused(
        texts.cutOff(), "answered 422 (error code 42201): the schema is not valid to it.");
    assertThat(
        registry.latest(subject), equalTo(Optional.of(SubjectVersion.of(subject, 2, id, second))));
  }

  @Test
  public void schema_withReferences_isFoundWithWhatItRefersTo() throws Exception {
    String part = subject + "-address";
    registry.register(part, schema(texts.address()));
    RegistrySchema whole =
        schema(texts.withAddress())
            .withReferences(
                List.of(SchemaReference.of(texts.addressName(), part, 1, texts.address())));
    int id = registry.register(subject, whole);
    RestRegistry other = apicurio.client();
    assertThat(other.schema(id), equalTo(Optional.of(whole)));
    assertThat(other.id(subject, whole), equalTo(OptionalInt.of(id)));
    assertThat(
        other.latest(subject), equalTo(Optional.of(SubjectVersion.of(subject, 1, id, whole))));
  }

  private void assertRefused(String text, String why) {
    assertThat(
        assertThrows(RegistryException.class, () -> registry.register(subject, schema(text)))
            .getMessage(),
        equalTo("RestRegistry: the registry at " + apicurio.url() + " " + why));
  }

  private RegistrySchema schema(String text) {
    return RegistrySchema.of(texts.kind(), text);
  }

  private static String avro(String fields) {
    return "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[" + fields + "]}";
  }

  private static String proto(String imports, String message) {
    return "syntax = \"proto3\";\npackage shop.v1;\n" + imports + message;
  }

  private static String json(String properties, String required) {
    return "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\","
        + "\"properties\":{"
        + properties
        + "},\"required\":["
        + required
        + "]}";
  }
}
