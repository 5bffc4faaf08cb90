package io.summerbeam.transforms.mask.scrub;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

public class ScrubberTest {

  private static final Scrubber ALL = Scrubber.of(Detectors.all());

  @Test
  public void scrub_eachKind_putsItsNameInItsPlace() {
    assertThat(
        ALL.scrub(
            "bob@example.com paid with 4111 1111 1111 1111 from DE89 3704 0044 0532 0130 00, called"
                + " +1 415 555 2671 from 10.0.0.1 or 2001:db8::1, SSN 123-45-6789, JWT"
                + " eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc at https://bob:pw@example.com/ with"
                + " password=hunter2"),
        equalTo(
            "[EMAIL] paid with [CARD] from [IBAN], called [PHONE] from [IPV4] or [IPV6], SSN"
                + " [US_SSN], JWT [JWT] at https://[URL_CREDENTIALS]@example.com/ with"
                + " password=[SECRET]"));
  }

  @Test
  public void scrub_nothingFound_isTheSameString() {
    String text = "2026-11-21 14:56:47,123 INFO [main] c.e.Orders - order 4711 took 87 ms: ok=true";
    assertThat(ALL.scrub(text), sameInstance(text));
    String empty = "";
    assertThat(ALL.scrub(empty), sameInstance(empty));
  }

  @Test
  public void scrub_isBoundToItsDetectors() {
    String text = "bob@example.com 10.0.0.1";
    assertThat(Scrubber.of(List.of(Detectors.IPV4)).scrub(text), equalTo("bob@example.com [IPV4]"));
    assertThat(Scrubber.of(List.of(Detectors.EMAIL)).scrub(text), equalTo("[EMAIL] 10.0.0.1"));
  }

  @Test
  public void withReplacement_putsTheSameInThePlaceOfAll() {
    String text = "bob@example.com, 10.0.0.1";
    assertThat(ALL.withReplacement("***").scrub(text), equalTo("***, ***"));
    assertThat(ALL.withReplacement("").scrub(text), equalTo(", "));
    assertThat(ALL.withReplacement("***").scrub("password=***x"), equalTo("password=***"));
  }

  @Test
  public void scrub_counts_areAdded() {
    Scrubber scrubber = Scrubber.of(List.of(Detectors.IPV4, Detectors.EMAIL, Detectors.CARD));
    int[] found = {1, 1, 1};
    assertThat(scrubber.scrub("a@b.io c@d.io 10.0.0.1", found), equalTo("[EMAIL] [EMAIL] [IPV4]"));
    assertThat(found, equalTo(new int[] {2, 3, 1}));
    assertThat(scrubber.detectors(), contains(Detectors.IPV4, Detectors.EMAIL, Detectors.CARD));
  }

  @Test
  public void scrub_wrongNumberOfCounts_isRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> ALL.scrub("x", new int[1])).getMessage(),
        equalTo("the counts must be one for each detector, 10, but there are: 1"));
  }

  @Test
  public void overlap_sameBeginning_hasTheNameOfTheLongest() {
    assertThat(ALL.scrub("123-45-6789@example.com"), equalTo("[EMAIL]"));
    assertThat(ALL.scrub("10.0.0.1@example.com"), equalTo("[EMAIL]"));
    assertThat(ALL.scrub("token=+1 415 555 2671"), equalTo("token=[PHONE]"));
  }

  @Test
  public void overlap_sameHit_hasTheNameOfTheFirstDetector() {
    String text = "password=4111111111111111";
    assertThat(ALL.scrub(text), equalTo("password=[CARD]"));
    assertThat(
        Scrubber.of(List.of(Detectors.SECRET, Detectors.CARD)).scrub(text),
        equalTo("password=[SECRET]"));
  }

  @Test
  public void overlap_inPart_isReplacedAsAWhole() {
    assertThat(ALL.scrub("password=x-4111 1111 1111 1111 ok"), equalTo("password=[SECRET] ok"));
    int[] found = new int[ALL.detectors().size()];
    ALL.scrub("password=x-4111 1111 1111 1111 ok", found);
    assertThat(found, equalTo(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
  }

  @Test
  public void overlap_behindUrlCredentials_theHostStays() {
    assertThat(
        ALL.scrub("https://bob:pw@mail.example.com/x"),
        equalTo("https://[URL_CREDENTIALS]@mail.example.com/x"));
    assertThat(
        ALL.scrub("https://bob:pw@10.0.0.1/x"), equalTo("https://[URL_CREDENTIALS]@[IPV4]/x"));
  }

  @Test
  public void overlap_withUrlCredentials_leavesTheRestToOthers() {
    assertThat(
        ALL.scrub("https://pwd:x@pwd=hunter2"), equalTo("https://[URL_CREDENTIALS]@pwd=[SECRET]"));
    assertThat(ALL.scrub("token=https://bob:pw@host/x"), equalTo("token=[SECRET]"));
  }

  @Test
  public void overlap_thatTookABeginning_leavesNoRest() {
    String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.";
    assertThat(ALL.scrub(token + "a.bob@example.com"), equalTo("[EMAIL]"));
    // The token is too long for the beginning of an address.
    assertThat(ALL.scrub(token + "a".repeat(64) + ".bob@example.com"), equalTo("[JWT].[EMAIL]"));
    assertThat(ALL.scrub("4111111111111111::1"), equalTo("[CARD][IPV6]"));
    assertThat(ALL.scrub("+14155552671::1"), equalTo("[PHONE][IPV6]"));
  }

  @Test
  public void scrub_whatTouchesAWord_isKeptWhenThatIsReplaced() {
    String once = "8::[EMAIL]";
    assertThat(ALL.scrub("8::bob@example.com"), equalTo(once));
    assertThat(ALL.scrub(once), sameInstance(once));
    assertThat(ALL.scrub("8:: bob@example.com"), equalTo("[IPV6] [EMAIL]"));
  }

  @Test
  public void scrub_secretBehindAMaskedOne_isFound() {
    assertThat(
        ALL.scrub("password=[SECRET]password=hunter2"),
        equalTo("password=[SECRET]password=[SECRET]"));
    assertThat(
        ALL.scrub("{\"password\":\"[EMAIL] hunter2\"}"), equalTo("{\"password\":\"[SECRET]\"}"));
  }

  @Test
  public void scrub_numberWithBlanksInAUrl_isAllThatIsMasked() {
    String once = "https://bob:[PHONE]@host";
    assertThat(ALL.scrub("https://bob:+1 415 555 2671@host"), equalTo(once));
    assertThat(ALL.scrub(once), sameInstance(once));
  }

  @Test
  public void scrub_json_staysJson() {
    assertThat(
        ALL.scrub(
            "{\"email\":\"bob@example.com\",\"password\":\"a,\\\"b\",\"ip\":\"10.0.0.1\","
                + "\"card\":4111111111111111,\"ok\":true}"),
        equalTo(
            "{\"email\":\"[EMAIL]\",\"password\":\"[SECRET]\",\"ip\":\"[IPV4]\","
                + "\"card\":[CARD],\"ok\":true}"));
  }

  @Test
  public void neighbors_areAllFound() {
    assertThat(
        ALL.scrub("a@b.io,c@d.io;10.0.0.1/10.0.0.2"), equalTo("[EMAIL],[EMAIL];[IPV4]/[IPV4]"));
    assertThat(ALL.scrub("a@b.io+14155552671"), equalTo("[EMAIL][PHONE]"));
  }

  @Test
  public void pattern_isFoundByItsName() {
    Scrubber scrubber =
        Scrubber.of(List.of(Detectors.EMAIL, Detectors.pattern("CUSTOMER", "\\bC-[0-9]{4}\\b")));
    assertThat(
        scrubber.scrub("C-1234 is a@b.io, C-12345 is"),
        equalTo("[CUSTOMER] is [EMAIL], C-12345 is"));
    assertThat(scrubber.scrub("C-1234, C-1235"), equalTo("[CUSTOMER], [CUSTOMER]"));
    String nothing = "C-12";
    assertThat(scrubber.scrub(nothing), sameInstance(nothing));
  }

  @Test
  public void pattern_overlapping_isReplacedWithTheOther() {
    Scrubber scrubber =
        Scrubber.of(List.of(Detectors.EMAIL, Detectors.pattern("NAME", "Bob \\w+")));
    assertThat(scrubber.scrub("Bob bob@example.com"), equalTo("[NAME]"));
  }

  @Test
  public void pattern_beyondTheBmp_keepsCharactersWhole() {
    Scrubber scrubber =
        Scrubber.of(List.of(Detectors.pattern("SMILE", "[\uD83D\uDE00\uD83D\uDE01]")));
    assertThat(scrubber.scrub("a\uD83D\uDE00\uD83D\uDE02"), equalTo("a[SMILE]\uD83D\uDE02"));
  }

  @Test
  public void pattern_thatIsNone_isRefused() {
    assertRefused(
        () -> Detectors.pattern("X", "(?=a)"), "the pattern X must be in the syntax of RE2");
    assertRefused(
        () -> Detectors.pattern("X", "a*"), "the pattern X must not match the empty text");
    assertRefused(() -> Detectors.pattern("", "a"), "must be letters, digits and underscores");
    assertRefused(() -> Detectors.pattern("a]", "a"), "but was: 'a]'");
  }

  @Test
  public void of_noneOrTwoOfAName_isRefused() {
    assertRefused(() -> Scrubber.of(List.of()), "must be one or more");
    assertRefused(
        () -> Scrubber.of(List.of(Detectors.EMAIL, Detectors.pattern("EMAIL", "x"))),
        "two are called EMAIL");
  }

  @Test
  public void detectors_travel() {
    for (Detector each : Detectors.all()) {
      assertThat(SerializableUtils.clone(each), sameInstance(each));
    }
    Detector own = Detectors.pattern("OWN", "x+");
    assertThat(SerializableUtils.clone(own), equalTo(own));
    assertThat(own, not(equalTo(Detectors.pattern("OWN", "y+"))));
  }

  private static void assertRefused(ThrowingRunnable call, String message) {
    assertThat(
        assertThrows(IllegalArgumentException.class, call).getMessage(), containsString(message));
  }
}
