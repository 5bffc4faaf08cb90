package io.summerbeam.sdk.schema;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.source.Provenance;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.junit.Test;

public class FieldPathTest {

  private static final Schema ITEM = Schema.builder().addStringField("sku").build();
  private static final Schema ADDRESS =
      Schema.builder().addStringField("zip").addStringField("post code").build();
  private static final Schema ORDER =
      Provenance.addTo(
          Schema.builder()
              .addInt64Field("id")
              .addRowField("address", ADDRESS)
              .addArrayField("items", FieldType.row(ITEM))
              .addMapField("attributes", FieldType.STRING, FieldType.INT32)
              .build());

  @Test
  public void resolve_nestedField_givesItsType() {
    assertThat(resolve("address.zip"), equalTo(FieldType.STRING));
  }

  @Test
  public void resolve_nameInBackticks_givesItsType() {
    assertThat(resolve("address.`post code`"), equalTo(FieldType.STRING));
  }

  @Test
  public void resolve_elementsOfArray_givesTheElementsField() {
    assertThat(resolve("items[*].sku"), equalTo(FieldType.STRING));
  }

  @Test
  public void resolve_valuesOfMap_givesTheValueType() {
    assertThat(resolve("attributes{*}"), equalTo(FieldType.INT32));
  }

  @Test
  public void resolve_unknownField_listsFieldsAndNearestName() {
    assertThat(
        failure("adress.zip"),
        equalTo(
            "Mask: there is no field 'adress'. Did you mean 'address'? Fields: id, address, items,"
                + " attributes"));
  }

  @Test
  public void resolve_unknownNestedField_saysWhere() {
    assertThat(
        failure("address.zap"),
        equalTo(
            "Mask: in 'address': there is no field 'zap'. Did you mean 'zip'? Fields: zip, post"
                + " code"));
  }

  @Test
  public void resolve_provenance_isNotSeen() {
    assertThat(failure("_provenance"), containsString("there is no field '_provenance'"));
  }

  @Test
  public void resolve_fieldOfNumber_isRefused() {
    assertThat(
        failure("id.zip"),
        equalTo("Mask: field path 'id.zip': 'id' is of type INT64 and has no fields."));
  }

  @Test
  public void resolve_elementsOfRow_isRefused() {
    assertThat(failure("address[*]"), containsString("is of type ROW and is no array."));
  }

  @Test
  public void equals_sameWayWrittenDifferently_isTrue() {
    FieldPath plain = FieldPath.of("a.b[*]");
    FieldPath ticked = FieldPath.of("`a`.`b`[*]");
    assertThat(ticked, equalTo(plain));
    assertThat(ticked.hashCode(), equalTo(plain.hashCode()));
    assertThat(FieldPath.of("`a.b`"), not(equalTo(FieldPath.of("a.b"))));
    assertThat(FieldPath.of("a[*]"), not(equalTo(FieldPath.of("a{*}"))));
  }

  @Test
  public void of_badSyntax_showsWhere() {
    for (String text : new String[] {"", ".a", "a.", "a..b", "a[0]", "a b", "a.`"}) {
      IllegalArgumentException e =
          assertThrows(text, IllegalArgumentException.class, () -> FieldPath.of(text));
      assertThat(e.getMessage(), containsString("expected a field name at position"));
    }
  }

  private static FieldType resolve(String path) {
    return FieldPath.of(path).resolve(ORDER, "Mask");
  }

  private static String failure(String path) {
    return assertThrows(IllegalArgumentException.class, () -> resolve(path)).getMessage();
  }
}
