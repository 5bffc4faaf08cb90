package io.summerbeam.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import io.summerbeam.transforms.pairing.KeyReader;
import io.summerbeam.transforms.pairing.RowAppender;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.RowWithGetters;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

/** What all ways of enriching have in common. */
public class EnrichmentTest {

  private static final Schema ORDER =
      Schema.builder()
          .addNullableField("customer", FieldType.STRING)
          .addInt64Field("shop")
          .addInt64Field("cents")
          .build();
  private static final Schema CUSTOMER =
      Schema.builder()
          .addStringField("id")
          .addInt64Field("shop")
          .addStringField("name")
          .addNullableField("city", FieldType.STRING)
          .build();
  private static final Schema PLACE =
      Schema.builder().addNullableField("city", FieldType.STRING).addStringField("name").build();
  private static final Row ANNA = row(CUSTOMER, "a", 7L, "Anna", "Bonn");

  private static final Enrichment CUSTOMERS =
      Enrichment.of("Enrich.fromLookup()").on("customer", "id");

  @Test
  public void append_takenFieldsStandAtTheEnd() {
    Enrichment enrichment = CUSTOMERS.take("name", "customer_name").takeAs("place", "city", "name");
    Schema out =
        Schema.builder()
            .addFields(ORDER.getFields())
            .addStringField("customer_name")
            .addRowField("place", PLACE)
            .build();
    Row order = row(ORDER, "a", 7L, 100L);

    assertThat(enrichment.outputSchema(ORDER, CUSTOMER), equalTo(out));
    RowAppender appender = copy(enrichment).appender(ORDER, CUSTOMER);
    assertThat(appender.outputSchema(), equalTo(out));
    Row expected = row(out, "a", 7L, 100L, "Anna", row(PLACE, "Bonn", "Anna"));
    assertThat(copy(appender).append(order, ANNA.getValues().toArray()), equalTo(expected));
    int[] indexes = appender.takenIndexes();
    assertThat(
        appender.appendValues(
            order, Arrays.stream(indexes).mapToObj(i -> (Object) ANNA.getValue(i)).toArray()),
        equalTo(expected));
  }

  @Test
  public void append_objectBehindGetters_isARowAsOthersAre() throws Exception {
    Parcel parcel = new Parcel();
    parcel.customer = "a";
    parcel.to = new Place();
    parcel.to.city = "Bonn";
    SchemaRegistry registry = SchemaRegistry.createDefault();
    Row in = registry.getToRowFunction(Parcel.class).apply(parcel);
    assertThat(in instanceof RowWithGetters, equalTo(true));
    RowAppender appender =
        CUSTOMERS.take("name", "customer_name").appender(in.getSchema(), CUSTOMER);

    Row out = appender.append(in, ANNA.getValues().toArray());

    assertThat(out.getRow("to").getString("city"), equalTo("Bonn"));
    assertThat(out.getString("customer_name"), equalTo("Anna"));
    assertThat(CoderUtils.clone(RowCoder.of(out.getSchema()), out), equalTo(out));
  }

  @Test
  public void append_miss_leavesNulls() {
    Enrichment enrichment =
        CUSTOMERS.take("name", "customer_name").takeAs("place", "city").withOnMiss(OnMiss.KEEP);
    Schema out = enrichment.outputSchema(ORDER, CUSTOMER);
    RowAppender appender = enrichment.appender(ORDER, CUSTOMER);
    Row order = row(ORDER, "x", 7L, 100L);

    assertThat(out.getField("customer_name").getType().getNullable(), equalTo(true));
    assertThat(out.getField("place").getType().getNullable(), equalTo(true));
    assertThat(appender.append(order, null), equalTo(row(out, "x", 7L, 100L, null, null)));
    assertThat(appender.appendValues(order, null), equalTo(row(out, "x", 7L, 100L, null, null)));
  }

  @Test
  public void takeAs_withoutNames_takesAllButTheProvenance() {
    Schema placed = Provenance.addTo(CUSTOMER);

    Schema out = CUSTOMERS.takeAs("customer_row").outputSchema(ORDER, placed);

    assertThat(
        out.getField("customer_row").getType().getRowSchema().getFieldNames(),
        contains("id", "shop", "name", "city"));
  }

  @Test
  public void read_severalFields_areInTheOrderOfTheKey() {
    Enrichment enrichment = CUSTOMERS.on("shop", "shop").take("name", "customer_name");
    Schema key = Schema.builder().addInt64Field("shop").addStringField("id").build();
    enrichment.outputSchema(ORDER, key, CUSTOMER);
    KeyReader reader = copy(enrichment.keyReader(ORDER, key));

    Row order = row(ORDER, "a", 7L, 100L);
    assertThat(reader.read(order), equalTo(row(key, 7L, "a")));
    assertThat(reader.readValue(order), equalTo(List.of(7L, "a")));
    assertThat(reader.rowOf(List.of(7L, "a")), equalTo(row(key, 7L, "a")));
    assertThat(reader.read(row(ORDER, null, 7L, 100L)), nullValue());
    assertThat(
        enrichment.keySchema(CUSTOMER),
        equalTo(Schema.builder().addStringField("id").addInt64Field("shop").build()));
  }

  @Test
  public void onExpression_keyIsComputed() {
    Enrichment enrichment =
        Enrichment.of("x").onExpression("customer + '!'", "id").take("name", "customer_name");
    Schema key = enrichment.keySchema(CUSTOMER);
    enrichment.outputSchema(ORDER, CUSTOMER);
    KeyReader reader = copy(enrichment.keyReader(ORDER, key));

    assertThat(reader.readValue(row(ORDER, "a", 7L, 100L)), equalTo("a!"));
    assertThat(reader.readValue(row(ORDER, null, 7L, 100L)), nullValue());
  }

  @Test
  public void onExpression_wholeNumber_isOfTheTablesType() {
    Schema table = Schema.builder().addInt32Field("hundred").addStringField("name").build();
    Enrichment enrichment =
        Enrichment.of("x").onExpression("cents / 100", "hundred").take("name", "hundred_name");
    enrichment.outputSchema(ORDER, table);
    KeyReader reader = enrichment.keyReader(ORDER, enrichment.keySchema(table));

    assertThat(reader.readValue(row(ORDER, "a", 7L, 250L)), equalTo(2));
    assertThat(reader.readValue(row(ORDER, "a", 7L, Long.MAX_VALUE)), nullValue());
  }

  @Test
  public void badSettings_areRefused() {
    assertThat(
        message(() -> Enrichment.of("Enrich.fromLookup()").outputSchema(ORDER, CUSTOMER)),
        equalTo(
            "Enrich.fromLookup(): say what to look up and what to take: on(field, tableField) and"
                + " take(tableField, newField)."));
    assertThat(
        message(() -> CUSTOMERS.on("customer", "name")),
        equalTo("on() must name each field of the record once, but 'customer' comes twice."));
    assertThat(
        message(() -> CUSTOMERS.on("shop", "id")),
        equalTo("on() must name each field of the table once, but 'id' comes twice."));
    assertThat(
        message(() -> CUSTOMERS.onExpression("customer", "id")),
        equalTo("onExpression() must name each field of the table once, but 'id' comes twice."));
    assertThat(
        message(() -> CUSTOMERS.take("name", "n").takeAs("n", "city")),
        equalTo("takeAs() must name each new field once, but 'n' comes twice."));
    assertThat(
        message(() -> CUSTOMERS.take("name", "")),
        equalTo("take() must name the new field, but its name is empty."));
    assertThat(
        message(() -> CUSTOMERS.takeAs("n", "city", "city")),
        equalTo("takeAs() must name each field of the table once, but 'city' comes twice."));
    assertThat(
        message(() -> CUSTOMERS.takeAs("shop", "city").outputSchema(ORDER, CUSTOMER)),
        equalTo(
            "Enrich.takeAs(): the input has a field 'shop' already. Take the row under another"
                + " name: takeAs(newName, ...)."));
    assertThat(
        message(() -> CUSTOMERS.takeAs("n", "cty").outputSchema(ORDER, CUSTOMER)),
        equalTo(
            "Enrich.takeAs(): there is no field 'cty'. Did you mean 'city'? Fields: id, shop,"
                + " name, city"));
    assertThat(
        message(
            () ->
                Enrichment.of("x")
                    .onExpression("cents", "id")
                    .take("name", "n")
                    .outputSchema(ORDER, CUSTOMER)),
        equalTo(
            "Enrich.onExpression(): 'cents' and the table's 'id' must be of one type, but the"
                + " expression is INT64 and the table's is STRING. Convert it in the expression,"
                + " with string() or int() for one."));
    assertThat(
        message(
            () ->
                Enrichment.of("x")
                    .onExpression("customr", "id")
                    .take("name", "n")
                    .outputSchema(ORDER, CUSTOMER)),
        containsString("Did you mean 'customer'?"));
  }

  @Test
  public void keyOfTheLookup_hasAFieldThatNothingIsLookedUpIn_isRefused() {
    Schema key = Schema.builder().addStringField("id").addInt64Field("shop").build();

    assertThat(
        message(() -> CUSTOMERS.take("name", "n").outputSchema(ORDER, key, CUSTOMER)),
        equalTo(
            "Enrich.fromLookup(): a key has the fields id, shop, but nothing is looked up in"
                + " 'shop'. Say what: on(field, \"shop\")."));
  }

  private static <T extends java.io.Serializable> T copy(T original) {
    return SerializableUtils.clone(original);
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).addValues(Arrays.asList(values)).build();
  }

  private static String message(ThrowingRunnable code) {
    return assertThrows(IllegalArgumentException.class, code).getMessage();
  }

  /** A class of a user. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Parcel {
    public String customer;
    public Place to;
  }

  /** Another, in it. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Place {
    public String city;
  }
}
