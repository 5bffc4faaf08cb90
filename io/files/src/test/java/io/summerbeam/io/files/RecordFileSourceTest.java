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
import java.nio.file.StandardOpenOption;
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

  // A block a byte, so that each record is split from its neighbours.
  private static RecordFileSource source(FileLayout layout, Object pattern) {
    return new RecordFileSource(pattern.toString(), layout, SCHEMA, 1000, 1, 1);
  }

  private static RecordFileSource blocks(Object pattern, int blockBytes) {
    return new RecordFileSource(
        pattern.toString(), new JsonLines(JsonFormat.of()), SCHEMA, 1000, blockBytes, 1);
  }

  private static RecordFileSource lines(Object pattern) {
    return source(new JsonLines(JsonFormat.of()), pattern);
  }

  private static RecordFileSource csv(Object pattern) {
    return source(new CsvFiles(CsvFormat.of()), pattern);
  }

  private static BoundedSource<RecordBlock> part(RecordFileSource source, long start, long end)
      throws IOException {
    Metadata file = FileSystems.matchSingleFileSpec(source.getFileOrPatternSpec());
    return source.createForSubrangeOfFile(file, start, end);
  }

  /** Offset and text of each record. */
  private static String show(RawRecord record) {
    return record.offset() + " " + new String(record.bytes(), StandardCharsets.UTF_8);
  }

  private static List<String> show(RecordBlock block) {
    return block.records().stream().map(RecordFileSourceTest::show).toList();
  }

  private List<RawRecord> records(BoundedSource<RecordBlock> source) throws IOException {
    return SourceTestUtils.readFromSource(source, options).stream()
        .flatMap(block -> block.records().stream())
        .toList();
  }

  private List<String> read(BoundedSource<RecordBlock> source) throws IOException {
    return records(source).stream().map(RecordFileSourceTest::show).toList();
  }

  private List<Long> readLines(BoundedSource<RecordBlock> source) throws IOException {
    List<Long> lines = new ArrayList<>();
    records(source).forEach(record -> lines.add(record.line()));
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
    Path path = file("a.jsonl", TEXT);
    List<String> whole = read(lines(path));
    int length = TEXT.getBytes(StandardCharsets.UTF_8).length;
    for (int blockBytes : new int[] {1, 7, 16, length + 1}) {
      RecordFileSource source = blocks(path, blockBytes);
      for (int first = 0; first <= length; first++) {
        for (int second = first; second <= length; second++) {
          List<String> parts = new ArrayList<>();
          parts.addAll(read(part(source, 0, first)));
          parts.addAll(read(part(source, first, second)));
          parts.addAll(read(part(source, second, length)));
          assertThat(
              blockBytes + " bytes a block, split at " + first + " and " + second,
              parts,
              equalTo(whole));
        }
      }
    }
  }

  @Test
  public void block_hasTheRecordsThatStartInIt() throws Exception {
    Path path = file("a.jsonl", "aa\nbb\ncc\n" + "d".repeat(20) + "\ne\n");
    assertThat(
        SourceTestUtils.readFromSource(blocks(path, 5), options).stream()
            .map(RecordFileSourceTest::show)
            .toList(),
        equalTo(
            List.of(
                List.of("0 aa", "3 bb"), List.of("6 cc", "9 " + "d".repeat(20)), List.of("30 e"))));
  }

  @Test
  public void part_toTheLargestOffset_endsWithTheFile() throws Exception {
    RecordFileSource source = blocks(file("a.jsonl", "aa\nbb\ncc\n"), 4);
    assertThat(read(part(source, 1, Long.MAX_VALUE)), equalTo(List.of("6 cc")));
  }

  @Test
  public void linesAppendedLater_areNotRead() throws Exception {
    Path path = file("a.jsonl", "aa\nbb\n");
    for (int blockBytes : new int[] {1, 4, 1000}) {
      RecordFileSource source = blocks(path, blockBytes);
      BoundedSource<RecordBlock> whole = part(source, 0, 6);
      BoundedSource<RecordBlock> end = part(source, 3, 6);
      Files.writeString(path, "cc\n{\"unfin", StandardOpenOption.APPEND);
      assertThat(read(whole), equalTo(List.of("0 aa", "3 bb")));
      assertThat(read(end), equalTo(blockBytes == 1 ? List.of("3 bb") : List.of()));
      Files.writeString(path, "aa\nbb\n");
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
    Path path = file("a.jsonl", TEXT);
    assertThat(splitsWhileReading(lines(path), 0), greaterThan(100));
    assertThat(splitsWhileReading(blocks(path, 16), 0), greaterThan(50));
    // As what a split left over is split again: it may begin in a block.
    assertThat(splitsWhileReading(blocks(path, 7), 5), greaterThan(50));
    assertThat(splitsWhileReading(blocks(path, 7), 14), greaterThan(50));
  }

  private int splitsWhileReading(RecordFileSource source, long start) throws Exception {
    int length = TEXT.getBytes(StandardCharsets.UTF_8).length;
    List<String> whole = read(part(source, start, length));
    int blocks = SourceTestUtils.readFromSource(part(source, start, length), options).size();
    int splits = 0;
    for (int before = 1; before <= blocks; before++) {
      for (int percent = 0; percent <= 100; percent++) {
        List<String> records = new ArrayList<>();
        BoundedSource<RecordBlock> residual;
        try (BoundedReader<RecordBlock> reader =
            part(source, start, length).createReader(options)) {
          for (int i = 0; i < before; i++) {
            assertThat(i == 0 ? reader.start() : reader.advance(), equalTo(true));
            records.addAll(show(reader.getCurrent()));
          }
          residual = reader.splitAtFraction(percent / 100.0);
          while (reader.advance()) {
            records.addAll(show(reader.getCurrent()));
          }
        }
        if (residual != null) {
          splits++;
          records.addAll(read(residual));
        }
        assertThat(records, equalTo(whole));
      }
    }
    return splits;
  }

  @Test
  public void smallFile_notSplitWhileReading() throws Exception {
    Path path = file("a.jsonl", TEXT);
    long length = Files.size(path);
    for (long minimum : new long[] {length / 2, length / 2 + 1}) {
      RecordFileSource source =
          new RecordFileSource(
              path.toString(), new JsonLines(JsonFormat.of()), SCHEMA, 1000, 1, minimum);
      try (BoundedReader<RecordBlock> reader = part(source, 0, length).createReader(options)) {
        assertThat(reader.start(), equalTo(true));
        assertThat(reader.splitAtFraction(0.5) != null, equalTo(2 * minimum <= length));
      }
    }
  }

  @Test
  public void split_inPartsOfTheSmallestSize() throws Exception {
    Path path = file("a.jsonl", "aaaaaaa\n".repeat(1000));
    CompressedSource<RecordBlock> source =
        CompressedSource.from(
            new RecordFileSource(
                path.toString(), new JsonLines(JsonFormat.of()), SCHEMA, 1000, 1, 1000));
    List<? extends BoundedSource<RecordBlock>> parts = source.split(1, options);
    assertThat(parts, hasSize(8));
    List<String> records = new ArrayList<>();
    for (BoundedSource<RecordBlock> part : parts) {
      records.addAll(read(part));
    }
    assertThat(records, equalTo(read(source)));
    assertThat(RecordFileSource.MIN_BUNDLE_BYTES, equalTo(8L * 1024 * 1024));
  }

  @Test
  public void csv_notSplit() throws Exception {
    Path path = file("a.csv", "a,b\n" + "\"x\ny\",1\n".repeat(1000));
    CompressedSource<RecordBlock> source = CompressedSource.from(csv(path));
    List<? extends BoundedSource<RecordBlock>> parts = source.split(1, options);
    assertThat(parts, hasSize(1));
    assertThat(read(parts.get(0)), hasSize(1000));
    try (BoundedReader<RecordBlock> reader = parts.get(0).createReader(options)) {
      assertThat(reader.start(), equalTo(true));
      assertThat(reader.splitAtFraction(0.5) == null, equalTo(true));
    }
  }

  @Test
  public void csv_recordsCarryTheHeader() throws Exception {
    RecordFileSource source = csv(file("a.csv", "\uFEFF\n\"a\",b\r\n1,\"x\n\"\r\n\r\n2,y"));
    List<RawRecord> records = records(source);
    assertThat(
        records.stream().map(RecordFileSourceTest::show).toList(),
        equalTo(List.of("11 1,\"x\n\"", "21 2,y")));
    assertThat(records.stream().map(RawRecord::line).toList(), equalTo(List.of(3L, 6L)));
    for (RecordBlock block : SourceTestUtils.readFromSource(source, options)) {
      assertThat(new String(block.header(), StandardCharsets.UTF_8), equalTo("\"a\",b"));
    }
  }

  @Test
  public void csv_blocksOfSeveralBytes_areTheSameRecords() throws Exception {
    Path path = file("a.csv", "\"a long header\nof two lines\",a\n1,\"x\ny\"\n2,zz\n\n3,\n");
    List<String> records = read(csv(path));
    assertThat(records, hasSize(3));
    for (int blockBytes : new int[] {2, 7, 16, 1000}) {
      RecordFileSource source =
          new RecordFileSource(
              path.toString(), new CsvFiles(CsvFormat.of()), SCHEMA, 1000, blockBytes, 1);
      assertThat(read(CompressedSource.from(source)), equalTo(records));
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
            path
                + ": There is no column for the field 'a'. Did you mean 'aa'? The first line must"
                + " name the columns; it has 2."));
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
    CompressedSource<RecordBlock> source = CompressedSource.from(lines(path));
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
    List<RecordBlock> blocks =
        SourceTestUtils.readFromSource(lines(folder.getRoot() + "/*.jsonl"), options);
    assertThat(
        blocks.stream().map(block -> block.file() + " " + show(block)).sorted().toList(),
        equalTo(List.of(one + " [0 a]", two + " [0 b]")));
  }

  @Test
  public void pattern_thatMatchesNothingFails() {
    RecordFileSource source = lines(folder.getRoot() + "/*.jsonl");
    assertThrows(FileNotFoundException.class, () -> source.split(1, options));
    assertThrows(FileNotFoundException.class, () -> source.createReader(options));
  }

  @Test
  public void coder_keepsAllParts() throws Exception {
    RawRecord all = new RawRecord(1L << 40, 7L, new byte[] {1});
    RawRecord few = new RawRecord(0, null, null);
    for (RecordBlock block :
        List.of(
            new RecordBlock("f", new byte[] {2}, List.of(all, few)),
            new RecordBlock("", null, List.of(few)))) {
      RecordBlock again = CoderUtils.clone(RecordBlockCoder.of(), block);
      assertThat(again.file(), equalTo(block.file()));
      assertThat(again.header(), equalTo(block.header()));
      assertThat(again.records(), hasSize(block.records().size()));
      for (int i = 0; i < block.records().size(); i++) {
        RawRecord record = block.records().get(i);
        assertThat(again.records().get(i).offset(), equalTo(record.offset()));
        assertThat(again.records().get(i).line(), equalTo(record.line()));
        assertThat(again.records().get(i).bytes(), equalTo(record.bytes()));
      }
    }
    CoderProperties.coderSerializable(RecordBlockCoder.of());
    RecordBlockCoder.of().verifyDeterministic();
  }
}
