package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code IbanFinder} must find, and what not. */
public class IbanFinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.IBAN);

  @Test
  public void numbers_areFound() {
    TABLE.finds(
        "«DE89370400440532013000»",
        "«DE89 3704 0044 0532 0130 00»",
        "IBAN: «GB82 WEST 1234 5698 7654 32».",
        "«GB82WEST12345698765432»",
        "«FR1420041010050500013M02606»",
        "«FR14 2004 1010 0505 0001 3M02 606»",
        "«NL91ABNA0417164300»",
        "«CH9300762011623852957»",
        "«NO9386011117947»",
        "«MT84MALT011000012345MTLCAST001S»",
        "«SA0380000000608010167519»",
        "«BR1800360305000010009795493C1»",
        "«AT611904300234573201» und «BE68539007547034»",
        "«es9121000418450200051332»",
        "{\"iban\":\"«PL61109010140000071219812874»\"}",
        "账号«SE4550000000058398257466»。",
        "«DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000»",
        "iban=«DE89370400440532013000»&x=1",
        "«DE89 3704 0044 0532 0130 00» heißt das Konto");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "DE89370400440532013001",
        "DE89 3704 0044 0532 0130 01",
        "DE8937040044053201300",
        "DE893704004405320130001",
        "XX89370400440532013000",
        "ADE89370400440532013000",
        "1DE89370400440532013000",
        "DE89  3704 0044 0532 0130 00",
        "DE89-3704-0044-0532-0130-00",
        "DE",
        "DE8",
        "DE89",
        "DE 89 3704 0044 0532 0130 00",
        "AB12CD34EF56",
        "SHA1 d41d8cd98f00b204e9800998ecf8427e",
        "550e8400-e29b-41d4-a716-446655440000",
        "LH1234 on 2026-11-21");
  }
}
