package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code EmailFinder} must find, and what not. */
public class EmailFinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.EMAIL);

  @Test
  public void addresses_areFound() {
    TABLE.finds(
        "«bob@example.com»",
        "Write to «bob@example.com».",
        "bob: «bob.smith+news@mail.example.co.uk», phone below",
        "Bob <«bob_smith@example.com»>",
        "(«b@x.io»)",
        "{\"email\":\"«bob@example.com»\",\"id\":1}",
        "mailto:«bob@example.com»?subject=x",
        "https://example.com/?user=«bob%40example.com»&x=1",
        "https://example.com/?user=«bob@example.com»#top",
        "«jörg@bücher.example»",
        "«bob@xn--bcher-kva.example»",
        "«bob@example.xn--p1ai»",
        "«почта@пример.рф»",
        "«用户@例子.广告»",
        "请联系«bob@example.com»谢谢",
        "«jo\u0308rg@bu\u0308cher.example»",
        "\uD83D\uDE00«bob@example.com»\uD83D\uDE00",
        "«bob@example.com»-4711",
        "«bob@example.com».",
        "«bob@example.com»..",
        "«bob@sub-domain.example.com»/path",
        "«o'brien@example.ie»",
        "'«bob@example.com»'",
        "to=«bob@example.com»,cc=«al@example.org»",
        "«BOB@EXAMPLE.COM»",
        "«bob@2x.jp»",
        "«10.0.0.1@example.com»",
        "«bob@10.example.com»",
        "--«bob@example.com»",
        "«bob@example.com»@example.org",
        "«" + "a".repeat(64) + "@example.com»",
        "«bob@" + "a".repeat(63) + ".com»",
        "«a@b.io»\n«c@d.io» «e@f.io»",
        "«bob@example.com»_x");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "@Override public void run()",
        "bob@localhost",
        "bob@",
        "@bob",
        "bob @ example.com",
        "lodash@4.17.21",
        "logo@2x.png",
        "a@b.c",
        "bob@example.",
        "bob@-example.com",
        "bob@.com",
        "bob@example..com",
        "@@@@",
        "100%40x",
        "50% @ 10.50",
        "user@[10.0.0.1]",
        "a".repeat(65) + "@example.com",
        "bob(at)example.com",
        "x = y@z",
        "a@".repeat(1000),
        "bob@" + "a.".repeat(1000),
        "bob@example.com1",
        "bob@\uD83D\uDE00.com",
        "@example.com",
        "@",
        "");
  }
}
