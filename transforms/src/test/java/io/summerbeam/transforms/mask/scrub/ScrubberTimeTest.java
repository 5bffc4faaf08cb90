package io.summerbeam.transforms.mask.scrub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.Test;

/**
 * No text takes more than linear time: a long one of what might make a detector look again at what
 * it has seen. Quadratic time would be many seconds for each.
 */
public class ScrubberTimeTest {

  private static final int LENGTH = 1 << 20;
  private static final long SECOND = 1_000_000_000L;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
    "password=,",
    "password=a,a",
    "password=\"\n\n",
    "password=\"'\n",
    "password%3D",
    "password%3D%22",
    "%22%3D",
    "0046 ",
    "0046-",
    "00",
    "4111.",
    "4111\u2013",
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

  private final Scrubber scrubber = Scrubber.of(Detectors.all());

  @Test
  public void scrub_megabyteOfAnything_takesLinearTime() {
    for (String piece : PIECES) {
      assertFast("", piece, LENGTH);
    }
  }

  @Test
  public void scrub_longTextBehindABeginning_takesLinearTime() {
    for (String first : new String[] {"password=\"", "password=", "a://a:", "eyJ.", "a@"}) {
      for (String piece : PIECES) {
        assertFast(first, piece, LENGTH / 8);
      }
    }
  }

  @Test
  public void scrub_longTextOfPairs_takesLinearTime() {
    for (int i = 0; i < PIECES.length; i++) {
      assertFast("", PIECES[i] + PIECES[(i + 7) % PIECES.length], LENGTH / 8);
      assertFast("", PIECES[i] + "eyJ.", LENGTH / 8);
      assertFast("", PIECES[i] + "password=\"", LENGTH / 8);
    }
  }

  /** Asks for the time of this thread, since others may run beside it. */
  private void assertFast(String first, String piece, int length) {
    String text = first + piece.repeat(length / piece.length());
    long start = THREADS.getCurrentThreadCpuTime();
    scrubber.scrub(text);
    assertThat(first + piece, THREADS.getCurrentThreadCpuTime() - start, lessThan(SECOND));
  }
}
