package io.summerbeam.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.summerbeam.sdk.failure.StoredLetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * What is in the sinks.
 *
 * @param once the orders in the topic that is written exactly once
 * @param onceCopies how many of its records are copies
 * @param plain the orders in the topic that is written at least once
 * @param plainCopies the offsets of its records that are copies
 * @param revenue the table
 * @param dead the orders that are dead letters, by reason
 * @param deadCopies how many dead letters are copies
 */
record Found(
    Map<String, String> once,
    int onceCopies,
    Map<String, String> plain,
    List<Long> plainCopies,
    Map<String, String> revenue,
    Map<String, Set<String>> dead,
    int deadCopies) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Found in(Shop shop) throws Exception {
    Topics topics = new Topics(shop.broker().bootstrapServers());
    Map<String, String> once = new TreeMap<>();
    List<Long> onceCopies =
        orders(topics.read(FaultsJob.ONCE, IsolationLevel.READ_COMMITTED), once);
    Map<String, String> plain = new TreeMap<>();
    List<Long> plainCopies =
        orders(topics.read(FaultsJob.PLAIN, IsolationLevel.READ_UNCOMMITTED), plain);
    Map<String, Set<String>> dead = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    int deadCopies = 0;
    for (StoredLetter each : shop.letters()) {
      if (ids.add(each.letter().id())) {
        dead.computeIfAbsent(each.letter().reason(), unused -> new TreeSet<>())
            .add(Shop.orderOf(each));
      } else {
        deadCopies++;
      }
    }
    return new Found(once, onceCopies.size(), plain, plainCopies, revenue(shop), dead, deadCopies);
  }

  static Map<String, String> revenue(Shop shop) throws Exception {
    return shop.database()
        .rows(
            "SELECT region || '@' || (extract(epoch FROM window_start) * 1000)::bigint, orders,"
                + " revenue FROM revenue");
  }

  /** Gathers the orders of a topic; returns the offsets of those that are there already. */
  private static List<Long> orders(
      List<ConsumerRecord<String, String>> records, Map<String, String> orders) {
    List<Long> copies = new ArrayList<>();
    for (ConsumerRecord<String, String> each : records) {
      JsonNode order = json(each.value());
      String before =
          orders.put(
              order.path("order_id").asText(),
              order.path("region").asText() + " " + order.path("amount").asLong());
      if (before != null) {
        copies.add(each.offset());
      }
    }
    return copies;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
