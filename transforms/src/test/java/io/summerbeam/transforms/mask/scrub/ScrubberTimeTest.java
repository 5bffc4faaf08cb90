package io.summerbeam.transforms.mask.scrub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import org.junit.Test;

/**
 * No text takes more than linear time: a megabyte of what might make a detector look again at what
 * it has seen. Quadratic time would be minutes for each.
 */
public class ScrubberTimeTest {

  private static final int LENGTH = 1 << 20;
  private static final long SECOND = 1_000_000_000L;

  private static final String[] PIECES = {
    "a",
    "@",
    "1",
    "1 ",
    "1-",
    "1.",
    "1:",
    "4111 ",
    "4111-",
    "::",
    ":",
    "1::",
    "a:",
    "+",
    "+1",
    "+1 ",
    "+1(",
    "%40",
    "a%40",
    "%2B1",
    "a@",
    "a.",
    "@a.",
    "a@b.io",
    "a@a.a-",
    "eyJ",
    "eyJ.",
    "eyJ..",
    "-eyJ",
    ".eyJ",
    "DE89",
    "DE89 ",
    "://",
    "a://",
    "a://:",
    "a://a:@",
    "a://a:a@a",
    "=",
    ": ",
    "\"",
    "password=",
    "password=\"",
    "password='",
    "password=\\\"",
    "password=\"\\",
    "password=\"\n",
    "password=[",
    "password=]",
    "password=[SECRET]",
    "password=null",
    "password=null ",
    "\"token\":[",
    "token= ",
    "token=bearer ",
    "password:\\",
    "password=\"\\\"'",
    "\\",
    "中",
    "é",
    "e\u0301",
    "\uD83D\uDE00",
    "\uD83D",
    "中@",
    "10.0.0.1",
    "1.1.1.1.",
    "123-45-6789",
    "123-45-6789-",
    "1:2:3:4:"
  };

  @Test
  public void scrub_megabyteOfAnything_takesLinearTime() {
    Scrubber scrubber = Scrubber.of(Detectors.all());
    for (String piece : PIECES) {
      String text = piece.repeat(LENGTH / piece.length());
      long start = System.nanoTime();
      scrubber.scrub(text);
      assertThat(piece, System.nanoTime() - start, lessThan(SECOND));
    }
  }

  @Test
  public void scrub_megabyteBehindABeginning_takesLinearTime() {
    Scrubber scrubber = Scrubber.of(Detectors.all());
    for (String first : new String[] {"password=\"", "password=", "a://a:", "eyJ.", "a@"}) {
      for (String piece : PIECES) {
        String text = first + piece.repeat(LENGTH / piece.length() / 4);
        long start = System.nanoTime();
        scrubber.scrub(text);
        assertThat(first + piece, System.nanoTime() - start, lessThan(SECOND));
      }
    }
  }
}
