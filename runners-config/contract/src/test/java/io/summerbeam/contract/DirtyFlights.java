package io.summerbeam.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** A file of flights with everything that can be wrong with a line, and lines that only look so. */
final class DirtyFlights {

  /** Stands in bad lines and must appear nowhere but in payloads. */
  static final String SECRET = "s3cret-passenger";

  static final Set<String> REASONS = Set.of("malformed", "expectation_failed", "lookup_miss");

  private static final String GOOD =
      "{\"date\":\"2001/01/05 10:00\",\"delay\":20,\"distance\":300,\"origin\":\"DTW\","
          + "\"destination\":\"LAS\"}";

  private static final String[] LINES = {
    GOOD,
    // Good ones that look odd.
    "  " + GOOD + " \t",
    "{\"destination\":\"LAS\",\"origin\":\"DTW\",\"distance\":301,\"delay\":-0,"
        + "\"date\":\"2000/02/29 23:59\",\"extra\":{\"a\":[1,2.5e3,null,\"\\ud83d\\ude00\"]}}",
    "{\"delay\":\"wrong\",\"delay\":1,\"date\":\"2001/01/05 10:00\",\"distance\":302,"
        + "\"origin\":\"DTW\",\"destination\":\"LAS\"}",
    GOOD.replace("300", "303").replace("DTW", "\\u0044TW"),
    GOOD.replace("20,", "9,").replace("LAS", "\u00e9\u4e2d"),
    GOOD.replace("300", "305,\"extra\":\"\\ud83d\",\"\\ude00\":1"),
    // Duplicates, and one of them with another form.
    GOOD,
    GOOD,
    GOOD.replace(":20", ": 20"),
    // White space only, which is no record.
    "",
    "   \t ",
    "\r",
    "\u000b\f",
    // Malformed.
    GOOD.substring(0, 30),
    SECRET,
    "[" + GOOD + "]",
    "null",
    "{}",
    GOOD + GOOD,
    GOOD + " x",
    GOOD.replace("}", ",}"),
    GOOD.replace("\"delay\":20", "\"delay\":20.0"),
    GOOD.replace("\"delay\":20", "\"delay\":2e1"),
    GOOD.replace("\"delay\":20", "\"delay\":\"20\""),
    GOOD.replace("\"delay\":20", "\"delay\":true"),
    GOOD.replace("\"delay\":20", "\"delay\":null"),
    GOOD.replace("\"delay\":20", "\"delay\":020"),
    GOOD.replace("\"delay\":20", "\"delay\":+20"),
    GOOD.replace("\"delay\":20", "\"delay\":9223372036854775808"),
    GOOD.replace("\"delay\":20", "\"delay\":NaN"),
    GOOD.replace("\"delay\":20", "\"delay\":20,\"extra\":Infinity"),
    GOOD.replace("\"delay\":20", "\"delay\":20,\"extra\":[NaN]"),
    GOOD.replace("\"delay\":20", "\"delay\":20,\"delay\":null"),
    GOOD.replace("\"delay\":20", "\"Delay\":20"),
    GOOD.replace("\"DTW\"", "17"),
    GOOD.replace("\"DTW\"", "\"DT\u0001W\""),
    GOOD.replace("2001/01/05", "2001/02/30"),
    GOOD.replace("10:00", "24:00"),
    GOOD.replace("10:00", "10:60"),
    GOOD.replace("2001/01/05", "2001-01-05"),
    GOOD.replace("2001/01/05", "+2001/01/05"),
    GOOD.replace("2001/01/05 10:00", "2001/1/5 10:00"),
    GOOD.replace("2001/01/05 10:00", "2001/01/05 10:00 "),
    GOOD.replace("2001/01/05 10:00", ""),
    GOOD.replace("2001", "\u0662\u0660\u0660\u0661"),
    // One half of a surrogate pair, which JSON can escape and UTF-8 has no form for.
    GOOD.replace("DTW", "D\\ud83dW"),
    GOOD.replace("LAS", "\\ude00"),
    "\ufeff" + GOOD,
    // Broken expectations.
    GOOD.replace("300", "-300"),
    GOOD.replace("300", "0"),
    GOOD.replace("\"delay\":20", "\"delay\":-1441"),
    GOOD.replace("\"delay\":20", "\"delay\":2881"),
    GOOD.replace("\"delay\":20", "\"delay\":-9223372036854775808"),
    GOOD.replace("LAS", "DTW"),
    GOOD.replace("300", "0").replace("LAS", "DTW").replace("\"delay\":20", "\"delay\":99999"),
    GOOD.replace("300", "-300"),
    // At the edge of the expectations.
    GOOD.replace("\"delay\":20", "\"delay\":-1440"),
    GOOD.replace("\"delay\":20", "\"delay\":2880"),
    GOOD.replace("\"delay\":20", "\"delay\":15"),
    GOOD.replace("\"delay\":20", "\"delay\":14"),
    // Unknown airports.
    GOOD.replace("DTW", "ZZZ"),
    GOOD.replace("DTW", ""),
    GOOD.replace("DTW", "dtw"),
    GOOD.replace("DTW", SECRET),
  };

  private DirtyFlights() {}

  static byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < LINES.length; i++) {
      out.write(LINES[i].getBytes(StandardCharsets.UTF_8));
      out.write((i % 3 == 1 ? "\r\n" : "\n").getBytes(StandardCharsets.US_ASCII));
    }
    // Not UTF-8: a stray byte, an overlong form, a surrogate, a cut-off sequence.
    for (byte[] bad :
        new byte[][] {
          {(byte) 0xff},
          {(byte) 0xc0, (byte) 0x80},
          {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          {(byte) 0xe4}
        }) {
      out.write("{\"date\":\"2001/01/05 10:00\",\"x\":\"".getBytes(StandardCharsets.US_ASCII));
      out.write(bad);
      out.write(("\"," + GOOD.substring(1) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    // Two megabytes: a good line with much that is not used, and a bad one.
    String much = "x".repeat(2_000_000);
    out.write(
        (GOOD.replace("300", "304,\"extra\":\"" + much + "\"") + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(("{\"date\":\"" + much + "\"}\n").getBytes(StandardCharsets.US_ASCII));
    // CR inside a line is data, and so is one before the end of the file.
    out.write(
        (GOOD.replace("\"delay\"", "\r\"delay\"") + "\n").getBytes(StandardCharsets.US_ASCII));
    out.write((GOOD.replace("DTW", "ZZZ") + "\r\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write((GOOD.replace("DTW", "ZZY") + "\r").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }
}
