package io.summerbeam.io.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.Test;

public class KafkaHeadersTest {

  private static final byte[] NOT_UTF_8 = {(byte) 0xFF, 0, 1};

  @Test
  public void toMap_textsOfDifferentNames_areJustThem() {
    RecordHeaders headers = headers(header("trace", "t1"), header("empty", ""), header("", "\u00f6"));
    assertThat(
        KafkaHeaders.toMap(headers), equalTo(Map.of("trace", "t1", "empty", "", "", "\u00f6")));
    assertThat(
        KafkaHeaders.toList(KafkaHeaders.toMap(headers)),
        containsInAnyOrder(header("trace", "t1"), header("empty", ""), header("", "\u00f6")));
  }

  @Test
  public void toMap_noHeaders_isEmpty() {
    assertThat(KafkaHeaders.toMap(null), equalTo(Map.of()));
    assertThat(KafkaHeaders.toMap(new RecordHeaders()), equalTo(Map.of()));
    assertThat(KafkaHeaders.toList(Map.of()), equalTo(List.of()));
  }

  @Test
  public void toMap_repeatedBinaryAndNull_loseNothing() {
    List<Header> all =
        List.of(
            header("a", "1"),
            new RecordHeader("bin", NOT_UTF_8),
            header("a", "2"),
            new RecordHeader("a", NOT_UTF_8),
            new RecordHeader("nothing", (byte[]) null),
            header("empty", ""));
    Map<String, String> map = KafkaHeaders.toMap(new RecordHeaders(all));
    assertThat(
        map,
        equalTo(
            Map.of(
                "a",
                "2",
                "empty",
                "",
                "summerbeam.headers",
                "YQ:MQ,Ymlu:_wAB,YQ:Mg,YQ:_wAB,bm90aGluZw,ZW1wdHk:")));
    assertThat(KafkaHeaders.toList(map), equalTo(all));
  }

  @Test
  public void toMap_headerOfTheReservedName_comesBack() {
    List<Header> all = List.of(header("summerbeam.headers", "x"));
    assertThat(KafkaHeaders.toList(KafkaHeaders.toMap(new RecordHeaders(all))), equalTo(all));
  }

  @Test
  public void toList_reservedEntryOfAnother_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> KafkaHeaders.toList(Map.of("summerbeam.headers", "no base64!")));
  }

  private static RecordHeaders headers(Header... headers) {
    return new RecordHeaders(headers);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, TestBroker.bytes(value));
  }
}
