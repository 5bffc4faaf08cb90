package io.summerbeam.sdk.schemafile;

import static io.summerbeam.sdk.schemafile.Schemas.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.summerbeam.sdk.schema.SchemaText;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.MicrosInstant;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class AvroSchemaTest {

  private static String record(String... fields) {
    return "{'type':'record','name':'R','fields':[" + String.join(",", fields) + "]}";
  }

  private static String typed(String type) {
    return record("{'name':'x','type':" + type + "}");
  }

  /** The type of a field, as the schema says it. */
  private static FieldType type(String type) {
    return SchemaFile.parse(typed(type).replace('\'', '"'), "x").getField("x").getType();
  }

  private static Schema.Options tags(String field) {
    return SchemaFile.parse(record(field).replace('\'', '"'), "x").getField(0).getOptions();
  }

  @Test
  public void primitives_areThoseOfRows() {
    assertThat(type("'boolean'"), equalTo(FieldType.BOOLEAN));
    assertThat(type("'int'"), equalTo(FieldType.INT32));
    assertThat(type("'long'"), equalTo(FieldType.INT64));
    assertThat(type("'float'"), equalTo(FieldType.FLOAT));
    assertThat(type("'double'"), equalTo(FieldType.DOUBLE));
    assertThat(type("'string'"), equalTo(FieldType.STRING));
    assertThat(type("'bytes'"), equalTo(FieldType.BYTES));
    assertThat(type("{'type':'fixed','name':'F','size':4}"), equalTo(FieldType.BYTES));
    assertThat(type("{'type':'enum','name':'E','symbols':['A','B']}"), equalTo(FieldType.STRING));
  }

  @Test
  public void logicalTypes_areWhatTheirTextIs() {
    assertThat(
        type("{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}"),
        equalTo(FieldType.DECIMAL));
    assertThat(type("{'type':'string','logicalType':'uuid'}"), equalTo(FieldType.STRING));
    assertThat(
        type("{'type':'int','logicalType':'date'}"), equalTo(FieldType.logicalType(SqlTypes.DATE)));
    assertThat(
        type("{'type':'int','logicalType':'time-millis'}"),
        equalTo(FieldType.logicalType(SqlTypes.TIME)));
    assertThat(
        type("{'type':'long','logicalType':'time-micros'}"),
        equalTo(FieldType.logicalType(SqlTypes.TIME)));
    assertThat(
        type("{'type':'long','logicalType':'timestamp-millis'}"), equalTo(FieldType.DATETIME));
    assertThat(
        type("{'type':'long','logicalType':'timestamp-micros'}").getLogicalType().getIdentifier(),
        equalTo(MicrosInstant.IDENTIFIER));
    assertThat(
        type("{'type':'long','logicalType':'local-timestamp-millis'}")
            .getLogicalType()
            .getIdentifier(),
        equalTo(SqlTypes.DATETIME.getIdentifier()));
  }

  @Test
  public void logicalTypeNobodyKnows_isWhatItIsMadeOf() {
    assertThat(type("{'type':'long','logicalType':'fortnights'}"), equalTo(FieldType.INT64));
  }

  @Test
  public void unionWithNull_isNullable() {
    assertThat(type("['null','string']"), equalTo(FieldType.STRING.withNullable(true)));
    assertThat(type("['long','null']"), equalTo(FieldType.INT64.withNullable(true)));
    assertThat(type("['long']"), equalTo(FieldType.INT64));
    assertThat(
        type("{'type':'array','items':['null','long']}"),
        equalTo(FieldType.array(FieldType.INT64.withNullable(true))));
  }

  @Test
  public void nested_recordsArraysAndMaps() {
    assertThat(
        Schemas.read(
            record(
                "{'name':'id','type':'long'}",
                "{'name':'home','type':['null',{'type':'record','name':'Home','fields':["
                    + "{'name':'zip','type':'string'}]}],'default':null}",
                "{'name':'orders','type':{'type':'array','items':{'type':'record','name':'Order',"
                    + "'fields':[{'name':'total','type':'double'}]}}}",
                "{'name':'attrs','type':{'type':'map','values':['null','string']}}")),
        equalTo(
            "id INT64, home ROW<zip STRING> NULL, orders ARRAY<ROW<total DOUBLE>>,"
                + " attrs MAP<STRING, STRING NULL>"));
  }

  @Test
  public void namedTypes_areFoundUnderTheirNames() {
    String home =
        "{'type':'record','name':'Home','namespace':'a.b','fields':["
            + "{'name':'zip','type':'string'}]}";
    assertThat(
        Schemas.read(
            record("{'name':'home','type':" + home + "}", "{'name':'work','type':'a.b.Home'}")),
        equalTo("home ROW<zip STRING>, work ROW<zip STRING>"));
  }

  @Test
  public void tags_areOptionsOfTheField() {
    Schema.Options options =
        tags(
            "{'name':'x','type':'string','pii':'email','level':3,'share':0.5,'secret':true,"
                + "'uses':['a','b'],'other':{'a':1},'mixed':['a',1],'none':[],'null':null}");
    assertThat(options.getValue("pii"), equalTo("email"));
    assertThat(options.getValue("level"), equalTo(3L));
    assertThat(options.getValue("share"), equalTo(0.5));
    assertThat(options.getValue("secret"), equalTo(true));
    assertThat(options.getValue("uses"), equalTo(List.of("a", "b")));
    // What is no tag is there all the same, so that who looks for the name can refuse it.
    for (String name : List.of("other", "mixed", "none")) {
      assertThat(name, options.getType(name), equalTo(FieldType.BYTES));
    }
    assertThat(options.getOptionNames().size(), equalTo(8));
  }

  @Test
  public void tagsOfATypeOrOfElements_areThoseOfTheField() {
    for (String type :
        List.of(
            "{'type':'string','pii':'email'}",
            "['null',{'type':'string','pii':'email'}]",
            "{'type':'array','items':{'type':'string','pii':'email'}}",
            "{'type':'map','values':{'type':'string','pii':'email'}}")) {
      assertThat(type, tags("{'name':'x','type':" + type + "}").getValue("pii"), equalTo("email"));
    }
    assertThat(
        tags("{'name':'x','type':{'type':'string','pii':'email'},'pii':'name'}").getValue("pii"),
        equalTo("name"));
  }

  @Test
  public void propertiesOfLogicalTypesAndGenerators_areNoTags() {
    assertThat(
        tags("{'name':'x','type':{'type':'bytes','logicalType':'decimal','precision':9,"
                + "'scale':2}}")
            .hasOptions(),
        equalTo(false));
    assertThat(
        tags("{'name':'x','type':{'type':'string','avro.java.string':'String'}}").hasOptions(),
        equalTo(false));
  }

  @Test
  public void doc_isTheDescription() {
    assertThat(
        SchemaFile.parse(
                record("{'name':'x','type':'string','doc':'Who.'}").replace('\'', '"'), "x")
            .getField("x")
            .getDescription(),
        equalTo("Who."));
  }

  @Test
  public void defaultThatDoesNotFit_refusedButOfAWriter() {
    String schema = record("{'name':'x','type':'string','default':7}");
    assertThat(refusal(schema), containsString(": it is no Avro schema: "));
    assertThat(
        SchemaText.of(SchemaFile.parseWriter(schema.replace('\'', '"'), "x")), equalTo("x STRING"));
  }

  @Test
  public void comments_areAllowed() {
    assertThat(Schemas.read("/* people */ " + typed("'string'")), equalTo("x STRING"));
  }

  @Test
  public void choiceOfTypes_refusedWithItsPlace() {
    assertThat(
        refusal(
            "{'type':'record','name':'R','fields':[\n  {'name':'a','type':'int'},\n"
                + "  {'name':'home','type':{'type':'record','name':'Home','fields':[\n"
                + "    {'name':'zip','type':['null','int','string']}]}}]}"),
        equalTo(
            "x, line 4, column 5: the field 'home.zip' must be of one type, or of one and null, but"
                + " is of [null, int, string]."));
  }

  @Test
  public void alwaysNull_refused() {
    assertThat(refusal(typed("'null'")), containsString(": the field 'x' is always null."));
  }

  @Test
  public void recordThatHoldsItself_refused() {
    assertThat(
        refusal(record("{'name':'v','type':'int'}", "{'name':'next','type':['null','R']}")),
        containsString("the field 'next' holds the record 'R' that it is in"));
  }

  @Test
  public void whatIsNoAvro_refusedWithAvrosReason() {
    assertThat(
        refusal(typed("'strin'")),
        allOf(startsWith("x, line 1, column 1: it is no Avro schema: "), containsString("strin")));
    assertThat(
        refusal("{'type':'record','name':'R'}"),
        startsWith("x, line 1, column 1: it is no Avro schema: "));
    assertThat(
        refusal(record("{'name':'x','type':'int'}", "{'name':'x','type':'int'}")),
        containsString("it is no Avro schema: "));
  }
}
