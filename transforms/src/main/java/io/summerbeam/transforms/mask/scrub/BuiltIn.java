package io.summerbeam.transforms.mask.scrub;

/** The detectors that are written by hand and run in one pass. */
enum BuiltIn implements Detector {
  EMAIL,
  CARD,
  IBAN,
  PHONE,
  IPV4,
  IPV6,
  US_SSN,
  JWT,
  URL_CREDENTIALS,
  SECRET;

  Finder finder(Replacements replacements) {
    return switch (this) {
      case EMAIL -> new EmailFinder();
      case CARD -> new CardFinder();
      case IBAN -> new IbanFinder();
      case PHONE -> new PhoneFinder();
      case IPV4 -> new Ipv4Finder();
      case IPV6 -> new Ipv6Finder();
      case US_SSN -> new SsnFinder();
      case JWT -> new JwtFinder();
      case URL_CREDENTIALS -> new UrlCredentialsFinder(replacements);
      case SECRET -> new SecretFinder(replacements);
    };
  }
}
