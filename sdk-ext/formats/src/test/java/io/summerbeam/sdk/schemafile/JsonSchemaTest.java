package io.summerbeam.sdk.schemafile;

import static io.summerbeam.sdk.schemafile.Schemas.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class JsonSchemaTest {

  private static String record(String property) {
    return "{'type':'object','required':['x'],'properties':{'x':"
        + property
        + "},'$defs':{"
        + "'Home':{'type':'object','required':['zip'],'properties':{'zip':{'type':'string',"
        + "'pii':'zip'}}},'a/b':{'type':'integer'}}}";
  }

  private static Schema.Field field(String property) {
    return SchemaFile.parse(record(property).replace('\'', '"'), "x").getField("x");
  }

  private static FieldType type(String property) {
    return field(property).getType();
  }

  private static String wrong(String property) {
    return refusal(record(property));
  }

  @Test
  public void scalars_areThoseOfRows() {
    assertThat(type("{'type':'boolean'}"), equalTo(FieldType.BOOLEAN));
    assertThat(type("{'type':'integer'}"), equalTo(FieldType.INT64));
    assertThat(type("{'type':'integer','format':'int32'}"), equalTo(FieldType.INT32));
    assertThat(type("{'type':'number'}"), equalTo(FieldType.DECIMAL));
    assertThat(type("{'type':'number','format':'double'}"), equalTo(FieldType.DOUBLE));
    assertThat(type("{'type':'number','format':'float'}"), equalTo(FieldType.FLOAT));
    assertThat(type("{'type':['integer','number']}"), equalTo(FieldType.DECIMAL));
    assertThat(type("{'type':'string'}"), equalTo(FieldType.STRING));
    assertThat(type("{'type':'string','format':'email'}"), equalTo(FieldType.STRING));
    assertThat(type("{'type':'string','format':'date-time'}"), equalTo(FieldType.DATETIME));
    assertThat(
        type("{'type':'string','format':'date'}"), equalTo(FieldType.logicalType(SqlTypes.DATE)));
    assertThat(type("{'type':'string','contentEncoding':'base64'}"), equalTo(FieldType.BYTES));
    assertThat(type("{'type':'string','format':'byte'}"), equalTo(FieldType.BYTES));
  }

  @Test
  public void listedValues_giveTheirType() {
    assertThat(type("{'enum':['A','B']}"), equalTo(FieldType.STRING));
    assertThat(type("{'enum':[1,2,null]}"), equalTo(FieldType.INT64.withNullable(true)));
    assertThat(type("{'enum':[1,2.5]}"), equalTo(FieldType.DECIMAL));
    assertThat(type("{'const':true}"), equalTo(FieldType.BOOLEAN));
    assertThat(
        wrong("{'enum':['A',1]}"),
        containsString("the field 'x' must have values of one type, or of one and null."));
    assertThat(
        wrong("{'enum':[{'a':1}]}"),
        containsString("the field 'x' has objects or arrays as values, but no type."));
  }

  @Test
  public void notRequiredOrWithNull_isNullable() {
    FieldType nullable = FieldType.STRING.withNullable(true);
    assertThat(type("{'type':['string','null']}"), equalTo(nullable));
    assertThat(type("{'type':'string','nullable':true}"), equalTo(nullable));
    assertThat(type("{'anyOf':[{'type':'string'},{'type':'null'}]}"), equalTo(nullable));
    assertThat(type("{'oneOf':[{'type':'null'},{'type':'string'}]}"), equalTo(nullable));
    assertThat(type("{'anyOf':[{'type':'string'}]}"), equalTo(FieldType.STRING));
    assertThat(
        Schemas.read("{'properties':{'x':{'type':'string'},'y':{'type':'integer'}}}"),
        equalTo("x STRING NULL, y INT64 NULL"));
  }

  @Test
  public void nested_objectsArraysAndMaps() {
    assertThat(
        Schemas.read(
            "{'$schema':'https://json-schema.org/draft/2020-12/schema','type':'object',"
                + "'required':['home','orders','attrs'],'properties':{"
                + "'home':{'type':'object','additionalProperties':false,"
                + "'properties':{'post code':{'type':'string'}}},"
                + "'orders':{'type':'array','items':{'type':'object','required':['total'],"
                + "'properties':{'total':{'type':'number'}}}},"
                + "'attrs':{'type':'object','additionalProperties':{'type':'integer'}}}}"),
        equalTo(
            "home ROW<`post code` STRING NULL>, orders ARRAY<ROW<total DECIMAL>>,"
                + " attrs MAP<STRING, INT64>"));
  }

  @Test
  public void references_areFollowed() {
    assertThat(
        type("{'$ref':'#/$defs/Home'}").getRowSchema().getFieldNames(), equalTo(List.of("zip")));
    assertThat(type("{'allOf':[{'$ref':'#/$defs/a~1b'}]}"), equalTo(FieldType.INT64));
    assertThat(
        wrong("{'$ref':'#/$defs/Hom'}"),
        containsString(
            "the field 'x' refers to '#/$defs/Hom', which is not there: there is no 'Hom'."));
    assertThat(
        wrong("{'$ref':'https://example.com/s.json'}"),
        containsString("the field 'x' must refer to a place in this file"));
  }

  @Test
  public void tags_areOptionsOfTheField() {
    Schema.Options options =
        field(
                "{'type':'string','maxLength':9,'pii':'email','level':3,'share':0.5,'secret':true,"
                    + "'uses':['a'],'other':{'a':1},'mixed':['a',1],'none':[],'null':null}")
            .getOptions();
    assertThat(options.getValue("pii"), equalTo("email"));
    assertThat(options.getValue("level"), equalTo(3L));
    assertThat(options.getValue("share"), equalTo(0.5));
    assertThat(options.getValue("secret"), equalTo(true));
    assertThat(options.getValue("uses"), equalTo(List.of("a")));
    // What is no tag is there all the same, so that who looks for the name can refuse it.
    for (String name : List.of("other", "mixed", "none")) {
      assertThat(name, options.getType(name), equalTo(FieldType.BYTES));
    }
    assertThat(options.getOptionNames().size(), equalTo(8));
  }

  @Test
  public void tagsOfElementsAndReferences_areThoseOfTheField() {
    for (String property :
        List.of(
            "{'type':'array','items':{'type':'string','pii':'email'}}",
            "{'type':'object','additionalProperties':{'type':'string','pii':'email'}}",
            "{'anyOf':[{'type':'string','pii':'email'},{'type':'null'}]}",
            "{'$ref':'#/$defs/a~1b','pii':'email'}")) {
      assertThat(property, field(property).getOptions().getValue("pii"), equalTo("email"));
    }
    Schema home = type("{'$ref':'#/$defs/Home'}").getRowSchema();
    assertThat(home.getField("zip").getOptions().getValue("pii"), equalTo("zip"));
    assertThat(field("{'$ref':'#/$defs/Home'}").getOptions().hasOptions(), equalTo(false));
  }

  @Test
  public void description_isThatOfTheField() {
    assertThat(field("{'type':'string','description':'Who.'}").getDescription(), equalTo("Who."));
  }

  @Test
  public void withoutAType_refusedWithItsPlace() {
    assertThat(
        refusal(
            "{'type':'object','properties':{\n  'home':{'type':'object','properties':{\n"
                + "    'zip': {'minLength':5}}}}}"),
        equalTo(
            "x, line 3, column 12: the field 'home.zip' must have a type: 'type', one of null,"
                + " boolean, integer, number, string, array, object."));
    assertThat(
        wrong("true"),
        containsString("the field 'x' must have a schema with a type, which is an object."));
  }

  @Test
  public void typeNobodyKnows_refusedWithTheNearest() {
    assertThat(
        wrong("{'type':'strng'}"), containsString("but is of 'strng' (did you mean 'string'?)."));
  }

  @Test
  public void whatARowCannotHold_refused() {
    assertThat(
        wrong("{'type':['string','integer']}"),
        containsString(
            "the field 'x' must be of one type, or of one and null, but is of [integer, string]."));
    assertThat(
        wrong("{'type':'null'}"),
        containsString("the field 'x' must be of one type, or of one and null, but is of []."));
    assertThat(
        wrong("{'oneOf':[{'type':'string'},{'type':'integer'}]}"),
        containsString("the field 'x' must be of one type, or of one and null, but has a choice."));
    assertThat(
        wrong("{'allOf':[{'type':'string'},{'minLength':1}]}"),
        containsString("must have one schema in 'allOf'"));
    assertThat(wrong("{'type':'object'}"), containsString("and must have 'properties'"));
    assertThat(
        wrong(
            "{'type':'object','properties':{'a':{'type':'string'}},"
                + "'additionalProperties':{'type':'string'}}"),
        containsString("it can be a Row or a map, but not both."));
    assertThat(
        wrong("{'type':'object','patternProperties':{'^a':{'type':'string'}}}"),
        containsString("has 'patternProperties'"));
    assertThat(
        wrong("{'type':'array'}"), containsString("must have one schema for all its elements"));
    assertThat(
        wrong("{'type':'array','prefixItems':[{'type':'string'}],'items':{'type':'string'}}"),
        containsString("must have one schema for all its elements"));
    assertThat(
        wrong("{'$ref':'#'}"), containsString("holds what it is in; a Row cannot hold itself."));
  }

  @Test
  public void requiredThatIsNoProperty_refusedWithTheNearest() {
    assertThat(
        refusal("{'required':['emial'],'properties':{'email':{'type':'string'}}}"),
        equalTo(
            "x, line 1, column 14: the record requires 'emial', which is none of its properties"
                + " (did you mean 'email'?)."));
  }

  @Test
  public void rootThatIsNoRecord_refused() {
    assertThat(
        refusal("{'type':'string'}"),
        equalTo(
            "x, line 1, column 1: a schema of records must be of the type 'object' with"
                + " properties, or an Avro record."));
    assertThat(
        refusal("[]"), equalTo("x, line 1, column 1: a schema of records is a JSON object."));
  }
}
