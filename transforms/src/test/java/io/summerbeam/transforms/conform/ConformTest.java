package io.summerbeam.transforms.conform;

import static io.summerbeam.transforms.conform.Conformed.text;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.failure.DeadLetters;
import io.summerbeam.sdk.failure.ErrorThreshold;
import io.summerbeam.sdk.failure.Reason;
import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.sdk.step.Steps;
import io.summerbeam.sdk.testing.DeadLettersAssert;
import io.summerbeam.sdk.testing.ExpectedDeadLetter;
import io.summerbeam.transforms.Counters;
import io.summerbeam.transforms.validate.Validate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;

public class ConformTest {

  private static final Schema POSTAL =
      Schema.builder().addStringField("code").addNullableField("town", FieldType.STRING).build();
  private static final Schema ARTICLE =
      Schema.builder().addStringField("article").addInt32Field("n").addInt32Field("cents").build();
  private static final Schema SHOP =
      Schema.builder()
          .addStringField("order_no")
          .addNullableField("price", FieldType.INT64)
          .addNullableField("quantity", FieldType.INT64)
          .addNullableField("address", FieldType.row(POSTAL))
          .addArrayField("items", FieldType.row(ARTICLE))
          .addMapField("attributes", FieldType.STRING, FieldType.row(POSTAL))
          .build();

  @Rule
  public final transient TestPipeline pipeline =
      TestPipeline.create().enableAbandonedNodeEnforcement(false);

  private static Row shop(String id, Long price, Long quantity, String zip) {
    return Row.withSchema(SHOP)
        .attachValues(
            Arrays.asList(
                id,
                price,
                quantity,
                zip == null ? null : postal(zip),
                List.of(article("a", 1, 50), article("b", 2, 75)),
                Map.of("home", postal("1"))));
  }

  private static Row postal(String zip) {
    return Row.withSchema(POSTAL).addValues(zip, null).build();
  }

  private static Row article(String name, int n, int cents) {
    return Row.withSchema(ARTICLE).addValues(name, n, cents).build();
  }

  private static Schema schema(Object... namesAndTypes) {
    Schema.Builder schema = Schema.builder();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      schema.addField((String) namesAndTypes[i], (FieldType) namesAndTypes[i + 1]);
    }
    return schema.build();
  }

  private static FieldType orNull(FieldType type) {
    return type.withNullable(true);
  }

  @Test
  public void fields_byNameAndFromOthers() {
    Schema target = schema("quantity", orNull(FieldType.INT32), "id", FieldType.STRING);
    assertThat(
        text(Conform.to(target, Mapping.byName().from("id", "order_no")), shop("A", 1L, 2L, "z")),
        is("{\"quantity\":2,\"id\":\"A\"}"));
  }

  @Test
  public void from_nestedPath_leadsInside() {
    Schema target = schema("zip", orNull(FieldType.STRING));
    Conform conform = Conform.to(target, Mapping.byName().from("zip", "address.code"));
    assertThat(text(conform, shop("A", 1L, 2L, "10115")), is("{\"zip\":\"10115\"}"));
    assertThat(text(conform, shop("A", 1L, 2L, null)), is("{\"zip\":null}"));
    Schema required = schema("zip", FieldType.STRING);
    assertThat(
        text(
            Conform.to(required, Mapping.byName().from("zip", "address.code")),
            shop("A", 1L, 2L, null)),
        is("conform_failed: 'zip': null, which it may not be"));
  }

  @Test
  public void from_throughArraysAndMaps_collects() {
    Schema target =
        schema(
            "articles",
            FieldType.array(FieldType.STRING),
            "zips",
            FieldType.map(FieldType.STRING, FieldType.STRING));
    assertThat(
        text(
            Conform.to(
                target,
                Mapping.byName()
                    .from("articles", "items[*].article")
                    .from("zips", "attributes{*}.code")),
            shop("A", 1L, 2L, null)),
        is("{\"articles\":[\"a\",\"b\"],\"zips\":{\"home\":\"1\"}}"));
  }

  @Test
  public void nestedRow_ofSeveralPlaces() {
    Schema customer = schema("zip", orNull(FieldType.STRING), "order", FieldType.STRING);
    Schema target = schema("customer", orNull(FieldType.row(customer)));
    Conform conform =
        Conform.to(
            target,
            Mapping.byName()
                .from("customer.zip", "address.code")
                .from("customer.order", "order_no"));
    assertThat(
        text(conform, shop("A", 1L, 2L, "10115")),
        is("{\"customer\":{\"zip\":\"10115\",\"order\":\"A\"}}"));
    assertThat(
        text(conform, shop("A", 1L, 2L, null)),
        is("{\"customer\":{\"zip\":null,\"order\":\"A\"}}"));
  }

  @Test
  public void nestedRow_byNameAndRenamedInside() {
    Schema address = schema("zip", FieldType.STRING, "town", orNull(FieldType.STRING));
    Schema target = schema("address", orNull(FieldType.row(address)));
    Conform conform = Conform.to(target, Mapping.byName().from("address.zip", "address.code"));
    assertThat(
        text(conform, shop("A", 1L, 2L, "10115")),
        is("{\"address\":{\"zip\":\"10115\",\"town\":null}}"));
    assertThat(text(conform, shop("A", 1L, 2L, null)), is("{\"address\":null}"));
  }

  @Test
  public void nestedRow_thatIsNull_doesNotTakeWithItWhatComesFromElsewhere() {
    Schema address = schema("code", orNull(FieldType.STRING), "order", FieldType.STRING);
    Schema target = schema("address", orNull(FieldType.row(address)));
    assertThat(
        text(
            Conform.to(target, Mapping.byName().from("address.order", "order_no")),
            shop("A", 1L, 2L, null)),
        is("{\"address\":{\"code\":null,\"order\":\"A\"}}"));
    assertThat(
        text(
            Conform.to(target, Mapping.byName().set("address.order", "order_no + '!'")),
            shop("A", 1L, 2L, null)),
        is("{\"address\":{\"code\":null,\"order\":\"A!\"}}"));
  }

  @Test
  public void elements_areRenamedCastAndComputed() {
    Schema item = schema("sku", FieldType.STRING, "n", FieldType.INT64, "total", FieldType.INT64);
    Schema target = schema("lines", FieldType.array(FieldType.row(item)));
    Mapping mapping =
        Mapping.byName()
            .from("lines", "items")
            .from("lines[*].sku", "items[*].article")
            .set("lines[*].total", "n * cents");
    assertThat(
        text(Conform.to(target, mapping), shop("A", 1L, 2L, null)),
        is(
            "{\"lines\":[{\"sku\":\"a\",\"n\":1,\"total\":50},"
                + "{\"sku\":\"b\",\"n\":2,\"total\":150}]}"));
    Mapping outside = Mapping.byName().from("lines", "items").from("lines[*].sku", "order_no");
    assertThat(
        refused(Conform.to(target, outside)),
        is(
            "Conform: 'lines[*].sku' must come from something in 'items[*]', which the value it is"
                + " in comes from, but from() says 'order_no'."));
  }

  @Test
  public void mapValues_areMadeByTheirRules() {
    Schema place = schema("zip", FieldType.INT32);
    Schema target = schema("attributes", FieldType.map(FieldType.STRING, FieldType.row(place)));
    assertThat(
        text(
            Conform.to(
                target,
                Mapping.byName()
                    .from("attributes{*}.zip", "attributes{*}.code")
                    .parsing("attributes{*}.zip")),
            shop("A", 1L, 2L, null)),
        is("{\"attributes\":{\"home\":{\"zip\":1}}}"));
  }

  @Test
  public void set_isComputedNullOrFails() {
    Schema target = schema("total", orNull(FieldType.INT64));
    Conform product = Conform.to(target, Mapping.byName().set("total", "price * quantity"));
    assertThat(text(product, shop("A", 3L, 2L, null)), is("{\"total\":6}"));
    assertThat(text(product, shop("A", null, 2L, null)), is("{\"total\":null}"));
    assertThat(
        text(product, shop("A", Long.MAX_VALUE, 2L, null)),
        containsString("conform_failed: 'total': the expression has no value for this record"));
    Conform share = Conform.to(target, Mapping.byName().set("total", "price / quantity"));
    assertThat(
        text(share, shop("A", 3L, 0L, null)),
        containsString("conform_failed: 'total': the expression has no value for this record"));
    assertThat(
        text(
            Conform.to(
                schema("small", FieldType.BYTE), Mapping.byName().set("small", "price * quantity")),
            shop("A", 30L, 20L, null)),
        is("conform_failed: 'small': a number outside of the range of BYTE"));
  }

  @Test
  public void withDefault_isForNullAndForWhatIsNotThere() {
    Schema target =
        schema(
            "price",
            FieldType.INT64,
            "currency",
            FieldType.STRING,
            "placed",
            FieldType.DATETIME,
            "zip",
            FieldType.STRING);
    Mapping mapping =
        Mapping.byName()
            .withDefault("price", 7)
            .withDefault("currency", "EUR")
            .withDefault("placed", "1970-01-01T00:00:00Z")
            .from("zip", "address.code")
            .withDefault("zip", "?");
    assertThat(
        text(Conform.to(target, mapping), shop("A", null, 2L, null)),
        is("{\"price\":7,\"currency\":\"EUR\",\"placed\":\"1970-01-01T00:00:00Z\",\"zip\":\"?\"}"));
    assertThat(
        text(Conform.to(target, mapping), shop("A", 1L, 2L, "z")),
        is("{\"price\":1,\"currency\":\"EUR\",\"placed\":\"1970-01-01T00:00:00Z\",\"zip\":\"z\"}"));
    assertThat(
        text(
            Conform.to(schema("price", FieldType.BYTE), Mapping.byName().withDefault("price", 1)),
            shop("A", 300L, 2L, null)),
        is("conform_failed: 'price': a number outside of the range of BYTE"));
  }

  @Test
  public void withDefault_ofAnotherType_isRefused() {
    assertThat(
        refused(
            Conform.to(
                schema("price", FieldType.INT64), Mapping.byName().withDefault("price", true))),
        is(
            "Conform: 'price': withDefault() must be given a value of the field's type, INT64, but"
                + " was given one of java.lang.Boolean."));
    assertThat(
        refused(
            Conform.to(
                schema("price", FieldType.BYTE), Mapping.byName().withDefault("price", 300))),
        containsString("java.lang.Integer: a number outside of the range of BYTE"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Mapping.byName().withDefault("price", new Object()))
            .getMessage(),
        containsString("must be given a serializable value"));
  }

  @Test
  public void orNull_isNullWhereTheInputHasNoField() {
    Schema target = schema("price", orNull(FieldType.INT64), "vat", orNull(FieldType.INT64));
    assertThat(
        text(Conform.to(target, Mapping.byName().orNull("vat")), shop("A", 5L, 2L, null)),
        is("{\"price\":5,\"vat\":null}"));
    assertThat(
        refused(Conform.to(schema("vat", FieldType.INT64), Mapping.byName().orNull("vat"))),
        is("Conform: orNull() must be said of a field that can be null, but 'vat' cannot."));
  }

  @Test
  public void nothingThere_isRefusedWithTheNearestName() {
    assertThat(
        refused(Conform.to(schema("pryce", FieldType.INT64))),
        is(
            "Conform: nothing is there for 'pryce'. Did you mean 'price'? Say from(), set(),"
                + " withDefault() or orNull() of it. Fields: order_no, price, quantity, address,"
                + " items, attributes"));
    assertThat(
        refused(Conform.to(schema("id", FieldType.STRING), Mapping.byName().from("id", "ordr_no"))),
        is(
            "Conform: from(id): there is no field 'ordr_no'. Did you mean 'order_no'? Fields:"
                + " order_no, price, quantity, address, items, attributes"));
    assertThat(
        refused(
            Conform.to(
                schema("id", FieldType.STRING),
                Mapping.byName().from("id", "order_no").withDefault("ids", "x"))),
        is("Conform: there is no field 'ids'. Did you mean 'id'? Fields: id"));
    assertThat(
        refused(Conform.to(schema("id", FieldType.STRING), Mapping.byName().set("id", "order_n"))),
        containsString("Conform.set(id)"));
  }

  @Test
  public void rulesThatMeanNothing_areRefused() {
    assertThat(
        refused(
            Conform.to(
                schema("lines", FieldType.array(FieldType.row(ARTICLE))),
                Mapping.byName()
                    .withDefault("lines", new ArrayList<>())
                    .from("lines[*].n", "items[*].n"))),
        is(
            "Conform: what was said of 'lines[*].n' has no effect: the value it is in is not made"
                + " field by field. Say it of the value as a whole."));
    assertThat(
        refused(
            Conform.to(
                schema("items", FieldType.array(FieldType.row(ARTICLE))),
                Mapping.byName().from("items[*]", "items[*]"))),
        is(
            "Conform: from() and set() must be said of the field that 'items[*]' is in, or of"
                + " fields in it."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> Mapping.byName().from("a", "b").set("a", "c"))
            .getMessage(),
        containsString("set() beside from() is said twice of 'a', or not both can be."));
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> Mapping.byName().parsing("a").printing("a"))
            .getMessage(),
        containsString("printing() beside parsing()"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Mapping.byName().from("a..b", "c"))
            .getMessage(),
        containsString("Mapping.from(): field path 'a..b'"));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> Mapping.byName().set("a", "1 +"))
            .getMessage(),
        containsString("Mapping.set(a)"));
  }

  @Test
  public void manyProblems_areOneMessage() {
    Schema target = schema("price", FieldType.BYTE, "quantity", FieldType.INT64);
    assertThat(
        text(Conform.to(target), shop("A", 300L, null, null)),
        is(
            "conform_failed: 'price': a number outside of the range of BYTE; 'quantity': null,"
                + " which it may not be"));
  }

  private static final Schema VERSIONS =
      schema(
          "version",
          orNull(FieldType.INT64),
          "order_no",
          orNull(FieldType.STRING),
          "id",
          orNull(FieldType.STRING));

  private static Row version(Long version, String old, String id) {
    return Row.withSchema(VERSIONS).addValues(version, old, id).build();
  }

  @Test
  public void when_theFirstThatIsTrueIsTaken() {
    Conform conform =
        Conform.to(schema("id", FieldType.STRING))
            .when("version == 1", Mapping.byName().from("id", "order_no"))
            .when("10 / version > 1", Mapping.byName());
    assertThat(text(conform, version(1L, "A", "B")), is("{\"id\":\"A\"}"));
    assertThat(text(conform, version(2L, "A", "B")), is("{\"id\":\"B\"}"));
    assertThat(text(conform, version(99L, "A", "B")), is("conform_failed: no mapping is for it"));
    assertThat(text(conform, version(null, "A", "B")), is("conform_failed: no mapping is for it"));
    assertThat(
        text(conform, version(0L, "A", "B")),
        containsString("conform_failed: which mapping is for it: the expression has no value"));
    assertThat(
        text(conform.otherwise(Mapping.byName().set("id", "'none'")), version(null, "A", "B")),
        is("{\"id\":\"none\"}"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Conform.to(SHOP, Mapping.byName()).otherwise(Mapping.byName()))
            .getMessage(),
        containsString("otherwise() is said twice"));
  }

  @Test
  public void when_aConditionThatDoesNotFit_isRefused() {
    Conform conform =
        Conform.to(schema("price", orNull(FieldType.INT64))).when("versoin == 1", Mapping.byName());
    assertThat(refused(conform), containsString("Conform.when(versoin == 1)"));
    assertThat(
        assertThrows(
                IllegalArgumentException.class,
                () -> Conform.to(SHOP).when("1 +", Mapping.byName()))
            .getMessage(),
        containsString("Conform.when(1 +)"));
  }

  @Test
  public void withUnmapped_dropsKeepsOrRefuses() {
    Schema target = schema("id", FieldType.STRING);
    Conform conform =
        Conform.to(target)
            .when("version == 1", Mapping.byName().from("id", "order_no"))
            .otherwise(Mapping.byName().set("id", "'x'"));
    Row row = version(1L, "A", "B");
    assertThat(text(conform, row), is("{\"id\":\"A\"}"));
    assertThat(
        refusedOf(conform.withUnmapped(Unmapped.KEEP), VERSIONS),
        containsString("nothing reads 'id' of the input, and the schema has one"));
    Conform renamed =
        Conform.to(schema("key", FieldType.STRING))
            .when("version == 1", Mapping.byName().from("key", "order_no"))
            .withUnmapped(Unmapped.KEEP);
    assertThat(text(renamed, row), is("{\"key\":\"A\",\"id\":\"B\"}"));
    assertThat(
        refusedOf(renamed.withUnmapped(Unmapped.REFUSE), VERSIONS),
        is(
            "Conform: withUnmapped(REFUSE): every field of the input must be read, but these are"
                + " not: id. Map them, or say DROP or KEEP."));
    assertThat(
        refusedOf(
            Conform.to(
                    schema(
                        "price",
                        orNull(FieldType.INT64),
                        "zip",
                        orNull(FieldType.STRING),
                        "skus",
                        FieldType.array(FieldType.STRING),
                        "attributes",
                        SHOP.getField("attributes").getType(),
                        "id",
                        FieldType.STRING),
                    Mapping.byName()
                        .from("zip", "address.code")
                        .from("skus", "items[*].article")
                        .set("id", "order_no"))
                .withUnmapped(Unmapped.REFUSE),
            SHOP),
        containsString("these are not: quantity, address.town, items[*].n, items[*].cents."));
  }

  @Test
  public void provenance_isCarriedWhereverItStands() {
    Schema with = Provenance.addTo(schema("version", FieldType.INT64, "id", FieldType.STRING));
    Schema first = Schema.of(with.getField(2), with.getField(0), with.getField(1));
    byte[] bytes = Provenance.ofFile("f", 9, 3L).toBytes();
    Conform conform =
        Conform.to(schema("id", FieldType.STRING))
            .when("version == 1", Mapping.byName().set("id", "id + '!'"))
            .otherwise(Mapping.byName());
    for (long version = 1; version <= 2; version++) {
      Row row = Row.withSchema(first).addValues(bytes, version, "A").build();
      Row made = (Row) Conformed.made(conform.withUnmapped(Unmapped.KEEP), row);
      assertThat(made.getSchema().getFieldNames(), is(List.of("id", Provenance.FIELD_NAME)));
      assertThat(made.getString(0), is(version == 1 ? "A!" : "A"));
      assertThat(String.valueOf(Provenance.of(made)), is("f line 3 (byte 9)"));
    }
  }

  @Test
  public void sameSchema_isHandedOn() {
    Row row = shop("A", 1L, 2L, "z");
    assertThat(Conformed.made(Conform.to(SHOP), row), is(row));
  }

  @Test
  public void pipeline_failuresAreDeadLettersAndCounted() {
    DeadLetters dead = DeadLetters.in(pipeline).collect();
    Schema target = schema("id", FieldType.STRING);
    PCollection<Row> out;
    try (dead) {
      out =
          versions(version(1L, "A", "B"), version(2L, "A", "B"))
              .apply(
                  Conform.to(target)
                      .when("version == 1", Mapping.byName())
                      .withStepName("Canonical")
                      .withDeadLetters(dead));
    }
    PAssert.that(out).containsInAnyOrder(Row.withSchema(target).addValue("B").build());
    DeadLettersAssert.that(dead)
        .containsInAnyOrder(
            ExpectedDeadLetter.of(
                "Canonical",
                Reason.CONFORM_FAILED,
                "{\"version\":2,\"order_no\":\"A\",\"id\":\"B\"}"));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Counters.of(result, "Canonical/records_in"), equalTo(2L));
    assertThat(Counters.of(result, "Canonical/records_out"), equalTo(1L));
    assertThat(Counters.of(result, "Canonical/records_dead.conform_failed"), equalTo(1L));
  }

  @Test
  public void pipeline_withoutDeadLetters_theFailureIsThrownWithoutData() {
    versions(version(7L, "secret", "B"))
        .apply(Conform.to(schema("v", FieldType.BOOLEAN)).when("version == 1", all()));
    String message =
        assertThrows(PipelineExecutionException.class, () -> pipeline.run().waitUntilFinish())
            .getMessage();
    assertThat(message, containsString("Conform: conform_failed: no mapping is for it."));
    assertThat(message, not(containsString("secret")));
  }

  private static Mapping all() {
    return Mapping.byName().set("v", "true");
  }

  @Test
  public void pipeline_asAStep_andWithErrorThreshold() {
    Schema target = schema("id", FieldType.STRING);
    Conform conform = Conform.to(target, Mapping.byName().from("id", "order_no"));
    PCollection<Row> out =
        versions(version(1L, "A", "B"))
            .apply(Steps.of(conform, Validate.records().expect("a", "id == 'A'")));
    PAssert.that(out).containsInAnyOrder(Row.withSchema(target).addValue("A").build());
    pipeline.run().waitUntilFinish();

    Conform limited = conform.withErrorThreshold(ErrorThreshold.count(1));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> limited.outputSchema(VERSIONS))
            .getMessage(),
        containsString("Conform has an error threshold of its own."));
  }

  @Test
  public void displayData_hasTheMappings() {
    DisplayData data =
        DisplayData.from(
            Conform.to(schema("id", FieldType.STRING))
                .when("version == 1", Mapping.byName().from("id", "order_no").parsing("id")));
    List<String> items =
        data.items().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    assertThat(items, hasItem("mapping0.when=version == 1"));
    assertThat(items, hasItem("mapping0.id=from order_no parsing()"));
    assertThat(items, hasItem("unmapped=DROP"));
  }

  private PCollection<Row> versions(Row... rows) {
    return pipeline.apply(Create.of(List.of(rows)).withRowSchema(VERSIONS));
  }

  private static String refused(Conform conform) {
    return refusedOf(conform, SHOP);
  }

  private static String refusedOf(Conform conform, Schema input) {
    return assertThrows(IllegalArgumentException.class, () -> conform.outputSchema(input))
        .getMessage();
  }
}
