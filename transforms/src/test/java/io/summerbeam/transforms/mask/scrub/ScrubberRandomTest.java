package io.summerbeam.transforms.mask.scrub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.Random;
import org.junit.Test;

/** What holds for any text. */
public class ScrubberRandomTest {

  private static final String[] PIECES = {
    "bob",
    "@",
    "example",
    ".com",
    ".",
    "-",
    ",",
    " ",
    "\n",
    ":",
    "::",
    "=",
    "+",
    "%40",
    "%2B",
    "/",
    "//",
    "https://",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\\",
    "\\\"",
    "&",
    ";",
    "<",
    ">",
    "_",
    "1",
    "0",
    "12",
    "123",
    "45",
    "6789",
    "4111",
    "1111",
    "4111111111111111",
    "4111 1111 1111 1111",
    "123-45-6789",
    "DE89",
    "DE89370400440532013000",
    "3704 0044 0532 0130 00",
    "+14155552671",
    "+1 415 555 2671",
    "10.0.0.1",
    "255",
    "2001:db8::1",
    "fe80",
    "ab",
    "a:b@c.io",
    "bob@example.com",
    "eyJ",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
    "password",
    "password=",
    "\"token\":",
    "Authorization: Bearer ",
    "secret: ",
    "password%3D",
    "private_key=",
    "%22",
    "%26",
    "0046 ",
    "0046 70 123 45 67",
    "4111.1111.1111.1111",
    "\u2013",
    "null",
    "é",
    "e\u0301",
    "ж",
    "中",
    "\uD83D\uDE00",
    "\uD83D",
    "\uDE00",
    "[EMAIL]",
    "[SECRET]",
    "\u00a0",
    "v",
    "x",
    "xn--p1ai"
  };

  private static final int FEW = 8;

  @Test
  public void scrub_again_changesNothing() {
    Scrubber scrubber = Scrubber.of(Detectors.all());
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String text = text(random);
      String once = scrubber.scrub(text);
      assertThat(text, scrubber.scrub(once), equalTo(once));
    }
  }

  @Test
  public void scrub_keepsWhatIsOutsideOfHits() {
    Scrubber scrubber = Scrubber.of(Detectors.all()).withReplacement("\u0000");
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      String text = text(random);
      int[] found = new int[scrubber.detectors().size()];
      String scrubbed = scrubber.scrub(text, found);
      int replaced = 0;
      int at = 0;
      for (String kept : scrubbed.split("\u0000", -1)) {
        at = text.indexOf(kept, at);
        assertThat(text, at >= 0);
        at += kept.length();
        replaced++;
      }
      int counted = 0;
      for (int each : found) {
        counted += each;
      }
      assertThat(text, counted, equalTo(replaced - 1));
    }
  }

  /** A text of all pieces, or, in which they meet more often, of few. */
  private static String text(Random random) {
    int first = random.nextBoolean() ? 0 : random.nextInt(PIECES.length - FEW);
    int choice = first == 0 ? PIECES.length : FEW;
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(PIECES[first + random.nextInt(choice)]);
    }
    return text.toString();
  }
}
