package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code Ipv6Finder} must find, and what not. */
public class Ipv6FinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.IPV6);

  @Test
  public void addresses_areFound() {
    TABLE.finds(
        "«2001:db8:0:0:0:0:0:1»",
        "«2001:0db8:0000:0000:0000:0000:0000:0001»",
        "«2001:db8::1»",
        "«2001:DB8::1».",
        "«::1»",
        "[«::1»]:8080",
        "http://[«2001:db8::1»]:80/x",
        "«fe80::»",
        "«fe80::1»%eth0",
        "«2001:db8::»/32",
        "«::ffff:192.168.1.1»",
        "«64:ff9b::192.0.2.33»",
        "«1:2:3:4:5:6:192.0.2.33»",
        "«1::8»",
        "«1:2:3:4:5:6:7::»",
        "«::2:3:4:5:6:7:8»",
        "addr «fe80::1»: up",
        "{\"ip\":\"«2001:db8::1»\"}",
        "ip=«2001:db8::1», port=80",
        "地址«2001:db8::1»。",
        "«2001:db8:0:0:0:0:0:1»:8080",
        "\uD83D\uDE00«2001:db8::1»\uD83D\uDE00",
        "«2001:db8::1»,«2001:db8::2»\n«::3»",
        "«::1»:0.5",
        "адрес «2001:db8::1»");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "12:34:56",
        "12:34",
        "2026-11-21T14:56:47.123+01:00",
        "00:1a:2b:3c:4d:5e",
        "std::vector<int>",
        "a::b",
        "add::face",
        "::",
        "x[::]",
        "ab:cd:ef",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9:10",
        "16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "1::2::3",
        "1:2:3:4:5:6:7::8:9",
        "12345::1",
        "g::1",
        "{\"a\":1}",
        "urn:isbn:0451450523",
        "key: value",
        ":::::",
        "1:".repeat(1000),
        "1::".repeat(1000),
        "é2001:db8::1",
        "2001:db8::1ж",
        "2001:db8::1.5",
        "");
  }
}
