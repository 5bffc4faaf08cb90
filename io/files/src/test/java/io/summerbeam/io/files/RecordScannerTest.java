package io.summerbeam.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.summerbeam.sdk.format.CsvFormat;
import io.summerbeam.sdk.format.JsonFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.JUnit4;

@RunWith(JUnit4.class)
public class RecordScannerTest {

  private static final FileLayout LINES = new JsonLines(JsonFormat.of());
  private static final FileLayout CSV = new CsvFiles(CsvFormat.of());
  private static final FileLayout TABS = new CsvFiles(CsvFormat.of().withDelimiter('\t'));

  /** The records as "offset line text"; a text that is too long is "-". */
  private static List<String> scan(FileLayout layout, int maxBytes, ReadableByteChannel channel)
      throws IOException {
    RecordScanner scanner = new RecordScanner(channel, 0, layout, maxBytes);
    List<String> records = new ArrayList<>();
    while (scanner.next()) {
      byte[] record = scanner.record();
      records.add(
          scanner.recordOffset()
              + " "
              + scanner.recordLine()
              + " "
              + (record == null ? "-" : new String(record, StandardCharsets.UTF_8)));
    }
    return records;
  }

  private static List<String> scan(FileLayout layout, int maxBytes, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    List<String> records =
        scan(layout, maxBytes, Channels.newChannel(new ByteArrayInputStream(bytes)));
    // However few bytes a channel gives at a time, the records are the same.
    assertThat(scan(layout, maxBytes, Channels.newChannel(new OneByOne(bytes))), equalTo(records));
    return records;
  }

  private static List<String> lines(String text) throws IOException {
    return scan(LINES, 1000, text);
  }

  @Test
  public void line_endsAtLineFeedWithOneCarriageReturn() throws Exception {
    assertThat(lines("a\nb\r\nc\r\r\nd"), contains("0 1 a", "2 2 b", "5 3 c\r", "9 4 d"));
    assertThat(lines("a\rb\n\rc\r\n"), contains("0 1 a\rb", "4 2 \rc"));
  }

  @Test
  public void carriageReturn_atTheEndOfTheFileIsData() throws Exception {
    assertThat(lines("a\r"), contains("0 1 a\r"));
    assertThat(lines("a\nb\r"), contains("0 1 a", "2 2 b\r"));
  }

  @Test
  public void lineOfWhiteSpace_noRecordButCounted() throws Exception {
    assertThat(lines("\n\r\n \t\u000b\f\r \n\r\r\na\n\n b \n \r"), contains("13 5 a", "16 7  b "));
    assertThat(lines("\u00a0\n"), contains("0 1 \u00a0"));
    assertThat(lines("\0\n"), contains("0 1 \0"));
    assertThat(lines("\uFEFF\n"), contains("0 1 \uFEFF"));
  }

  @Test
  public void emptyFile_noRecords() throws Exception {
    for (String text : List.of("", "\n", " ", "\r\n", "\r")) {
      assertThat(lines(text), empty());
      assertThat(scan(CSV, 1000, text), empty());
    }
  }

  @Test
  public void maxBytes_countWithoutTheLineEnd() throws Exception {
    assertThat(
        scan(LINES, 3, "abc\nabc\r\nabcd\nabcd\r\nabc\r\r\nab\r\r\nabc"),
        contains("0 1 abc", "4 2 abc", "9 3 -", "14 4 -", "20 5 -", "26 6 ab\r", "31 7 abc"));
    assertThat(scan(LINES, 3, "abc\r"), contains("0 1 -"));
    assertThat(scan(LINES, 3, "          \na\n           "), contains("11 2 a"));
    assertThat(scan(LINES, 1, "a\nbb\nc"), contains("0 1 a", "2 2 -", "5 3 c"));
  }

  @Test
  public void longRecord_takesNoMoreMemoryThanAllowed() throws Exception {
    // Three gigabytes would not fit into an array, nor into the heap of this test.
    long length = 3L << 30;
    List<String> records =
        scan(LINES, 1 << 20, Channels.newChannel(new Letters(length, "\nnext\n")));
    assertThat(records, contains("0 1 -", (length + 1) + " 2 next"));
  }

  @Test
  public void recordsOfAnyLength_cutAsByAPlainLoop() throws Exception {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    int line = 0;
    for (int i = 0; i < 400; i++) {
      line++;
      int length = random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(300);
      String end = random.nextBoolean() ? "\n" : "\r\n";
      if (length > 0) {
        expected.add(text.length() + " " + line + " " + "x".repeat(length));
      }
      text.append("x".repeat(length)).append(end);
    }
    assertThat(
        scan(
            LINES,
            1 << 20,
            Channels.newChannel(
                new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)))),
        equalTo(expected));
  }

  @Test
  public void csv_lineFeedInQuotesIsData() throws Exception {
    assertThat(
        scan(CSV, 1000, "a,\"b\r\n\nc\"\r\nd,e\n\n \nf,\"g\"\n"),
        contains("0 1 a,\"b\r\n\nc\"", "11 4 d,e", "18 7 f,\"g\""));
    assertThat(scan(CSV, 1000, "a,\"b\nc\n"), contains("0 1 a,\"b\nc\n"));
    assertThat(scan(CSV, 5, "\"a\nb\nc\"\nd\n"), contains("0 1 -", "8 4 d"));
  }

  @Test
  public void csv_delimitersAloneAreARecord() throws Exception {
    assertThat(scan(TABS, 1000, "\t\t\n \n\t"), contains("0 1 \t\t", "5 3 \t"));
    assertThat(scan(CSV, 1000, "\t\t\n,\n"), contains("3 2 ,"));
  }

  @Test
  public void byteOrderMark_skippedWhereAsked() throws Exception {
    for (String text : List.of("\uFEFFa", "a", "\uFEFF", "", "ab", "\uFEFF\n\uFEFFa")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      RecordScanner scanner =
          new RecordScanner(Channels.newChannel(new OneByOne(bytes)), 0, CSV, 1000);
      scanner.skipByteOrderMark();
      String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
      if (rest.isBlank()) {
        assertThat(scanner.next(), equalTo(false));
        continue;
      }
      assertThat(scanner.next(), equalTo(true));
      assertThat(new String(scanner.record(), StandardCharsets.UTF_8), equalTo(rest.strip()));
      assertThat(scanner.recordOffset(), equalTo((long) bytes.length - scanner.record().length));
    }
  }

  /** Gives one byte at a time. */
  private static final class OneByOne extends InputStream {

    private final InputStream bytes;

    OneByOne(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return bytes.read(buffer, offset, Math.min(1, length));
    }
  }

  /** Gives many letters and then a text. */
  private static final class Letters extends InputStream {

    private final byte[] end;
    private long left;
    private int given;

    Letters(long count, String end) {
      this.left = count;
      this.end = end.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      if (left > 0) {
        left--;
        return 'x';
      }
      return given < end.length ? end[given++] : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left > 0) {
        int count = (int) Math.min(length, left);
        Arrays.fill(buffer, offset, offset + count, (byte) 'x');
        left -= count;
        return count;
      }
      int next = read();
      if (next < 0) {
        return -1;
      }
      buffer[offset] = (byte) next;
      return 1;
    }
  }
}
