package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.Assert.assertThrows;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.BoundedSource.BoundedReader;
import org.apache.beam.sdk.io.CompressedSource;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.SourceTestUtils;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RecordFileSourceTest {

  private static final String TEXT =
      "{\"a\":1}\n\n{\"ä€😀\":2}\r\n \t\r\n\r\r\n\rx\ry\r\n{\"b\":3}\n\n\r\n{\"c\":4}\r";
  private static final Schema SCHEMA = Schema.builder().addStringField("a").build();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final PipelineOptions options = PipelineOptionsFactory.create();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve(name), text);
  }

  private static RecordFileSource source(FileLayout layout, Object pattern) {
    return new RecordFileSource(pattern.toString(), layout, SCHEMA, 1000, 1);
  }

  private static RecordFileSource lines(Object pattern) {
    return source(new JsonLines(JsonFormat.of()), pattern);
  }

  private static RecordFileSource csv(Object pattern) {
    return source(new CsvFiles(CsvFormat.of()), pattern);
  }

  private static BoundedSource<RawRecord> part(RecordFileSource source, long start, long end)
      throws IOException {
    Metadata file = FileSystems.matchSingleFileSpec(source.getFileOrPatternSpec());
    return source.createForSubrangeOfFile(file, start, end);
  }

  /** Offset and text of each record. */
  private static String show(RawRecord record) {
    return record.offset() + " " + new String(record.bytes(), StandardCharsets.UTF_8);
  }

  private List<String> read(BoundedSource<RawRecord> source) throws IOException {
    return SourceTestUtils.readFromSource(source, options).stream()
        .map(RecordFileSourceTest::show)
        .toList();
  }

  private List<Long> readLines(BoundedSource<RawRecord> source) throws IOException {
    List<Long> lines = new ArrayList<>();
    SourceTestUtils.readFromSource(source, options).forEach(record -> lines.add(record.line()));
    return lines;
  }

  @Test
  public void wholeFile_recordsWithOffsetsAndLines() throws Exception {
    RecordFileSource source = lines(file("a.jsonl", TEXT));
    assertThat(
        read(source),
        equalTo(
            List.of(
                "0 {\"a\":1}", "9 {\"ä€😀\":2}", "33 \rx\ry", "39 {\"b\":3}", "50 {\"c\":4}\r")));
    assertThat(readLines(source), equalTo(List.of(1L, 3L, 6L, 7L, 10L)));
  }

  @Test
  public void everySplitPoint_eachRecordOnce() throws Exception {
    RecordFileSource source = lines(file("a.jsonl", TEXT));
    List<String> whole = read(source);
    int length = TEXT.getBytes(StandardCharsets.UTF_8).length;
    for (int first = 0; first <= length; first++) {
      for (int second = first; second <= length; second++) {
        List<String> parts = new ArrayList<>();
        parts.addAll(read(part(source, 0, first)));
        parts.addAll(read(part(source, first, second)));
        parts.addAll(read(part(source, second, length)));
        assertThat("split at " + first + " and " + second, parts, equalTo(whole));
      }
    }
  }

  @Test
  public void part_readsTheRecordsThatStartInIt() throws Exception {
    RecordFileSource source = lines(file("a.jsonl", "aa\nbb\ncc\n"));
    assertThat(read(part(source, 0, 3)), equalTo(List.of("0 aa")));
    assertThat(read(part(source, 0, 4)), equalTo(List.of("0 aa", "3 bb")));
    assertThat(read(part(source, 3, 6)), equalTo(List.of("3 bb")));
    assertThat(read(part(source, 4, 6)), equalTo(List.of()));
    assertThat(read(part(source, 4, 9)), equalTo(List.of("6 cc")));
  }

  @Test
  public void part_fromTheMiddleHasNoLines() throws Exception {
    RecordFileSource source = lines(file("a.jsonl", "aa\nbb\ncc\n"));
    assertThat(readLines(part(source, 0, 4)), equalTo(List.of(1L, 2L)));
    List<Long> unknown = new ArrayList<>();
    unknown.add(null);
    assertThat(readLines(part(source, 4, 9)), equalTo(unknown));
  }

  @Test
  public void splitWhileReading_eachRecordOnce() throws Exception {
    RecordFileSource source = lines(file("a.jsonl", TEXT));
    List<String> whole = read(source);
    int length = TEXT.getBytes(StandardCharsets.UTF_8).length;
    int splits = 0;
    for (int before = 1; before <= whole.size(); before++) {
      for (int percent = 0; percent <= 100; percent++) {
        List<String> records = new ArrayList<>();
        BoundedSource<RawRecord> residual;
        try (BoundedReader<RawRecord> reader = part(source, 0, length).createReader(options)) {
          for (int i = 0; i < before; i++) {
            assertThat(i == 0 ? reader.start() : reader.advance(), equalTo(true));
            records.add(show(reader.getCurrent()));
          }
          residual = reader.splitAtFraction(percent / 100.0);
          while (reader.advance()) {
            records.add(show(reader.getCurrent()));
          }
        }
        if (residual != null) {
          splits++;
          records.addAll(read(residual));
        }
        assertThat(records, equalTo(whole));
      }
    }
    assertThat(splits, greaterThan(100));
  }

  @Test
  public void smallFile_notSplitWhileReading() throws Exception {
    Path path = file("a.jsonl", TEXT);
    long length = Files.size(path);
    for (long minimum : new long[] {length / 2, length / 2 + 1}) {
      RecordFileSource source =
          new RecordFileSource(
              path.toString(), new JsonLines(JsonFormat.of()), SCHEMA, 1000, minimum);
      try (BoundedReader<RawRecord> reader = part(source, 0, length).createReader(options)) {
        assertThat(reader.start(), equalTo(true));
        assertThat(reader.splitAtFraction(0.5) != null, equalTo(2 * minimum <= length));
      }
    }
  }

  @Test
  public void split_inPartsOfTheSmallestSize() throws Exception {
    Path path = file("a.jsonl", "aaaaaaa\n".repeat(1000));
    CompressedSource<RawRecord> source =
        CompressedSource.from(
            new RecordFileSource(
                path.toString(), new JsonLines(JsonFormat.of()), SCHEMA, 1000, 1000));
    List<? extends BoundedSource<RawRecord>> parts = source.split(1, options);
    assertThat(parts, hasSize(8));
    List<String> records = new ArrayList<>();
    for (BoundedSource<RawRecord> part : parts) {
      records.addAll(read(part));
    }
    assertThat(records, equalTo(read(source)));
    assertThat(RecordFileSource.MIN_BUNDLE_BYTES, equalTo(8L * 1024 * 1024));
  }

  @Test
  public void csv_notSplit() throws Exception {
    Path path = file("a.csv", "a,b\n" + "\"x\ny\",1\n".repeat(1000));
    CompressedSource<RawRecord> source = CompressedSource.from(csv(path));
    List<? extends BoundedSource<RawRecord>> parts = source.split(1, options);
    assertThat(parts, hasSize(1));
    assertThat(read(parts.get(0)), hasSize(1000));
    try (BoundedReader<RawRecord> reader = parts.get(0).createReader(options)) {
      assertThat(reader.start(), equalTo(true));
      assertThat(reader.splitAtFraction(0.5) == null, equalTo(true));
    }
  }

  @Test
  public void csv_recordsCarryTheHeader() throws Exception {
    RecordFileSource source = csv(file("a.csv", "\uFEFF\n\"a\",b\r\n1,\"x\n\"\r\n\r\n2,y"));
    List<RawRecord> records = SourceTestUtils.readFromSource(source, options);
    assertThat(
        records.stream().map(RecordFileSourceTest::show).toList(),
        equalTo(List.of("11 1,\"x\n\"", "21 2,y")));
    assertThat(records.stream().map(RawRecord::line).toList(), equalTo(List.of(3L, 6L)));
    for (RawRecord record : records) {
      assertThat(new String(record.header(), StandardCharsets.UTF_8), equalTo("\"a\",b"));
    }
  }

  @Test
  public void csv_headerAloneOrNothingHasNoRecords() throws Exception {
    for (String text : List.of("", "a,b", "a,b\n", "\uFEFF", "\n \n")) {
      assertThat(read(csv(file("a.csv", text))), equalTo(List.of()));
    }
  }

  @Test
  public void csv_headerThatDoesNotFitFailsTheFile() throws Exception {
    Path path = file("a.csv", "b,aa\n1,2\n");
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(csv(path))).getMessage(),
        equalTo(
            path + ": There is no column for the field 'a'. Did you mean 'aa'? Columns: b, aa"));
    Path noCsv = file("b.csv", "x".repeat(2000));
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> read(csv(noCsv))).getMessage(),
        equalTo(noCsv + ": the header is longer than 1000 bytes. Is it a file of format 'csv'?"));
  }

  @Test
  public void compressedFile_readWholeWithDecompressedOffsets() throws Exception {
    Path path = folder.getRoot().toPath().resolve("a.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(TEXT.getBytes(StandardCharsets.UTF_8));
    }
    RecordFileSource plain = lines(file("a.jsonl", TEXT));
    CompressedSource<RawRecord> source = CompressedSource.from(lines(path));
    assertThat(source.split(1, options), hasSize(1));
    assertThat(read(source), equalTo(read(plain)));
    assertThat(readLines(source), equalTo(readLines(plain)));
    assertThat(read(source.split(1, options).get(0)), equalTo(read(plain)));
  }

  @Test
  public void cutOffArchive_failureNamesTheFile() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      new Random(1).ints(50_000).forEach(each -> writeLine(out, each));
    }
    byte[] whole = bytes.toByteArray();
    // In the first buffer, and later.
    for (int length : new int[] {1000, whole.length / 2}) {
      Path path = folder.getRoot().toPath().resolve(length + ".jsonl.gz");
      Files.write(path, Arrays.copyOf(whole, length));
      String message =
          assertThrows(IOException.class, () -> read(CompressedSource.from(lines(path))))
              .getMessage();
      assertThat(message, startsWith(path + " cannot be read: "));
      assertThat(message, endsWith(". Is it complete?"));
    }
  }

  private static void writeLine(OutputStream out, int number) {
    try {
      out.write((number + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  public void pattern_manyFilesEachWithItsName() throws Exception {
    Path one = file("1.jsonl", "a\n");
    Path two = file("2.jsonl", "b");
    file("3.other", "c");
    file("4.jsonl", "");
    List<RawRecord> records =
        SourceTestUtils.readFromSource(lines(folder.getRoot() + "/*.jsonl"), options);
    assertThat(
        records.stream().map(record -> record.file() + " " + show(record)).sorted().toList(),
        equalTo(List.of(one + " 0 a", two + " 0 b")));
  }

  @Test
  public void pattern_thatMatchesNothingFails() {
    RecordFileSource source = lines(folder.getRoot() + "/*.jsonl");
    assertThrows(FileNotFoundException.class, () -> source.split(1, options));
    assertThrows(FileNotFoundException.class, () -> source.createReader(options));
  }

  @Test
  public void coder_keepsAllParts() throws Exception {
    RawRecord all = new RawRecord("f", 1L << 40, 7L, new byte[] {1}, new byte[] {2});
    RawRecord few = new RawRecord("", 0, null, null, null);
    for (RawRecord record : List.of(all, few)) {
      RawRecord again = CoderUtils.clone(RawRecordCoder.of(), record);
      assertThat(again.file(), equalTo(record.file()));
      assertThat(again.offset(), equalTo(record.offset()));
      assertThat(again.line(), equalTo(record.line()));
      assertThat(again.bytes(), equalTo(record.bytes()));
      assertThat(again.header(), equalTo(record.header()));
    }
    CoderProperties.coderSerializable(RawRecordCoder.of());
    RawRecordCoder.of().verifyDeterministic();
  }
}
