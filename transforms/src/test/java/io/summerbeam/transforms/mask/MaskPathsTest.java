package io.summerbeam.transforms.mask;

import static io.summerbeam.transforms.mask.MaskRules.hash;
import static io.summerbeam.transforms.mask.MaskRules.keepLast;
import static io.summerbeam.transforms.mask.MaskRules.maskPattern;
import static io.summerbeam.transforms.mask.MaskRules.nullify;
import static io.summerbeam.transforms.mask.MaskRules.redact;
import static io.summerbeam.transforms.mask.TestKey.KEY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.JavaFieldSchema;
import org.apache.beam.sdk.schemas.NoSuchSchemaException;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.SchemaRegistry;
import org.apache.beam.sdk.schemas.annotations.DefaultSchema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.RowWithGetters;
import org.junit.Test;

/** Where a path leads: rows, arrays, maps and iterables in each other, and null in all of them. */
public class MaskPathsTest {

  private static final FieldType TEXT = FieldType.STRING.withNullable(true);
  private static final Schema CARD =
      Schema.builder().addNullableField("number", FieldType.STRING).addInt32Field("year").build();
  private static final FieldType CARDS =
      FieldType.array(FieldType.row(CARD).withNullable(true)).withNullable(true);
  private static final Schema CUSTOMER =
      Schema.builder()
          .addNullableField("name", FieldType.STRING)
          .addNullableField("accounts", FieldType.map(FieldType.STRING, CARDS))
          .addNullableField("tags", FieldType.map(FieldType.STRING, TEXT))
          .addField("marks", FieldType.iterable(TEXT))
          .build();
  private static final Schema ORDER =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("customer", FieldType.row(CUSTOMER))
          .addStringField("note")
          .build();

  private static final Mask ALL =
      Mask.fields(
          redact("customer.name"),
          keepLast("customer.accounts{*}[*].number", 4),
          redact("customer.tags{*}"),
          redact("customer.marks[*]"));

  @Test
  public void rowInArrayInMapInRow_isMasked() throws Exception {
    Map<String, Object> accounts = new LinkedHashMap<>();
    accounts.put("a", Arrays.asList(card("1234567"), null, card(null)));
    accounts.put("b", List.of());
    accounts.put("c", null);
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("vip", "yes");
    tags.put("none", null);
    Row in = order(customer("Bob", accounts, tags, Arrays.asList("x", null)));
    byte[] before = encoded(in);

    Row out = Masking.run(ALL, in);

    Map<String, Object> maskedAccounts = new LinkedHashMap<>();
    maskedAccounts.put("a", Arrays.asList(card("***4567"), null, card(null)));
    maskedAccounts.put("b", List.of());
    maskedAccounts.put("c", null);
    Map<String, String> maskedTags = new LinkedHashMap<>();
    maskedTags.put("vip", "***");
    maskedTags.put("none", null);
    assertThat(
        out,
        equalTo(order(customer("***", maskedAccounts, maskedTags, Arrays.asList("***", null)))));
    // It is a whole row, and what came in was not touched.
    assertThat(CoderUtils.clone(RowCoder.of(ORDER), out), equalTo(out));
    assertThat(encoded(in), equalTo(before));
  }

  @Test
  public void nullAtEachLevel_staysNull() {
    Row noCustomer = order(null);
    assertThat(Masking.run(ALL, noCustomer), sameInstance(noCustomer));
    Row nothing = order(customer(null, null, null, List.of()));
    assertThat(Masking.run(ALL, nothing), sameInstance(nothing));
  }

  @Test
  public void nothingChanges_isTheSameRow() {
    Mask mask = Mask.fields(maskPattern("note", "secret", "***"), nullify("customer.name"));
    Row same = order(customer(null, null, null, List.of()));
    assertThat(Masking.run(mask, same), sameInstance(same));
  }

  @Test
  public void untouchedParts_areTheSameObjects() {
    Map<String, Object> accounts = Map.of("a", List.of(card("1234567")));
    Row in = order(customer("Bob", accounts, Map.of("vip", "yes"), List.of("x")));
    Row out = Masking.run(Mask.fields(redact("customer.name")), in);
    assertThat(out.getRow("customer").getValue(1), sameInstance(in.getRow("customer").getValue(1)));
    assertThat(out.getRow("customer").getValue(2), sameInstance(in.getRow("customer").getValue(2)));
    Row other = Masking.run(Mask.fields(redact("note")), in);
    assertThat(other.getValue(1), sameInstance(in.<Object>getValue(1)));
  }

  @Test
  public void elementsAndValuesThatStay_areTheSameCollection() {
    List<String> marks = List.of("a", "b");
    Map<String, String> tags = Map.of("k", "v");
    Row in = order(customer("Bob", Map.of(), tags, marks));
    Mask mask =
        Mask.fields(
            maskPattern("customer.marks[*]", "z", "*"), maskPattern("customer.tags{*}", "z", "*"));
    assertThat(Masking.run(mask, in), sameInstance(in));
  }

  @Test
  public void iterableThatIsNoCollection_isMasked() {
    Iterable<String> marks = () -> List.of("a", "b").iterator();
    Row out =
        Masking.run(
            Mask.fields(redact("customer.marks[*]")),
            order(Masking.row(CUSTOMER, "Bob", null, null, marks)));
    assertThat(out.getRow("customer").getValue(3), equalTo((Object) List.of("***", "***")));
  }

  @Test
  public void mapOrder_stays() {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String key : List.of("z", "a", "m", "b")) {
      tags.put(key, key);
    }
    Row out =
        Masking.run(
            Mask.fields(redact("customer.tags{*}")),
            order(customer("Bob", Map.of(), tags, List.of())));
    Map<String, String> masked = out.getRow("customer").getValue(2);
    assertThat(new ArrayList<>(masked.keySet()), equalTo(List.of("z", "a", "m", "b")));
  }

  @Test
  public void arraysInArraysAndMapsInMaps_areMasked() {
    Schema schema =
        Schema.builder()
            .addArrayField("deep", FieldType.array(FieldType.STRING))
            .addMapField("maps", FieldType.STRING, FieldType.map(FieldType.INT32, FieldType.STRING))
            .build();
    Row out =
        Masking.run(
            Mask.fields(redact("deep[*][*]"), keepLast("maps{*}{*}", 1)),
            Masking.row(
                schema, List.of(List.of("a", "b"), List.of()), Map.of("k", Map.of(1, "xy"))));
    assertThat(
        out,
        equalTo(
            Masking.row(
                schema, List.of(List.of("***", "***"), List.of()), Map.of("k", Map.of(1, "*y")))));
  }

  @Test
  public void elements_nullified_areNull() {
    Row out =
        Masking.run(
            Mask.fields(nullify("customer.marks[*]"), nullify("customer.tags{*}")),
            order(customer("Bob", Map.of(), Map.of("k", "v"), List.of("a"))));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("k", null);
    assertThat(out, equalTo(order(customer("Bob", Map.of(), tags, Arrays.asList((String) null)))));
  }

  @Test
  public void wholeRow_nullified_isNull() {
    Row in = order(customer("Bob", Map.of(), Map.of(), List.of()));
    assertThat(Masking.run(Mask.fields(nullify("customer")), in), equalTo(order(null)));
  }

  @Test
  public void failureInside_saysThePath() {
    Mask mask =
        Mask.fields(maskPattern("customer.accounts{*}[*].number", "x", "y").withMatchRequired());
    Row in =
        order(customer("Bob", Map.of("a", List.of(card("4111111111111111"))), Map.of(), List.of()));
    assertThat(
        Masking.failure(mask, in).message(),
        equalTo(
            "maskPattern('customer.accounts{*}[*].number'): the value must match the pattern, but"
                + " nothing in it does"));
  }

  @Test
  public void samePlaces_severalFields_areAllMasked() {
    Schema schema = Schema.builder().addRowField("a", CARD).addRowField("b", CARD).build();
    Row in = Masking.row(schema, card("1"), card("2"));
    assertThat(
        Masking.run(
            Mask.fields(
                redact("a.number"),
                redact("b.number"),
                MaskRules.generalize("b.year", Buckets.ofWidth(1000))),
            in),
        equalTo(Masking.row(schema, card("***"), Masking.row(CARD, "***", 2000))));
  }

  @Test
  public void rowBehindGetters_isMasked() throws NoSuchSchemaException {
    Person bob = new Person();
    bob.name = "Bob";
    bob.home = new Home();
    bob.home.street = "Elm Street";
    bob.others = List.of(bob.home);
    SchemaRegistry registry = SchemaRegistry.createDefault();
    Row in = registry.getToRowFunction(Person.class).apply(bob);
    assertThat(in instanceof RowWithGetters, equalTo(true));

    Row out =
        Masking.run(
            Mask.fields(hash("name", KEY), redact("home.street"), redact("others[*].street")), in);

    assertThat(out.getString("name"), equalTo(Masking.mask("Bob", hash("f", KEY))));
    assertThat(out.getInt32("age"), equalTo(40));
    assertThat(out.getRow("home").getString("street"), equalTo("***"));
    assertThat(out.<Row>getArray("others").iterator().next().getString("street"), equalTo("***"));
    assertThat(bob.home.street, equalTo("Elm Street"));
  }

  @Test
  public void overlappingPaths_areRefused() {
    for (String[] paths :
        new String[][] {
          {"a", "a"}, {"a", "`a`"}, {"a", "a.b"}, {"a.b", "a"}, {"a[*]", "a[*].b"}, {"a{*}", "a{*}"}
        }) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> Mask.fields(redact("z"), redact(paths[0]), hash(paths[1], KEY)))
              .getMessage();
      assertThat(
          message,
          equalTo(
              "Mask.fields() must have one rule for each value, but redact('"
                  + paths[0]
                  + "') and hash('"
                  + paths[1]
                  + "') are for the same. What is to be done twice is done by two steps."));
    }
    Mask.fields(redact("a.b"), redact("a.c"), redact("ab"), redact("d[*].a"), redact("d[*].b"));
  }

  @Test
  public void allProblems_areSaidAtOnce() {
    assertThat(
        Masking.refusal(
            Mask.fields(
                redact("costumer.name"),
                redact("note"),
                redact("customer.nam"),
                redact("id"),
                redact("customer[*]"),
                redact("customer.name.first"),
                redact("customer.tags[*]"),
                hash("customer.marks", KEY)),
            ORDER),
        equalTo(
            "Mask: not all rules fit the input:\n"
                + "- redact('costumer.name'): there is no field 'costumer'. Did you mean"
                + " 'customer'? Fields: id, customer, note\n"
                + "- redact('customer.nam'): in 'customer': there is no field 'nam'. Did you mean"
                + " 'name'? Fields: name, accounts, tags, marks\n"
                + "- redact('id'): redact is for STRING, but the field is of type INT64. Give it"
                + " withNumber().\n"
                + "- redact('customer[*]'): field path 'customer[*]': 'customer' is of type ROW and"
                + " is no array.\n"
                + "- redact('customer.name.first'): field path 'customer.name.first':"
                + " 'customer.name' is of type STRING and has no fields.\n"
                + "- redact('customer.tags[*]'): field path 'customer.tags[*]': 'customer.tags' is"
                + " of type MAP and is no array.\n"
                + "- hash('customer.marks'): hash is for STRING, BYTES, but the field is of type"
                + " ITERABLE. Convert it to a text before."));
  }

  private static byte[] encoded(Row row) throws Exception {
    return CoderUtils.encodeToByteArray(RowCoder.of(row.getSchema()), row);
  }

  private static Row order(Row customer) {
    return Masking.row(ORDER, 1L, customer, "a note");
  }

  private static Row customer(
      String name, Map<String, ?> accounts, Map<String, String> tags, List<String> marks) {
    return Masking.row(CUSTOMER, name, accounts, tags, marks);
  }

  private static Row card(String number) {
    return Masking.row(CARD, number, 2027);
  }

  /** A class of a user. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Person {
    public String name;
    public int age = 40;
    public Home home;
    public List<Home> others;
  }

  /** Another, in it. */
  @DefaultSchema(JavaFieldSchema.class)
  public static class Home {
    public String street;
  }
}
