package io.summerbeam.transforms.mask.policy;

import static io.summerbeam.transforms.mask.policy.Policies.row;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.testing.TestKeyset;
import io.summerbeam.transforms.Counters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.Rule;
import org.junit.Test;

/** Mask and Unmask as Beam YAML sees them: found by identifier, configured by a Row. */
public class MaskSchemaTransformProviderTest {

  private static final String MASK = "summerbeam:mask:v1";
  private static final String UNMASK = "summerbeam:unmask:v1";

  private static final Schema SCHEMA =
      Schema.builder()
          .addStringField("id")
          .addNullableField("name", FieldType.STRING)
          .addNullableField("card", FieldType.STRING)
          .addNullableField("age", FieldType.INT64)
          .addNullableField("seen", FieldType.DATETIME)
          .build();

  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");
  private static final Row ANNA = row(SCHEMA, "1", "Anna", "4111 1111 1111 1111", 37L, TIME);

  @Rule public final KeyFiles keys = new KeyFiles();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  public void policy_asText_masks() {
    PAssert.that(mask("policy", "version: 1\nfields: { name: redact }\n"))
        .containsInAnyOrder(row(SCHEMA, "1", "***", "4111 1111 1111 1111", 37L, TIME));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void policy_asFile_masksAndCountsByItsName() throws Exception {
    Path file = keys.newFile("p.yaml").toPath();
    Files.writeString(file, "version: 1\nfields: { name: nullify }\n");
    PAssert.that(mask("policy_file", file.toString(), "step_name", "Names"))
        .containsInAnyOrder(row(SCHEMA, "1", null, "4111 1111 1111 1111", 37L, TIME));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Names/records_in"), equalTo(1L));
  }

  @Test
  public void fields_withTheirSettings_mask() {
    PAssert.that(
            mask(
                "keys",
                Map.of("k", keys.ofBytes(1)),
                "fields",
                List.of(
                    field(
                        "field", "id", "technique", "keep_last", "count", 0, "mask_character", "#"),
                    field(
                        "field",
                        "name",
                        "technique",
                        "mask_pattern",
                        "pattern",
                        "n+",
                        "replacement",
                        "N",
                        "match_required",
                        true),
                    field(
                        "field",
                        "card",
                        "technique",
                        "scrub",
                        "detectors",
                        List.of("card"),
                        "patterns",
                        Map.of("OTHER", "x+"),
                        "replacement",
                        "-"),
                    field(
                        "field",
                        "age",
                        "technique",
                        "generalize",
                        "starting_at",
                        List.of(0.0, 18.0, 65.0)),
                    field("field", "seen", "technique", "generalize", "to", "year"))))
        .containsInAnyOrder(
            row(SCHEMA, "#", "ANa", "-", 18L, Instant.parse("2001-01-01T00:00:00Z")));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void fields_otherSettings_mask() {
    PAssert.that(
            mask(
                "fields",
                List.of(
                    field("field", "id", "technique", "redact", "text", "gone"),
                    field("field", "card", "technique", "generalize", "prefix", 2),
                    field("field", "age", "technique", "generalize", "width", 10.0))))
        .containsInAnyOrder(row(SCHEMA, "gone", "Anna", "41", 30L, TIME));
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void fieldsWithKeys_areUnmaskedByTheSame() {
    String tokens = keys.of(TestKeyset.deterministic());
    String gcm = keys.of(TestKeyset.randomized());
    Object[] config = {
      "keys",
      Map.of("k", keys.ofBytes(1), "t", tokens, "e", gcm),
      "fields",
      List.of(
          field("field", "id", "technique", "tokenize", "key", "t", "domain", "ids"),
          field("field", "name", "technique", "encrypt", "key", "e"),
          field(
              "field",
              "card",
              "technique",
              "preserve_format",
              "key",
              "k",
              "alphabet",
              "digits",
              "luhn",
              true,
              "per_field",
              true),
          field(
              "field",
              "seen",
              "technique",
              "shift_days",
              "key",
              "k",
              "max_days",
              30,
              "subject",
              "age"))
    };
    PCollection<Row> masked = mask(config);
    PAssert.that(apply(UNMASK, masked, config).get("output")).containsInAnyOrder(ANNA);
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void unmask_withAPolicyAndOtherKeys_unmasks() {
    TestKeyset tokens = TestKeyset.deterministic();
    String text =
        "version: 1\nkeys: { t: '%s' }\nfields: { name: { technique: tokenize, key: t } }\n";
    PCollection<Row> masked = mask("policy", String.format(text, keys.of(tokens)));
    PAssert.that(
            apply(
                    UNMASK,
                    masked,
                    "policy",
                    String.format(text, "env:NOT_HERE"),
                    "keys",
                    Map.of("t", keys.of(tokens)),
                    "step_name",
                    "Names")
                .get("output"))
        .containsInAnyOrder(ANNA);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Names/records_out"), equalTo(1L));
  }

  @Test
  public void mask_deadLetters_areMaskedByDefault() {
    PCollectionRowTuple out =
        apply(
            MASK,
            input(row(SCHEMA, "1", "Anna", "x", 1L, TIME)),
            "fields",
            List.of(
                field("field", "name", "technique", "redact"),
                field(
                    "field",
                    "card",
                    "technique",
                    "mask_pattern",
                    "pattern",
                    "[0-9]+",
                    "replacement",
                    "",
                    "match_required",
                    true)),
            "error_handling",
            errors(MASK));
    PAssert.that(out.get("output")).empty();
    PAssert.that(payloads(out.get("errors")))
        .containsInAnyOrder(
            "{\"id\":\"1\",\"name\":\"***\",\"card\":\"[MASKED]\",\"age\":1,"
                + "\"seen\":\"2001-02-03T04:05:06Z\"}");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void unmask_deadLetters_areWhatCameIn() {
    PCollectionRowTuple out =
        apply(
            UNMASK,
            input(row(SCHEMA, "1", "no token", null, null, null)),
            "keys",
            Map.of("t", keys.of(TestKeyset.deterministic())),
            "fields",
            List.of(field("field", "name", "technique", "tokenize", "key", "t")),
            "error_handling",
            errors(UNMASK));
    PAssert.that(out.get("output")).empty();
    PAssert.that(payloads(out.get("errors")))
        .containsInAnyOrder(
            "{\"id\":\"1\",\"name\":\"no token\",\"card\":null,\"age\":null,\"seen\":null}");
    pipeline.run().waitUntilFinish();
  }

  @Test
  public void oneOfPolicyFileAndFields_mustBeThere() {
    assertThat(
        refused(),
        equalTo(
            "summerbeam:mask:v1 must have one of policy, policy_file and fields, but has none."));
    assertThat(
        refused("policy", "version: 1", "policy_file", "p.yaml"),
        equalTo(
            "summerbeam:mask:v1 must have one of policy, policy_file and fields, but has policy,"
                + " policy_file."));
  }

  @Test
  public void errors_areThoseOfPolicies() {
    assertThat(
        refused("fields", List.of(field("field", "nmae", "technique", "redact"))),
        containsString("there is no field 'nmae'. Did you mean 'name'?"));
    assertThat(
        refused("fields", List.of(field("field", "name", "technique", "redact", "count", 1))),
        containsString("there is no setting 'count' here"));
    assertThat(
        refused("policy", "version: 1\nfields: { name: redact }", "keys", Map.of("k", "env:K")),
        containsString("there is no key 'k'"));
  }

  private PCollection<Row> mask(Object... config) {
    return apply(MASK, input(ANNA), config).get("output");
  }

  private static PCollectionRowTuple apply(String id, PCollection<Row> input, Object... config) {
    return PCollectionRowTuple.of("input", input)
        .apply(id, provider(id).from(rowOf(provider(id).configurationSchema(), config)));
  }

  private String refused(Object... config) {
    PCollection<Row> input = pipeline.apply("In" + Arrays.hashCode(config), Create.empty(SCHEMA));
    return assertThrows(
            IllegalArgumentException.class,
            () ->
                PCollectionRowTuple.of("input", input)
                    .apply(
                        "Mask" + Arrays.hashCode(config),
                        provider(MASK).from(rowOf(provider(MASK).configurationSchema(), config))))
        .getMessage();
  }

  private PCollection<Row> input(Row row) {
    return pipeline.apply(Create.of(row).withRowSchema(SCHEMA));
  }

  private static PCollection<String> payloads(PCollection<Row> letters) {
    return letters.apply(
        "Payloads",
        MapElements.into(TypeDescriptors.strings())
            .via(letter -> new String(letter.getBytes("payload"), StandardCharsets.UTF_8)));
  }

  private static Row field(Object... namesAndValues) {
    return rowOf(
        provider(MASK)
            .configurationSchema()
            .getField("fields")
            .getType()
            .getCollectionElementType()
            .getRowSchema(),
        namesAndValues);
  }

  private static Row errors(String id) {
    return rowOf(
        provider(id).configurationSchema().getField("error_handling").getType().getRowSchema(),
        "output",
        "errors");
  }

  private static Row rowOf(Schema schema, Object... namesAndValues) {
    Object[] values = new Object[schema.getFieldCount()];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values[schema.indexOf((String) namesAndValues[i])] = namesAndValues[i + 1];
    }
    return Row.withSchema(schema).addValues(values).build();
  }

  private static SchemaTransformProvider provider(String id) {
    for (SchemaTransformProvider provider : ServiceLoader.load(SchemaTransformProvider.class)) {
      if (provider.identifier().equals(id)) {
        return provider;
      }
    }
    throw new AssertionError("no provider " + id);
  }
}
