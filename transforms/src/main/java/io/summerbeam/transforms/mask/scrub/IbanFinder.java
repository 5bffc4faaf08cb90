package io.summerbeam.transforms.mask.scrub;

/** IBANs, found by the check digits behind the country. */
final class IbanFinder implements Finder {

  /** Country and length, of the registry of SWIFT. */
  private static final String REGISTRY =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
          + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21"
          + " HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27"
          + " MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24"
          + " RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22"
          + " VG24 XK20 YE30";

  private static final int LETTERS = 26;
  private static final int HEAD = 4;
  private static final byte[] LENGTHS = lengths();

  @Override
  public String anchors() {
    return "0123456789";
  }

  @Override
  public boolean mayFindBefore(char anchor, int length, char behind) {
    return length > 1;
  }

  @Override
  public boolean mayFindAfter(char before, char anchor) {
    return Characters.isLatinLetter(before);
  }

  @Override
  public long find(String text, int at, int from, int edge) {
    int start = at - 2;
    if (start < from
        || !Characters.isLatinLetter(text.charAt(at - 1))
        || !Characters.isLatinLetter(text.charAt(start))
        || at + 1 >= text.length()
        || !Characters.isDigit(text.charAt(at + 1))) {
      return NONE;
    }
    int length = LENGTHS[country(text.charAt(start), text.charAt(at - 1))];
    if (length == 0 || !Characters.mayBegin(text, start, edge)) {
      return NONE;
    }
    int remainder = 0;
    int count = HEAD;
    int end = at + 2;
    for (; count < length && end < text.length(); end++) {
      char c = text.charAt(end);
      if (Characters.isDigit(c) || Characters.isLatinLetter(c)) {
        remainder = append(remainder, c);
        count++;
      } else if (!Characters.isBlank(c) || Characters.isBlank(text.charAt(end - 1))) {
        return NONE;
      }
    }
    // The first four count as if they were the last.
    for (int i = start; i < start + HEAD; i++) {
      remainder = append(remainder, text.charAt(i));
    }
    return count == length && remainder == 1 && !Characters.wordBeginsAt(text, end)
        ? Span.of(start, end)
        : NONE;
  }

  private static int append(int remainder, char c) {
    return Characters.isDigit(c)
        ? (10 * remainder + c - '0') % 97
        : (100 * remainder + 10 + (c | 0x20) - 'a') % 97;
  }

  private static int country(char first, char second) {
    return LETTERS * ((first | 0x20) - 'a') + (second | 0x20) - 'a';
  }

  private static byte[] lengths() {
    byte[] lengths = new byte[LETTERS * LETTERS];
    for (String entry : REGISTRY.split(" ", -1)) {
      lengths[country(entry.charAt(0), entry.charAt(1))] = Byte.parseByte(entry.substring(2));
    }
    return lengths;
  }
}
