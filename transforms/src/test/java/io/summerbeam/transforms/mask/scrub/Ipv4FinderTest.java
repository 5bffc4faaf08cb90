package io.summerbeam.transforms.mask.scrub;

import org.junit.Test;

/** What {@code Ipv4Finder} must find, and what not. */
public class Ipv4FinderTest {

  private static final ScrubTable TABLE = ScrubTable.of(Detectors.IPV4);

  @Test
  public void addresses_areFound() {
    TABLE.finds(
        "«10.0.0.1»",
        "from «192.168.1.17»:8080",
        "«10.1.2.3»/8",
        "http://«10.0.0.1»/x",
        "http://«10.0.0.1»:80/x",
        "host/«10.0.0.1»:5432",
        "«255.255.255.255»",
        "«127.0.0.1»",
        "«0.0.0.0»",
        "[«10.0.0.1»]",
        "«10.0.0.1».",
        "«10.0.0.1», «10.0.0.2»",
        "«10.0.0.1»-«10.0.0.5»",
        "{\"ip\":\"«10.0.0.1»\"}",
        "ip-«10.0.0.1»",
        "地址«10.0.0.1»。",
        "«192.168.001.001»",
        "x=«10.0.0.1»;y",
        "::ffff:«10.0.0.1»");
  }

  @Test
  public void whatOnlyLooksLikeOne_isKept() {
    TABLE.findsNothingIn(
        "1.2.3",
        "1.2.3.4.5",
        "v1.2.3.4",
        "1.2.3.4rc1",
        "256.1.1.1",
        "1.1.1.256",
        "1.2.3.1000",
        "10..0.1",
        "10.0.0.",
        "Chrome/120.0.0.0 Safari/537.36",
        "10.0.0.0/8",
        "1.3.6.1.4.1.311",
        "21.11.2026",
        "12:34:56.789",
        "3.14159",
        "1,234.56",
        "0.1.2",
        "x10.0.0.1");
  }
}
