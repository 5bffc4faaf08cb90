package io.summerbeam.sdk.testing.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports of a broker. They are below those that systems give to outgoing connections: a client
 * that connects again and again to a broker that is down would else, now and then, be given the
 * broker's own port, and talk to itself.
 */
record BrokerPorts(int plain, int sasl, int tls, int token, int controller) {

  private static final int COUNT = 5;
  private static final int FIRST = 15_000;
  private static final int LAST = 31_000;

  static BrokerPorts free() {
    Set<Integer> ports = new LinkedHashSet<>();
    while (ports.size() < COUNT) {
      ports.add(freePort());
    }
    Iterator<Integer> each = ports.iterator();
    return new BrokerPorts(each.next(), each.next(), each.next(), each.next(), each.next());
  }

  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it. Another one.
      }
    }
  }
}
