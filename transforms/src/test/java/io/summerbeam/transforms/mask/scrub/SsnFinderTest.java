package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code SsnFinder} must find, and what not. */
public class SsnFinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.US_SSN);

  @Test
  public void numbers_areFound() {
    TABLE.finds(
        "«123-45-6789»",
        "SSN «123-45-6789».",
        "SSN:«123-45-6789»",
        "(«001-01-0001»)",
        "«899-99-9999»",
        "«665-12-3456», «667-12-3456»",
        "{\"ssn\":\"«123-45-6789»\"}",
        "ssn=«123-45-6789»&x=1",
        "<ssn>«123-45-6789»</ssn>",
        "7,«123-45-6789»,x",
        "社会保障号«123-45-6789»。",
        "https://example.com/«123-45-6789»",
        "\t«123-45-6789»\n",
        "_«123-45-6789»_",
        "ITIN? «123-45-6789»-A");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "000-12-3456",
        "666-12-3456",
        "900-12-3456",
        "999-99-9999",
        "123-00-4567",
        "123-45-0000",
        "123456789",
        "123 45 6789",
        "123-456-7890",
        "1123-45-6789",
        "123-45-67890",
        "x123-45-6789",
        "123-45-6789x",
        "1-123-45-6789",
        "978-0-306-40615-7",
        "2026-11-21",
        "0.123-45-6789",
        "12-345-6789");
  }
}
