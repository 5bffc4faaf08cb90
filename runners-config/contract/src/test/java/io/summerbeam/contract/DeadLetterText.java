package io.summerbeam.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Dead letters as sorted text, to compare those of a run with those that must be: file, offset,
 * line, reason and bytes; and the message where the job promises its words.
 */
final class DeadLetterText {

  private DeadLetterText() {}

  static List<String> of(FlightsOracle oracle, Path file) {
    return oracle.dead.stream()
        .map(d -> text(file.toString(), d.offset(), d.line(), d.reason(), d.message(), d.payload()))
        .sorted()
        .toList();
  }

  static List<String> of(FlightsRun run) {
    return run.deadLetters().stream().map(DeadLetterText::of).sorted().toList();
  }

  private static String of(JsonNode letter) {
    JsonNode source = letter.get("source");
    String reason = letter.get("reason").textValue();
    return text(
        source.get("file").textValue(),
        source.get("offset").longValue(),
        source.path("line").longValue(),
        reason,
        reason.equals("expectation_failed") ? letter.get("message").textValue() : "",
        FlightsRun.payload(letter));
  }

  private static String text(
      String file, long offset, long line, String reason, String message, byte[] payload) {
    return file
        + ":"
        + line
        + " at "
        + offset
        + " "
        + reason
        + " "
        + message
        + " "
        + shortened(payload);
  }

  // Long lines by their length and hash, so that a failure stays readable.
  private static String shortened(byte[] bytes) {
    return bytes.length > 400
        ? bytes.length + "#" + Arrays.hashCode(bytes)
        : new String(bytes, StandardCharsets.ISO_8859_1)
            + " "
            + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
  }
}
