package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import io.summerbeam.sdk.lookup.LookupException;
import io.summerbeam.sdk.source.Provenance;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.Row;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FileSnapshotTest {

  private static final Schema AIRPORT =
      Schema.builder().addStringField("iata").addNullableStringField("state").build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }

  private FileSnapshot all() {
    return FileSnapshot.of(folder.getRoot() + "/*").withSchema(AIRPORT);
  }

  private static Row airport(String iata, String state) {
    return Row.withSchema(AIRPORT).addValues(iata, state).build();
  }

  private static List<Row> load(FileSnapshot snapshot) throws LookupException {
    List<Row> rows = new ArrayList<>();
    snapshot.load(rows::add);
    return rows;
  }

  @Test
  public void load_jsonLines_readsAllFiles() throws Exception {
    file("a.jsonl", "{\"iata\":\"ABC\",\"state\":\"TX\",\"other\":1}\r\n\n");
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(folder.getRoot().toPath().resolve("b.jsonl.gz")))) {
      out.write("{\"iata\":\"Zoë 🎈\"}".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(all().schema(), equalTo(AIRPORT));
    assertThat(load(all()), containsInAnyOrder(airport("ABC", "TX"), airport("Zoë 🎈", null)));
  }

  @Test
  public void withFormat_csv_readsColumnsByTheirNames() throws Exception {
    file("a.csv", "state,iata\nTX,\"A\nC\"\n");
    file("b.csv", "iata,name,state\nDEF,x,\n");
    assertThat(
        load(all().withFormat(CsvFormat.of())),
        containsInAnyOrder(airport("A\nC", "TX"), airport("DEF", null)));
  }

  @Test
  public void load_again_readsWhatIsThereThen() throws Exception {
    Path table = file("a.jsonl", "{\"iata\":\"ABC\"}\n");
    FileSnapshot snapshot = FileSnapshot.of(table.toString()).withSchema(AIRPORT);
    assertThat(load(snapshot), contains(airport("ABC", null)));
    Path next = file("next", "{\"iata\":\"XYZ\"}\n".repeat(3));
    Files.move(next, table, StandardCopyOption.REPLACE_EXISTING);
    assertThat(
        load(snapshot), contains(airport("XYZ", null), airport("XYZ", null), airport("XYZ", null)));
  }

  @Test
  public void load_longFile_isReadToItsEnd() throws Exception {
    file("a.jsonl", "{\"iata\":\"ABC\"}\n".repeat(50_000) + "{\"iata\":\"END\"}");
    List<Row> rows = load(all());
    assertThat(rows.size(), equalTo(50_001));
    assertThat(rows.get(50_000), equalTo(airport("END", null)));
  }

  @Test
  public void load_malformedRecord_isPermanentWithItsPlace() throws Exception {
    Path table = file("a.jsonl", "{\"iata\":\"ABC\"}\n{\"iata\":47110815}\n");
    LookupException e = assertThrows(LookupException.class, () -> load(all()));
    assertThat(e.getMessage(), containsString("FileSnapshot " + table + ", line 2: "));
    assertThat(e.getMessage(), containsString("iata"));
    assertThat(e.isRetryable(), equalTo(false));
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    assertThat(text.toString(), not(containsString("47110815")));
  }

  @Test
  public void withFormat_json_ofAnotherKind_isUsed() throws Exception {
    file("a.jsonl", "{\"iata\":\"ABC\",\"other\":1}\n");
    LookupException e =
        assertThrows(
            LookupException.class,
            () -> load(all().withFormat(JsonFormat.of().refusingUnknownFields())));
    assertThat(e.isRetryable(), equalTo(false));
  }

  @Test
  public void withMaxRecordBytes_longerRecord_isPermanent() throws Exception {
    Path table = file("a.jsonl", "{\"iata\":\"ABC\"}\n{\"iata\":\"ABCDE\"}\n");
    LookupException e =
        assertThrows(LookupException.class, () -> load(all().withMaxRecordBytes(14)));
    assertThat(
        e.getMessage(),
        equalTo("FileSnapshot " + table + ", line 2: the record is longer than 14 bytes."));
  }

  @Test
  public void load_headerWithoutAColumn_isPermanent() throws Exception {
    file("a.csv", "iata,name\nABC,x\n");
    LookupException e =
        assertThrows(LookupException.class, () -> load(all().withFormat(CsvFormat.of())));
    assertThat(e.getMessage(), containsString("state"));
    assertThat(e.isRetryable(), equalTo(false));
  }

  @Test
  public void load_noFile_isPermanent() {
    LookupException e = assertThrows(LookupException.class, () -> load(all()));
    assertThat(e.getMessage(), containsString("no file matches"));
    assertThat(e.isRetryable(), equalTo(false));
  }

  @Test
  public void load_fileCutOff_isRetryable() throws Exception {
    Path whole = folder.getRoot().toPath().resolve("a.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write("{\"iata\":\"ABC\"}\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(whole, java.util.Arrays.copyOf(bytes, bytes.length - 10));
    LookupException e = assertThrows(LookupException.class, () -> load(all()));
    assertThat(e.isRetryable(), equalTo(true));
    assertThat(e.getMessage(), containsString("a.jsonl.gz"));
  }

  @Test
  public void settings_wrongOnes_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> FileSnapshot.of(""));
    assertThrows(IllegalArgumentException.class, () -> all().withSchema(Schema.builder().build()));
    assertThrows(IllegalArgumentException.class, () -> all().withSchema(Provenance.addTo(AIRPORT)));
    assertThrows(IllegalArgumentException.class, () -> all().withMaxRecordBytes(0));
    assertThrows(IllegalArgumentException.class, () -> all().withMaxRecordBytes((1 << 30) + 1));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> load(FileSnapshot.of("x")));
    assertThat(
        e.getMessage(), equalTo("FileSnapshot x: there is no schema. Give one with withSchema()."));
  }

  @Test
  public void loaders_ofEqualSettings_areEqualAndTravel() {
    FileSnapshot csv = all().withFormat(CsvFormat.of());
    assertThat(csv, equalTo(all().withFormat(CsvFormat.of())));
    assertThat(csv.hashCode(), equalTo(all().withFormat(CsvFormat.of()).hashCode()));
    assertThat(csv, not(equalTo(all())));
    assertThat(SerializableUtils.ensureSerializable(csv), equalTo(csv));
  }
}
